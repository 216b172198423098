"""Conclusions: what an agency found, and what it says about each issue of a complaint."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Finding(StrEnum):
    """What the agency found about one issue."""

    FOUNDED = "founded"
    PARTLY_FOUNDED = "partly_founded"
    UNFOUNDED = "unfounded"
    INADMISSIBLE = "inadmissible"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class IssueFinding:
    """What was found about one issue: reasons in plain words, and what will be put right.

    `criteria` are the codes of those of the agency that the finding rests on.
    """

    issue_id: int
    finding: Finding
    reasons: str
    measure: str = ""
    criteria: tuple[str, ...] = ()

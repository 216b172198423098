"""What is said of a complaint at its end: what the agency found, by which of its criteria, and
whether the complainant says that it is met.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.complaint import Status
from portal.domain.text import Text


class Finding(StrEnum):
    """What the agency found about one issue."""

    FOUNDED = "founded"
    PARTLY_FOUNDED = "partly_founded"
    UNFOUNDED = "unfounded"
    INADMISSIBLE = "inadmissible"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"


OF_OWN_MOTION = frozenset({Finding.FOUNDED, Finding.PARTLY_FOUNDED, Finding.UNFOUNDED})
"""What is found in a file that nobody filed: none is refused, withdrawn or settled with anybody."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is given to the person: codes of remedies, none where nothing is; a sum in `cents`."""

    codes: tuple[str, ...] = ()
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class IssueFinding:
    """What was found about one issue: reasons in plain words, and what will be put right.

    `criteria` are the codes of those of the agency that the finding rests on. What is `given` to
    the person is None where nobody said.
    """

    issue_id: int
    finding: Finding
    reasons: str
    measure: str = ""
    criteria: tuple[str, ...] = ()
    given: Given | None = None


_FOUNDED = frozenset({Finding.FOUNDED, Finding.PARTLY_FOUNDED})


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that makes a complaint founded, or unfounded."""

    code: str
    name: Text
    founded: bool = True

    def goes_with(self, finding: Finding) -> bool:
        """Tell whether it is a reason for this finding; other findings have none."""
        return finding in _FOUNDED if self.founded else finding is Finding.UNFOUNDED


def fit(criteria: Iterable[Criterion], finding: Finding, chosen: Collection[str]) -> bool:
    """Tell whether the codes `chosen` go with the finding.

    All of them must. A founded complaint names at least one of the criteria, where there are any;
    the reasons for an unfounded one are named or not.
    """
    fitting = {criterion.code for criterion in criteria if criterion.goes_with(finding)}
    is_named = bool(chosen) or not fitting or finding not in _FOUNDED
    return is_named and fitting.issuperset(chosen)


JUDGED = frozenset({Status.ANSWERED, Status.CLOSED})
"""When there is an answer to judge."""


class Verdict(StrEnum):
    """Whether the answer meets the complaint."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Outcome(StrEnum):
    """What an outside body, such as an ombudsman, did about the answer to a complaint."""

    UPHELD = "upheld"
    CHANGED = "changed"
    PARTLY = "partly"
    WITHDRAWN = "withdrawn"
    NOT_LOOKED_INTO = "not_looked_into"


OVERTURNED = frozenset({Outcome.CHANGED, Outcome.PARTLY})
"""By which of them the answer did not stand."""

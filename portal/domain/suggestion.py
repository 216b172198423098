"""An agency that could answer for what somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An agency that could answer, and the typed words that led there, in their order.

    `category` is None where the words speak for the agency alone. `decided_at` is when the intake
    desk decided that the agency answers for these words, where a rule of its does.
    """

    agency: str
    category: str | None = None
    score: float = 0.0
    matched: tuple[str, ...] = ()
    decided_at: datetime | None = None

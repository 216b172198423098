"""Complaints that cannot wait: a rule proposes, a person confirms, and somebody acts first.

An urgent complaint keeps its own dates: it gets one more, and never a later one.
"""

from __future__ import annotations

from enum import StrEnum


class Urgency(StrEnum):
    """What is known of how urgent a complaint is: `found` waits for the staff to be told."""

    FOUND = "found"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"

    @property
    def is_undecided(self) -> bool:
        """Tell whether a person still has to say."""
        return self in (Urgency.FOUND, Urgency.PROPOSED)

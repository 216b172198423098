"""Limits on contact with somebody whose conduct is unreasonable: reasoned, dated, reviewable.

They never touch the right to complain: whatever is sent arrives, is kept and is read.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Means(StrEnum):
    """How contact is limited."""

    ONE_PERSON = "one_person"
    WRITTEN = "written"
    WEEKLY = "weekly"


class LimitState(StrEnum):
    """Where a limit is in its life; one that was declined never was in force."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    IN_FORCE = "in_force"
    LIFTED = "lifted"
    OVER = "over"


GROUPED_FOR = timedelta(days=7)
"""How long the messages of somebody who writes too often wait to be told together."""

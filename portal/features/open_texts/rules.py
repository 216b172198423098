"""What the history tells of a text that was offered: that it was read over, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.complaints.entries import EntryFacts
from portal.domain.history import EntryKind

CONSENT = "open_text"
"""The code of the consent, for ever."""


class Reading(StrEnum):
    """What whoever read an offered text over decided."""

    PUBLISH = "publish"
    LEAVE_OUT = "leave_out"


@dataclass(frozen=True, slots=True)
class TextReviewed(EntryFacts, kind=EntryKind.TEXT_REVIEWED):
    """Somebody of the staff read over a text that its person offered."""

    reading: Reading

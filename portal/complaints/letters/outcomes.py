"""What may become of letters that are sent: of one, and of a batch of them."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

BATCH = 20
"""How many letters a worker takes at once."""


class SentCount(Struct, frozen=True):
    """How many letters left, wait for another try, were given up, or may not be read."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0
    held_back: int = 0

    @property
    def is_full(self) -> bool:
        """Tell whether a whole batch was taken, so that there may be more."""
        return self.sent + self.delayed + self.failed + self.held_back >= BATCH


class Outcome(StrEnum):
    """What became of one try to send one letter."""

    SENT = "sent"
    DELAYED = "delayed"
    FAILED = "failed"
    HELD_BACK = "held_back"

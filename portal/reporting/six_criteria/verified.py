"""What an automated run found on the public pages, and when; a test holds it to that run."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class AccessibilityRun(Struct, frozen=True):
    """One run: on which day, over how many addresses in both languages, and what it found."""

    on: date
    addresses: int
    defects: int


LAST_RUN = AccessibilityRun(on=date(2026, 11, 29), addresses=23, defects=0)

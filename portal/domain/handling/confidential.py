"""What of a complaint is read by none but those who protect whoever complains.

Lists, searches, exports and pages leave it out for everybody else: that it exists is told nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind

CLOCKS = frozenset({ClockKind.REPRISAL_FIRST_ACT, ClockKind.REPRISAL_CHECK_IN})
"""The kinds of dates that are told to protectors alone."""

ENTRIES = frozenset({EntryKind.REPRISAL_FLAGGED, EntryKind.REPRISAL_ACTED})
"""The kinds of entries of the history that they alone read."""

REPORT, ACT = TEXTS = ("reprisal", "reprisal_act")
"""The kinds of texts that they alone read: what was reported, and what was done about it."""


def is_confidential(kind: str, facts: Mapping[str, Any]) -> bool:
    """Tell whether an entry of the history gives away what protectors alone may know."""
    return kind in ENTRIES or facts.get("clock") in CLOCKS

"""What earlier versions told of reprisals in the history of a complaint, where others could see it.

Nothing is told there any more. What was told stays, because every later entry covers it; pages,
lists and files leave it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind

CLOCKS = frozenset({ClockKind.REPRISAL_FIRST_ACT, ClockKind.REPRISAL_CHECK_IN})
"""The kinds of dates that were missed."""

ENTRIES = frozenset({EntryKind.REPRISAL_FLAGGED, EntryKind.REPRISAL_ACTED})
"""The kinds of entries that told of a report, and of what was done about it."""


def is_confidential(kind: str, facts: Mapping[str, Any]) -> bool:
    """Tell whether an entry of the history gives away that reprisals were reported."""
    return kind in ENTRIES or facts.get("clock") in CLOCKS

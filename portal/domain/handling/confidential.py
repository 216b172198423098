"""What the history of a complaint tells and nobody reads in it: pages, lists, files leave it out.

Earlier versions told there of reprisals, where others could see it. Nothing is told there any
more; what was told stays, because every later entry covers it. Who suggested a withdrawal is told
for the counts; the page of a complaint shows it to those above whoever handles it.
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


SHOWN_TO_FEW = frozenset({EntryKind.WITHDRAWAL_SUGGESTED})
"""The kinds of entries that a feature shows by itself, to those who may know."""


def is_confidential(kind: str, facts: Mapping[str, Any]) -> bool:
    """Tell whether an entry of the history is left out wherever the history is read."""
    return kind in ENTRIES | SHOWN_TO_FEW or facts.get("clock") in CLOCKS

"""Reprisals that somebody reports: what is then owed, and what of it few people may see.

The complaint itself stays as it was: its status, its level and its own dates do not move.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.history import EntryKind
from portal.domain.promise import Confidence, Promise
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance, Unit
from portal.domain.time.clock import ClockKind

CLOCKS = frozenset({ClockKind.REPRISAL_FIRST_ACT, ClockKind.REPRISAL_CHECK_IN})
"""What is owed to somebody who reports reprisals, after the complaint has ended as well."""

ENTRIES = frozenset({EntryKind.REPRISAL_FLAGGED, EntryKind.REPRISAL_ACTED})

REPORT, ACT = TEXTS = ("reprisal", "reprisal_act")
"""The kinds of texts: what was reported, and what was done about it."""

FIRST_ACT = Promise(
    Allowance(1, Unit.WORKING_DAYS),
    Text("Règle commune d’exemple", "Common sample rule"),
    Confidence.ASSUMED,
)
"""How soon the head of the complaints service acts, where no settings say it."""

CHECK_INS = tuple(
    Promise(
        Allowance(days, Unit.CALENDAR_DAYS),
        Text("Règle du portail", "Rule of the portal"),
        Confidence.INFERRED,
    )
    for days in (30, 90)
)
"""When the head asks the person again how they are."""


def tells_of_reprisals(kind: str, facts: Mapping[str, Any]) -> bool:
    """Tell whether an entry of the history gives away that reprisals were reported."""
    return kind in ENTRIES or facts.get("clock") in CLOCKS

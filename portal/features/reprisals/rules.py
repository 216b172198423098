"""What is owed to somebody who reports reprisals, where no settings say it.

The complaint itself stays as it was: its status, its level and its own dates do not move.
"""

from __future__ import annotations

from portal.domain.promise import Confidence, Promise
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance, Unit

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

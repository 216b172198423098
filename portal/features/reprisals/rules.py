"""What is owed to somebody who reported reprisals, besides that the head acts.

The complaint itself stays as it was: its status, its level and its own dates do not move.
"""

from __future__ import annotations

from portal.domain.promise import Confidence, Promise
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance, Unit

CHECK_INS = tuple(
    Promise(
        Allowance(days, Unit.CALENDAR_DAYS),
        Text("Règle du portail", "Rule of the portal"),
        Confidence.INFERRED,
    )
    for days in (30, 90)
)
"""When the head asks the person again how they are."""

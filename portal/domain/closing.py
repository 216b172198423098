"""How soon an answered complaint is closed: its complainant is owed what was found, and why."""

from __future__ import annotations

from portal.domain.promise import Confidence, Promise
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance, Unit

CLOSING = Promise(
    Allowance(20, Unit.WORKING_DAYS),
    Text("Règle commune d’exemple", "Common sample rule"),
    Confidence.ASSUMED,
)
"""How soon an answered complaint is closed, where no settings say it."""

"""What holds where no settings say it: the common sample rules, and the portal's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from portal.domain.text import Text
from portal.domain.time.promise import Allowance, Confidence, Promise, Unit


def _working_days(amount: int) -> Promise:
    rule = Text("Règle commune d’exemple", "Common sample rule")
    return Promise(Allowance(amount, Unit.WORKING_DAYS), rule, Confidence.ASSUMED)


ONE_DAY, TWO_DAYS = _working_days(1), _working_days(2)

PROMISED: Mapping[str, Promise] = {
    "reprisal": ONE_DAY,
    "urgent": ONE_DAY,
    "closing": _working_days(20),
    "information_request": _working_days(5),
    "recommendation_reply": _working_days(20),
}
"""What is promised for each stage that settings need not name.

That is how soon the head of the complaints service acts on reported reprisals, how soon somebody
acts on an urgent complaint, how soon an answered one is closed (its complainant is owed what was
found, and why), how soon whoever is asked for information gives it, and how soon a recommendation
is replied to.
"""

LONGEST_LIMIT = Promise(
    Allowance(6, Unit.MONTHS), Text("Règle du portail", "Rule of the portal"), Confidence.ASSUMED
)
"""How long a limit on contact may last at most."""

LIMITS_COUNTED_IN = (
    Unit.MONTHS,
    Unit.WEEKS,
    Unit.CALENDAR_DAYS,
    Unit.WORKING_DAYS,
    Unit.YEARS,
)
"""What a limit on contact lasts: it ends with a day, so that whoever is limited knows when."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many similar complaints within how long make the portal propose a group.

    Never more than nine: managers know of it before the tenth.
    """

    complaints: int = 5
    within: timedelta = timedelta(days=30)

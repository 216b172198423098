"""What the staff sees of the deadlines that run against whoever complained: the last days alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.features.own_deadlines.queries import ON_CASE
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import CasePart, Place


def _shown(case: OpenedCase) -> Mapping[str, Any] | None:
    today = case.advice.calendar.day_of(case.now)
    ahead = [one for one in case.file.of(ON_CASE) if one.last_day >= today]
    return {"deadlines": ahead, "today": today} if ahead else None


ADDS = (CasePart("own_deadlines", Place.BESIDE, "own_deadlines/_in_case.html", _shown, rank=60),)

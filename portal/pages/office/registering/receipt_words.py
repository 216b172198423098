"""What the history tells of a complaint that an employee wrote down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.pages.current import current_language
from portal.pages.office.case.opened import OpenedCase
from portal.pages.shown.units import referring_unit
from portal.pages.texts import gettext
from portal.words.dates import day_words


def told_of_receipt(case: OpenedCase, facts: dict[str, Any]) -> str | None:
    """Tell what an employee wrote down: when it was received, and which unit led here."""
    told = []
    if "received_at" in facts:
        received = datetime.fromisoformat(facts["received_at"]).astimezone(case.zone)
        day = day_words(received.date(), current_language())
        told.append(gettext("Reçue le %(day)s.", day=day))
    if "referred_by" in facts:
        told.append(_told_of_referral(case, facts))
    return " ".join(told) or None


def _told_of_referral(case: OpenedCase, facts: dict[str, Any]) -> str:
    name = referring_unit(case.agency, facts["referred_by"])
    if facts.get("by_leaflet"):
        return gettext("Orientée par un dépliant remis : %(unit)s.", unit=name)
    return gettext("Orientée par un employé : %(unit)s.", unit=name)

"""What employees note, and read in the history: which unit's staff led a person here."""

from __future__ import annotations

from portal.agencies.agency import Agency
from portal.complaints.entries import Filed
from portal.complaints.registering import ANOTHER_UNIT
from portal.domain.history import EntryKind
from portal.features.referrals.rules import Referral, Referred
from portal.pages.current import gettext
from portal.pages.forms import chosen
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import HistoryEntry
from portal.pages.office.registering_form import EntryForm
from portal.pages.shown.agency import referring_unit, unit_choices, unit_names

FIELD = "oriente"


def _typed(agency: Agency) -> Referral:
    return Referral(chosen(FIELD, frozenset(unit_names(agency)) | {ANOTHER_UNIT}))


def _told(case: OpenedCase, entry: Filed) -> str | None:
    led = entry.part(Referred)
    if led.referred_by is None:
        return None
    unit = referring_unit(case.agency, led.referred_by)
    if led.by_leaflet:
        return gettext("Orientée par un dépliant remis : %(unit)s.", unit=unit)
    return gettext("Orientée par un employé : %(unit)s.", unit=unit)


ON_COMPLAINTS = (
    EntryForm(
        "referrals/_led_by.html",
        lambda written: {
            "units": unit_choices(written.agency),
            "unit": written.content.part(Referral).referred_by,
        },
        _typed,
    ),
    HistoryEntry(EntryKind.FILED, detail=_told, comes_last=True),
)

"""The page of the top authority, readable in two minutes on a phone, and its decisions."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.handling import escalation
from portal.complaints.queries.direction import (
    AtTop,
    at_top,
    most_frequent,
    numbers,
    reports_since,
)
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.promise import Unit
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import added
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.office import bp
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase, calendars_of, category_names, days_to, unit_of
from portal.pages.office.case.acting import ended_by_acting, said_after, said_before
from portal.pages.office.case.contributions import Deciding
from portal.words.catalogue import to_translate
from portal.words.dates import short_day_words

_INSTRUCTED = "consigne"
CHOICES: dict[str, str] = {
    "autoriser": to_translate("Autoriser ce qui est demandé"),
    "refuser": to_translate("Refuser ce qui est demandé"),
    _INSTRUCTED: to_translate("Retourner avec une consigne"),
}
# In the complaints service's own language: the instruction is read by the staff.
_DECIDED: dict[str, str] = {
    "autoriser": to_translate("Autorisé."),
    "refuser": to_translate("Refusé."),
    _INSTRUCTED: to_translate("Retourné avec une consigne."),
}


_REPORTS_SHOWN = timedelta(days=60)
"""How long a delivered report is shown: nobody ticks that they read it."""


class Card(Struct, frozen=True):
    """A complaint that waits for a decision, in words."""

    complaint: AtTop
    category: Text
    came: str
    days: int | None
    unit: Unit
    question: str | None
    opinion: str | None


@localized(bp, fr="/gestion/<agency>/direction", en="/office/<agency>/direction")
@requires(Permission.DECIDE, agency_from="agency")
def direction(agency: str) -> ResponseReturnValue:
    """Show what waits for a decision, then the agency in four numbers."""
    portal = runtime()
    this_agency, now = portal.agencies.agency(agency), portal.now()
    calendar = this_agency.consult().calendar()
    month = _month(now, calendar.zone)
    before = _month(month - timedelta(days=1), calendar.zone)
    with portal.reading(current_actor()) as session:
        at_the_top = at_top(session, agency)
        figures = numbers(session, agency, month, before, now)
        frequent = most_frequent(session, agency, month, before)
        reports = reports_since(session, agency, now - _REPORTS_SHOWN)
        to_decide = [deciding.read(session, agency) for deciding in added(Deciding)]
    names = category_names(this_agency)
    days = calendars_of(this_agency, (complaint.category for complaint in at_the_top))
    cards = [_card(complaint, names, days[complaint.category], now) for complaint in at_the_top]
    return render_template(
        "office/direction.html",
        agency=this_agency,
        waiting=[card for card in cards if not card.complaint.is_decided],
        decided=[card for card in cards if card.complaint.is_decided],
        others=[waiting for waiting in to_decide if waiting is not None],
        reports=reports,
        zone=calendar.zone,
        numbers=figures,
        frequent=[
            (names.get(frequency.category, Text(frequency.category)), frequency)
            for frequency in frequent
        ],
        month=month.astimezone(calendar.zone).date(),
        month_before=before.astimezone(calendar.zone).date(),
    )


def _card(
    complaint: AtTop, names: dict[str, Text], calendar: WorkingCalendar, now: datetime
) -> Card:
    question, _, opinion = (complaint.passed_with or "").partition("\n\n")
    unit = unit_of(complaint.within)
    return Card(
        complaint=complaint,
        category=names.get(complaint.category, Text(complaint.category)),
        came=_came(complaint, calendar.zone),
        days=days_to(complaint.late_since or complaint.due_at, None, calendar, unit, now),
        unit=unit,
        question=question or None,
        opinion=opinion or None,
    )


def _came(complaint: AtTop, zone: ZoneInfo) -> str:
    if complaint.arrived_at is None:
        return ""
    day = short_day_words(complaint.arrived_at.astimezone(zone).date(), current_language())
    return (
        gettext("transmise par le service le %(day)s", day=day)
        if complaint.reason == "passed"
        else gettext("transmise automatiquement le %(day)s", day=day)
    )


def _month(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _question(case: OpenedCase) -> str:
    """Return what the service asked with its opinion, the last time; nothing where it climbed."""
    passed = [message.body for message in case.file.messages if message.kind == "to_top"]
    return passed[-1] if passed else ""


def _choices(case: OpenedCase) -> dict[str, str]:
    """Return what may be decided: what nobody asked is neither allowed nor refused."""
    return CHOICES if _question(case) else {_INSTRUCTED: CHOICES[_INSTRUCTED]}


def _decide(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    chosen, instruction = form.get("choice", ""), form.get("instruction", "").strip()
    if chosen not in _choices(case):
        problems.add("choice", gettext("Choisissez une décision"))
    if chosen != "autoriser" and not instruction:
        note_missing(problems, IncompleteError("instruction"))
    if problems:
        return None
    decided = gettext(_DECIDED[chosen])
    return partial(escalation.decide, instruction=f"{decided}\n\n{instruction}".strip())


def _passed_with(case: OpenedCase, form: Form) -> dict[str, Any]:
    question, _, opinion = _question(case).partition("\n\n")
    return {
        "choices": [(code, gettext(words)) for code, words in _choices(case).items()],
        "question": question,
        "opinion": opinion,
        "ends": said_before(case, ended_by_acting()),
    }


add_action(
    bp,
    ActionPage(
        COMPLAINT,
        "decide",
        "decider",
        "decide",
        Permission.DECIDE,
        to_translate("Décision envoyée au service des plaintes."),
        _decide,
        tells=lambda case: said_after(case, ended_by_acting()),
        given=_passed_with,
        fields=("choice", "instruction"),
        then=lambda case, _: url_for("office.direction", agency=case.complaint.agency),
    ),
)

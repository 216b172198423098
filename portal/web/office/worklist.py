"""The work list: an agency's complaints in nine views, the soonest date first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.db.queries.worklist import (
    COUNTED_AT_MOST,
    ROWS_A_PAGE,
    AnswerClock,
    Looking,
    Narrowing,
    Row,
    View,
    count_of,
    counts,
    id_of_number,
    page_of,
)
from portal.db.search import ids_matching
from portal.domain.number import read_number
from portal.domain.permissions import Permission, may
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance, Unit
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import is_overdue
from portal.web.current import current_language, runtime
from portal.web.languages import localized
from portal.web.office.blueprints import bp
from portal.web.office.opened import calendars_of, category_names, days_to, unit_names
from portal.web.office.wording import CHANNELS, EVENTS, Tag, reprisal_tag, state_tag, worded
from portal.web.texts import gettext
from portal.words.catalogue import to_translate

VIEW_NAMES: dict[View, str] = {
    View.REPRISALS: to_translate("Représailles"),
    View.MINE: to_translate("À moi"),
    View.UNASSIGNED: to_translate("Non attribuées"),
    View.LATE: to_translate("En retard"),
    View.SOON: to_translate("Échéance dans 2 jours"),
    View.ASKED: to_translate("Question posée"),
    View.PASSED: to_translate("Transmises à la direction"),
    View.TEAM: to_translate("Toute l’équipe"),
    View.CLOSED: to_translate("Fermées"),
}
EMPTY: dict[View, str] = {
    View.REPRISALS: to_translate("Aucun signalement de représailles n’attend un geste."),
    View.MINE: to_translate("Aucune plainte ne vous est attribuée."),
    View.UNASSIGNED: to_translate("Chaque plainte a une personne responsable."),
    View.LATE: to_translate("Aucune plainte n’est en retard."),
    View.SOON: to_translate("Aucune échéance n’arrive dans les 2 prochains jours ouvrables."),
    View.ASKED: to_translate("Aucune question n’attend de réponse."),
    View.PASSED: to_translate("Aucune plainte n’est chez la plus haute autorité."),
    View.TEAM: to_translate("Aucune plainte n’est ouverte."),
    View.CLOSED: to_translate("Aucune plainte n’est fermée."),
}
RECEIVED: dict[str, str] = {
    "7": to_translate("Depuis 7 jours"),
    "30": to_translate("Depuis 30 jours"),
    "90": to_translate("Depuis 90 jours"),
}
_SOON_DAYS = 2
_SOON_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address says of the list."""

    view: View
    category: str | None
    unit: str | None
    channel: str | None
    received: str | None
    words: str
    page: int

    @classmethod
    def read(cls, agency: str) -> Filters:
        """Read the query string; what is not known is left out."""
        asked = request.args
        channel, received = asked.get("canal"), asked.get("recues")
        return cls(
            view=_view(asked.get("vue"), agency),
            category=asked.get("categorie") or None,
            unit=asked.get("unite") or None,
            channel=channel if channel in CHANNELS else None,
            received=received if received in RECEIVED else None,
            words=asked.get("q", "").strip(),
            page=max(1, min(asked.get("page", 1, type=int), COUNTED_AT_MOST // ROWS_A_PAGE)),
        )

    def narrowing(self, session: Session, now: datetime) -> Narrowing:
        """Return what the list is narrowed to, a search done first."""
        portal = runtime()
        since = now - timedelta(days=int(self.received)) if self.received else None
        ids = ids_matching(session, portal.keyring, self.words) if self.words else None
        return Narrowing(
            self.category,
            self.unit,
            self.channel,
            since,
            tuple(ids) if ids is not None else None,
        )

    @property
    def narrow_nothing(self) -> bool:
        """Tell whether the whole view is shown."""
        return not (self.category or self.unit or self.channel or self.received or self.words)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the list, in words."""

    number: str
    subject: str
    person: str
    category: Text
    days: int | None
    is_soon: bool
    tags: tuple[Tag, ...]
    last_event: str
    last_event_at: datetime
    language: str


@localized(bp, fr="/gestion/<agency>/file", en="/office/<agency>/list")
@requires(Permission.SEE_COMPLAINTS, agency_from="agency")
def worklist(agency: str) -> ResponseReturnValue:
    """Show one view of the agency's complaints, or what a search found."""
    portal = runtime()
    where, now = portal.agencies.agency(agency), portal.now()
    calendar, names = where.consult().calendar(), category_names(where)
    filters = Filters.read(agency)
    looking = _looking(agency, calendar, now)
    with portal.reading(current_actor()) as session:
        number = read_number(filters.words)
        if number and id_of_number(session, agency, number):
            return redirect(url_for(".case", agency=agency, number=number), 303)
        narrowing = filters.narrowing(session, now)
        sizes = counts(session, looking)
        rows = page_of(session, looking, filters.view, narrowing, filters.page)
        total = _total(session, looking, filters.view, narrowing, sizes)
    choices, days = _choices(where, names), calendars_of(where, (row.category for row in rows))
    return render_template(
        "office/worklist.html",
        agency=where,
        filters=filters,
        view_name=gettext(VIEW_NAMES[filters.view]),
        views=_views(sizes, filters.view, agency),
        empty_text=gettext(EMPTY[filters.view]),
        rows=[_shown_row(row, filters.view, where, names, days[row.category], now) for row in rows],
        total=total,
        most=COUNTED_AT_MOST,
        pages=ceil(total / ROWS_A_PAGE),
        choices=choices,
        names_of={name: dict(offered) for name, offered in choices.items()},
        now=now,
        zone=calendar.zone,
    )


def _view(asked: str | None, agency: str) -> View:
    """Return the view that was asked for; all of them, for those who handle no complaints."""
    if asked in set(View) and (asked != View.REPRISALS or _is_told(agency)):
        return View(asked)
    if request.args.get("q"):
        return View.TEAM
    return View.MINE if may(current_actor(), Permission.CONTACT, agency) else View.TEAM


def _is_told(agency: str) -> bool:
    """Tell whether the person may know in which complaints reprisals were reported."""
    return may(current_actor(), Permission.SEE_REPRISALS, agency)


def _views(
    sizes: Mapping[View, int], shown: View, agency: str
) -> list[tuple[View, str, int | None]]:
    """Return the views with their names and sizes: reprisals come first, while there are any."""
    is_pinned = shown is View.REPRISALS or (sizes[View.REPRISALS] > 0 and _is_told(agency))
    return [
        (view, gettext(name), sizes.get(view))
        for view, name in VIEW_NAMES.items()
        if view is not View.REPRISALS or is_pinned
    ]


def _looking(agency: str, calendar: WorkingCalendar, now: datetime) -> Looking:
    soon = calendar.ends_at(calendar.working_day_after(calendar.day_of(now), _SOON_DAYS))
    people = frozenset(person for code, person in current_actor().replaced if code == agency)
    return Looking(agency, current_user.user_id, now, soon, people)


def _total(
    session: Session, looking: Looking, view: View, narrowing: Narrowing, sizes: dict[View, int]
) -> int:
    if narrowing.is_empty and view in sizes:
        return sizes[view]
    return count_of(session, looking, view, narrowing)


def _choices(agency: Agency, names: Mapping[str, Text]) -> dict[str, list[tuple[str, str]]]:
    language = current_language()
    return {
        "category": [(code, name.in_(language)) for code, name in names.items()],
        "unit": [(code, name.in_(language)) for code, name in unit_names(agency).items()],
        "channel": [(code, gettext(words)) for code, words in CHANNELS.items()],
        "received": [(days, gettext(words)) for days, words in RECEIVED.items()],
    }


def _shown_row(
    row: Row,
    view: View,
    agency: Agency,
    names: Mapping[str, Text],
    calendar: WorkingCalendar,
    now: datetime,
) -> ShownRow:
    for_reprisals = view is View.REPRISALS
    return ShownRow(
        number=row.number,
        subject=row.subject,
        person=row.person or gettext("Anonyme"),
        category=names.get(row.category, Text(row.category)),
        days=(_days_to_act if for_reprisals else _days)(row, calendar, now),
        is_soon=not for_reprisals and row.clock is not None and _is_soon(row.clock, now),
        tags=_tags(row, agency),
        last_event=worded(EVENTS, row.last_event),
        last_event_at=row.last_event_at,
        language=row.language,
    )


def _days(row: Row, calendar: WorkingCalendar, now: datetime) -> int | None:
    """Return the days left; a promise that was missed stays late, whatever date came after."""
    if row.due_at is None:
        return None
    unit = Allowance.parse(row.clock.allowance).unit if row.clock else Unit.WORKING_DAYS
    is_clocks = row.clock is not None and row.clock.due_at == row.due_at
    last_day = row.clock.last_day if row.clock and is_clocks and row.late_since is None else None
    return days_to(row.late_since or row.due_at, last_day, calendar, unit, now)


def _days_to_act(row: Row, calendar: WorkingCalendar, now: datetime) -> int | None:
    """Return the days left to what is owed to somebody who reported reprisals."""
    return days_to(row.reprisal_due_at, None, calendar, Unit.WORKING_DAYS, now)


def _is_soon(clock: AnswerClock, now: datetime) -> bool:
    """Tell whether four fifths of the promised time have passed."""
    if clock.due_at is None or is_overdue(clock.due_at, now):
        return False
    return now - clock.started_at >= _SOON_SHARE * (clock.due_at - clock.started_at)


def _tags(row: Row, agency: Agency) -> tuple[Tag, ...]:
    states = [state_tag(row.status, row.last_event)]
    if row.reprisal_due_at is not None and _is_told(agency.code):
        states.insert(0, reprisal_tag())
    if row.clock is not None and row.clock.is_stopped:
        states.append(Tag(gettext("Délai suspendu"), "plain"))
    elif row.clock is not None and row.clock.due_at is None:
        states.append(Tag(gettext("Dossier à compléter"), "plain"))
    if row.level == 1:
        return tuple(states)
    titles = {step.to: step.title.text for step in agency.settings.escalation}
    holder = titles.get(row.holder, Text(row.holder)).in_(current_language())
    return (
        Tag(gettext("Palier %(level)s : %(holder)s", level=row.level, holder=holder), "up"),
        *states,
    )

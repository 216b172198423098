"""The register of an agency's recommendations, and the page of each: its text, dates and steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.domain.complaint import ReplyBy
from portal.domain.permissions import Permission, may
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import is_overdue
from portal.domain.time.promise import Allowance
from portal.features.recommendations.office_steps import (
    OpenedRecommendation,
    addressee_words,
    opened_recommendation,
    possible_with,
    shared,
    state_tag,
)
from portal.features.recommendations.queries_register import (
    ROWS_A_PAGE,
    Looking,
    Narrowing,
    RegisterRow,
    RegisterView,
    register_figures,
    register_page,
    view_sizes,
)
from portal.features.recommendations.rules import Addressee, State
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.languages import localized
from portal.pages.office.case import calendars_of, category_names, days_to
from portal.pages.office.wording import REPLY_BY, Tag, worded
from portal.pages.shown.history_words import explained_dates
from portal.words.catalogue import to_translate

pages = Pages("office")


@localized(
    pages,
    fr="/gestion/<agency>/recommandations/<int:recommendation>",
    en="/office/<agency>/recommendations/<int:recommendation>",
)
@requires(Permission.SEE_RECOMMENDATIONS, agency_from="agency")
def recommendation(agency: str, recommendation: int) -> ResponseReturnValue:
    """Show a recommendation: its text, its dates, who acts next, and all that happened."""
    opened = opened_recommendation(agency, recommendation)
    return render_template(
        "recommendations/recommendation.html",
        actions=possible_with(opened),
        explained=explained_dates([opened.recommendation.clock], opened.advice.calendar).others[0],
        to_tell=_to_tell(opened),
        **shared(opened),
    )


def _to_tell(opened: OpenedRecommendation) -> list[tuple[str, str]]:
    """Return who wished to know that it is corrected, and whom no letter of the portal reaches."""
    if opened.recommendation.state is not State.VERIFIED:
        return []
    not_to_tell = (ReplyBy.EMAIL, ReplyBy.TEXT, ReplyBy.NONE)
    return [
        (complaint.number, worded(REPLY_BY, complaint.reply_by))
        for complaint in opened.recommendation.complaints
        if complaint.wishes_news and complaint.reply_by not in not_to_tell
    ]


VIEW_NAMES: dict[RegisterView, str] = {
    RegisterView.OPEN: to_translate("En cours"),
    RegisterView.MINE: to_translate("À moi"),
    RegisterView.LATE: to_translate("En retard"),
    RegisterView.SENT: to_translate("Attendent une réponse"),
    RegisterView.REFUSED: to_translate("Refusées, à trancher"),
    RegisterView.ACCEPTED: to_translate("Acceptées, à exécuter"),
    RegisterView.DONE: to_translate("Exécutées, à vérifier"),
    RegisterView.VERIFIED: to_translate("Exécution vérifiée"),
    RegisterView.NOT_FOLLOWED: to_translate("Non suivies"),
}
SCOPES: dict[str, str] = {
    "individuelle": to_translate("D’une seule plainte"),
    "systemique": to_translate("De plusieurs plaintes"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address says of the register."""

    view: RegisterView
    category: str | None
    scope: str | None
    page: int

    @classmethod
    def read(cls, agency: str) -> Filters:
        """Read the query string; what is not known is left out."""
        view, scope = request.args.get("vue"), request.args.get("portee")
        return cls(
            view=RegisterView(view) if view in set(RegisterView) else _first_view(agency),
            category=request.args.get("categorie") or None,
            scope=scope if scope in SCOPES else None,
            page=max(1, min(request.args.get("page", 1, type=int), 1000)),
        )

    @property
    def narrowing(self) -> Narrowing:
        """What the register is narrowed to."""
        is_systemic = None if self.scope is None else self.scope == "systemique"
        return Narrowing(self.category, is_systemic)

    @property
    def narrow_nothing(self) -> bool:
        """Tell whether the whole view is shown."""
        return not (self.category or self.scope)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the register, in words."""

    id: int
    title: str
    addressee: str
    category: Text
    complaints: int
    days: int | None
    is_late: bool
    last_day: date | None
    tags: tuple[Tag, ...]
    made_at: datetime


@localized(pages, fr="/gestion/<agency>/recommandations", en="/office/<agency>/recommendations")
@requires(Permission.SEE_RECOMMENDATIONS, agency_from="agency")
def recommendations(agency: str) -> ResponseReturnValue:
    """Show one view of the register, and what became of all recommendations in figures."""
    portal = runtime()
    where, now = portal.agencies.agency(agency), portal.now()
    names, filters = category_names(where), Filters.read(agency)
    looking = _looking(agency, now)
    with portal.reading(current_actor()) as session:
        sizes = view_sizes(session, looking)
        rows, total = register_page(session, looking, filters.view, filters.narrowing, filters.page)
        figures = register_figures(session, looking)
        people = names_of(session, [row.addressee_id for row in rows])
    calendars = calendars_of(where, (row.category for row in rows))
    return render_template(
        "recommendations/register.html",
        agency=where,
        filters=filters,
        views=[(view, gettext(name), sizes[view]) for view, name in VIEW_NAMES.items()],
        view_name=gettext(VIEW_NAMES[filters.view]),
        rows=[_shown(row, where, names, people, calendars[row.category], now) for row in rows],
        total=total,
        pages=ceil(total / ROWS_A_PAGE),
        figures=figures,
        choices=_choices(names),
        zone=where.consult().calendar().zone,
    )


def _first_view(agency: str) -> RegisterView:
    """Return what somebody sees first: whoever only receives recommendations, their own."""
    may_recommend = may(current_actor(), Permission.RECOMMEND, agency)
    return RegisterView.OPEN if may_recommend else RegisterView.MINE


def _looking(agency: str, now: datetime) -> Looking:
    actor = current_actor()
    people = {person for code, person in actor.replaced if code == agency}
    posts = {
        membership.post
        for membership in actor.memberships
        if membership.agency == agency and membership.post
    }
    if may(actor, Permission.RECOMMEND, agency):
        # The post of the complaints service is all its officers': what is theirs, they wrote.
        posts = set()
    return Looking(agency, people | {current_user.user_id}, posts, now)


def _choices(names: Mapping[str, Text]) -> dict[str, list[tuple[str, str]]]:
    return {
        "category": [(code, name.in_(current_language())) for code, name in names.items()],
        "scope": [(code, gettext(words)) for code, words in SCOPES.items()],
    }


def _shown(
    row: RegisterRow,
    agency: Agency,
    names: Mapping[str, Text],
    people: Mapping[int, str],
    calendar: WorkingCalendar,
    now: datetime,
) -> ShownRow:
    unit = Allowance.parse(row.allowance).unit
    return ShownRow(
        id=row.id,
        title=row.title,
        addressee=addressee_words(agency, Addressee(row.post, row.addressee_id), people),
        category=names.get(row.category, Text(row.category)),
        complaints=row.complaints,
        days=days_to(row.due_at, row.last_day, calendar, unit, now),
        is_late=is_overdue(row.due_at, now),
        last_day=row.last_day,
        tags=_tags(row),
        made_at=row.made_at,
    )


def _tags(row: RegisterRow) -> tuple[Tag, ...]:
    tags = [state_tag(row.state)]
    if row.state.is_open and row.was_escalated:
        tags.append(Tag(gettext("Palier %(level)s, sans réponse à temps", level=row.level), "late"))
    return tuple(tags)

"""Recommendations as the office reads them: in words, as what is opened, and in the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.complaints.work import Advice
from portal.domain.actor import PORTAL
from portal.domain.errors import StaleComplaintError, TransitionNotAllowedError
from portal.domain.handling.lifecycle import TakenStep
from portal.domain.permissions import Permission, may
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.promise import Allowance
from portal.features.recommendations import queries
from portal.features.recommendations.actions_progress import change_recommendation
from portal.features.recommendations.queries import FoundRecommendation
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
from portal.features.recommendations.rules import DATED, WORDING, Addressee, State, Step
from portal.pages.actions.engine import Subject
from portal.pages.current import current_language, gettext, runtime
from portal.pages.errors import words_of
from portal.pages.features import Pages
from portal.pages.forms import asked_page, led_to_last_page
from portal.pages.languages import localized
from portal.pages.office.case import calendars_of, category_names, days_to, unit_of
from portal.pages.office.wording import Tag, worded
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

pages = Pages("office")


# In words.


STATES: dict[State, tuple[str, str]] = {
    State.SENT: (to_translate("Attend une réponse"), "info"),
    State.REFUSED: (to_translate("Refusée, à trancher"), "up"),
    State.ACCEPTED: (to_translate("Acceptée, à exécuter"), "plain"),
    State.DONE: (to_translate("Exécutée, à vérifier"), "info"),
    State.VERIFIED: (to_translate("Exécution vérifiée"), "ok"),
    State.NOT_FOLLOWED: (to_translate("Non suivie"), "plain"),
    State.KEPT_OUT: (to_translate("Revenue, à faire à une autre personne"), "up"),
}
STEPS: dict[str, str] = {
    Step.MADE: to_translate("envoyée"),
    Step.CORRECTED: to_translate("nouvelle version du texte"),
    Step.ESCALATED: to_translate("sans réponse, passée au palier suivant"),
    Step.UNANSWERED: to_translate("sans réponse de la plus haute autorité"),
    Step.ACCEPTED: to_translate("acceptée"),
    Step.REFUSED: to_translate("refusée"),
    Step.UPHELD: to_translate("maintenue par la plus haute autorité"),
    Step.CONFIRMED: to_translate("refusée par la plus haute autorité"),
    Step.LATE: to_translate("date d’exécution dépassée"),
    Step.DONE: to_translate("dite exécutée"),
    Step.SENT_BACK: to_translate("pas encore exécutée, retournée"),
    Step.VERIFIED: to_translate("exécution vérifiée"),
    Step.KEPT_OUT: to_translate("revenue, à faire à une autre personne"),
    Step.UNOWNED: to_translate("à exécuter par qui l’avait reçue"),
}


def state_tag(state: State) -> Tag:
    """Return where a recommendation stands."""
    words, kind = STATES[state]
    return Tag(gettext(words), kind)


def addressee_words(agency: Agency, addressee: Addressee, names: Mapping[int, str]) -> str:
    """Return who has to reply: the person's name, or the title of the post."""
    if addressee.user_id is not None:
        return names.get(addressee.user_id, "")
    titles = {step.to: step.title.text for step in agency.settings.escalation}
    post = addressee.post or ""
    return titles.get(post, Text(post)).in_(current_language())


# One that is opened.


@dataclass(frozen=True)
class OpenedRecommendation:
    """A recommendation as it was when the page was asked for."""

    recommendation: FoundRecommendation
    agency: Agency
    advice: Advice
    now: datetime

    @property
    def is_at_top(self) -> bool:
        """Tell whether the top authority itself has to reply: a refusal is then the last word."""
        return self.recommendation.level >= len(self.advice.path)


def opened_recommendation(
    agency: str, recommendation: int, what: str = "recommendation"
) -> OpenedRecommendation:
    """Open a recommendation; raise UnknownRecommendationError where the actor may see none."""
    portal = runtime()
    now = portal.now()
    opened = portal.read(current_actor(), queries.recommendation, agency, recommendation)
    advice = portal.advice(PORTAL, opened.number, now)
    return OpenedRecommendation(opened, portal.agencies.agency(agency), advice, now)


def shared(opened: OpenedRecommendation) -> dict[str, Any]:
    """Return what all pages of a recommendation show."""
    recommendation = opened.recommendation
    roles, names = recommendation.roles, recommendation.names
    return {
        "agency": opened.agency,
        "opened": opened,
        "recommendation": recommendation,
        "tag": state_tag(recommendation.state),
        "addressee": addressee_words(opened.agency, roles.addressee, names),
        "owner": names.get(roles.owner_id or 0),
        "days": _days_left(opened),
        "unit": unit_of(recommendation.clock.allowance),
        "lines": [_line(opened, step) for step in reversed(recommendation.steps)],
        "text": recommendation.versions[-1],
        "zone": opened.advice.calendar.zone,
    }


def _days_left(opened: OpenedRecommendation) -> int | None:
    """Return the days left to the date that runs, negative once it passed; None without one."""
    clock = opened.recommendation.clock
    if opened.recommendation.state not in DATED:
        return None
    unit = Allowance.kept(clock.allowance).unit
    calendar, started_at = opened.advice.calendar, clock.started_at
    return days_to(clock.due_at, clock.last_day, calendar, unit, opened.now, started_at)


def _line(opened: OpenedRecommendation, step: TakenStep[Step]) -> dict[str, Any]:
    """Return a step in words."""
    words = worded(STEPS, step.kind)
    return {
        "title": words[:1].upper() + words[1:],
        "who": opened.recommendation.names.get(step.user_id or 0) or gettext("Le portail"),
        "at": step.at,
        "detail": _detail(opened, step),
        # The text itself stands above, in each of its versions.
        "body": None if step.kind in WORDING else step.body,
    }


def _detail(opened: OpenedRecommendation, step: TakenStep[Step]) -> str | None:
    facts = step.facts
    if facts.get("level"):
        title = opened.advice.path[min(int(facts["level"]), len(opened.advice.path)) - 1].title
        return gettext(
            "Palier %(level)s : %(holder)s",
            level=facts["level"],
            holder=title.in_(current_language()),
        )
    if facts.get("by"):
        return gettext("À faire au plus tard le %(day)s.", day=_day(facts["by"]))
    return gettext("Fait le %(day)s.", day=_day(facts["on"])) if facts.get("on") else None


def _day(written: str) -> str:
    return day_words(datetime.fromisoformat(written).date(), current_language())


def _not_in_this_state(error: TransitionNotAllowedError) -> str:
    """Say where the recommendation is: what was asked for comes before or after that."""
    if error.status not in STATES:
        return gettext(words_of(error).title)
    return gettext(
        "Cela ne peut pas être fait maintenant. La recommandation en est à ceci : %(state)s",
        state=gettext(STATES[State(error.status)][0]),
    )


RECOMMENDATION: Subject[OpenedRecommendation] = Subject(
    fr="/gestion/<agency>/recommandations/<int:recommendation>",
    en="/office/<agency>/recommendations/<int:recommendation>",
    opened=opened_recommendation,
    change=lambda opened, act, _seen: change_recommendation(
        runtime(), current_actor(), opened.recommendation.id, act
    ),
    url=lambda opened: url_for(
        "office.recommendation", agency=opened.agency.code, recommendation=opened.recommendation.id
    ),
    shared=shared,
    refusals={
        StaleComplaintError: to_translate(
            "Une des plaintes est en train de changer. Envoyez de nouveau."
        ),
        TransitionNotAllowedError: _not_in_this_state,
    },
)


# The register of an agency.


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
    RegisterView.KEPT_OUT: to_translate("Revenues, à faire à une autre personne"),
}
SCOPES: dict[str, str] = {
    "individuelle": to_translate("D’une seule plainte"),
    "systemique": to_translate("De plusieurs plaintes"),
}


class Filters(Struct, frozen=True):
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
            page=asked_page(1000),
        )


@localized(pages, fr="/gestion/<agency>/recommandations", en="/office/<agency>/recommendations")
@requires(Permission.SEE_RECOMMENDATIONS, agency_from="agency")
def recommendations(agency: str) -> ResponseReturnValue:
    """Show one view of the register, and what became of all recommendations in figures."""
    portal = runtime()
    where, now = portal.agencies.agency(agency), portal.now()
    names, filters = category_names(where), Filters.read(agency)
    is_systemic = filters.scope == "systemique" if filters.scope else None
    looking, narrowing = _looking(agency, now), Narrowing(filters.category, is_systemic)
    with portal.reading(current_actor()) as session:
        sizes = view_sizes(session, looking)
        rows, total = register_page(session, looking, filters.view, narrowing, filters.page)
        figures = register_figures(session, looking)
        people = names_of(session, [row.addressee_id for row in rows])
    pages = ceil(total / ROWS_A_PAGE)
    if elsewhere := led_to_last_page(filters.page, pages):
        return elsewhere
    calendars = calendars_of(where, (row.category for row in rows))
    return render_template(
        "recommendations/register.html",
        agency=where,
        filters=filters,
        views=[(view, gettext(name), sizes[view]) for view, name in VIEW_NAMES.items()],
        view_name=gettext(VIEW_NAMES[filters.view]),
        rows=[_shown(row, where, names, people, calendars[row.category], now) for row in rows],
        total=total,
        pages=pages,
        figures=figures,
        choices={
            "category": [(code, name.in_(current_language())) for code, name in names.items()],
            "scope": [(code, gettext(words)) for code, words in SCOPES.items()],
        },
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


def _shown(
    row: RegisterRow,
    agency: Agency,
    names: Mapping[str, Text],
    people: Mapping[int, str],
    calendar: WorkingCalendar,
    now: datetime,
) -> dict[str, Any]:
    """Return what the register shows in words beside a row itself."""
    unit = Allowance.kept(row.allowance).unit
    tags = [state_tag(row.state)]
    if row.state.is_open and row.was_escalated:
        tags.append(Tag(gettext("Palier %(level)s, sans réponse à temps", level=row.level), "late"))
    return {
        "recommendation": row,
        "addressee": addressee_words(agency, Addressee(row.post, row.addressee_id), people),
        "category": names.get(row.category, Text(row.category)),
        "days": days_to(row.due_at, row.last_day, calendar, unit, now),
        "unit": unit_of(row.allowance),
        "tags": tags,
    }

"""The page of one recommendation, and a page for each thing that may be done with it.

A page says what will happen. When the recommendation moved meanwhile, the page comes back with
what was typed, and what happened above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.complaint import ReplyBy
from portal.domain.errors import (
    IncompleteError,
    NotTheAddresseeError,
    OwnWorkError,
    PortalError,
    StaleComplaintError,
    TransitionNotAllowedError,
)
from portal.domain.lifecycle import TakenStep
from portal.domain.permissions import Permission
from portal.domain.time.allowance import Allowance
from portal.features.recommendations.office_steps import (
    STEP_PAGES,
    OpenedRecommendation,
    StepPage,
    opened_recommendation,
    possible_with,
)
from portal.features.recommendations.rules import DATED, WORDING, State, Step
from portal.features.recommendations.words import STEPS, addressee_words, state_tag
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language, runtime
from portal.pages.errors import words_of
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.office.case.opened import days_to
from portal.pages.office.wording import REPLY_BY, worded
from portal.pages.shown.explanations import explained_dates
from portal.pages.texts import gettext
from portal.words.dates import day_words

pages = Pages("office")

_REFUSALS = (StaleComplaintError, TransitionNotAllowedError, NotTheAddresseeError, OwnWorkError)


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in words."""

    title: str
    who: str
    at: datetime
    detail: str | None
    body: str | None


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
        **_common(opened),
    )


def _add_step_page(page: StepPage) -> None:
    """Give something that may be done with a recommendation its page."""

    @localized(
        pages,
        fr=f"/gestion/<agency>/recommandations/<int:recommendation>/{page.fr}",
        en=f"/office/<agency>/recommendations/<int:recommendation>/{page.en}",
        methods=("GET", "POST"),
        endpoint=page.name,
    )
    @requires(page.permission, agency_from="agency")
    def view(agency: str, recommendation: int) -> ResponseReturnValue:
        opened = opened_recommendation(agency, recommendation)
        if request.method == "POST":
            return _sent(page, opened)
        return _shown(page, opened, Problems()), 200


def _sent(page: StepPage, opened: OpenedRecommendation) -> ResponseReturnValue:
    problems = Problems(page.fields)
    act = page.act(opened, problems)
    if act is None or problems:
        return _shown(page, opened, problems), 422
    recommendation = opened.recommendation
    try:
        done = partial(act, recommendation_id=recommendation.id)
        runtime().change(current_actor(), recommendation.number, done)
    except IncompleteError as error:
        note_missing(problems, error)
        return _shown(page, opened, problems), 422
    except _REFUSALS as error:
        fresh = opened_recommendation(opened.agency.code, recommendation.id)
        return _shown(page, fresh, problems, _refusal(error)), 409
    flash(gettext(page.done))
    return redirect(
        url_for(".recommendation", agency=opened.agency.code, recommendation=recommendation.id), 303
    )


def _refusal(error: PortalError) -> str:
    if isinstance(error, StaleComplaintError):
        return gettext("Une des plaintes est en train de changer. Envoyez de nouveau.")
    if isinstance(error, TransitionNotAllowedError):
        return gettext("La recommandation a changé depuis que vous avez ouvert la page")
    return gettext(words_of(error).title)


def _shown(
    page: StepPage, opened: OpenedRecommendation, problems: Problems, refusal: str | None = None
) -> str:
    return render_template(
        f"recommendations/{page.name}.html",
        page=page,
        typed=request.form if request.method == "POST" else request.args,
        problems=problems,
        refusal=refusal,
        **page.given(opened),
        **_common(opened),
    )


def _common(opened: OpenedRecommendation) -> dict[str, Any]:
    recommendation = opened.recommendation
    return {
        "agency": opened.agency,
        "opened": opened,
        "recommendation": recommendation,
        "tag": state_tag(recommendation.state),
        "addressee": addressee_words(
            opened.agency, recommendation.roles.addressee, recommendation.names
        ),
        "owner": recommendation.names.get(recommendation.roles.owner_id or 0),
        "days": _days(opened),
        "lines": [_line(opened, step) for step in reversed(recommendation.steps)],
        "text": recommendation.versions[-1],
        "zone": opened.zone,
    }


def _days(opened: OpenedRecommendation) -> int | None:
    """Return the days left to the date that runs, negative once it passed; None without one."""
    clock = opened.recommendation.clock
    if opened.recommendation.state not in DATED:
        return None
    unit = Allowance.parse(clock.allowance).unit
    return days_to(clock.due_at, clock.last_day, opened.advice.calendar, unit, opened.now)


def _line(opened: OpenedRecommendation, step: TakenStep[Step]) -> StepLine:
    words = worded(STEPS, step.kind)
    return StepLine(
        title=words[:1].upper() + words[1:],
        who=opened.recommendation.names.get(step.user_id or 0) or gettext("Le portail"),
        at=step.at,
        detail=_detail(opened, step),
        # The text itself stands above, in each of its versions.
        body=None if step.kind in WORDING else step.body,
    )


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


for _page in STEP_PAGES:
    _add_step_page(_page)

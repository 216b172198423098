"""What citizens would meet under the draft, from the very pages that they are shown."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.complaints.planning.filing_plan import FilingPlan, plan_filing
from portal.domain.category import Category
from portal.domain.complaint import Draft
from portal.domain.handling.notices import Recourse
from portal.domain.permissions import Permission
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.drafting.state import SettingsState, bp, opens_settings, settings_page
from portal.pages.shown.agency import facts_now, shown_agency
from portal.pages.shown.before_filing import QuestionField, ToldNotice, notices_of, question_fields


@dataclass(frozen=True, slots=True)
class ShownTopic:
    """What somebody meets who complains about one category now."""

    category: Category
    notices: list[ToldNotice]
    fields: list[QuestionField]
    plan: FilingPlan
    recourses: tuple[Recourse, ...]


@localized(bp, fr="/reglages/<agency>/apercu", en="/settings/<agency>/preview")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def preview(state: SettingsState) -> ResponseReturnValue:
    """Show the public page, or what a complaint about one category would meet."""
    agency = state.as_drafted or state.agency
    offered = agency.consult().categories()
    topic = next((one for one in offered if one.code == request.args.get("sujet")), None)
    words = request.args.get("mots", "").strip()
    return settings_page(
        "settings/preview.html",
        state,
        topics=[(one.code, one.name.in_(current_language())) for one in offered],
        words=words,
        topic=_shown_topic(agency, topic, words) if topic else None,
        shown=shown_agency(agency) if topic is None else None,
    )


def _shown_topic(agency: Agency, category: Category, words: str) -> ShownTopic:
    asked, now = agency.consult(), runtime().now()
    told = Draft(category.code, words, current_language(), received_at=now)
    plan = plan_filing(agency, told, now, asked)
    return ShownTopic(
        category=category,
        notices=notices_of(asked, told),
        fields=question_fields(asked.questions(category), {}, Problems(), []),
        plan=plan,
        recourses=asked.recourses(facts_now(agency, category.code), now),
    )

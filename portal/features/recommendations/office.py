"""The page of one recommendation: its text, its dates, who acts next, and all that happened."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.domain.complaint import ReplyBy
from portal.domain.permissions import Permission
from portal.features.recommendations.office_opened import (
    OpenedRecommendation,
    opened_recommendation,
    shared,
)
from portal.features.recommendations.office_steps import possible_with
from portal.features.recommendations.rules import State
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.office.wording import REPLY_BY, worded
from portal.pages.shown.explanations import explained_dates

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

"""Recommendations on the page of whoever complained: what they lead to, and the news of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.complaint import ReplyBy, Status
from portal.domain.history import EntryKind
from portal.features.recommendations.citizen import recommendations_shown
from portal.pages.citizen.case_summary import Standing
from portal.pages.citizen.contributions import BELOW_CONCLUSIONS, CORRECTION, PagePart
from portal.pages.shown.history_words import Around, ToldWords
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


def _recommended(standing: Standing) -> Mapping[str, Any] | None:
    recommendations = recommendations_shown(standing.complaint)
    return {"recommendations": recommendations} if recommendations else None


def _news(standing: Standing) -> Mapping[str, Any] | None:
    """Return what was chosen of the news, where there may be some and a way to tell it."""
    complaint = standing.complaint
    is_answered = complaint.last_text(EntryKind.ANSWERED) is not None
    may_be_told = complaint.contact.reply_by is not ReplyBy.NONE
    is_withdrawn = standing.status is Status.WITHDRAWN
    return {} if is_answered and may_be_told and not is_withdrawn else None


def _wished(facts: Mapping[str, Any], _around: Around) -> str:
    if facts["wishes"]:
        return gettext("Vous voulez savoir quand la cause sera corrigée.")
    return gettext("Vous ne souhaitez plus le savoir.")


FOLLOW_PART = (
    PagePart(BELOW_CONCLUSIONS, "recommendations/_recommended.html", _recommended),
    PagePart(CORRECTION, "recommendations/_news.html", _news),
    ToldWords(EntryKind.NEWS_WISHED, to_translate("Nouvelles de la correction"), _wished),
)

"""What is asked on the page of whoever complained: whether the answer meets it, and a rating."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.history import EntryKind
from portal.features.satisfaction.citizen import asks_rating
from portal.features.satisfaction.verdict_pages import verdict_choices
from portal.features.satisfaction.verdict_words import VERDICTS
from portal.pages.citizen.case_summary import Standing
from portal.pages.citizen.contributions import BELOW_ANSWER, OPINION, PagePart
from portal.pages.shown.history_words import Around, ToldWords
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


def _verdict(standing: Standing) -> Mapping[str, Any] | None:
    return {"verdicts": verdict_choices()} if standing.complaint.asks_verdict else None


def _rating(standing: Standing) -> Mapping[str, Any] | None:
    return {} if asks_rating(standing) else None


def _judged(facts: Mapping[str, Any], _around: Around) -> str:
    return f"{gettext(VERDICTS[facts['verdict']])}."


FOLLOW_PART = (
    PagePart(BELOW_ANSWER, "satisfaction/_asks_verdict.html", _verdict),
    PagePart(OPINION, "satisfaction/_asks_rating.html", _rating),
    ToldWords(
        EntryKind.ANSWER_JUDGED, to_translate("Vous avez dit si la réponse vous convient"), _judged
    ),
)

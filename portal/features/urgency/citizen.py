"""Urgency on the page of whoever complained: by when somebody acts, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.contributions import NOTICES, PagePart
from portal.pages.shown.history_words import Around, ToldWords, told_day
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


def _owed(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return by when somebody acts because it is urgent, late if need be; None once they did."""
    clock = summary.complaint.owed_clock(ClockKind.URGENT_FIRST_ACT)
    return {"clock": clock} if clock is not None and summary.is_owed_an_answer else None


def _act_by(facts: Mapping[str, Any], _around: Around) -> str:
    return gettext("Premier geste : au plus tard le %(day)s.", day=told_day(facts["last_day"]))


def _missed(facts: Mapping[str, Any], _around: Around) -> str:
    if facts.get("clock") != ClockKind.URGENT_FIRST_ACT:
        return ""
    return gettext("Personne n’a agi à temps pour l’urgence. Le palier suivant est averti.")


ADDS = (
    PagePart(NOTICES, "urgency/_urgent.html", _owed),
    ToldWords(
        EntryKind.URGENCY_CONFIRMED, to_translate("Votre plainte est traitée en urgence"), _act_by
    ),
    ToldWords(EntryKind.URGENT_ACTED, to_translate("Un premier geste urgent a été posé")),
    ToldWords(EntryKind.DATE_MISSED, note=_missed),
)

"""Reprisals on the page of whoever complained: what is owed to them, and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.domain.confidential import CLOCKS
from portal.domain.history import EntryKind
from portal.pages.citizen.case_summary import Standing
from portal.pages.citizen.contributions import PROTECTION, PagePart
from portal.pages.shown.history_words import Around, ToldWords
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


def _owed(standing: Standing) -> Mapping[str, Any]:
    """Return what is owed next to a complainant who reported reprisals, if anything is."""
    owed = [one for one in standing.complaint.clocks if one.kind in CLOCKS and one.is_owed]
    return {"clock": min(owed, key=lambda one: one.last_day or date.max, default=None)}


def _missed(facts: Mapping[str, Any], _around: Around) -> str:
    if facts.get("clock") not in CLOCKS:
        return ""
    return gettext(
        "Le geste promis après votre signalement n’a pas été posé à temps. "
        "La plus haute autorité de l’organisme est avertie."
    )


FOLLOW_PART = (
    PagePart(PROTECTION, "reprisals/_protection.html", _owed),
    ToldWords(EntryKind.REPRISAL_FLAGGED, to_translate("Représailles signalées")),
    ToldWords(
        EntryKind.REPRISAL_ACTED, to_translate("Un geste a été posé après votre signalement")
    ),
    ToldWords(EntryKind.DATE_MISSED, note=_missed),
)

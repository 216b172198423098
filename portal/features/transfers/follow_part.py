"""Transfers on the page of whoever complained: what is proposed, held back, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.complaints.queries.followed import Followed
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.features.transfers.words import TRAVELLING
from portal.pages.citizen.case_summary import Standing
from portal.pages.citizen.contributions import ACTIONS, FIRST, PagePart
from portal.pages.shown.history_words import Around, ToldWords, to_whom
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


def _proposal(standing: Standing) -> Mapping[str, Any] | None:
    """Return to whom the complaint is proposed and why, while one may choose what travels."""
    day = standing.complaint.waiting_day(ClockKind.TRANSFER)
    told = standing.complaint.last_text(EntryKind.TRANSFER_PROPOSED)
    if day is None or told is None:
        return None
    agency = Text(**told.facts["agency_name"])
    return {"agency": agency, "why": told.text or "", "last_day": day.last_day}


def _held(standing: Standing) -> Mapping[str, Any] | None:
    return {} if held_back(standing.complaint) else None


def held_back(complaint: Followed) -> tuple[str, ...]:
    """Return what the agency that has the complaint may not read, as its history tells."""
    held: list[str] = []
    for entry in reversed(complaint.history):
        if entry.kind == EntryKind.ROUTED:
            held = list(entry.facts.get("held", ()))
        elif entry.kind == EntryKind.TRANSFER_AGREED:
            held = [each for each in held if each not in entry.facts["fields"]]
    return tuple(held)


def _what_travels(facts: Mapping[str, Any], _around: Around) -> str:
    names = [gettext(TRAVELLING[each]) for each in facts["fields"]]
    return gettext("Accepté : %(what)s.", what=", ".join(names) or gettext("rien de plus"))


FOLLOW_PART = (
    PagePart(FIRST, "transfers/_transfer_proposed.html", _proposal),
    PagePart(ACTIONS, "transfers/_let_read.html", _held),
    ToldWords(
        EntryKind.TRANSFER_PROPOSED,
        to_translate("Transfert à un autre organisme proposé"),
        to_whom,
    ),
    ToldWords(EntryKind.TRANSFER_TAKEN_BACK, to_translate("Le transfert proposé n’a pas lieu")),
    ToldWords(
        EntryKind.TRANSFER_AGREED,
        to_translate("Vous avez dit ce que l’autre organisme peut lire"),
        _what_travels,
    ),
    ToldWords(EntryKind.ROUTED, to_translate("Plainte remise à un autre organisme"), to_whom),
)

"""Keeping hidden who complains: as one files, on the follow-up page, and answering the service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

from portal.domain.actor import complainant
from portal.domain.complaint import FiledFor
from portal.domain.history import EntryKind
from portal.features.hidden_names.actions import hide, keep_hidden, lift
from portal.features.hidden_names.queries import HIDDEN_SINCE
from portal.features.hidden_names.rules import AskedHidden, waits_for_person
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import (
    ACTIONS,
    AGREED,
    TO_DECIDE,
    DraftForm,
    DraftPage,
    MoreWritten,
    PagePart,
)
from portal.pages.citizen.follow import FollowAction
from portal.pages.citizen.journey import Journey
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.shown.history_words import Around, ToldWords
from portal.pages.shown.written import WrittenLine
from portal.words.catalogue import to_translate

pages = Pages("citizen")

FIELD, HIDE, LIFT, KEEP = "nom-cache", "cacher", "lever", "garder"
_ACTS = {HIDE: hide, LIFT: lift, KEEP: keep_hidden}
_DONE = {
    HIDE: to_translate("C’est fait : personne ne peut plus révéler votre nom ni vos coordonnées."),
    LIFT: to_translate("C’est fait : le service des plaintes peut révéler votre nom au besoin."),
    KEEP: to_translate("C’est noté : votre nom reste caché, et le service le sait."),
}


def _state(summary: CaseSummary) -> dict[str, Any]:
    history = summary.complaint.history
    is_hidden = summary.complaint.of(HIDDEN_SINCE) is not None
    asked = summary.complaint.last_text(EntryKind.NAME_ASKED_FOR)
    is_asked = is_hidden and waits_for_person(history)
    return {"is_hidden": is_hidden, "why": (asked.text or "") if asked and is_asked else ""}


def _shown(number: str, complaint_id: int) -> Mapping[str, Any] | None:
    summary = opened_summary(number, complaint_id)
    if _leads_there(summary) is None:
        return None
    written_in = {"complaint_language": summary.complaint.facts.language}
    return _state(summary) | written_in | {"field": FIELD}


def _act(number: str, complaint_id: int, _problems: Problems) -> str:
    """Do what the button says; sent twice, it is done once."""
    chosen = request.form.get(FIELD, "")
    if chosen not in _ACTS:
        return gettext("Rien n’a changé.")
    runtime().change(complainant(complaint_id), number, _ACTS[chosen])
    return gettext(_DONE[chosen])


FollowAction(
    name="hidden_name",
    sending="set_hidden_name",
    fr="nom-cache",
    en="hidden-name",
    template="hidden_names/hidden_name.html",
    shown=_shown,
    act=_act,
).serve(pages)


def _when_filing(journey: Journey) -> Mapping[str, Any] | None:
    """Return whether it is asked; whoever gives no name has none to hide."""
    if journey.content.filed_for == FiledFor.ANONYMOUS:
        return None
    return {"is_asked": journey.content.part(AskedHidden).hides_name}


def _leads_there(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return the way to the page, but of whoever gave no name: they have none to hide."""
    state = _state(summary)
    return state if state["is_hidden"] or _is_named(summary) else None


def _is_named(summary: CaseSummary) -> bool:
    return summary.complaint.as_filed.filed_for is not FiledFor.ANONYMOUS


def _asked_of_them(summary: CaseSummary) -> Mapping[str, Any] | None:
    state = _state(summary)
    return state if state["why"] else None


def _written(summary: CaseSummary) -> Iterable[WrittenLine]:
    """Return that the name is hidden, where it is."""
    if summary.complaint.of(HIDDEN_SINCE) is None:
        return []
    words = gettext("Cachés à l’unité concernée, à votre demande")
    return [WrittenLine(gettext("Nom et coordonnées"), words)]


def _why_shown(entry: Any, _around: Around) -> str:
    return gettext("Le service des plaintes vous l’avait demandé.") if entry.asked else ""


ADDS = (
    MoreWritten(_written),
    PagePart(AGREED, "hidden_names/_when_filing.html", _when_filing),
    DraftForm(DraftPage.CHECK, lambda _journey: AskedHidden(FIELD in request.form)),
    PagePart(TO_DECIDE, "hidden_names/_asked.html", _asked_of_them),
    PagePart(ACTIONS, "hidden_names/_leads_there_to_hide.html", _leads_there),
    ToldWords(EntryKind.NAME_HIDDEN, to_translate("Vous avez demandé que votre nom reste caché")),
    ToldWords(EntryKind.NAME_SHOWN, to_translate("Votre nom n’est plus caché"), _why_shown),
    ToldWords(
        EntryKind.NAME_ASKED_FOR,
        to_translate("Le service des plaintes vous demande de ne plus cacher votre nom"),
    ),
    ToldWords(EntryKind.NAME_KEPT_HIDDEN, to_translate("Vous gardez votre nom caché")),
)

"""A name that its person keeps hidden, in the office: what it means, and asking to lift it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.hidden_names.actions import TEXT, ask_to_lift
from portal.features.hidden_names.rules import waits_for_person
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, needed_text
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT, tells_complainant
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    CasePart,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
    Stage,
)
from portal.words.catalogue import to_translate

pages = Pages("office")


def _notice(case: OpenedCase) -> Mapping[str, Any] | None:
    if case.complaint.name_hidden_since is None:
        return None
    return {"is_asked": waits_for_person(case.file.entries)}


def _may_ask(case: OpenedCase) -> bool:
    is_hidden = case.complaint.name_hidden_since is not None
    return is_hidden and not waits_for_person(case.file.entries)


def _ask(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    return partial(ask_to_lift, why=needed_text(form, problems, "why_lift"))


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "ask_to_lift",
        "demander-le-nom",
        "ask-for-the-name",
        Permission.CONTACT,
        to_translate("Demande envoyée : la personne décide."),
        _ask,
        tells=tells_complainant,
        fields=("why_lift",),
        folder="hidden_names",
        with_person=True,
    ),
)

ADDS = (
    CasePart("hidden_name", Place.NOTICES, "hidden_names/_hidden.html", _notice, rank=27),
    Offer(
        "ask_to_lift",
        to_translate("Demander de ne plus cacher le nom"),
        Permission.CONTACT,
        _may_ask,
        rank=327,
        stage=Stage.PROTECT,
        with_person=True,
    ),
    MissingWords(
        "why_lift", "why_lift", to_translate("Dites à la personne pourquoi vous le demandez")
    ),
    HistoryEntry(EntryKind.NAME_HIDDEN, to_translate("Nom caché à la demande de la personne")),
    HistoryEntry(EntryKind.NAME_SHOWN, to_translate("Nom plus caché, par la personne")),
    HistoryEntry(EntryKind.NAME_ASKED_FOR, to_translate("Demande de ne plus cacher le nom")),
    HistoryEntry(EntryKind.NAME_KEPT_HIDDEN, to_translate("La personne garde son nom caché")),
    HistoryText(TEXT, "out", is_exchange=True),
)

"""Transfers on the office's page of a complaint: what waits, what is held back, what happened."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from portal.auth.sign_in import current_actor
from portal.domain.complaint import Status
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.features.transfers.queries import TRANSFERS, held_back, waiting_transfer
from portal.features.transfers.rules import TRANSFER, is_bound, may_take_back
from portal.features.transfers.words import TRAVELLING
from portal.pages.actions.missing import MissingWords
from portal.pages.current import current_language, runtime
from portal.pages.office.case.contributions import (
    CasePart,
    Facts,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
)
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.wording import worded
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


def _may_be_routed(case: OpenedCase) -> bool:
    is_desk = case.complaint.agency == runtime().agencies.intake_desk.code
    return is_desk and is_possible(Status(case.complaint.status), Action.TRANSFER)


def _may_be_transferred(case: OpenedCase) -> bool:
    """Tell whether it may be proposed to another agency: not what the desk decided, nor twice."""
    answering = case.answer_clock
    is_reviewed = answering is not None and answering.kind == ClockKind.REVIEW
    is_possible_now = is_possible(Status(case.complaint.status), Action.TRANSFER)
    transfers = case.file.of(TRANSFERS)
    is_settled = is_bound(transfers) or waiting_transfer(case.file) is not None
    is_part = case.complaint.parent_id is not None
    return is_possible_now and not is_reviewed and not is_settled and not is_part


def _may_be_taken_back(case: OpenedCase) -> bool:
    """Tell whether the proposal that waits is this person's to take back."""
    waiting = waiting_transfer(case.file)
    if waiting is None:
        return False
    transfer, _clock = waiting
    return may_take_back(current_actor(), case.complaint.agency, transfer.proposed_by)


def _proposed(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return to whom the complaint is proposed while its complainant chooses what travels."""
    waiting = waiting_transfer(case.file)
    if waiting is None:
        return None
    transfer, clock = waiting
    name = runtime().agencies.agency(transfer.agency).name
    return {"to": name.in_(current_language()), "last_day": clock.last_day}


def _held(case: OpenedCase) -> Mapping[str, Any] | None:
    transfers = case.file.of(TRANSFERS)
    held = held_back(transfers)
    return {"held": _fields_words(held)} if held else None


def _to_whom(_case: OpenedCase, facts: Facts) -> str | None:
    if "agency_name" not in facts:
        return None
    to = gettext("À : %(agency)s.", agency=Text(**facts["agency_name"]).in_(current_language()))
    held = _fields_words(facts.get("held", ()))
    return f"{to} " + gettext("Retenu par la personne : %(what)s.", what=held) if held else to


def _agreed(_case: OpenedCase, facts: Facts) -> str:
    what = _fields_words(facts["fields"]) or gettext("rien de plus")
    return gettext("Accepté : %(what)s.", what=what)


def _fields_words(fields: Collection[str]) -> str:
    return ", ".join(worded(TRAVELLING, field) for field in fields)


ON_COMPLAINTS = (
    Offer(
        "route",
        to_translate("Remettre à un organisme"),
        Permission.ROUTE,
        _may_be_routed,
        comes_next=True,
        rank=90,
    ),
    Offer(
        "transfer",
        to_translate("Transférer à un autre organisme"),
        Permission.TRANSFER,
        _may_be_transferred,
        rank=100,
    ),
    Offer(
        "take_transfer_back",
        to_translate("Reprendre le transfert proposé"),
        Permission.TRANSFER,
        _may_be_taken_back,
        rank=110,
    ),
    CasePart("transfer", Place.NOTICES, "transfers/_transfer.html", _proposed, rank=50),
    CasePart("held_back", Place.FACTS, "transfers/_held_back.html", _held),
    MissingWords("receiving", "receiving", to_translate("Choisissez l’organisme qui répondra")),
    MissingWords(
        "phrases",
        "phrases",
        to_translate(
            "Écrivez de 1 à 10 lignes de quelques mots, sans rien qui désigne une personne"
        ),
    ),
    HistoryEntry(
        EntryKind.TRANSFER_PROPOSED,
        to_translate("Transfert à un autre organisme proposé"),
        _to_whom,
    ),
    HistoryEntry(
        EntryKind.TRANSFER_TAKEN_BACK, to_translate("Transfert proposé, puis repris"), _to_whom
    ),
    HistoryEntry(
        EntryKind.TRANSFER_AGREED,
        to_translate("La personne a dit ce qui peut être lu"),
        _agreed,
    ),
    HistoryEntry(EntryKind.ROUTED, to_translate("Plainte remise à un autre organisme"), _to_whom),
    HistoryText(TRANSFER, is_exchange=True),
)

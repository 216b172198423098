"""Transfers on the page of a complaint: what is offered, what waits, is held back, and happened."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from portal.auth.sign_in import current_actor
from portal.domain.complaint import Status
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.features.transfers.queries import TRANSFERS, held_back, waiting_transfer
from portal.features.transfers.rules import (
    FIELD_WORDS,
    TRANSFER,
    Routed,
    TransferAgreed,
    TransferProposed,
    TransferRefused,
    TransferTakenBack,
    is_bound,
    may_take_back,
    refused_by_its_person,
)
from portal.pages.actions.missing import MissingWords
from portal.pages.current import current_language, gettext, runtime
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    AskedElsewhere,
    AsksAgencies,
    CasePart,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
    Stage,
)
from portal.pages.office.wording import CHANNELS as CHANNEL_WORDS
from portal.pages.office.wording import worded
from portal.words.catalogue import to_translate


def _may_be_routed(case: OpenedCase) -> bool:
    is_desk = case.complaint.agency == runtime().agencies.intake_desk.code
    return is_desk and is_possible(Status(case.complaint.status), Action.TRANSFER)


def _may_be_transferred(case: OpenedCase) -> bool:
    """Tell whether it may be proposed to another agency: not what the desk decided, nor twice."""
    answering = case.answer_clock
    is_reviewed = answering is not None and answering.kind == ClockKind.REVIEW
    transfers = case.file.of(TRANSFERS)
    is_settled = is_bound(transfers) or waiting_transfer(case.file) is not None
    is_part = case.complaint.parent_id is not None
    is_possible_now = is_possible(Status(case.complaint.status), Action.TRANSFER)
    return is_possible_now and not (is_reviewed or is_settled or is_part)


def _may_be_taken_back(case: OpenedCase) -> bool:
    """Tell whether the proposal that waits is this person's to take back."""
    waiting, agency = waiting_transfer(case.file), case.complaint.agency
    return waiting is not None and may_take_back(current_actor(), agency, waiting.proposed_by)


def _waits(case: OpenedCase) -> bool:
    return waiting_transfer(case.file) is not None


def _proposed(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return to whom the complaint is proposed while its complainant chooses what goes along."""
    waiting, clock = waiting_transfer(case.file), case.file.clock(ClockKind.TRANSFER)
    if waiting is None or clock is None:
        return None
    name = runtime().agencies.agency(waiting.agency).name
    by_yes_alone = waiting.agency in refused_by_its_person(case.file.entries)
    shown = {"to": name.in_(current_language()), "last_day": clock.last_day}
    return shown | {"by_yes_alone": by_yes_alone}


def _proposed_as_a_whole(case: OpenedCase) -> dict[str, AskedElsewhere]:
    """Return the agency that a transfer is proposed to, as nothing is asked of it in part."""
    waiting = waiting_transfer(case.file)
    if waiting is None:
        return {}
    return {waiting.agency: AskedElsewhere(case.complaint.number, is_awaited=True, is_whole=True)}


def _held(case: OpenedCase) -> Mapping[str, Any] | None:
    transfers = case.file.of(TRANSFERS)
    held = held_back(transfers)
    return {"held": _fields_words(held)} if held else None


def _to_whom(
    _case: OpenedCase, entry: TransferProposed | TransferTakenBack | TransferRefused | Routed
) -> str:
    return gettext("À : %(agency)s.", agency=entry.agency_name.in_(current_language()))


def _taken_back(case: OpenedCase, entry: TransferTakenBack) -> str:
    to = _to_whom(case, entry)
    if not entry.is_unanswered:
        return to
    why = gettext("La personne avait déjà refusé cet organisme, et n’a pas répondu.")
    return f"{to} {why}"


def _refused_how(case: OpenedCase, entry: TransferRefused) -> str:
    to = _to_whom(case, entry)
    if entry.said_by is None:
        return to
    means = worded(CHANNEL_WORDS, entry.said_by).lower()
    return f"{to} " + gettext("Dit au personnel, qui l’a noté : %(means)s.", means=means)


def _handed_to(case: OpenedCase, entry: Routed) -> str:
    to, held = _to_whom(case, entry), _fields_words(entry.held or ())
    return f"{to} " + gettext("Retenu par la personne : %(what)s.", what=held) if held else to


def _agreed(_case: OpenedCase, entry: TransferAgreed) -> str:
    what = _fields_words(entry.fields) or gettext("rien de plus")
    return gettext("Accepté : %(what)s.", what=what)


def _fields_words(fields: Collection[str]) -> str:
    return ", ".join(worded(FIELD_WORDS, field) for field in fields)


ON_COMPLAINTS = (
    Offer(
        "route",
        to_translate("Remettre à un organisme"),
        Permission.ROUTE,
        _may_be_routed,
        comes_next=True,
        rank=90,
        stage=Stage.SORT,
    ),
    Offer(
        "transfer",
        to_translate("Transférer à un autre organisme"),
        Permission.TRANSFER,
        _may_be_transferred,
        rank=100,
        stage=Stage.SORT,
    ),
    Offer(
        "take_transfer_back",
        to_translate("Reprendre le transfert proposé"),
        Permission.TRANSFER,
        _may_be_taken_back,
        rank=110,
        stage=Stage.SORT,
    ),
    Offer(
        "note_refusal",
        to_translate("Noter que la personne refuse le transfert"),
        Permission.TRANSFER,
        _waits,
        rank=105,
        stage=Stage.SORT,
    ),
    AsksAgencies(_proposed_as_a_whole),
    CasePart("transfer", Place.NOTICES, "transfers/_transfer.html", _proposed, rank=50),
    CasePart("held_back", Place.FACTS, "transfers/_held_back.html", _held, rank=50),
    MissingWords(
        "openers",
        "receiving",
        to_translate(
            "Personne n’y peut ouvrir cette plainte. Levez d’abord une mise à l’écart, ou "
            "choisissez un autre organisme"
        ),
    ),
    MissingWords("receiving", "receiving", to_translate("Choisissez l’organisme qui répondra")),
    MissingWords("said_by", "said_by", to_translate("Dites comment la personne a refusé")),
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
        EntryKind.TRANSFER_TAKEN_BACK,
        to_translate("Le transfert proposé n’a pas lieu"),
        _taken_back,
    ),
    HistoryEntry(
        EntryKind.TRANSFER_REFUSED,
        to_translate("La personne refuse le transfert proposé"),
        _refused_how,
    ),
    HistoryEntry(
        EntryKind.TRANSFER_AGREED,
        to_translate("La personne a dit ce qui peut être lu"),
        _agreed,
    ),
    HistoryEntry(EntryKind.ROUTED, to_translate("Plainte remise à un autre organisme"), _handed_to),
    HistoryText(TRANSFER, is_exchange=True),
)

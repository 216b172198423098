"""Other agencies on the office's page of a complaint: who was named, asked and what they said.

An answer is shown as it leaves: with what others answered, or still owe.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from portal.agencies.agency import Agency
from portal.db import Session
from portal.domain.complaint import Status
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.joint_answers.letters import joined_now, joint_words
from portal.features.joint_answers.office_asking import (
    asked_parts,
    awaited_parts,
    declined_parts,
    named_when_filed,
    parts_at_agencies,
)
from portal.features.joint_answers.pages import agreed_words, field_names, part_lines, read_words
from portal.features.joint_answers.queries import WHOLE, Whole, parts_of, wholes_among
from portal.features.joint_answers.rules import (
    PART,
    PartAgreed,
    PartAsked,
    PartBegun,
    PartCalledOff,
    PartDeclined,
    PartKept,
    PartUnread,
)
from portal.pages.actions.missing import MissingWords
from portal.pages.current import current_language, gettext, runtime
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    AsksAgencies,
    CasePart,
    HistoryEntry,
    HistoryText,
    Joined,
    Offer,
    Place,
    Stage,
    WrittenLetter,
)
from portal.words.catalogue import to_translate


def _may_decline(case: OpenedCase) -> bool:
    """Tell whether the agency may still say that this part is not for it to answer."""
    whole, status = case.file.of(WHOLE), Status(case.complaint.status)
    is_undecided = whole is not None and whole.declined is None and whole.given_at is None
    return is_undecided and is_possible(status, Action.WITHDRAW)


# The parts of the page.


def _shown_whole(case: OpenedCase) -> dict[str, Any]:
    """Return what a part belongs to, as its agency may know it; nothing for what is no part."""
    whole = case.file.of(WHOLE)
    if whole is None:
        return {}
    return {
        "whole": whole,
        "agency": runtime().agencies.agency(whole.agency).name,
        "read": read_words(whole.agreed),
        "how_it_goes": _how_it_goes(whole, Status(case.complaint.status)),
        "declined": whole.declined if whole.is_awaited and case.complaint.is_open else None,
    }


def _how_it_goes(whole: Whole, status: Status) -> str:
    """Return by which way the answer to a part reaches the complainant, or that they have it."""
    if whole.ended_at is not None:
        return ""
    if whole.given_at is not None:
        if status.is_unanswered:
            return gettext("La personne a votre réponse. La nouvelle lui parvient directement.")
        return gettext("La personne a votre réponse.")
    if whole.announced_at is not None:
        return gettext(
            "La personne a déjà sa réponse sur le reste : la vôtre lui parvient directement."
        )
    if whole.answered_at is not None:
        return gettext("Votre réponse est remise. Elle part avec la leur, sous votre nom.")
    return gettext(
        "Si votre réponse est prête avant la leur, elle part avec elle, sous votre nom. "
        "Sinon, elle parvient directement à la personne."
    )


def _whole(case: OpenedCase) -> Mapping[str, Any] | None:
    return _shown_whole(case) or None


def _parts(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the other agencies of a complaint: who was named, and who was asked."""
    named, parts = named_when_filed(case), part_lines(asked_parts(case))
    return {"named": named, "parts": parts} if named or parts else None


def _belonging(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the whole that a complaint belongs to, or the parts that belong to it."""
    whole, parts = _shown_whole(case), part_lines(asked_parts(case))
    return {**whole, "parts": parts} if whole or parts else None


# Answers as they leave.


def _with_parts(case: OpenedCase, written: str) -> str:
    """Return an answer with what others answered, or still owe."""
    joined = joined_now(asked_parts(case), runtime().agencies)
    return joint_words(case.agency.name, written, joined, case.complaint.language)


def _each_with_parts(
    session: Session, agency: Agency, written: Mapping[int, WrittenLetter]
) -> dict[int, WrittenLetter]:
    """Return answers with what others answered, where any was asked."""
    # Most have no parts: which do is asked once.
    joined = {
        complaint_id: joined_now(parts_of(session, complaint_id), runtime().agencies)
        for complaint_id in wholes_among(session, written.keys())
    }
    return {
        key: replace(
            letter,
            words=joint_words(agency.name, letter.words, joined.get(key, ()), letter.language),
        )
        for key, letter in written.items()
    }


# The history.


def _asked(_case: OpenedCase, entry: PartAsked | PartBegun) -> str:
    return gettext("À : %(agency)s.", agency=entry.agency_name.in_(current_language()))


def _let_read(_case: OpenedCase, entry: PartAgreed) -> str:
    return agreed_words(entry.fields)


def _begun(case: OpenedCase, entry: PartBegun) -> str:
    # Some of it may go without anybody's saying so: it is read, and not agreed to.
    readable = gettext("Peut lire : %(what)s.", what=read_words(entry.fields or ()))
    return f"{_asked(case, entry)} {readable}"


def _unread(_case: OpenedCase, entry: PartUnread) -> str:
    return gettext("N’est plus lu : %(what)s.", what=field_names(entry.fields))


def _which(_case: OpenedCase, entry: PartDeclined | PartKept) -> str:
    return gettext("Partie %(number)s.", number=entry.part)


def _called_off(_case: OpenedCase, entry: PartCalledOff) -> str:
    if entry.agency_name is None:
        return gettext("Partie %(number)s.", number=entry.part)
    agency = entry.agency_name.in_(current_language())
    return gettext("Partie %(number)s, %(agency)s.", number=entry.part, agency=agency)


ON_COMPLAINTS = (
    AsksAgencies(parts_at_agencies),
    Offer(
        "ask_part",
        to_translate("Demander une partie à un autre organisme"),
        Permission.ASK_PART,
        lambda case: case.is_unanswered and case.complaint.parent_id is None,
        rank=120,
        stage=Stage.ASK,
    ),
    Offer(
        "call_off_part",
        to_translate("Retirer une partie demandée"),
        Permission.CALL_OFF_PART,
        lambda case: bool(awaited_parts(case)),
        rank=130,
        stage=Stage.ASK,
    ),
    Offer(
        "keep_part",
        to_translate("Maintenir une partie demandée"),
        Permission.CALL_OFF_PART,
        lambda case: bool(declined_parts(case)),
        rank=140,
        stage=Stage.ASK,
    ),
    Offer(
        "decline_part",
        to_translate("Dire que l’organisme n’est pas concerné"),
        Permission.DECLINE_PART,
        _may_decline,
        rank=150,
        stage=Stage.ASK,
    ),
    CasePart(
        "whole",
        Place.BEFORE_TASK,
        "joint_answers/_whole.html",
        lambda case: _shown_whole(case) or None,
    ),
    CasePart("parts", Place.AFTER_TASK, "joint_answers/_parts.html", _parts, rank=60),
    CasePart("belonging", Place.LINKED, "joint_answers/_belonging.html", _belonging, rank=80),
    CasePart(
        "awaited_parts",
        Place.CLOSING,
        "joint_answers/_awaited_parts.html",
        lambda case: {} if awaited_parts(case) else None,
    ),
    MissingWords(
        "part_agency",
        "receiving",
        to_translate("Choisissez un autre organisme, à qui rien n’est déjà demandé"),
    ),
    MissingWords(
        "part", "part", to_translate("Choisissez une partie dont la réponse est encore attendue")
    ),
    Joined(_with_parts, _each_with_parts),
    HistoryEntry(
        EntryKind.PART_ASKED, to_translate("Partie demandée à un autre organisme"), _asked
    ),
    HistoryEntry(
        EntryKind.PART_AGREED, to_translate("La personne a dit ce qui peut être lu"), _let_read
    ),
    HistoryEntry(EntryKind.PART_BEGUN, to_translate("Un autre organisme a sa partie"), _begun),
    HistoryEntry(
        EntryKind.PART_RECEIVED, to_translate("Partie d’une plainte reçue"), by_agency=True
    ),
    HistoryEntry(
        EntryKind.PART_DECLINED, to_translate("L’organisme dit ne pas être concerné"), _which
    ),
    HistoryEntry(
        EntryKind.PART_UNREAD,
        to_translate("La personne a repris ce que cet organisme pouvait lire"),
        _unread,
    ),
    HistoryEntry(
        EntryKind.PART_KEPT, to_translate("Demande de partie maintenue"), _which, by_agency=True
    ),
    HistoryEntry(
        EntryKind.PART_CALLED_OFF,
        to_translate("Demande de partie retirée"),
        _called_off,
        by_agency=True,
    ),
    HistoryText(PART, is_exchange=True, waits_elsewhere=True),
)

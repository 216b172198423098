"""Other agencies on the office's page of a complaint: those named, those asked, and the whole.

An answer is shown as it leaves: with what others answered, or still owe.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.agencies.agency import Agency
from portal.db import Session
from portal.domain.complaint import Status
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.features.joint_answers.letters import joined_now, joint_words
from portal.features.joint_answers.pages import PartLine, agreed_words, part_lines, read_words
from portal.features.joint_answers.queries import PARTS, WHOLE, Part, parts_of, wholes_among
from portal.features.joint_answers.rules import PART, agreed_when_filed
from portal.pages.actions.missing import MissingWords
from portal.pages.current import current_language, runtime
from portal.pages.office.case.contributions import (
    CasePart,
    Facts,
    HistoryEntry,
    HistoryText,
    Joined,
    Offer,
    Place,
    WrittenLetter,
)
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """An agency that the complainant says is concerned too, about what, and what it may read."""

    code: str
    agency: Text
    about: str
    read: str


@dataclass(frozen=True, slots=True)
class WholeLine:
    """What an agency that has a part may know of the complaint: its number and who has it."""

    number: str
    agency: Text
    asked: str
    read: str
    is_answered: bool
    called_off: str | None
    declined: str | None


def named_when_filed(case: OpenedCase) -> NamedAgency | None:
    """Return the agency that the complainant named, until it was asked for its part."""
    answers: Mapping[str, Any] = case.complaint.answers or {}
    named = answers.get("other_agency")
    if not named or any(part.agency == named["agency"] for part in case.file.of(PARTS)):
        return None
    agency = runtime().agencies.in_force.agencies.get(named["agency"])
    if agency is None:
        return None
    read = read_words(agreed_when_filed(answers, agency.code) or ())
    return NamedAgency(agency.code, agency.name, named.get("about", ""), read)


def awaited_parts(case: OpenedCase) -> list[Part]:
    """Return the parts that may still be called off: their answers are to come."""
    return [part for part in case.file.of(PARTS) if part.is_awaited]


def declined_parts(case: OpenedCase) -> list[Part]:
    """Return the parts whose agencies say that they are not concerned, until somebody decides."""
    return [part for part in awaited_parts(case) if part.declined is not None]


def _may_decline(case: OpenedCase) -> bool:
    """Tell whether the agency may still say that this part is not for it to answer."""
    whole, status = case.file.of(WHOLE), Status(case.complaint.status)
    is_undecided = whole is not None and whole.declined is None and whole.given_at is None
    return is_undecided and is_possible(status, Action.WITHDRAW)


# The parts of the page.


def _whole_line(case: OpenedCase) -> WholeLine | None:
    """Return what a part belongs to; None for a complaint that is no part."""
    whole = case.file.of(WHOLE)
    if whole is None:
        return None
    return WholeLine(
        number=whole.number,
        agency=runtime().agencies.agency(whole.agency).name,
        asked=whole.asked,
        read=read_words(whole.agreed),
        is_answered=whole.announced_at is not None or whole.given_at is not None,
        called_off=whole.called_off,
        declined=whole.declined if whole.is_awaited and case.complaint.is_open else None,
    )


def _whole(case: OpenedCase) -> Mapping[str, Any] | None:
    whole = _whole_line(case)
    return {"whole": whole} if whole is not None else None


def _parts(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the other agencies of a complaint: who was named, and who was asked."""
    named, parts = named_when_filed(case), _lines(case)
    return {"named": named, "parts": parts} if named is not None or parts else None


def _belonging(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the whole that a complaint belongs to, or the parts that belong to it."""
    whole, parts = _whole_line(case), _lines(case)
    return {"whole": whole, "parts": parts} if whole is not None or parts else None


def _lines(case: OpenedCase) -> list[PartLine]:
    parts = case.file.of(PARTS)
    return part_lines(parts)


def _still_awaited(case: OpenedCase) -> Mapping[str, Any] | None:
    return {} if awaited_parts(case) else None


# Answers as they leave.


def _with_parts(case: OpenedCase, written: str) -> str:
    """Return an answer with what others answered, or still owe."""
    parts = case.file.of(PARTS)
    joined = joined_now(parts, runtime().agencies)
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


def _asked(_case: OpenedCase, facts: Facts) -> str:
    return gettext("À : %(agency)s.", agency=_agency_of(facts))


def _let_read(_case: OpenedCase, facts: Facts) -> str:
    return agreed_words(facts["fields"])


def _begun(case: OpenedCase, facts: Facts) -> str:
    return f"{_asked(case, facts)} {_let_read(case, facts)}"


def _which(_case: OpenedCase, facts: Facts) -> str:
    number = facts["part"]
    if "agency_name" not in facts:
        return gettext("Partie %(number)s.", number=number)
    return gettext("Partie %(number)s, %(agency)s.", number=number, agency=_agency_of(facts))


def _agency_of(facts: Facts) -> str:
    return Text(**facts["agency_name"]).in_(current_language())


ON_COMPLAINTS = (
    Offer(
        "ask_part",
        to_translate("Demander une partie à un autre organisme"),
        Permission.ASK_PART,
        lambda case: case.is_unanswered and case.complaint.parent_id is None,
        rank=120,
    ),
    Offer(
        "call_off_part",
        to_translate("Retirer une partie demandée"),
        Permission.CALL_OFF_PART,
        lambda case: bool(awaited_parts(case)),
        rank=130,
    ),
    Offer(
        "keep_part",
        to_translate("Maintenir une partie demandée"),
        Permission.CALL_OFF_PART,
        lambda case: bool(declined_parts(case)),
        rank=140,
    ),
    Offer(
        "decline_part",
        to_translate("Dire que l’organisme n’est pas concerné"),
        Permission.DECLINE_PART,
        _may_decline,
        rank=150,
    ),
    CasePart("whole", Place.BEFORE_TASK, "joint_answers/_whole.html", _whole),
    CasePart("parts", Place.AFTER_TASK, "joint_answers/_parts.html", _parts, rank=60),
    CasePart("belonging", Place.LINKED, "joint_answers/_belonging.html", _belonging, rank=80),
    CasePart("awaited_parts", Place.CLOSING, "joint_answers/_awaited_parts.html", _still_awaited),
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
        EntryKind.PART_AGREED,
        to_translate("La personne a dit ce qui peut être lu"),
        _let_read,
    ),
    HistoryEntry(EntryKind.PART_BEGUN, to_translate("Un autre organisme a sa partie"), _begun),
    HistoryEntry(
        EntryKind.PART_RECEIVED, to_translate("Partie d’une plainte reçue"), by_agency=True
    ),
    HistoryEntry(
        EntryKind.PART_DECLINED,
        to_translate("L’organisme dit ne pas être concerné"),
        _which,
    ),
    HistoryEntry(
        EntryKind.PART_KEPT,
        to_translate("Demande de partie maintenue"),
        _which,
        by_agency=True,
    ),
    HistoryEntry(
        EntryKind.PART_CALLED_OFF,
        to_translate("Demande de partie retirée"),
        _which,
        by_agency=True,
    ),
    HistoryText(PART, is_exchange=True),
)

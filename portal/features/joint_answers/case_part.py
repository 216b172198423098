"""Other agencies beside a complaint: those its complainant named, and what a part belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.domain.complaint import Status
from portal.domain.history import EntryKind
from portal.domain.lifecycle import Action, is_possible
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.features.joint_answers.asking import PART, agreed_when_filed
from portal.features.joint_answers.joining import joined_now
from portal.features.joint_answers.queries import PARTS, WHOLE, Part, parts_of
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.shown import PartLine, agreed_words, part_lines, read_words
from portal.features.joint_answers.words import joint_words
from portal.pages.current import current_language, runtime
from portal.pages.office.case.contributions import (
    CasePart,
    Facts,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
    WrittenLetter,
)
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


@dataclass(frozen=True, slots=True)
class Named:
    """An agency that the complainant says is concerned too, about what, and what it may read."""

    code: str
    agency: Text
    about: str
    read: str


@dataclass(frozen=True, slots=True)
class WholeWords:
    """What an agency that has a part may know of the complaint: its number and who has it."""

    number: str
    agency: Text
    asked: str
    read: str
    is_answered: bool
    called_off: str | None
    declined: str | None


def named_when_filed(case: OpenedCase) -> Named | None:
    """Return the agency that the complainant named, until it was asked for its part."""
    answers: Mapping[str, Any] = case.complaint.answers or {}
    told = answers.get("other_agency")
    if not told or any(one.agency == told["agency"] for one in case.file.of(PARTS)):
        return None
    if told["agency"] not in runtime().agencies.in_force.agencies:
        return None
    agency = runtime().agencies.agency(told["agency"])
    read = read_words(agreed_when_filed(answers, agency.code) or ())
    return Named(agency.code, agency.name, told.get("about", ""), read)


def _whole_words(case: OpenedCase) -> WholeWords | None:
    """Return what a part belongs to; None for a complaint that is no part."""
    whole = case.file.of(WHOLE)
    if whole is None:
        return None
    agency = runtime().agencies.agency(whole.agency)
    read = read_words(whole.agreed)
    is_answered = whole.announced_at is not None or whole.given_at is not None
    is_undecided = whole.is_awaited and case.complaint.is_open
    said = whole.called_off, whole.declined if is_undecided else None
    return WholeWords(whole.number, agency.name, whole.asked, read, is_answered, *said)


def awaited_parts(case: OpenedCase) -> list[Part]:
    """Return the parts that may still be called off: their answers are to come."""
    return [one for one in case.file.of(PARTS) if one.is_awaited]


def declined_parts(case: OpenedCase) -> list[Part]:
    """Return the parts whose agencies say that they are not concerned, until somebody decides."""
    return [one for one in awaited_parts(case) if one.declined is not None]


def _may_decline(case: OpenedCase) -> bool:
    """Tell whether the agency may still say that this part is not for it to answer."""
    whole, status = case.file.of(WHOLE), Status(case.complaint.status)
    is_undecided = whole is not None and whole.declined is None and whole.given_at is None
    return is_undecided and is_possible(status, Action.WITHDRAW)


def with_parts(case: OpenedCase, written: str) -> str:
    """Return an answer as it will leave: with what others answered, or still owe."""
    parts = case.file.of(PARTS)
    joined = joined_now(parts, runtime().agencies)
    return joint_words(case.agency.name, written, joined, case.complaint.language)


def each_with_parts(
    session: Session, agency: Agency, written: Mapping[int, WrittenLetter]
) -> dict[int, WrittenLetter]:
    """Return answers as they will leave: with what others answered, where any was asked."""
    part, registry = PartRecord, runtime().agencies
    # Most have no parts: which do is asked once.
    wholes = select(part.complaint_id).where(part.complaint_id.in_(written)).distinct()
    joined = {one: joined_now(parts_of(session, one), registry) for one in session.scalars(wholes)}
    return {
        key: replace(
            one, words=joint_words(agency.name, one.words, joined.get(key, ()), one.language)
        )
        for key, one in written.items()
    }


def _shown_whole(case: OpenedCase) -> Mapping[str, Any] | None:
    whole = _whole_words(case)
    return {"whole": whole} if whole is not None else None


def _shown_parts(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the other agencies of a complaint: who was named, and who was asked."""
    named, parts = named_when_filed(case), _lines(case)
    return {"named": named, "parts": parts} if named is not None or parts else None


def _lines(case: OpenedCase) -> list[PartLine]:
    parts = case.file.of(PARTS)
    return part_lines(parts)


def _belonging(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the whole that a complaint belongs to, or the parts that belong to it."""
    whole, parts = _whole_words(case), _lines(case)
    return {"whole": whole, "parts": parts} if whole is not None or parts else None


def _still_awaited(case: OpenedCase) -> Mapping[str, Any] | None:
    return {} if awaited_parts(case) else None


def _asked(_case: OpenedCase, facts: Facts) -> str:
    agency = Text(**facts["agency_name"]).in_(current_language())
    return gettext("À : %(agency)s.", agency=agency)


def _let_read(_case: OpenedCase, facts: Facts) -> str:
    return agreed_words(facts["fields"])


def _begun(case: OpenedCase, facts: Facts) -> str:
    return f"{_asked(case, facts)} {_let_read(case, facts)}"


def _which(_case: OpenedCase, facts: Facts) -> str:
    if "agency_name" not in facts:
        return gettext("Partie %(number)s.", number=facts["part"])
    agency = Text(**facts["agency_name"]).in_(current_language())
    return gettext("Partie %(number)s, %(agency)s.", number=facts["part"], agency=agency)


OFFERS = (
    Offer(
        "ask_part",
        to_translate("Demander une partie à un autre organisme"),
        Permission.ASK_PART,
        lambda case: case.is_unanswered and case.complaint.parent_id is None,
    ),
    Offer(
        "call_off_part",
        to_translate("Retirer une partie demandée"),
        Permission.CALL_OFF_PART,
        lambda case: bool(awaited_parts(case)),
    ),
    Offer(
        "keep_part",
        to_translate("Maintenir une partie demandée"),
        Permission.CALL_OFF_PART,
        lambda case: bool(declined_parts(case)),
    ),
    Offer(
        "decline_part",
        to_translate("Dire que l’organisme n’est pas concerné"),
        Permission.DECLINE_PART,
        _may_decline,
    ),
)
CASE_PARTS = (
    CasePart("whole", Place.BEFORE_TASK, "joint_answers/_whole.html", _shown_whole),
    CasePart("parts", Place.AFTER_TASK, "joint_answers/_parts.html", _shown_parts),
    CasePart("belonging", Place.LINKED, "joint_answers/_belonging.html", _belonging),
    CasePart("awaited_parts", Place.CLOSING, "joint_answers/_awaited_parts.html", _still_awaited),
)
HISTORY = (
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
)
HISTORY_TEXTS = (HistoryText(PART, is_exchange=True),)

"""Other agencies beside a complaint: those its complainant named, and what a part belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.complaint import Status
from portal.domain.lifecycle import Action, is_possible
from portal.domain.text import Text
from portal.features.joint_answers.asking import agreed_when_filed
from portal.features.joint_answers.queries import Part
from portal.features.joint_answers.shown import read_words
from portal.pages.current import runtime
from portal.pages.office.case.opened import OpenedCase


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
    if not told or any(one.agency == told["agency"] for one in case.file.parts):
        return None
    if told["agency"] not in runtime().agencies.in_force.agencies:
        return None
    agency = runtime().agencies.agency(told["agency"])
    read = read_words(agreed_when_filed(answers, agency.code) or ())
    return Named(agency.code, agency.name, told.get("about", ""), read)


def whole_words(case: OpenedCase) -> WholeWords | None:
    """Return what a part belongs to; None for a complaint that is no part."""
    whole = case.file.whole
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
    return [one for one in case.file.parts if one.is_awaited]


def declined_parts(case: OpenedCase) -> list[Part]:
    """Return the parts whose agencies say that they are not concerned, until somebody decides."""
    return [one for one in awaited_parts(case) if one.declined is not None]


def may_decline(case: OpenedCase) -> bool:
    """Tell whether the agency may still say that this part is not for it to answer."""
    whole, status = case.file.whole, Status(case.complaint.status)
    is_undecided = whole is not None and whole.declined is None and whole.given_at is None
    return is_undecided and is_possible(status, Action.WITHDRAW)

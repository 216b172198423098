"""Other agencies beside a complaint: those its complainant named, and what a part belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.text import Text
from portal.services.parts.asking import agreed_when_filed
from portal.web.current import runtime
from portal.web.office.case.opened import OpenedCase
from portal.web.shown.parts import read_words


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
    is_answered = whole.announced_at is not None
    return WholeWords(whole.number, agency.name, whole.asked, read_words(whole.agreed), is_answered)

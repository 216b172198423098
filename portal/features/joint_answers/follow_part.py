"""Several agencies on one page: a line for each with its own date, and what happened at each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.agencies.consultation import Consultation
from portal.complaints.queries.followed import ToldEntry
from portal.domain.complaint import Status
from portal.domain.escalation import EscalationStep
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.clock import is_overdue
from portal.features.joint_answers.followed import FOLLOWED_PARTS, FollowedPart
from portal.features.joint_answers.queries import parts_of
from portal.features.joint_answers.shown import part_lines
from portal.features.joint_answers.words import SHARED
from portal.pages.citizen.case_summary import Standing
from portal.pages.citizen.contributions import (
    BELOW_ANSWER,
    FIRST,
    Addressee,
    AlsoWrittenTo,
    MoreHistory,
    PagePart,
)
from portal.pages.current import runtime
from portal.pages.filters import marked_text
from portal.pages.shown.history_words import (
    Around,
    Happened,
    ToldWords,
    to_whom,
    told_day,
    worded_history,
)
from portal.pages.texts import filled, gettext
from portal.words.catalogue import to_translate

# What stands in the history of both agencies is told once.
_TOLD_BY_THE_FIRST = frozenset({EntryKind.PART_AGREED, EntryKind.PART_CALLED_OFF})


@dataclass(frozen=True, slots=True)
class Told:
    """Something that an agency says of its part, and which agency it is."""

    part: int
    agency: Text
    entry: ToldEntry


def _agencies(standing: Standing) -> Mapping[str, Any] | None:
    """Return a line for each other agency, and what each asks, or lets one ask."""
    parts = standing.complaint.of(FOLLOWED_PARTS)
    if not parts:
        return None
    return {
        "agencies": part_lines((one.part for one in parts), is_mine=True),
        "questions": _told((one, one.question) for one in parts),
        "reviews": reviews(standing),
    }


def _later_answers(standing: Standing) -> Mapping[str, Any] | None:
    """Return the answers that came after the joint one."""
    answers = _told((one, one.answer) for one in standing.complaint.of(FOLLOWED_PARTS))
    return {"answers": answers} if answers else None


@dataclass(frozen=True, slots=True)
class PartReview:
    """The review of one agency's answer, which may be asked for: until when, and by whom."""

    part: int
    number: str
    agency: Text
    by: EscalationStep
    until: date | None


def reviews(standing: Standing) -> dict[int, PartReview]:
    """Return the parts whose answers may be reviewed now, each by itself."""
    found = (_review(one, standing) for one in standing.complaint.of(FOLLOWED_PARTS))
    return {one.part: one for one in found if one is not None}


def _review(followed: FollowedPart, standing: Standing) -> PartReview | None:
    asked = consulted(followed)
    if asked is None or followed.facts is None or not _may_still_be_asked(followed, standing):
        return None
    path, level = asked.escalation_path(followed.facts), followed.facts.level
    if level >= len(path):
        return None
    until = followed.ask_again.last_day if followed.ask_again is not None else None
    agency = runtime().agencies.agency(followed.facts.agency)
    part = followed.part
    return PartReview(part.id, part.number, agency.name, path[level], until)


def _may_still_be_asked(followed: FollowedPart, standing: Standing) -> bool:
    """Tell whether the time for it runs: the part's own, or the whole's where it has none."""
    if followed.part.given_at is None or followed.facts is None:
        return False
    if followed.facts.status is not Status.CLOSED:
        return followed.facts.status is Status.ANSWERED
    if followed.had_time:
        own = followed.ask_again
        return own is not None and not is_overdue(own.due_at, standing.now)
    return standing.status.is_open or standing.may_be_reopened


def consulted(followed: FollowedPart) -> Consultation | None:
    """Return what answers for the agency that has a part, by the rules that the part came under."""
    if followed.facts is None or followed.part.release_id is None:
        return None
    agency = followed.facts.agency
    return runtime().agencies.under(agency, followed.part.release_id).consult()


def _histories(standing: Standing) -> Iterator[Happened]:
    """Return what happened at every other agency."""
    for one in standing.complaint.of(FOLLOWED_PARTS):
        yield from _history(one, standing)


def _history(followed: FollowedPart, standing: Standing) -> list[Happened]:
    asked = consulted(followed)
    if asked is None or followed.facts is None:
        return []
    agency = runtime().agencies.agency(followed.facts.agency)
    path = asked.escalation_path(followed.facts)
    around = Around(path, asked.recourses(followed.facts, standing.now))
    own = (one for one in followed.history if one.kind not in _TOLD_BY_THE_FIRST)
    lines = worded_history(own, around)
    return [replace(_handed_in(line, followed), by=marked_text(agency.name)) for line in lines]


def _handed_in(line: Happened, followed: FollowedPart) -> Happened:
    if line.kind != EntryKind.ANSWERED or followed.part.given_at is not None:
        return line
    return replace(
        line,
        title=gettext("Partie de la réponse prête"),
        note=gettext("Elle part avec la réponse commune."),
    )


def _told(pairs: Iterable[tuple[FollowedPart, ToldEntry | None]]) -> list[Told]:
    return [
        Told(one.part.id, runtime().agencies.agency(one.part.agency).name, entry)
        for one, entry in pairs
        if entry is not None
    ]


def _addressees(session: Session, complaint_id: int) -> list[Addressee]:
    """Return the agencies that have a part of the complaint."""
    return [
        Addressee(str(one.id), one.number, one.agency)
        for one in parts_of(session, complaint_id)
        if one.may_be_written_to
    ]


def _what_is_read(facts: Mapping[str, Any], _around: Around) -> str:
    names = [gettext(SHARED[each]) for each in facts["fields"]]
    return gettext("Accepté : %(what)s.", what=", ".join(names) or gettext("rien de plus"))


def _who_has_a_part(facts: Mapping[str, Any], around: Around) -> str:
    if facts.get("last_day") is None:
        return to_whom(facts, around)
    return filled(
        gettext("À : %(agency)s. Réponse au plus tard le %(day)s."),
        agency=marked_text(Text(**facts["agency_name"])),
        day=told_day(facts["last_day"]),
    )


def _who_was_asked(facts: Mapping[str, Any], _around: Around) -> str:
    agency = marked_text(Text(**facts["agency_name"]))
    return filled(gettext("Organisme : %(agency)s."), agency=agency)


FOLLOW_PART = (
    PagePart(FIRST, "joint_answers/_agencies.html", _agencies),
    PagePart(BELOW_ANSWER, "joint_answers/_later_answers.html", _later_answers),
    MoreHistory(_histories),
    AlsoWrittenTo(_addressees),
    ToldWords(
        EntryKind.PART_ASKED,
        to_translate("Une partie a été demandée à un autre organisme"),
        to_whom,
    ),
    ToldWords(
        EntryKind.PART_AGREED,
        to_translate("Vous avez dit ce que l’autre organisme peut lire"),
        _what_is_read,
    ),
    ToldWords(
        EntryKind.PART_BEGUN,
        to_translate("Un autre organisme répond à une partie"),
        _who_has_a_part,
    ),
    ToldWords(
        EntryKind.PART_CALLED_OFF,
        to_translate("Un autre organisme ne répond plus à une partie"),
        _who_was_asked,
    ),
)

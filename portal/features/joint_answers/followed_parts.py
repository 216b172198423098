"""Several agencies on one page: a line for each with its own date, and one history for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from portal.agencies.consultation import Consultation
from portal.complaints.queries.followed import ToldEntry
from portal.domain.complaint import Status
from portal.domain.escalation import EscalationStep
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.clock import is_overdue
from portal.features.joint_answers.followed import FollowedPart
from portal.features.joint_answers.shown import PartLine, part_lines
from portal.pages.citizen.case_summary import Standing
from portal.pages.citizen.texts import gettext
from portal.pages.current import runtime
from portal.pages.filters import marked_text
from portal.pages.shown.history_words import Around, Happened, worded_history

# What stands in the history of both agencies is told once.
_TOLD_BY_THE_FIRST = frozenset({EntryKind.PART_AGREED, EntryKind.PART_CALLED_OFF})


@dataclass(frozen=True, slots=True)
class Told:
    """Something that an agency says of its part, and which agency it is."""

    part: int
    agency: Text
    entry: ToldEntry


def agency_lines(standing: Standing) -> list[PartLine]:
    """Return a line for each other agency."""
    return part_lines((one.part for one in standing.complaint.parts), is_mine=True)


def questions(standing: Standing) -> list[Told]:
    """Return what other agencies ask the complainant."""
    return _told((one, one.question) for one in standing.complaint.parts)


def later_answers(standing: Standing) -> list[Told]:
    """Return the answers that came after the joint one."""
    return _told((one, one.answer) for one in standing.complaint.parts)


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
    found = (_review(one, standing) for one in standing.complaint.parts)
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


def one_history(standing: Standing) -> list[Happened]:
    """Return what happened at every agency, newest first, and where it was not the first's."""
    own = worded_history(standing.complaint.history, Around(standing.path, standing.recourses))
    others = [line for one in standing.complaint.parts for line in _history(one, standing)]
    return sorted([*own, *others], key=lambda line: line.at, reverse=True) if others else own


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

"""Several agencies on one page: a line for each with its own date, and one history for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from portal.db.queries.followed import ToldEntry
from portal.db.queries.followed_parts import FollowedPart
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.web.citizen.standing import Standing
from portal.web.citizen.texts import gettext
from portal.web.current import runtime
from portal.web.filters import marked_text
from portal.web.shown.history_words import Around, Happened, worded_history
from portal.web.shown.parts import PartLine, part_lines

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


def one_history(standing: Standing) -> list[Happened]:
    """Return what happened at every agency, newest first, and where it was not the first's."""
    own = worded_history(standing.complaint.history, Around(standing.path, standing.recourses))
    others = [line for one in standing.complaint.parts for line in _history(one, standing)]
    return sorted([*own, *others], key=lambda line: line.at, reverse=True) if others else own


def _history(followed: FollowedPart, standing: Standing) -> list[Happened]:
    if followed.facts is None or followed.part.release_id is None:
        return []
    agencies = runtime().agencies
    agency = agencies.agency(followed.facts.agency)
    asked = agencies.under(agency.code, followed.part.release_id).consult()
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

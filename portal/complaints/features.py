"""What a feature is to the kernel: what it owes by dates, and what it does when something happens.

The application lists its features; nothing is found by magic. The kernel imports none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from msgspec import Struct, field
from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.agencies.agency import Agency
from portal.agencies.registry import Registry
from portal.complaints.changes import Changes
from portal.complaints.events import Content, Event, LetLeave
from portal.complaints.planning import Added, Filing, FilingPlan
from portal.complaints.queries.case_file import CaseFile, CaseRead
from portal.complaints.queries.exports import PastComplaint
from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.kept_clocks import KeptClock
from portal.complaints.queries.staff import Member
from portal.complaints.queries.work_list_rows import RowRead
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.db.row_filter import RowRule
from portal.db.viewer import Exclusion
from portal.domain.figures.published import Bounds
from portal.domain.handling.held_messages import Outgoing
from portal.domain.routing import DecidedMarks, RoutingRule
from portal.domain.succession import Succession
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import StartEvent
from portal.jobs import Job
from portal.words.clocks import ClockWords
from portal.words.letters.writing import Wordings

E = TypeVar("E", bound=Event)

WhenMissed = Callable[[Work, ComplaintRecord, ClockRecord], None]
Plan = Callable[[Session, Registry, ComplaintRecord, int, datetime], FilingPlan | None]
CarryOut = Callable[[Work, ComplaintRecord, ClockRecord, FilingPlan], bool]
Decide = Callable[[Agency, PastComplaint], tuple[Text, ...]]
Closing = Callable[[Work, ComplaintRecord], None]


class Warned(Struct, frozen=True):
    """Who is warned of a date, and what the warning says beside the date itself."""

    members: list[Member]
    facts: Mapping[str, Any] = field(default_factory=dict)


class Obligation(Struct, frozen=True):
    """Something asked of somebody, by a date.

    `when_missed` is what a missed date makes happen, with the complaint held; without it nobody is
    late by the date, which just ends: `when_over` is what its end makes happen, if anything does.
    `warned` says who is warned before it, else whoever is in
    charge. An obligation may `outlast` the end of its complaint; `watched_after_end` chooses, for
    an agency, those of its clocks that are warned of even then.

    `words` are what pages and letters call its date. What does not set it going as an answer's
    clock is its `start`. A date that nobody is late by is not `warned_of`. None is missed while
    something that it may be `kept_by` is confirmed and on its way. One that its complainant called
    off is not `told_once_ended`: for them it is as if it had never been.

    Where another agency takes part, `plan` asks it with nothing locked, and `carry_out` does under
    the lock what the end of the time makes happen: it is no missed date. It returns whether
    anything was done; without a plan nothing is.
    """

    kind: ClockKind
    words: ClockWords
    when_missed: WhenMissed | None = None
    warned: Callable[[Work, ComplaintRecord, ClockRecord], Warned] | None = None
    outlasts: bool = False
    watched_after_end: Callable[[str], ColumnElement[bool]] | None = None
    plan: Plan | None = None
    carry_out: CarryOut | None = None
    start: StartEvent | Callable[[KeptClock], StartEvent | None] | None = None
    warned_of: bool = True
    told_once_ended: bool = True
    kept_by: frozenset[Outgoing] = frozenset()
    when_over: WhenMissed | None = None


class Reaction(Struct, Generic[E], frozen=True):
    """What a feature does when something happens.

    It has nothing to do with a complaint of which the column `if_set` is empty, or for which the
    condition `where`, in terms of the complaint's row, does not hold: then it is not called.
    """

    event: type[E]
    act: Callable[[E], None]
    if_set: InstrumentedAttribute[Any] | None = None
    where: ColumnElement[bool] | None = None


class InForce(Struct, frozen=True):
    """What a feature puts in force for every agency, beside the releases of their settings.

    The `marks` are numbers, as subqueries, of which one is another whenever any of it is: every
    process asks for them within a second, and reads it anew.
    """

    marks: tuple[ScalarSelect[Any], ...]
    successions: Callable[[Session], Sequence[Succession]] | None = None
    rules: Callable[[Session], Sequence[RoutingRule]] | None = None
    decided: Callable[[Session], Sequence[DecidedMarks]] | None = None


class TextUse(StrEnum):
    """What a kind of text is for: by that, another agency that gets the complaint reads it or not.

    What the complainant and an agency exchanged goes along as far as the complainant agrees; what
    is internal, an agency wrote for itself, and each goes along only if it is chosen; the rest, the
    next agency has to read.
    """

    EXCHANGED = "exchanged"
    INTERNAL = "internal"
    FOR_THE_NEXT = "for_the_next"


Tallies = Sequence[tuple[str, str, int, int]]
"""Of agencies, how often a measure fell into a bucket."""


class CountedApart(Struct, frozen=True):
    """What a feature counts beside the history, and publishes shares of.

    `read` returns the counts of these agencies over these months. `shares` are worked out from
    them, from how many complaints each agency closed, and from which agencies, or all together,
    show that number: by rate and agency, what everybody may know.
    """

    read: Callable[[Session, Sequence[str], Sequence[str]], Tallies]
    shares: Callable[
        [Tallies, Mapping[str, int], frozenset[str]], Mapping[str, dict[str, Bounds | None]]
    ]


NO_LETTERS = Wordings()


class Feature(Struct, frozen=True):
    """One capability, as far as the kernel has to know of it.

    `row_rules` say who sees what it stores, beside what belongs to a complaint. `excludes` selects
    the ids of complaints, each with somebody of the staff whom it concerns: they see nothing of it.
    `exclusion` is the same where rows are chosen: it tells that somebody is not concerned by the
    complaint of an id.
    `concerns` tells of one complaint, by its id, agency and story, whom it concerns even if nobody
    noted it: they decide, read and answer nothing about it. Last it is given what the complainant
    is called, where somebody else tells the story. `at_filing` returns what it adds to a
    complaint about to be written; nothing is locked meanwhile.

    `outgoing` is what may be confirmed to leave, and the use case that carries it out.
    `asks_reader` sees to it that somebody reads what was confirmed before it leaves, if anybody has
    to, and tells whether anybody has to. `answers_sent` selects the ids of complaints, each with
    when an answer was sent that has not reached it: no held message, it keeps dates like one.

    `decides` is what an agency decides about a complaint when it is received, by the name of the
    decision: dry runs compare it. `in_force` is what it puts in force for every agency. `jobs` are
    what it leaves to the worker.
    `takes_over` gives what one agency has beside its complaints to the agency that succeeds it.
    `changes` looks up what the complaints service asks to be changed. `letters` are the words of
    the letters that it writes. `texts` are the kinds of texts that it adds to complaints.
    `row_reads` are read for the rows of a work list, `case_reads` with a complaint that somebody
    opens. `closes` looks at what was read of it: what it returns is done in the portal's name, and
    the complaint stays closed to its reader.
    `followed_reads` are read with a complaint for whoever filed it.
    `public_marks` are numbers, as subqueries, of which one is another whenever what it shows to
    everybody is: pages that stand for nobody are kept until then. `counted_apart` is what it counts
    beside the history: vintages of figures keep it too.
    """

    name: str
    obligations: tuple[Obligation, ...] = ()
    reactions: tuple[Reaction[Any], ...] = ()
    row_rules: tuple[RowRule, ...] = ()
    excludes: Select[int, int] | None = None
    concerns: Callable[[Session, int, str, str, str], frozenset[int]] | None = None
    at_filing: Callable[[Connection, Filing], Added | None] | None = None
    outgoing: Mapping[type[Content], LetLeave] = field(default_factory=dict)
    asks_reader: Callable[[Work, ComplaintRecord, Outgoing], bool] | None = None
    answers_sent: Select[int, datetime | None] | None = None
    decides: Mapping[str, Decide] = field(default_factory=dict)
    in_force: InForce | None = None
    jobs: tuple[Job[Any], ...] = ()
    exclusion: Exclusion | None = None
    row_reads: tuple[RowRead[Any], ...] = ()
    case_reads: tuple[CaseRead[Any], ...] = ()
    closes: Callable[[Session, CaseFile], Closing | None] | None = None
    takes_over: Callable[[Session, str, str], None] | None = None
    changes: Changes | None = None
    letters: Wordings = NO_LETTERS
    texts: Mapping[str, TextUse] = field(default_factory=dict)
    followed_reads: tuple[FollowedRead[Any], ...] = ()
    public_marks: tuple[ScalarSelect[Any], ...] = ()
    counted_apart: CountedApart | None = None

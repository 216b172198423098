"""The means of one use case: where it writes, for whom, when, and what the agency advised."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency, PluginFailure
from portal.agencies.registry import Registry
from portal.complaints.entries import IN_PLACE_OF, EntryFacts, first_handlers
from portal.complaints.queries.staff import Staff
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ClockRecord,
    ComplaintRecord,
    EscalationRecord,
    PersonRecord,
)
from portal.complaints.records.message import HeldMessageRecord, HistoryEntryRecord
from portal.db.signed_rows import note_held
from portal.domain.actor import Actor, without_loans
from portal.domain.complaint import Status, StoredComplaint, facts_of, is_own_motion
from portal.domain.errors import (
    AnotherPersonNeededError,
    NobodyComplainsError,
    NotAllowedError,
    StaleComplaintError,
    UnknownComplaintError,
)
from portal.domain.handling.confidential import SHOWN_TO_FEW
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.held_messages import Confirmation, Confirmed, Waiting
from portal.domain.handling.notices import Recourse
from portal.domain.history import UNSEEN_IN_LISTS, EntryKind, Head, entry_row
from portal.domain.permissions import (
    WITH_A_PERSON,
    Permission,
    may_at_any_level,
    may_at_level,
)
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.promise import Promise, Stage
from portal.keyring import Keyring

if TYPE_CHECKING:
    from portal.complaints.every_feature import Features


class Office(Protocol):
    """The means of work in the background, of many use cases: agencies, features, the database."""

    agencies: Registry
    features: Features

    def reading(self, actor: Actor) -> AbstractContextManager[Session]:
        """Open a session that only looks."""

    def transaction(self, actor: Actor) -> AbstractContextManager[Session]:
        """Open a session that changes something."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What an agency answered about one complaint at one version, before anything was locked."""

    version: int
    agency: Agency
    calendar: WorkingCalendar
    path: tuple[EscalationStep, ...]
    recourses: tuple[Recourse, ...]
    answer_promise: Promise
    failures: tuple[PluginFailure, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ReadTogether:
    """What was read with complaints that share a commit: what runs, who complains, what leaves.

    Of each complaint it is known whether a text is `on_its_way`, unless nobody looked.
    """

    clocks: Mapping[int, ClockRecord] = field(default_factory=dict)
    complainants: Mapping[int, PersonRecord] = field(default_factory=dict)
    on_its_way: frozenset[int] | None = None

    def tells_of_nothing_leaving(self, complaint: ComplaintRecord) -> bool:
        """Tell whether it is known that no text is on its way to the complainant."""
        return self.on_its_way is not None and complaint.id not in self.on_its_way


ALONE = ReadTogether()
"""Of a complaint that is changed alone nothing was read before."""


@dataclass(frozen=True, slots=True)
class Work:
    """One use case in one transaction: it writes, and whoever opened it commits.

    Several that share a commit share the staff, and what was `read` with all the complaints.
    Whoever opened it stores its `notices`, those of all in one statement. What was `confirmed`
    before it could leave counts from then. `lenders` are those without whom the actor could not do
    it, whom they replace.
    """

    session: Session
    keyring: Keyring
    agencies: Registry
    actor: Actor
    now: datetime
    staff: Staff
    features: Features
    advice: Advice | None = None
    read: ReadTogether = ALONE
    notices: list[dict[str, Any]] = field(default_factory=list)
    confirmed: Confirmed | None = None
    lenders: set[int] = field(default_factory=set)

    @property
    def acted_at(self) -> datetime:
        """When the actor acted, by which promised dates are kept: what is held leaves later."""
        return self.confirmed.at if self.confirmed else self.now

    @property
    def acting(self) -> Actor:
        """The actor without what is lent to them by whoever the complaint concerns."""
        return without_loans(self.actor, self.staff.excluded)

    @property
    def confirmation(self) -> Confirmation:
        """What the history tells of something that was held: nothing where it leaves at once."""
        return self.confirmed.as_facts() if self.confirmed else {}

    @property
    def advised(self) -> Advice:
        """The agency's advice, for use cases that rest on its rules."""
        assert self.advice is not None, "this use case needs the agency's advice"
        return self.advice

    def record(
        self,
        complaint: ComplaintRecord,
        entry: EntryFacts | EntryKind,
        text: str | None = None,
    ) -> int:
        """Append an entry to the complaint's history; return its place in it.

        Its new end is signed as it is written, with the rows that stand beside it.
        What is only a kind has no facts; a `text` is covered by a digest and not quoted. The
        version, which every form of the staff holds, does not tell of what is shown to few.
        """
        kind, facts = (entry, {}) if isinstance(entry, EntryKind) else (entry.kind, entry.stored())
        if (absent := self._in_place_of(complaint)) is not None:
            facts = {**facts, IN_PLACE_OF: absent}
        before = Head(complaint.number, complaint.head_seq, complaint.head_hash)
        written = entry_row(complaint.number, before, kind, self.now, self.actor, facts, text)
        self.session.add(HistoryEntryRecord(complaint_id=complaint.id, **written.row))
        complaint.head_seq, complaint.head_hash = written.head.seq, written.head.hash
        if kind not in UNSEEN_IN_LISTS:
            complaint.last_event, complaint.last_event_at = kind.value, self.now
        complaint.version += kind not in SHOWN_TO_FEW
        return written.head.seq

    def _in_place_of(self, complaint: ComplaintRecord) -> int | None:
        """Return as whose substitute the actor does this: whose complaint or right it is."""
        replaced = {who for agency, who in self.acting.replaced if agency == complaint.agency}
        if complaint.assignee_id in replaced:
            return complaint.assignee_id
        return min(self.lenders & replaced, default=None)


def beside(work: Work, other: ComplaintRecord) -> Work:
    """Return the work on another complaint of the same change: other people are kept out of it."""
    excluded = work.features.excluded(work.session, [other.id]).get(other.id, ())
    return replace(work, staff=Staff(work.now).excluding(excluded))


def require(work: Work, complaint: ComplaintRecord, permission: Permission) -> None:
    """Raise NotAllowedError unless the actor may do this with the complaint.

    They may in its agency; some, only once it reached their level. Who lends them what it takes is
    among the `lenders` from then on. Raise NobodyComplainsError for what takes a complainant, in a
    file that has none.
    """
    if permission in WITH_A_PERSON:
        require_complainant(complaint)
    if _may(work, work.acting, permission, complaint):
        work.lenders.update(_lenders_of(work, permission, complaint))
        return
    raise NotAllowedError(permission)


def require_complainant(complaint: ComplaintRecord) -> None:
    """Raise NobodyComplainsError in a file that the service opened by itself."""
    if is_own_motion(complaint):
        raise NobodyComplainsError


def _may(work: Work, actor: Actor, permission: Permission, complaint: ComplaintRecord) -> bool:
    if may_at_any_level(actor, permission, complaint.agency):
        return True
    reached = reached_posts(work.session, complaint)
    return may_at_level(actor, permission, complaint.agency, reached)


def _lenders_of(work: Work, permission: Permission, complaint: ComplaintRecord) -> frozenset[int]:
    """Return who lets the actor do this with the complaint; nobody where they may by themself."""
    everybody = frozenset(person for _, person in work.acting.replaced)
    own = everybody and without_loans(work.acting, everybody)
    if not own or _may(work, own, permission, complaint):
        return frozenset()
    return frozenset(
        person
        for person in everybody
        if _may(work, without_loans(work.acting, everybody - {person}), permission, complaint)
    )


class AtLevel(Protocol):
    """A complaint as it is stored or was read, as far as its level is asked."""

    @property
    def id(self) -> int:
        """Its key."""

    @property
    def agency(self) -> str:
        """Who has it."""

    @property
    def holder(self) -> str:
        """The post at its present level."""


def reached_posts(session: Session, complaint: AtLevel) -> frozenset[str]:
    """Return the posts of its agency that have a complaint, or had it on its way up."""
    up = EscalationRecord
    own = (up.complaint_id == complaint.id, up.agency == complaint.agency)
    handed = session.execute(select(up.from_post, up.post).where(*own))
    return frozenset((complaint.holder, *filter(None, chain.from_iterable(handed))))


def complaint_by_number(session: Session, number: str, *, held: bool = False) -> ComplaintRecord:
    """Return a complaint that the session's actor may see, or raise UnknownComplaintError."""
    statement = select(ComplaintRecord).where(ComplaintRecord.number == number)
    complaint = session.scalar(statement.with_for_update() if held else statement)
    if complaint is None:
        raise UnknownComplaintError(number)
    if held:
        note_held(session, [complaint])
    return complaint


def complaints_by_number(session: Session, numbers: Collection[str]) -> list[ComplaintRecord]:
    """Return those of the complaints that the session's actor may see."""
    statement = select(ComplaintRecord).where(ComplaintRecord.number.in_(numbers))
    return list(session.scalars(statement))


def locked_complaint(
    session: Session, number: str, seen_version: int | None = None
) -> ComplaintRecord:
    """Return a complaint held for change; raise StaleComplaintError if it moved since seen."""
    complaint = complaint_by_number(session, number, held=True)
    if seen_version is not None and complaint.version != seen_version:
        raise StaleComplaintError(number)
    return complaint


class Advised(StoredComplaint, Protocol):
    """A complaint as it is stored or was read, as far as its agency advises on it."""

    @property
    def release_id(self) -> int:
        """The release that it came under."""

    @property
    def version(self) -> int:
        """How often it changed."""


def advice_on(agencies: Registry, complaint: Advised, now: datetime) -> Advice:
    """Ask the complaint's agency about it; nothing is locked meanwhile.

    Its levels and promises are those it was received under; which days are worked on its subject
    is as it is today, and so is where else one can turn, with all that it was told since it came.
    """
    current, facts = agencies.agency(complaint.agency), facts_of(complaint)
    agency = agencies.under(complaint.agency, complaint.release_id)
    asked = agency.consult()
    today = asked if agency is current else current.consult()
    return Advice(
        version=complaint.version,
        agency=agency,
        calendar=today.calendar(complaint.category),
        path=asked.escalation_path(facts),
        recourses=(
            today.recourses(facts, now)
            if asked is today
            else today.recourses_kept(facts, now, agency.release_id)
        ),
        answer_promise=asked.allowance(facts, Stage.ANSWER),
        failures=tuple(dict.fromkeys((*asked.failures, *today.failures))),
    )


def held_complaints(work: Work, *criteria: object) -> list[ComplaintRecord]:
    """Hold complaints; raise StaleComplaintError if somebody else holds one of them.

    Whoever waited while holding another one could wait for ever.
    """
    wanted = select(ComplaintRecord).where(*criteria)  # type: ignore[arg-type]
    count = work.session.scalar(select(func.count()).select_from(wanted.subquery()))
    free = wanted.order_by(ComplaintRecord.id).with_for_update(skip_locked=True)
    free_people = list(work.session.scalars(free))
    if len(free_people) != count:
        raise StaleComplaintError
    note_held(work.session, free_people)
    return free_people


def handlers_before_review(work: Work, complaint: ComplaintRecord) -> frozenset[int]:
    """Return who handled the complaint before a review was asked for, by their ids."""
    if complaint.answered_at is None:
        # Only what was answered is reviewed: no query for all the others.
        return frozenset()
    entry = HistoryEntryRecord
    statement = select(entry.kind, entry.facts).where(
        entry.complaint_id == complaint.id, entry.kind == EntryKind.REVIEW_ASKED.value
    )
    return first_handlers(work.session.execute(statement))


def excluded_from(work: Work, complaint: ComplaintRecord) -> frozenset[int]:
    """Return who may not answer the complaint, while it waits for an answer."""
    if complaint.status == Status.ANSWERED:
        return frozenset()
    return handlers_before_review(work, complaint)


def refuse_first_handler(work: Work, complaint: ComplaintRecord) -> None:
    """Raise AnotherPersonNeededError if the actor handled the complaint before its review."""
    if work.actor.user_id in handlers_before_review(work, complaint):
        raise AnotherPersonNeededError


T = TypeVar("T")


class Tried(Struct, Generic[T], frozen=True):
    """What came of one change among several: its result, or the error that undid it.

    `is_left` tells that nothing was tried: somebody else held the complaint or had just changed it.
    """

    result: T | None = None
    error: Exception | None = None
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """The complaints that nobody else holds, by number, and what belongs to them, by its key.

    `excluded` are the people of the staff whom they concern. `notices` gathers what the changes
    tell the staff, to be stored in one statement.
    """

    complaints: Mapping[str, ComplaintRecord]
    staff: Staff
    read: ReadTogether
    excluded: Mapping[int, set[int]] = field(default_factory=dict)
    notices: list[dict[str, Any]] = field(default_factory=list)


def hold(session: Session, features: Features, numbers: Collection[str], now: datetime) -> Batch:
    """Hold those of the complaints that nobody else holds, and read what belongs to them."""
    statement = select(ComplaintRecord).where(ComplaintRecord.number.in_(numbers))
    free = {row.number: row for row in session.scalars(statement.with_for_update(skip_locked=True))}
    note_held(session, free.values())
    ids = [complaint.id for complaint in free.values()]
    return Batch(
        complaints=free,
        staff=Staff(now),
        read=ReadTogether(
            _running_clocks(session, ids),
            _complainants(session, ids),
            frozenset({*_waiting(session, ids), *features.answers_sent(session, ids)}),
        ),
        excluded=features.excluded(session, ids),
    )


def _running_clocks(session: Session, complaint_ids: Collection[int]) -> dict[int, ClockRecord]:
    clock = ClockRecord
    statement = select(clock).where(
        clock.complaint_id.in_(complaint_ids),
        # Not by `pending`: SQLite would read every running clock of all agencies for it.
        clock.met_at.is_(None),
        clock.missed_at.is_(None),
        clock.ended_at.is_(None),
    )
    return {clock.id: clock for clock in session.scalars(statement.with_for_update())}


def _waiting(session: Session, complaint_ids: Collection[int]) -> Iterable[int]:
    held = HeldMessageRecord
    is_on_its_way = held.waiting != Waiting.AUTHOR.value
    ids = select(held.complaint_id).where(held.complaint_id.in_(complaint_ids), is_on_its_way)
    return session.scalars(ids)


def _complainants(session: Session, complaint_ids: Collection[int]) -> dict[int, PersonRecord]:
    statement = select(PersonRecord).where(
        PersonRecord.complaint_id.in_(complaint_ids), PersonRecord.role == COMPLAINANT
    )
    # Of several rows of one complainant the first is whole.
    statement = statement.order_by(PersonRecord.id.desc())
    return {row.complaint_id: row for row in session.scalars(statement)}

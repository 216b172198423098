"""Everything that the page of one complaint shows, in a known number of queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.absences import PostHolder, post_holders
from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.case_rows import (
    Clock,
    Conflict,
    Document,
    Entry,
    Escalation,
    Heading,
    Issue,
    Message,
    Person,
    Transfer,
)
from portal.complaints.queries.clocks import KeptClock, clocks_of
from portal.complaints.queries.held_messages import HeldText, texts_held
from portal.complaints.records.clock import ClockRecord, EscalationRecord
from portal.complaints.records.complaint import ComplaintRecord, IssueRecord, PersonRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.complaints.records.message import AttachmentRecord, MessageRecord
from portal.domain.confidential import CLOCKS, is_confidential
from portal.domain.errors import UnknownComplaintError
from portal.domain.permissions import Permission, may
from portal.features.conflicts_of_interest.records import ConflictRecord
from portal.features.contact_limits.queries import ShownLimit, limits_about
from portal.features.information_requests.queries import AskedRequest, requests_about
from portal.features.joint_answers.queries import Part, Whole, parts_of, whole_of
from portal.features.linking.queries import Linked, linked_to
from portal.features.transfers.records import TransferRecord

Value = TypeVar("Value")
AnyClock = TypeVar("AnyClock", Clock, KeptClock)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A complaint with all that belongs to it, and the names of those who acted."""

    complaint: Heading
    people: tuple[Person, ...]
    issues: tuple[Issue, ...]
    clocks: tuple[Clock, ...]
    kept_clocks: tuple[KeptClock, ...]
    escalations: tuple[Escalation, ...]
    messages: tuple[Message, ...]
    entries: tuple[Entry, ...]
    documents: tuple[Document, ...]
    requests: tuple[AskedRequest, ...]
    transfers: tuple[Transfer, ...]
    texts: tuple[HeldText, ...]
    conflicts: tuple[Conflict, ...]
    limits: tuple[ShownLimit, ...]
    parts: tuple[Part, ...]
    whole: Whole | None
    links: tuple[Linked, ...]
    names: dict[int, str]
    holders: Mapping[str, Sequence[PostHolder]]

    def person(self, role: str = "complainant") -> Person | None:
        """Return who has this role in the complaint."""
        return next((person for person in self.people if person.role == role), None)

    def clock(self, kind: str) -> Clock | None:
        """Return the newest clock of a kind, running or not."""
        return next((clock for clock in reversed(self.clocks) if clock.kind == kind), None)

    @property
    def linked(self) -> tuple[Linked, ...]:
        """The complaints that it has to do with."""
        return tuple(one for one in self.links if not one.is_undone)

    @property
    def kept_out(self) -> tuple[Conflict, ...]:
        """Whom the complaint concerns now: they see nothing of it."""
        return tuple(one for one in self.conflicts if one.lifted_at is None)

    @property
    def held(self) -> tuple[str, ...]:
        """What the complainant keeps the agency from reading that has the complaint now."""
        done = [one for one in self.transfers if one.carried_out_at]
        return tuple(done[-1].held) if done else ()


def case_file(session: Session, agency: str, number: str, now: datetime) -> CaseFile:
    """Return a complaint of the agency as it is now, or raise UnknownComplaintError.

    Not everybody who sees it is told that reprisals were reported.
    """
    complaint = _heading(session, agency, number)
    is_told = may(session.info["actor"], Permission.SEE_REPRISALS, agency)
    if not is_told:
        complaint = replace(complaint, reprisal_due_at=None)
    entries = tuple(
        entry
        for entry in _all(session, Entry, HistoryEntryRecord, complaint.id, "seq")
        if is_told or not is_confidential(entry.kind, entry.facts)
    )
    messages = _all(session, Message, MessageRecord, complaint.id, "id")
    acted = [*(entry.user_id for entry in entries), *(one.author_id for one in messages)]
    told = [entry.facts.get(fact) for entry in entries for fact in ("to", "read_by", "who")]
    texts = texts_held(session, complaint.id)
    acted += [one.author_id for one in texts]
    conflicts = _all(session, Conflict, ConflictRecord, complaint.id, "id")
    told += [one.user_id for one in conflicts]
    return CaseFile(
        complaint=complaint,
        people=_all(session, Person, PersonRecord, complaint.id, "id"),
        issues=_all(session, Issue, IssueRecord, complaint.id, "rank"),
        clocks=_told_of(_all(session, Clock, ClockRecord, complaint.id, "id"), is_told),
        kept_clocks=_told_of(clocks_of(session, complaint.id), is_told),
        escalations=_all(session, Escalation, EscalationRecord, complaint.id, "id"),
        messages=messages,
        entries=entries,
        documents=documents_of(session, complaint.id),
        requests=requests_about(session, complaint.id),
        transfers=_all(session, Transfer, TransferRecord, complaint.id, "id"),
        texts=texts,
        conflicts=conflicts,
        limits=tuple(limits_about(session, agency, complaint.id)),
        parts=parts_of(session, complaint.id),
        whole=whole_of(session, complaint.id) if complaint.parent_id is not None else None,
        links=linked_to(session, complaint.id),
        names=names_of(session, [complaint.assignee_id, *acted, *_user_ids(told)]),
        holders=post_holders(session, agency, now),
    )


def documents_of(session: Session, complaint_id: int) -> tuple[Document, ...]:
    """Return the documents of a complaint that the actor was shown, in their order."""
    return _all(session, Document, AttachmentRecord, complaint_id, "id")


def complaint_id_of(session: Session, agency: str, number: str) -> int:
    """Return the id of the agency's complaint with this number, if the actor may see it."""
    found = session.scalar(
        select(ComplaintRecord.id).where(
            ComplaintRecord.number == number, ComplaintRecord.agency == agency
        )
    )
    if found is None:
        raise UnknownComplaintError(number)
    return found


def _told_of(clocks: tuple[AnyClock, ...], is_told: bool) -> tuple[AnyClock, ...]:
    """Return the clocks without those of reprisals, for whoever is not told of these."""
    return tuple(one for one in clocks if is_told or one.kind not in CLOCKS)


def _heading(session: Session, agency: str, number: str) -> Heading:
    row = session.execute(
        select(*_columns(Heading, ComplaintRecord)).where(
            ComplaintRecord.number == number, ComplaintRecord.agency == agency
        )
    ).one_or_none()
    if row is None:
        raise UnknownComplaintError(number)
    return Heading(*row)


def _all(
    session: Session, kind: Callable[..., Value], record: Any, complaint_id: int, order: str
) -> tuple[Value, ...]:
    """Return every row of `record` that belongs to a complaint, as values of `kind`."""
    statement = (
        select(*_columns(kind, record))
        .where(record.complaint_id == complaint_id)
        .order_by(getattr(record, order))
    )
    return tuple(kind(*row) for row in session.execute(statement))


def _columns(kind: Any, record: Any) -> Sequence[Any]:
    return [getattr(record, name) for name in kind.__dataclass_fields__]


def _user_ids(values: Sequence[Any]) -> list[int]:
    return [value for value in values if isinstance(value, int)]

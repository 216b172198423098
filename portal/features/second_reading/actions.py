"""The second reader of an answer, where the agency wants one: a colleague, never its author."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.events import Excluded
from portal.complaints.every_feature import Features
from portal.complaints.letters import letters
from portal.complaints.letters.giving_back import give_back
from portal.complaints.letters.holding import let_go, on_its_way
from portal.complaints.letters.letters import notify
from portal.complaints.queries.accounts import Member, members_who_may
from portal.complaints.queries.case_file import Heading
from portal.complaints.queries.staff import without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HeldMessageRecord
from portal.complaints.work import Work, excluded_from, reached_posts, require
from portal.db.row_filter import FOR_DELIVERY
from portal.domain.errors import IncompleteError, NotAllowedError, NotOnItsWayError, required
from portal.domain.handling.held_messages import CameBack, Outgoing, Waiting
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.words.catalogue import to_translate
from portal.words.letters.staff_parts import FixedNotice
from portal.words.letters.writing import Wordings

REMARK = "reading"
"""The kind of the message by which a second reader sends an answer back."""

TO_READ = FixedNotice(
    "to_read",
    30,
    to_translate("Réponse à relire"),
    to_translate("une réponse à relire"),
    to_translate(
        "Une réponse attend votre lecture avant de partir. "
        "Le délai promis à la personne court toujours."
    ),
    to_translate("une réponse attend votre lecture"),
)
"""To those who may read an answer before it leaves."""

LETTERS = Wordings(to_others=(TO_READ,))


def wants_reader(agency: Agency, category: str) -> bool:
    """Tell whether an agency wants the answers of a category read by a second person."""
    wanted = agency.settings.second_reader
    return wanted is not None and wanted.reads(category)


def possible_readers(
    session: Session,
    features: Features,
    complaint: ComplaintRecord | Heading,
    excluded: Collection[int | None],
) -> list[Member]:
    """Return who of the agency may answer a complaint, by name: not whom it concerns.

    Nor anybody excluded: the author, and who handled it before its review; nor whoever works at a
    level that it did not reach.
    """
    agency = complaint.agency
    concerned = features.concerned(session, complaint.id, agency, complaint.story)
    reached = reached_posts(session, complaint)
    members = members_who_may(session, Permission.ANSWER, agency, reached)
    return [member for member in members if member.user_id not in concerned.union(excluded)]


def ask_if_wanted(work: Work, complaint: ComplaintRecord, kind: Outgoing) -> bool:
    """Ask for a second reader of an answer where the agency wants one; tell whether it does."""
    agency = work.agencies.agency(complaint.agency)
    is_read = kind.answers and wants_reader(agency, complaint.category)
    if is_read:
        _ask_reader(work, complaint)
    return is_read


def approve(work: Work, complaint: ComplaintRecord, held_id: int, hold: timedelta) -> bool:
    """Let the answer that the actor read leave after `hold`; return whether it goes on."""
    return let_go(work, complaint, _to_read(work, complaint, held_id), hold)


def stop_unread(event: Excluded) -> None:
    """Give back what waits for a reader where nobody is left who may read it."""
    work, complaint = event.work, event.complaint
    held = on_its_way(work.session, complaint, **{FOR_DELIVERY: True})
    if held is None or held.waiting != Waiting.READER:
        return
    if not _reader_ids(work, complaint, held.author_id):
        give_back(work, complaint, held, CameBack.REFUSED)


def send_back(work: Work, complaint: ComplaintRecord, held_id: int, remark: str) -> None:
    """Send an answer back to its author with a remark, which stays inside."""
    held = _to_read(work, complaint, held_id)
    held.remark, held.read_by = required(remark, "remark"), work.actor.user_id
    letters.record_text(work, complaint, EntryKind.READING_RETURNED, REMARK, held.remark)
    give_back(work, complaint, held, CameBack.REMARKED)


def _ask_reader(work: Work, complaint: ComplaintRecord) -> None:
    """Tell those who may read an answer that one waits; raise IncompleteError without anybody.

    The complaints service is told, and whoever else may answer only where it has nobody else.
    """
    possible = _reader_ids(work, complaint, work.actor.user_id)
    if not possible:
        raise IncompleteError("reader")
    work.record(complaint, EntryKind.READING_ASKED)
    session, agency, staff = work.session, complaint.agency, work.staff
    heads, officers = staff.heads(session, agency), staff.officers(session, agency)
    service = [*heads, *without(officers, heads)]
    everybody = [
        member for user_id in possible for member in staff.working_as(session, agency, user_id)
    ]
    of_service = [member for member in service if member.user_id in possible]
    notify(work, complaint, of_service or everybody, TO_READ)


def _reader_ids(work: Work, complaint: ComplaintRecord, author_id: int | None) -> set[int]:
    """Return who may read an answer of this author."""
    excluded = excluded_from(work, complaint) | work.staff.excluded | {author_id}
    readers = possible_readers(work.session, work.features, complaint, excluded)
    return {reader.user_id for reader in readers}


def _to_read(work: Work, complaint: ComplaintRecord, held_id: int) -> HeldMessageRecord:
    """Return the answer that waits for the actor to read it.

    Raise NotOnItsWayError if it does not wait any more, and NotAllowedError for its author and
    whoever else may not read it.
    """
    require(work, complaint, Permission.ANSWER)
    held = on_its_way(work.session, complaint)
    if held is None or held.id != held_id or held.waiting != Waiting.READER:
        raise NotOnItsWayError
    if work.actor.user_id not in _reader_ids(work, complaint, held.author_id):
        raise NotAllowedError(Permission.ANSWER)
    return held

"""Somebody suffers or fears reprisals: who protects them is told at once, and has dates to keep.

It never goes by whoever handles the complaint, nor by the levels between, who may be complained
of. The complaint itself stays as it was, to the byte: nothing of it is locked, counted or written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from secrets import token_hex
from typing import TypeVar

from msgspec import Struct
from sqlalchemy.exc import IntegrityError

from portal.complaints.letters.apart import write_sealed
from portal.complaints.queries.staff import Member, Staff
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, complaint_by_number, require, require_complainant
from portal.domain.actor import Actor
from portal.domain.complaint import Status
from portal.domain.errors import TransitionNotAllowedError, required
from portal.domain.permissions import Permission, may
from portal.domain.role import Role
from portal.domain.time.promised_dates import clock_row, planned
from portal.features.reprisals.letters import ConfidentialMissed, ConfidentialWaits, NobodyLeads
from portal.features.reprisals.queries import (
    complainant_name,
    held_file,
    key_of,
    people_of,
    place_of,
    readers_of,
    release_told,
)
from portal.features.reprisals.records import ProtectionFileRecord
from portal.features.reprisals.rules import (
    CHECK_IN,
    CHECK_INS,
    FIRST_ACT,
    Against,
    NobodyInsideError,
    PromisedDate,
    ProtectionFile,
    Reader,
    Report,
    file_to_act_on,
    read_files,
    stored_files,
)
from portal.runtime import Act, Runtime

T = TypeVar("T")


def apart(runtime: Runtime, actor: Actor, number: str, act: Act[T]) -> T:
    """Do something about a complaint of which nothing may show: it is neither held nor written.

    That a plugin failed meanwhile is not noted in its history either: it would be without a report.
    """
    now = runtime.now()
    advice = runtime.advice(actor, number, now)
    with runtime.acting(actor, now) as work:
        complaint = complaint_by_number(work.session, number)
        excluded = work.features.excluded(work.session, [complaint.id])
        staff = work.staff.excluding(excluded.get(complaint.id, ()))
        return act(replace(work, advice=advice, staff=staff), complaint)


class Taken(Struct, frozen=True):
    """A report that was taken down, and who was told: None where nobody is there at present."""

    told: Reader | None


def report(
    work: Work,
    complaint: ComplaintRecord,
    body: str,
    against: Against = Against.OTHERS,
    once: str | None = None,
) -> Taken:
    """Take down what is told of reprisals, for those whom it is not about. Sent twice, kept once.

    A report joins those that the same people read, and before the first act on them it has their
    dates; any other has a file and dates of its own. One that is about the top authority, as it
    says or by whom it names, or that nobody is left to read, is kept by nobody: raise
    NobodyInsideError.
    """
    required(body, "body")
    told = Report(work.now, body, work.actor.user_id, once)
    new = _new_file(work, complaint, told, against)
    with _changed(work, complaint) as files:
        before = next((file for file in files if file.has(once)), None)
        if before is not None:
            return Taken(to_act(work, before)[0])
        file = _joined(work, files, new)
        reader, protectors = to_act(work, file)
        file.reports.append(told)
        if not file.is_first_act_owed:
            file.dates += _promised(work, complaint)
        tell(work, file, protectors, ConfidentialWaits(file.owed[0].last_day))
    return Taken(reader)


def note_report(
    work: Work,
    complaint: ComplaintRecord,
    body: str,
    against: Against = Against.OTHERS,
    once: str | None = None,
) -> Taken:
    """Take down what the complainant told somebody of the agency, by telephone for instance."""
    require_complainant(complaint)
    require(work, complaint, Permission.NOTE)
    return report(work, complaint, body, against, once)


def act(
    work: Work,
    complaint: ComplaintRecord,
    body: str,
    once: str | None = None,
    key: str | None = None,
) -> None:
    """Note what was done about the reports: the first act, or the next time of asking again.

    It is noted in the file that has the `key`, else in that of the actor's in which something is
    owed the soonest. Sent twice, it is noted once: the next time of asking again is not met by it.

    Raise TransitionNotAllowedError if nothing is owed, or nothing that the actor may know of.
    """
    require(work, complaint, Permission.PROTECT)
    required(body, "body")
    row = held_file(work.session, work.keyring, complaint.number)
    files = [] if row is None else read_files(row.content)
    user_id, agency = work.actor.user_id, complaint.agency
    is_top = may(work.actor, Permission.PROTECT_ABOVE, agency)
    theirs = [file for file in files if file.is_read_by(user_id, agency, is_top=is_top)]
    if any(file.has(once) for file in theirs):
        return
    file = file_to_act_on(theirs, key)
    if row is None or file is None:
        raise TransitionNotAllowedError(Status(complaint.status), "protect")
    file.act(work.now, user_id, body, once)
    store(row, files)


# Who is told, and what is kept.


def people_named(work: Work, complaint_id: int, agency: str, told: Report) -> frozenset[int]:
    """Return whom of the staff a report is about: whom it names, as any text of a complaint.

    Who takes down what they were told calls the complainant by a name, which is then nobody else's.
    """
    by_name = "" if told.by is None else complainant_name(work.session, complaint_id)
    return work.features.concerned(work.session, complaint_id, agency, told.body, by_name)


def holds(work: Work, agency: str, role: Role, people: frozenset[int]) -> bool:
    """Tell whether somebody of these people has the role in the agency, away or not."""
    held = work.staff.holding(work.session, agency, role)
    return not people.isdisjoint(member.user_id for member in held)


def _new_file(
    work: Work, complaint: ComplaintRecord, told: Report, against: Against
) -> ProtectionFile:
    """Return the file that a report would have if no other were there; nothing is in it yet."""
    agency = complaint.agency
    named = people_named(work, complaint.id, agency, told)
    reader = _reader(work, agency, against, named)
    file = ProtectionFile(complaint.id, complaint.number, agency, reader, sorted(named))
    if not readers_of(work.session, work.staff, file):
        raise NobodyInsideError(is_closed=True)
    file.key = token_hex(8)
    return file


def _joined(work: Work, files: list[ProtectionFile], new: ProtectionFile) -> ProtectionFile:
    """Return the file that a report goes into: one that the same people read, or else a new one.

    Whoever reads less than all of them would learn from a shared one that there is another report.
    """
    place = (new.agency, new.reader, people_of(work.session, work.staff, new))
    for file in files:
        if (file.agency, file.reader, people_of(work.session, work.staff, file)) == place:
            file.keep_from(new.kept_from)
            return file
    files.append(new)
    return new


def _reader(work: Work, agency: str, against: Against, named: frozenset[int]) -> Reader:
    """Return who reads a report: nobody whom it is about."""
    if against is Against.TOP or holds(work, agency, Role.TOP_AUTHORITY, named):
        raise NobodyInsideError
    is_about_head = against is Against.HEAD or holds(work, agency, Role.HEAD, named)
    return Reader.TOP if is_about_head else Reader.HEAD


def to_act(work: Work, file: ProtectionFile) -> tuple[Reader | None, list[Member]]:
    """Return who is to act: the head, or the top authority where no head is there or it is theirs.

    Whoever stands in for one of them reads no report: the complainant is told who does.
    """
    agency, staff = file.agency, work.staff.excluding({*work.staff.excluded, *file.kept_from})
    is_heads = file.reader is Reader.HEAD
    heads = staff.themselves(work.session, agency, Role.HEAD) if is_heads else []
    if heads:
        return Reader.HEAD, heads
    top = staff.themselves(work.session, agency, Role.TOP_AUTHORITY)
    return (Reader.TOP if top else None), top


def tell(
    work: Work,
    file: ProtectionFile,
    members: list[Member],
    letter: ConfidentialWaits | ConfidentialMissed,
) -> None:
    """Write to those who know; where there is nobody, the administrators learn that much alone.

    Where those who are there are kept from it, no administrator can mend it, nor are they told.
    """
    write_sealed(work, members, letter, file.agency)
    if not members and readers_of(work.session, work.staff, file):
        administrators = Staff(work.now).administrators(work.session, file.agency)
        write_sealed(work, administrators, NobodyLeads(), file.agency)


@contextmanager
def _changed(work: Work, complaint: ComplaintRecord) -> Iterator[list[ProtectionFile]]:
    """Hand out the files of a complaint, none before the first report, and keep what they became.

    Of two first reports at once, the second waits for the first and joins it.
    """
    row = held_file(work.session, work.keyring, complaint.number) or _new_row(work, complaint)
    files = read_files(row.content)
    yield files
    store(row, files)


def _new_row(work: Work, complaint: ComplaintRecord) -> ProtectionFileRecord:
    row = ProtectionFileRecord(
        of=key_of(work.keyring, complaint.number),
        place=place_of(work.keyring, complaint.agency),
        is_owed=False,
        content=[],
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        first = held_file(work.session, work.keyring, complaint.number)
        assert first is not None
        return first
    return row


def store(row: ProtectionFileRecord, files: Sequence[ProtectionFile]) -> None:
    """Keep the files of a complaint in its row."""
    row.content, row.is_owed = stored_files(files), any(file.owed for file in files)


def _promised(work: Work, complaint: ComplaintRecord) -> list[PromisedDate]:
    """Return the dates that a report has: those of the first act and of asking again."""
    agency = work.advised.agency
    first_act = agency.configured.promise("reprisal", complaint.category)
    promises = [(FIRST_ACT, first_act), *((CHECK_IN, promise) for promise in CHECK_INS)]
    rank, in_force_from = release_told(work.session, agency.release_id)
    rows = (
        clock_row(planned(kind, 1, promise, work.now, work.advised.calendar), agency.release_id)
        for kind, promise in promises
    )
    kept = ("kind", "started_at", "due_at", "last_day", "allowance", "promise", "explanation")
    return [
        PromisedDate(
            **{name: row[name] for name in kept}, release=rank, in_force_from=in_force_from
        )
        for row in rows
    ]

"""Somebody suffers or fears reprisals: who protects them is told at once, and has dates to keep.

It never goes by whoever handles the complaint, nor by the levels between, who may be complained
of. The complaint itself stays as it was, to the byte: nothing of it is locked, counted or written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from msgspec import Struct
from sqlalchemy.exc import IntegrityError

from portal.complaints.letters.apart import write_sealed
from portal.complaints.queries.staff import Member, Staff, without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, complaint_by_number, require
from portal.domain.actor import PORTAL, Actor
from portal.domain.complaint import Status
from portal.domain.errors import TransitionNotAllowedError, required
from portal.domain.permissions import Permission, may
from portal.domain.role import Role
from portal.domain.time.promised_dates import clock_row, planned
from portal.features.reprisals.letters import ConfidentialMissed, ConfidentialWaits, NobodyLeads
from portal.features.reprisals.queries import (
    agencies_now,
    files_to_look_at,
    held_file,
    key_of,
    place_of,
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
)
from portal.jobs import Job, Place, each_run, tried
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

    A report that comes before the first act on an earlier one joins it; any other has dates of
    its own. One that is about the top authority, as it says or by whom it names, is kept by nobody:
    raise NobodyInsideError.
    """
    required(body, "body")
    named = _named(work, complaint.id, complaint.agency, body)
    reader = _reader(work, complaint.agency, against, named)
    with _changed(work, complaint) as file:
        file.keep_from(named, reader)
        told, protectors = _readers(work, complaint.agency, file)
        if file.has(once):
            return Taken(told)
        file.reports.append(Report(work.now, body, work.actor.user_id, once))
        if not file.is_first_act_owed:
            file.dates += _promised(work, complaint)
        _tell(work, protectors, complaint.agency, ConfidentialWaits(file.owed[0].last_day))
    return Taken(told)


def note_report(
    work: Work,
    complaint: ComplaintRecord,
    body: str,
    against: Against = Against.OTHERS,
    once: str | None = None,
) -> Taken:
    """Take down what the complainant told somebody of the agency, by telephone for instance."""
    require(work, complaint, Permission.NOTE)
    return report(work, complaint, body, against, once)


def act(work: Work, complaint: ComplaintRecord, body: str, once: str | None = None) -> None:
    """Note what was done about the reports: the first act, or the next time of asking again.

    Sent twice, it is noted once: the next time of asking again is not met by it.

    Raise TransitionNotAllowedError if nothing is owed, or nothing that the actor may know of.
    """
    require(work, complaint, Permission.PROTECT)
    required(body, "body")
    row = held_file(work.session, work.keyring, complaint.number)
    file = None if row is None else ProtectionFile.read(row.content)
    is_top = may(work.actor, Permission.PROTECT_ABOVE, complaint.agency)
    is_theirs = file is not None and file.is_read_by(
        work.actor.user_id, complaint.agency, is_top=is_top
    )
    if file is not None and is_theirs and file.has(once):
        return
    if row is None or file is None or not is_theirs or not file.owed:
        raise TransitionNotAllowedError(Status(complaint.status), "protect")
    file.act(work.now, work.actor.user_id, body, once)
    _store(row, file)


# What the worker does.


def keep_dates(runtime: Runtime, now: datetime) -> int:
    """Tell who did not act by a date, and who soon has to; return in how many files.

    Of a complaint that another agency has since, those who protect there are told.
    """
    with runtime.reading(PORTAL) as session:
        files = files_to_look_at(session)
        agencies = agencies_now(session, [file.complaint_id for file in files])
    return sum(
        tried("keep a date", partial(_look, runtime, file, now), False)
        for file in files
        if _has_something(file, agencies.get(file.complaint_id, file.agency), now)
    )


def _has_something(file: ProtectionFile, agency: str, now: datetime) -> bool:
    """Tell whether a file, of which nothing is kept, has something to be told."""
    return agency != file.agency or bool(file.passed(now) or file.coming(now))


def _look(runtime: Runtime, seen: ProtectionFile, now: datetime) -> bool:
    complaint_id = seen.complaint_id
    with runtime.acting(PORTAL, now) as work:
        row = held_file(work.session, work.keyring, seen.number)
        if row is None:
            return False
        file = ProtectionFile.read(row.content)
        agency = agencies_now(work.session, [complaint_id]).get(complaint_id, file.agency)
        excluded = work.features.excluded(work.session, [complaint_id]).get(complaint_id, set())
        _tell_due(replace(work, staff=work.staff.excluding(excluded)), file, agency)
        row.place = place_of(work.keyring, agency)
        _store(row, file)
    return True


def _tell_due(work: Work, file: ProtectionFile, agency: str) -> None:
    is_elsewhere = agency != file.agency
    if is_elsewhere:
        file.agency = agency
        _keep_from_named(work, file)
    _, readers = _readers(work, agency, file)
    if is_elsewhere:
        _tell(work, readers, agency, ConfidentialWaits())
    for one in file.passed(work.now):
        staff = work.staff.excluding({*work.staff.excluded, *file.kept_from})
        at_the_top = staff.themselves(work.session, agency, Role.TOP_AUTHORITY)
        top = without(at_the_top, readers)
        _tell(work, [*readers, *top], agency, ConfidentialMissed(one.last_day))
    for one in file.coming(work.now):
        _tell(work, readers, agency, ConfidentialWaits(one.last_day))


KEEP_DATES: Job[Runtime] = Job(
    "keep dates of reports", Place.BEFORE_LETTERS, each_run(keep_dates), counted="reports_told"
)


# Who is told, and what is kept.


def _named(work: Work, complaint_id: int, agency: str, body: str) -> frozenset[int]:
    """Return whom of the staff a report is about: whom it names, as any text of a complaint."""
    return work.features.concerned(work.session, complaint_id, agency, body)


def _holds(work: Work, agency: str, role: Role, people: frozenset[int]) -> bool:
    """Tell whether somebody of these people has the role in the agency, away or not."""
    held = work.staff.holding(work.session, agency, role)
    return not people.isdisjoint(member.user_id for member in held)


def _reader(work: Work, agency: str, against: Against, named: frozenset[int]) -> Reader:
    """Return who reads a report: nobody whom it is about."""
    if against is Against.TOP or _holds(work, agency, Role.TOP_AUTHORITY, named):
        raise NobodyInsideError
    is_about_head = against is Against.HEAD or _holds(work, agency, Role.HEAD, named)
    return Reader.TOP if is_about_head else Reader.HEAD


def _keep_from_named(work: Work, file: ProtectionFile) -> None:
    """Keep a file from whom its reports name in the agency that has the complaint now."""
    told = "\n".join(report.body for report in file.reports)
    named = _named(work, file.complaint_id, file.agency, told)
    is_about_head = _holds(work, file.agency, Role.HEAD, named)
    file.keep_from(named, Reader.TOP if is_about_head else Reader.HEAD)


def _readers(work: Work, agency: str, file: ProtectionFile) -> tuple[Reader | None, list[Member]]:
    """Return who is to act: the head, or the top authority where no head is there or it is theirs.

    Whoever stands in for one of them reads no report: the complainant is told who does.
    """
    staff = work.staff.excluding({*work.staff.excluded, *file.kept_from})
    is_heads = file.reader is Reader.HEAD
    heads = staff.themselves(work.session, agency, Role.HEAD) if is_heads else []
    if heads:
        return Reader.HEAD, heads
    top = staff.themselves(work.session, agency, Role.TOP_AUTHORITY)
    return (Reader.TOP if top else None), top


def _tell(
    work: Work, members: list[Member], agency: str, letter: ConfidentialWaits | ConfidentialMissed
) -> None:
    """Write to those who know; where there is nobody, the administrators learn that much alone."""
    write_sealed(work, members, letter, agency)
    if not members:
        administrators = Staff(work.now).administrators(work.session, agency)
        write_sealed(work, administrators, NobodyLeads(), agency)


@contextmanager
def _changed(work: Work, complaint: ComplaintRecord) -> Iterator[ProtectionFile]:
    """Hand out the file of a complaint, a new one at the first report, and keep what became of it.

    Of two first reports at once, the second waits for the first and joins it.
    """
    row = held_file(work.session, work.keyring, complaint.number) or _new_row(work, complaint)
    file = ProtectionFile.read(row.content)
    yield file
    _store(row, file)


def _new_row(work: Work, complaint: ComplaintRecord) -> ProtectionFileRecord:
    file = ProtectionFile(complaint.id, complaint.number, complaint.agency, Reader.HEAD)
    row = ProtectionFileRecord(
        of=key_of(work.keyring, complaint.number),
        place=place_of(work.keyring, complaint.agency),
        is_owed=False,
        content=file.stored(),
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        first = held_file(work.session, work.keyring, complaint.number)
        assert first is not None
        return first
    return row


def _store(row: ProtectionFileRecord, file: ProtectionFile) -> None:
    row.content, row.is_owed = file.stored(), bool(file.owed)


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

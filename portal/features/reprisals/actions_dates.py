"""What the worker does about reports: who did not act by a date is told of, and who soon has to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from portal.complaints.queries.staff import without
from portal.complaints.work import Work
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.features.reprisals.actions import holds, people_named, store, tell, to_act
from portal.features.reprisals.letters import ConfidentialMissed, ConfidentialWaits
from portal.features.reprisals.queries import (
    agencies_now,
    files_to_look_at,
    held_file,
    place_of,
)
from portal.features.reprisals.rules import ProtectionFile, Reader, read_files
from portal.jobs import Job, Place, each_run, tried
from portal.runtime import Runtime


def keep_dates(runtime: Runtime, now: datetime) -> int:
    """Tell who did not act by a date, and who soon has to; return of how many complaints.

    Of a complaint that another agency has since, those who protect there are told.
    """
    with runtime.reading(PORTAL) as session:
        files = files_to_look_at(session)
        agencies = agencies_now(session, [file.complaint_id for file in files])
    due = {
        file.number: file
        for file in files
        if _has_something(file, agencies.get(file.complaint_id, file.agency), now)
    }
    return sum(
        tried("keep a date", partial(_look, runtime, file, now), False) for file in due.values()
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
        files = read_files(row.content)
        agency = agencies_now(work.session, [complaint_id]).get(complaint_id, seen.agency)
        excluded = work.features.excluded(work.session, [complaint_id]).get(complaint_id, set())
        for_it = replace(work, staff=work.staff.excluding(excluded))
        for file in files:
            _tell_due(for_it, file, agency)
        row.place = place_of(work.keyring, agency)
        store(row, files)
    return True


def _tell_due(work: Work, file: ProtectionFile, agency: str) -> None:
    is_elsewhere = agency != file.agency
    if is_elsewhere:
        file.agency = agency
        _keep_from_named(work, file)
    _, readers = to_act(work, file)
    if is_elsewhere and file.owed:
        tell(work, file, readers, ConfidentialWaits())
    for one in file.passed(work.now):
        staff = work.staff.excluding({*work.staff.excluded, *file.kept_from})
        at_the_top = staff.themselves(work.session, agency, Role.TOP_AUTHORITY)
        top = without(at_the_top, readers)
        tell(work, file, [*readers, *top], ConfidentialMissed(one.last_day))
    for one in file.coming(work.now):
        tell(work, file, readers, ConfidentialWaits(one.last_day))


def _keep_from_named(work: Work, file: ProtectionFile) -> None:
    """Keep a file from whom its reports name in the agency that has the complaint now."""
    by_report = (people_named(work, file.complaint_id, file.agency, one) for one in file.reports)
    named = frozenset[int]().union(*by_report)
    file.keep_from(named)
    if holds(work, file.agency, Role.HEAD, named):
        file.reader = Reader.TOP


KEEP_DATES: Job[Runtime] = Job(
    "keep dates of reports", Place.BEFORE_LETTERS, each_run(keep_dates), counted="reports_told"
)

"""The worker goes on with exports, a slice at a time, and erases the files that are over.

A step is one transaction: the part that was written, and how far it leads. A worker that is killed
leaves a lease that runs out; whoever takes the export then goes on after the last part, and a step
of somebody who lost the lease counts for nothing. So no part is there twice, and none is missing.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from math import ceil
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.complaints.letters.apart import write_apart
from portal.complaints.queries.staff import known_user
from portal.complaints.work import Work
from portal.db.taking_turns import take_turns
from portal.db.troubles import database_trouble
from portal.domain.actor import PORTAL
from portal.domain.permissions import may_everywhere
from portal.domain.troubles import DiskFullError
from portal.features.long_exports.letters import ExportFailed, ExportReady
from portal.features.long_exports.queries import (
    asker,
    held,
    next_to_do,
    part_keys,
    with_parts_to_erase,
)
from portal.features.long_exports.queries_contents import all_to_read, ending, next_part
from portal.features.long_exports.records import ExportJobRecord, ExportPartRecord
from portal.features.long_exports.rules import (
    KEPT,
    LEASE,
    NEEDED,
    PUT_OFF,
    ROOM_KEPT,
    TRIES,
    Kind,
    State,
    Why,
)
from portal.jobs import Job, Place, each_run, tried
from portal.runtime import Runtime
from portal.words.letters.letter import Letter

log = structlog.get_logger()

_J = ExportJobRecord


class Making:
    """One worker's part in making exports: it keeps the one that it is at."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime, self._name = runtime, secrets.token_hex(8)
        self._job: ExportJobRecord | None = None

    def go_on(self, now: datetime) -> int:
        """Do the next step of an export; return 1, or 0 where none is to be done."""
        if self._job is None and self._runtime.read(PORTAL, next_to_do, now) is not None:
            self._job = self._taken(now)
        job = self._job
        if job is None:
            return 0
        try:
            goes_on = self._step(job, now)
        except Exception as error:  # noqa: BLE001  # stays with the export, and is tried again
            self._job = None
            self._put_off(job, error, now)
        else:
            self._job = job if goes_on else None
        return 1

    def _taken(self, now: datetime) -> ExportJobRecord | None:
        with self._runtime.transaction(PORTAL) as session:
            take_turns(session.connection(), "exports")
            job = next_to_do(session, now)
            if job is None or _ended_without_right(session, job, now):
                return None
            job.leased_by, job.leased_until = self._name, now + LEASE
            job.state, job.why = State.RUNNING.value, None
            if not job.total:
                job.total, job.last_id = all_to_read(session)
        return job

    def _step(self, job: ExportJobRecord, now: datetime) -> bool:
        """Write the next part of a file, or what ends it; tell whether there is more to do."""
        began, runtime = time.monotonic(), self._runtime
        if job.next_id > job.last_id:
            self._end(job, now)
            return False
        part = runtime.read(PORTAL, next_part, runtime.keyring, job)
        key = self._put(part.content) if part.content else None
        # It rests as long as it works: see the worker.
        spent = job.spent + ceil(2000 * (time.monotonic() - began))
        on = {"next_id": part.next_id, "done": job.done + part.read, "spent": spent, "tries": 0}
        with runtime.transaction(PORTAL) as session:
            is_ours = self._moved(session, job, key, len(part.content), on, now)
        if not is_ours:
            self._let_go(key)
            return False
        for name, value in on.items():
            setattr(job, name, value)
        return True

    def _end(self, job: ExportJobRecord, now: datetime) -> None:
        """Sign a file and let it be downloaded, unless whoever asked may not any more."""
        runtime = self._runtime
        keys = runtime.read(PORTAL, part_keys, job.id)
        parts: Iterator[bytes] = map(runtime.files.get, keys)
        with runtime.reading(PORTAL) as session:
            content = ending(session, runtime.keyring, job, parts)
        key = self._put(content)
        with runtime.acting(PORTAL, now) as work:
            until = _last_day(work)
            done = {
                "state": State.READY.value,
                "ended_at": now,
                "expires_at": _end_of(until, work),
                "leased_by": None,
                "leased_until": None,
            }
            is_ours = self._moved(work.session, job, key, len(content), done, now)
            if is_ours and not _ended_without_right(work.session, held(work.session, job.id), now):
                _write(work, job.user_id, ExportReady(job.id, until))
        if not is_ours:
            self._let_go(key)

    def _moved(
        self,
        session: Session,
        job: ExportJobRecord,
        key: str | None,
        size: int,
        values: Mapping[str, object],
        now: datetime,
    ) -> bool:
        """Keep a step with its part; tell whether the export is still this worker's."""
        ours = update(_J).where(
            _J.id == job.id,
            _J.leased_by == self._name,
            _J.state == State.RUNNING.value,
            _J.next_id == job.next_id,
        )
        parts = _J.parts + int(key is not None)
        told = {"leased_until": now + LEASE, "size": _J.size + size, "parts": parts, **values}
        moved = session.execute(
            ours.values(told).returning(_J.parts),
            execution_options={"synchronize_session": False},
        ).scalar_one_or_none()
        if moved is not None and key is not None:
            session.add(ExportPartRecord(job_id=job.id, rank=moved, file_key=key))
        return moved is not None

    def _put(self, content: bytes) -> str:
        """Keep a part, unless so little room is left that complaints would need it."""
        key = self._runtime.files.put(content)
        if self._runtime.files.free() < ROOM_KEPT:
            self._runtime.files.remove(key)
            raise DiskFullError("exports leave the rest of the disk to complaints")
        return key

    def _let_go(self, key: str | None) -> None:
        if key is not None:
            self._runtime.files.remove(key)

    def _put_off(self, job: ExportJobRecord, error: Exception, now: datetime) -> None:
        """Let an export wait for a better moment, or end it where it failed too often."""
        trouble = database_trouble(error)
        log.warning("export put off", export=job.id, problem=type(trouble or error).__name__)
        tries = job.tries + (trouble is None)
        is_over = tries >= TRIES
        why = Why.DISK_FULL if isinstance(trouble, DiskFullError) else Why.BROKEN
        put_off = {
            "state": (State.FAILED if is_over else State.WAITING).value,
            "why": why.value,
            "tries": tries,
            "not_before": now + PUT_OFF,
            "ended_at": now if is_over else None,
            "leased_by": None,
            "leased_until": None,
        }
        with self._runtime.acting(PORTAL, now) as work:
            is_ours = self._moved(work.session, job, None, 0, put_off, now)
            if is_ours and is_over:
                _write(work, job.user_id, ExportFailed(job.id))


def _ended_without_right(session: Session, job: ExportJobRecord, now: datetime) -> bool:
    """End an export of somebody who may have its file no more; tell whether that was so."""
    user = known_user(session, job.user_id, now)
    needed = NEEDED[Kind(job.kind)]
    if user is not None and user.is_active and may_everywhere(user.actor, needed):
        return False
    job.state, job.why = State.CANCELLED.value, Why.RIGHTS.value
    job.ended_at, job.leased_by, job.leased_until = now, None, None
    return True


def _write(work: Work, user_id: int, letter: Letter) -> None:
    """Write to whoever asked, and to nobody in their place."""
    write_apart(
        work, [asker(work.session, user_id)], letter, [agency.code for agency in work.agencies]
    )


def _last_day(work: Work) -> date:
    return (work.now.astimezone(_zone(work)) + KEPT).date()


def _end_of(day: date, work: Work) -> datetime:
    return datetime.combine(day + timedelta(days=1), time_of_day(), _zone(work))


def _zone(work: Work) -> ZoneInfo:
    return ZoneInfo(work.agencies.portal.calendar.timezone)


def erase_what_is_over(runtime: Runtime, now: datetime) -> int:
    """Erase the files that nobody may have any more; return of how many exports."""
    over = runtime.read(PORTAL, with_parts_to_erase, now)
    return sum(
        tried("erase an export", partial(_erase, runtime, export_id), False) for export_id in over
    )


def _erase(runtime: Runtime, export_id: int) -> bool:
    """Erase the parts first: if they cannot be, the rows stay, and it is tried again."""
    for key in runtime.read(PORTAL, part_keys, export_id):
        runtime.files.remove(key)
    with runtime.transaction(PORTAL) as session:
        session.execute(delete(ExportPartRecord).where(ExportPartRecord.job_id == export_id))
        job = held(session, export_id)
        job.parts = 0
        if job.state == State.READY.value:
            job.state = State.EXPIRED.value
    return True


MAKE: Job[Runtime] = Job(
    "make exports", Place.BESIDE, lambda runtime: Making(runtime).go_on, counted="export_steps"
)
CLEAR: Job[Runtime] = Job(
    "erase exports", Place.LAST, each_run(erase_what_is_over), counted="exports_erased"
)

"""Organisations merged, split and renamed on their day, a batch of complaints at a time."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from portal.complaints.people.staff import Staff
from portal.complaints.work import Work
from portal.domain.actor import PORTAL
from portal.domain.succession import ChangeKind
from portal.features.organisation_changes import actions as agency_changes
from portal.features.organisation_changes import steps as succession_steps
from portal.features.organisation_changes.renames import rename
from portal.jobs import Job, Place, each_run, tried
from portal.runtime import Runtime

# Batches of complaints that move in one run, so that promised dates and letters do not wait.
MOVES_AT_ONCE = 100


def change_agencies(runtime: Runtime, now: datetime) -> int:
    """Merge, split and rename what is due at `now`; return how many complaints moved.

    Staff first, then complaints a batch at a time: however many there are, nobody waits long.
    """
    with runtime.reading(PORTAL) as session:
        due = agency_changes.due_changes(session, now)
    # One at a time: a change that fails must not hold back the others.
    moved = [
        tried("change an organisation", partial(_CARRY_OUT[kind], runtime, change_id, now), 0)
        for change_id, kind in due
    ]
    if due:
        runtime.take_up_changes()
    return sum(moved)


def _rename(runtime: Runtime, change_id: int, now: datetime) -> int:
    with runtime.transaction() as session:
        rename(_work(runtime, session, now), change_id)
    return 0


def _succeed(runtime: Runtime, change_id: int, now: datetime) -> int:
    with runtime.transaction() as session:
        succession_steps.begin(_work(runtime, session, now), change_id)
    after = moved = 0
    for _ in range(MOVES_AT_ONCE):
        with runtime.reading(PORTAL) as session:
            moves = succession_steps.moves_after(session, runtime.agencies, change_id, after, now)
        with runtime.transaction() as session:
            work = _work(runtime, session, now)
            if not moves:
                succession_steps.finish(work, change_id)
                break
            moved += succession_steps.carry_out(work, change_id, moves)
        after = moves[-1].complaint_id
    return moved


_CARRY_OUT = {
    ChangeKind.MERGE: _succeed,
    ChangeKind.SPLIT: _succeed,
    ChangeKind.RENAME: _rename,
}


def _work(runtime: Runtime, session: Session, now: datetime) -> Work:
    return Work(
        session, runtime.keyring, runtime.agencies, PORTAL, now, Staff(now), runtime.features
    )


CHANGE = Job(
    "change organisations",
    Place.BEFORE_DATES,
    each_run(change_agencies),
    counted="complaints_moved",
    at_once=MOVES_AT_ONCE * succession_steps.AT_ONCE,
)

"""Changes of organisations: kept until their day, called off before it, carried out once.

An organisation that takes another name has a release that says so from the day on; its code stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from portal.agencies.files.editing import with_values
from portal.agencies.settings.schema import AgencySettings
from portal.complaints.records.complaint import PAGE, AgencyReleaseRecord
from portal.db.taking_turns import take_turns
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import NotAllowedError, PortalError
from portal.domain.permissions import Permission, may
from portal.domain.succession import (
    ChangeKind,
    ChangeProblem,
    ChangeRefusedError,
    Rename,
    Succession,
)
from portal.features.organisation_changes import actions_merging as merging
from portal.features.organisation_changes.queries import (
    changes_of,
    due_changes,
    locked_change,
    locked_change_of,
)
from portal.features.organisation_changes.records import AgencyChangeRecord
from portal.jobs import Job, Place, each_run, tried
from portal.releases.drafts import check_settings
from portal.releases.files import SettingsMistakesError
from portal.releases.queries import release_in_force
from portal.releases.releases import new_release, put_in_force
from portal.runtime import Runtime

# Batches of complaints that move in one run, so that promised dates and letters do not wait.
MOVES_AT_ONCE = 100


class ChangeBegunError(PortalError):
    """The change has begun or is done, or was called off: it can no longer be called off."""


# Keeping a change until its day.


def keep_succession(
    session: Session, plan: Succession, on: date, actor: Actor, at: datetime
) -> AgencyChangeRecord:
    """Keep a merge or a split until its day.

    Raise NotAllowedError unless the actor may reorganise the old agency and every successor: the
    staff of one will see the complaints of the other. Raise ChangeRefusedError if another change
    of the agency waits, or one replaced it already.
    """
    change = AgencyChangeRecord(
        kind=plan.kind.value,
        agency=plan.agency,
        on_day=on,
        effective_at=plan.effective_at,
        plan=plan.as_facts(),
    )
    return _kept(session, change, actor, at, plan.successors)


def keep_rename(
    session: Session, plan: Rename, effective_at: datetime, actor: Actor, at: datetime
) -> AgencyChangeRecord:
    """Keep a new name until its day; raise NotAllowedError as `keep_succession` does."""
    change = AgencyChangeRecord(
        kind=ChangeKind.RENAME.value,
        agency=plan.agency,
        on_day=plan.on_day,
        effective_at=effective_at,
        plan=plan.as_facts(),
    )
    return _kept(session, change, actor, at)


def call_off(session: Session, change_id: int, agency: str, at: datetime) -> None:
    """Call a change of `agency` off; raise ChangeBegunError once it has begun, or its day has."""
    change = locked_change_of(session, agency, change_id)
    if change is None or change.called_off_at or change.begun_at or change.effective_at <= at:
        raise ChangeBegunError(agency)
    change.called_off_at = at
    change.version += 1


def _kept(
    session: Session,
    change: AgencyChangeRecord,
    actor: Actor,
    at: datetime,
    successors: Iterable[str] = (),
) -> AgencyChangeRecord:
    if not all(may(actor, Permission.REORGANISE, code) for code in (change.agency, *successors)):
        raise NotAllowedError(Permission.REORGANISE)
    take_turns(session.connection(), "agency changes")
    _refuse_a_second(session, change)
    change.asked_by, change.created_at = actor.user_id, at
    session.add(change)
    session.flush()
    return change


def _refuse_a_second(session: Session, change: AgencyChangeRecord) -> None:
    for other in changes_of(session, change.agency):
        if other.called_off_at is not None:
            continue
        if other.kind != ChangeKind.RENAME:
            raise ChangeRefusedError(ChangeProblem.ALREADY_REPLACED, change.agency)
        if other.done_at is None and change.kind == ChangeKind.RENAME:
            raise ChangeRefusedError(ChangeProblem.ANOTHER_PLANNED, change.agency)


# Carrying it out on its day.


def change_agencies(runtime: Runtime, now: datetime) -> int:
    """Merge, split and rename what is due at `now`; return how many complaints moved.

    Staff first, then complaints a batch at a time: however many there are, nobody waits long.
    """
    due = runtime.read(PORTAL, due_changes, now)
    # One at a time: a change that fails must not hold back the others.
    moved = [
        tried("change an organisation", partial(_CARRY_OUT[kind], runtime, change_id, now), 0)
        for change_id, kind in due
    ]
    if due:
        runtime.take_up_changes()
    return sum(moved)


def _succeed(runtime: Runtime, change_id: int, now: datetime) -> int:
    with runtime.acting(PORTAL, now) as work:
        merging.begin(work, change_id)
    after = moved = 0
    for _ in range(MOVES_AT_ONCE):
        moves = runtime.read(PORTAL, merging.moves_after, runtime.agencies, change_id, after, now)
        with runtime.acting(PORTAL, now) as work:
            if not moves:
                merging.finish(work, change_id)
                break
            moved += merging.carry_out(work, change_id, moves)
        after = moves[-1].complaint_id
    return moved


def _rename(runtime: Runtime, change_id: int, now: datetime) -> int:
    """Put a release with the new name in force, once; the old name still leads to the agency.

    Everything else stays as it is in force on that day. Raise SettingsMistakesError if the name
    does not fit the settings.
    """
    with runtime.transaction() as session:
        take_turns(session.connection(), "releases")
        change = locked_change(session, change_id)
        if change.done_at is not None:
            return 0
        current = release_in_force(session, change.agency)
        assert current is not None, "an agency that is renamed is in force"
        text = with_values(current.text or "", "agency", _new_identity(change, current))
        checked = check_settings(session, change.agency, text, runtime.agencies.portal)
        if checked.settings is None:
            raise SettingsMistakesError(checked.mistakes)
        settings = checked.settings.model_dump(mode="json")
        release = new_release(session, change.agency, settings, text, PAGE, now)
        release.published_by = change.asked_by
        put_in_force(session, release, now)
        change.begun_at = change.done_at = now
        change.version += 1
    return 0


def _new_identity(change: AgencyChangeRecord, current: AgencyReleaseRecord) -> dict[str, Any]:
    before = AgencySettings.model_validate(current.settings).agency
    former = {
        "name": {"fr": before.name.fr, "en": before.name.en},
        "aliases": tuple(filter(None, [before.short_name])),
        "until": change.on_day - timedelta(days=1),
    }
    lineage = (ancestor.model_dump() for ancestor in before.successor_of)
    return {
        "name": {"fr": change.plan["fr"], "en": change.plan["en"]},
        "short_name": change.plan["short_name"],
        "successor_of": (*lineage, former),
    }


_CARRY_OUT = {
    ChangeKind.MERGE: _succeed,
    ChangeKind.SPLIT: _succeed,
    ChangeKind.RENAME: _rename,
}

CHANGE = Job(
    "change organisations",
    Place.BEFORE_DATES,
    each_run(change_agencies),
    counted="complaints_moved",
    at_once=MOVES_AT_ONCE * merging.AT_ONCE,
)

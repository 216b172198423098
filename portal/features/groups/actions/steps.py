"""What happens to a group: its state moves, and the step is kept beside it."""

from __future__ import annotations

from sqlalchemy import select

from portal.complaints.work import Work
from portal.domain.errors import NotAllowedError, UnknownGroupError
from portal.domain.permissions import Permission, may
from portal.features.groups.records import GroupRecord, GroupStepRecord
from portal.features.groups.rules import State, Step, state_after


def held_group(
    work: Work, group_id: int, permission: Permission, agency: str | None = None
) -> GroupRecord:
    """Return a group, held, in which the actor may do this.

    Raise UnknownGroupError where there is none, or none of `agency`.
    """
    found = work.session.scalar(
        select(GroupRecord)
        .where(GroupRecord.id == group_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or agency not in (None, found.agency):
        raise UnknownGroupError(group_id)
    if not may(work.actor, permission, found.agency):
        raise NotAllowedError(permission)
    return found


def take(
    work: Work, group: GroupRecord, step: Step, text: str | None = None, **facts: object
) -> None:
    """Take a step; raise TransitionNotAllowedError where the state does not allow it."""
    group.state = state_after(State(group.state), step).value
    keep(work, group, step, text, **facts)


def keep(
    work: Work, group: GroupRecord, step: Step, text: str | None = None, **facts: object
) -> None:
    """Keep a step that was taken, with its text sealed."""
    work.session.add(
        GroupStepRecord(
            group_id=group.id,
            kind=step.value,
            at=work.now,
            user_id=work.actor.user_id,
            body=text,
            facts=facts,
        )
    )

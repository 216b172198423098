"""Groups are proposed, their answers sent, and addresses that nobody confirmed forgotten."""

from __future__ import annotations

from datetime import datetime

from portal.domain.actor import PORTAL
from portal.features.groups.actions.following import forget_unconfirmed
from portal.features.groups.actions.proposing import look_for_groups
from portal.features.groups.actions.sending import answer_groups, end_answered
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime


def _answer(runtime: Runtime, now: datetime) -> int:
    return answer_groups(runtime, now, hold=runtime.config.hold)


def _propose(runtime: Runtime, now: datetime) -> int:
    return look_for_groups(runtime, now).proposed


def _forget(runtime: Runtime, now: datetime) -> int:
    with runtime.transaction(PORTAL) as session:
        return forget_unconfirmed(session, now)


JOBS = (
    Job("answer groups", Place.BEFORE_DATES, each_run(_answer), at_once=1),
    Job("end answered groups", Place.BEFORE_DATES, each_run(end_answered)),
    Job("look for groups", Place.BEFORE_LETTERS, each_run(_propose), counted="groups_proposed"),
    Job("forget addresses", Place.LAST, each_run(_forget), counted="addresses_forgotten"),
)

"""Asking for an export, and calling one off: its file is erased with it."""

from __future__ import annotations

from portal.complaints.work import Work
from portal.db.taking_turns import take_turns
from portal.domain.errors import NotAllowedError, PortalError
from portal.domain.permissions import may_everywhere
from portal.domain.time.periods import Period
from portal.features.long_exports.queries import count_on_the_way, held, the_same
from portal.features.long_exports.records import ExportJobRecord
from portal.features.long_exports.rules import AT_ONCE, NEEDED, ON_THE_WAY, Kind, State
from portal.reporting.vintages.freezing import NotPublishedError
from portal.reporting.vintages.queries import vintages


class TooManyExportsError(PortalError):
    """Somebody has as many exports on the way as one person may."""


def ask_for_dump(work: Work, quarter: Period) -> int:
    """Have the auditor's dump of a published quarter made; return the id of the export.

    What is on the way or ready already is not made twice: then it is that one's.
    """
    kind, actor, session = Kind.AUDITOR_DUMP, work.actor, work.session
    if actor.user_id is None or not may_everywhere(actor, NEEDED[kind]):
        raise NotAllowedError(NEEDED[kind])
    take_turns(session.connection(), f"exports of {actor.user_id}")
    made = vintages(session, quarter)
    if not made:
        raise NotPublishedError(str(quarter))
    edition = made[-1].number
    if known := the_same(session, kind, str(quarter), edition, work.now):
        return known
    if count_on_the_way(session) >= AT_ONCE:
        raise TooManyExportsError(str(AT_ONCE))
    job = ExportJobRecord(
        user_id=actor.user_id,
        kind=kind.value,
        about=str(quarter),
        edition=edition,
        asked_at=work.now,
        not_before=work.now,
        state=State.WAITING.value,
    )
    session.add(job)
    session.flush()
    return job.id


def call_off(work: Work, export_id: int) -> State:
    """Call an export off, or let its file go; return where it was. The worker erases the file."""
    job = held(work.session, export_id)
    before = State(job.state)
    if before in (*ON_THE_WAY, State.READY):
        job.state, job.ended_at = State.CANCELLED.value, work.now
        job.leased_by = job.leased_until = job.why = None
    return before

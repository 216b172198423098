"""Deadlines begin, end, and are recalled: by what was answered, an answer, silence, the person.

Nothing of it stands in the history: it changes nothing of the complaint, and what somebody does
about another way is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from portal.complaints.events import ContactChanged, RecourseTimed
from portal.complaints.letters import letters
from portal.complaints.planning import Added, Filing
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.complaint import ReplyBy
from portal.features.own_deadlines.letters import OwnDeadlineNear
from portal.features.own_deadlines.queries import (
    LOOKED_AT_ONCE,
    opened,
    rows_of_complaint,
    to_recall,
)
from portal.features.own_deadlines.records import OwnDeadlineRecord
from portal.features.own_deadlines.rules import (
    Limit,
    OwnDeadline,
    RunsFrom,
    asked_limits,
    counted,
    days_on_the_way,
    recourse_limit,
)
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime


def counted_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Count the deadlines of which the person gave the day before sending; return their rows."""
    draft, plan = filing.draft, filing.plan
    if not draft.answers:
        return None
    zone, reply_by = plan.calendar.zone, filing.content.reply_by or ReplyBy.NONE
    today = plan.calendar.day_of(filing.now)
    told = {
        limit.key: counted(limit, began, RunsFrom.GIVEN, plan.calendar, today)
        for limit in asked_limits(plan.agency.consult().notices(draft))
        if (began := limit.began(draft.answers)) is not None
    }
    rows = [
        {"key": key, "recall_at": one.next_recall(reply_by, zone), "content": one.stored()}
        for key, one in told.items()
    ]
    days = [one.last_day for one in told.values() if not one.is_past(today)]
    return Added(rows={OwnDeadlineRecord: rows}, own_days=days) if rows else None


def give_days(work: Work, complaint: ComplaintRecord, days: Sequence[tuple[Limit, date]]) -> None:
    """Count deadlines from the days that the person gives now, in place of those given before."""
    for limit, began_on in days:
        _begin(work, complaint, limit, began_on, RunsFrom.GIVEN)


def say_done(work: Work, complaint: ComplaintRecord, key: str, *, is_done: bool) -> None:
    """Keep that the person did what a deadline is for, or that they did not after all."""
    today = _today(work)
    _change(work, complaint, key, {"done_on": today if is_done else None})


def silence(work: Work, complaint: ComplaintRecord, key: str, *, is_quiet: bool) -> None:
    """Keep that the person wants no reminders of a deadline, or wants them again."""
    _change(work, complaint, key, {"quiet": is_quiet})


def begin_with_recourse(event: RecourseTimed) -> None:
    """Count the time of a recourse, once more with each answer, and tell its last day.

    What silence opened began on that day, however late it is noticed.
    """
    work, complaint = event.work, event.complaint
    limit = recourse_limit(event.recourse)
    if limit is not None:
        began = event.since.astimezone(work.advised.calendar.zone).date()
        runs_from = RunsFrom.SILENCE if event.by_silence else RunsFrom.ANSWER
        event.last_day = _begin(work, complaint, limit, began, runs_from).last_day


def by_other_means(event: ContactChanged) -> None:
    """Let the reminders still to come leave by the means that the person has chosen now."""
    work, zone = event.work, event.work.advised.calendar.zone
    for row in rows_of_complaint(work.session, event.complaint.id):
        deadline = opened(row.content)
        if deadline is not None:
            deadline.drop_past(_today(work))
            row.content = deadline.stored()
            row.recall_at = deadline.next_recall(event.reply_by, zone)


def recall(work: Work, complaint: ComplaintRecord) -> bool:
    """Remind the person of what ends soon, all in one letter; return whether one is written.

    What another worker recalled meanwhile is not due any more.
    """
    due = [
        row
        for row in rows_of_complaint(work.session, complaint.id)
        if row.recall_at is not None and row.recall_at <= work.now
    ]
    days = sorted({day for row in due if (day := _taken(work, complaint, row)) is not None})
    if days:
        by_post = days_on_the_way(complaint.reply_by) > 0
        letters.to_citizen(
            work, complaint, OwnDeadlineNear(tuple(days), None if by_post else _today(work))
        )
    return bool(days)


def _taken(work: Work, complaint: ComplaintRecord, row: OwnDeadlineRecord) -> date | None:
    """Take the reminders of a deadline that are due; return its last day if one is worth it."""
    deadline = opened(row.content)
    if deadline is None:
        row.recall_at = None
        return None
    is_worth = deadline.take_due(complaint.reply_by, work.now, work.advised.calendar.zone)
    _keep(work, complaint, row, deadline)
    return deadline.last_day if is_worth else None


def _begin(
    work: Work, complaint: ComplaintRecord, limit: Limit, began_on: date, runs_from: RunsFrom
) -> OwnDeadline:
    """Count a deadline from a day; counted from the same day before, it stays as it was told."""
    row = _row(work, complaint, limit.key)
    before = opened(row.content) if row is not None else None
    if before is not None and (before.began_on, before.runs_from) == (began_on, runs_from):
        return before
    deadline = counted(limit, began_on, runs_from, work.advised.calendar, _today(work))
    deadline.quiet = before is not None and before.quiet
    if row is None:
        row = OwnDeadlineRecord(complaint_id=complaint.id, key=limit.key)
        work.session.add(row)
    _keep(work, complaint, row, deadline)
    return deadline


def _change(work: Work, complaint: ComplaintRecord, key: str, fields: Mapping[str, Any]) -> None:
    row = _row(work, complaint, key)
    deadline = opened(row.content) if row is not None else None
    if row is None or deadline is None:
        return
    for name, value in fields.items():
        setattr(deadline, name, value)
    # The person has the page before them.
    deadline.drop_past(_today(work))
    _keep(work, complaint, row, deadline)


def _keep(
    work: Work, complaint: ComplaintRecord, row: OwnDeadlineRecord, deadline: OwnDeadline
) -> None:
    row.content = deadline.stored()
    row.recall_at = deadline.next_recall(complaint.reply_by, work.advised.calendar.zone)


def _row(work: Work, complaint: ComplaintRecord, key: str) -> OwnDeadlineRecord | None:
    rows: Iterable[OwnDeadlineRecord] = rows_of_complaint(work.session, complaint.id)
    return next((row for row in rows if row.key == key), None)


def _today(work: Work) -> date:
    return work.advised.calendar.day_of(work.now)


def recall_due(runtime: Runtime, now: datetime) -> int:
    """Write every reminder that is due; return to how many people."""
    return runtime.change_waiting(lambda session: to_recall(session, now), recall, now)


RECALL: Job[Runtime] = Job(
    "recall deadlines",
    Place.BEFORE_LETTERS,
    each_run(recall_due),
    counted="deadlines_recalled",
    at_once=LOOKED_AT_ONCE,
)

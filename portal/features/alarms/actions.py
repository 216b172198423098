"""Alarms: raised by rules once for each period, told to who can act, responded to with a reason."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from portal.agencies.alarm_rules import alarm_rules
from portal.agencies.registry import Registry
from portal.complaints.letters.apart import write_apart
from portal.complaints.people.staff import Member, without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import Role
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    UnknownAlarmError,
)
from portal.domain.permissions import Permission, may, may_everywhere
from portal.domain.time.periods import Period, months_until
from portal.features.alarms import raised as raised_alarms
from portal.features.alarms.counts import (
    received_lately,
    recommendations_in_vain,
    shares_of_quarter,
)
from portal.features.alarms.records import AlarmRecord
from portal.features.alarms.rules import ACROSS, USUAL_MONTHS, Alarm, AlarmRules, Observed, raised
from portal.features.recommendations.records import RecommendationRecord


def raise_alarms(work: Work) -> int:
    """Raise what the rules raise now and was not raised for its period; return how many."""
    rules = alarm_rules(work.agencies.portal)
    if rules == AlarmRules():
        return 0
    new = 0
    for alarm in raised(observed(work.session, work.agencies, work.now), rules):
        alarm_id = raised_alarms.keep(work.session, alarm, work.now)
        if alarm_id is not None:
            _tell(work, alarm, alarm_id)
            new += 1
    return new


def observed(session: Session, agencies: Registry, now: datetime) -> Observed:
    """Read what the rules look at, of the agencies that take complaints at `now`."""
    codes = [agency.code for agency in agencies.taking_complaints(now)]
    today = now.astimezone(ZoneInfo(agencies.portal.calendar.timezone)).date()
    quarter = Period.quarter_of(today)
    founded, missed = shares_of_quarter(session, codes, quarter.months)
    refused, late = recommendations_in_vain(session, codes, now)
    months = months_until(today, USUAL_MONTHS + 1)
    return Observed(
        month=months[-1],
        quarter=str(quarter),
        received=received_lately(session, codes, months),
        founded=founded,
        missed=missed,
        refused=refused,
        late=late,
    )


def respond_to_alarm(
    work: Work, agency: str, alarm_id: int, reason: str, recommendation: int | None = None
) -> None:
    """Say what is done about an alarm, once; `agency` is empty for one about several.

    Raise IncompleteError without a reason, or for a recommendation of another agency.
    """
    _refuse_stranger(work, agency)
    record = _held(work, agency, alarm_id)
    missing = [] if reason.strip() else ["reason"]
    if recommendation is not None and not _is_of(work, agency, recommendation):
        missing.append("recommendation")
    if missing:
        raise IncompleteError(*missing)
    if record.responded_at is not None:
        raise TransitionNotAllowedError("responded", "respond_to_alarm")
    record.responded_at, record.responded_by = work.now, work.actor.user_id
    record.reason, record.recommendation_id = reason.strip(), recommendation


def _refuse_stranger(work: Work, agency: str) -> None:
    responds = Permission.RESPOND_TO_ALARMS
    is_across = agency == ACROSS
    if not (
        may_everywhere(work.actor, responds) if is_across else may(work.actor, responds, agency)
    ):
        raise NotAllowedError(responds)


def _held(work: Work, agency: str, alarm_id: int) -> AlarmRecord:
    of_it = select(AlarmRecord).where(AlarmRecord.id == alarm_id, AlarmRecord.agency == agency)
    record = work.session.scalar(of_it.with_for_update())
    if record is None:
        raise UnknownAlarmError(alarm_id)
    return record


def _is_of(work: Work, agency: str, recommendation: int) -> bool:
    record, complaint = RecommendationRecord, ComplaintRecord
    of_agency = (
        select(record.id)
        .join(complaint, complaint.id == record.complaint_id)
        .where(record.id == recommendation, complaint.agency == agency)
    )
    return work.session.scalar(of_agency) is not None


def _tell(work: Work, alarm: Alarm, alarm_id: int) -> None:
    told = {"alarm": alarm_id, "rule": alarm.rule.value, "across": alarm.agency == ACROSS}
    write_apart(work, _concerned(work, alarm), "systemic_alarm", alarm.concerned, **told)


def _concerned(work: Work, alarm: Alarm) -> list[Member]:
    """Return who can act: the head and the top authority of an agency, or the analysts of all."""
    session, staff = work.session, work.staff
    if alarm.agency == ACROSS:
        return staff.with_role(session, None, Role.ANALYST)
    heads = staff.heads(session, alarm.agency)
    top = without(staff.top_authority(session, alarm.agency), heads)
    return [*heads, *top] or staff.administrators(session, alarm.agency)


def take_over(session: Session, before: str, after: str) -> None:
    """Give the alarms of an agency to its successor; one that it has of its own stays alone."""
    own, theirs = aliased(AlarmRecord), AlarmRecord
    same = (own.rule == theirs.rule, own.theme == theirs.theme, own.period == theirs.period)
    has_own = exists(select(own.id).where(own.agency == after, *same))
    alarms = update(theirs).where(theirs.agency == before, ~has_own)
    session.execute(alarms.values(agency=after), execution_options={"synchronize_session": False})

"""Alarms: raised by rules once for each period, told to who can act, responded to with a reason."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.agencies.settings.shared import AlarmSettings
from portal.complaints.every_feature import Features
from portal.complaints.letters.apart import write_apart
from portal.complaints.queries.staff import Member, without
from portal.complaints.work import Work
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    UnknownRecommendationError,
)
from portal.domain.permissions import Permission, may_as_one_of, may_everywhere
from portal.domain.role import Role
from portal.domain.time.periods import Period, months_until
from portal.domain.typed import is_blank
from portal.features.alarms.letters import AlarmRaised
from portal.features.alarms.queries import (
    held_alarm,
    keep_alarm,
    received_lately,
    shares_of_quarter,
)
from portal.features.alarms.rules import ACROSS, USUAL_MONTHS, Alarm, Observed, raised
from portal.jobs import Job, Place
from portal.runtime import Runtime


def raise_alarms(work: Work) -> int:
    """Raise what the rules raise now and was not raised for its period; return how many."""
    rules = work.agencies.portal.alarms
    if rules is None or rules == AlarmSettings():
        return 0
    new = 0
    for alarm in raised(observed(work.session, work.agencies, work.features, work.now), rules):
        alarm_id = keep_alarm(work.session, alarm, work.now)
        if alarm_id is not None:
            letter = AlarmRaised(alarm_id, alarm.rule, alarm.agency == ACROSS)
            write_apart(work, _concerned(work, alarm), letter, alarm.concerned)
            new += 1
    return new


def observed(session: Session, agencies: Registry, features: Features, now: datetime) -> Observed:
    """Read what the rules look at, of the agencies that take complaints at `now`."""
    codes = [agency.code for agency in agencies.taking_complaints(now)]
    today = now.astimezone(ZoneInfo(agencies.portal.calendar.timezone)).date()
    quarter = Period.quarter_of(today)
    founded, missed = shares_of_quarter(session, codes, quarter.months)
    refused, late = features.changes.in_vain(session, codes, now)
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


def may_respond(actor: Actor, agency: str) -> bool:
    """Tell whether an actor may respond to the alarms of an agency, or to those about several."""
    if agency == ACROSS:
        return may_everywhere(actor, Permission.RESPOND_TO_ALARMS)
    return may_as_one_of(actor, Permission.RESPOND_TO_ALARMS, agency)


def respond_to_alarm(
    work: Work, agency: str, alarm_id: int, reason: str, recommendation: int | None = None
) -> None:
    """Say what is done about an alarm, once; `agency` is empty for one about several.

    An agency's own people alone say it of theirs. Raise IncompleteError without a reason, or for a
    recommendation of another agency.
    """
    if not may_respond(work.actor, agency):
        raise NotAllowedError(Permission.RESPOND_TO_ALARMS)
    record = held_alarm(work.session, agency, alarm_id)
    missing = ["response"] if is_blank(reason) else []
    if recommendation is not None:
        missing += _missing_change(work, agency, recommendation)
    if missing:
        raise IncompleteError(*missing)
    if record.responded_at is not None:
        raise TransitionNotAllowedError("responded", "respond_to_alarm")
    record.responded_at, record.responded_by = work.now, work.actor.user_id
    record.reason, record.recommendation_id = reason.strip(), recommendation


class Watch:
    """Looks for alarms the first time it is asked on a day.

    Another worker may look on the same day: an alarm is kept once for its period, and told by
    whoever kept it.
    """

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self._looked_on: date | None = None

    def look(self, now: datetime) -> int:
        """Raise what the rules raise; return how many alarms are new."""
        zone = ZoneInfo(self.runtime.agencies.portal.calendar.timezone)
        today = now.astimezone(zone).date()
        if self._looked_on == today:
            return 0
        with self.runtime.acting(PORTAL, now) as work:
            new = raise_alarms(work)
        # Only now: a look that failed is made again.
        self._looked_on = today
        return new


LOOK: Job[Runtime] = Job(
    "look for alarms",
    Place.AFTER_CLOCKS,
    lambda runtime: Watch(runtime).look,
    counted="alarms",
)


def _missing_change(work: Work, agency: str, change_id: int) -> list[str]:
    try:
        work.features.changes.change(work.session, agency, change_id)
    except UnknownRecommendationError:
        return ["recommendation"]
    return []


def _concerned(work: Work, alarm: Alarm) -> list[Member]:
    """Return who can act: the head and the top authority of an agency, or the analysts of all."""
    session, staff = work.session, work.staff
    if alarm.agency == ACROSS:
        return staff.with_role(session, None, Role.ANALYST)
    heads = staff.heads(session, alarm.agency)
    top = without(staff.top_authority(session, alarm.agency), heads)
    return [*heads, *top] or staff.administrators(session, alarm.agency)

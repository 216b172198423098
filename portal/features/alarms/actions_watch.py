"""Alarms are raised once a day, told to whoever answers, and told again while nothing happens.

The head of the complaints service hears first, or the top authority, or who looks after the
settings; the top authority hears as well. Of several agencies, the analysts of all hear. A reminder
reaches these analysts too, so that no alarm waits without somebody being told.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.agencies.settings.shared import AlarmSettings
from portal.complaints.letters.apart import write_apart
from portal.complaints.queries.staff import Member, without
from portal.complaints.records.steps import step_values
from portal.complaints.work import Work
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.features.alarms.letters import AlarmRaised, AlarmReminder
from portal.features.alarms.queries import due_alarms, keep_alarm
from portal.features.alarms.queries_observed import observed
from portal.features.alarms.records import AlarmRecord, AlarmStepRecord
from portal.features.alarms.rules import ACROSS, Alarm, Rule, State, Step, term_of
from portal.features.alarms.rules_raising import raised
from portal.jobs import Job, Place
from portal.runtime import Runtime

_REMINDED_AT_ONCE = 200


def raise_alarms(work: Work) -> int:
    """Raise what the rules raise now and was not raised for its period; return how many."""
    rules = work.agencies.portal.alarms
    if rules is None or rules == AlarmSettings():
        return 0
    seen = observed(work.session, work.agencies, work.features, work.now)
    return sum(_raise(work, alarm) for alarm in raised(seen, rules))


def remind(work: Work) -> int:
    """Tell again of alarms of which nothing was said within their term; return how many."""
    due = due_alarms(work.session, work.now, _REMINDED_AT_ONCE)
    for record in due:
        _remind(work, record)
    return len(due)


class Watch:
    """Looks for alarms the first time it is asked on a day.

    Another worker may look on the same day: an alarm is kept once for its period, and told by
    whoever kept it.
    """

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self._looked_on: date | None = None

    def look(self, now: datetime) -> int:
        """Raise what the rules raise, and remind; return how many alarms are new."""
        zone = ZoneInfo(self.runtime.agencies.portal.calendar.timezone)
        today = now.astimezone(zone).date()
        if self._looked_on == today:
            return 0
        with self.runtime.acting(PORTAL, now) as work:
            new = raise_alarms(work)
            remind(work)
        # Only now: a look that failed is made again.
        self._looked_on = today
        return new


LOOK: Job[Runtime] = Job(
    "look for alarms",
    Place.AFTER_CLOCKS,
    lambda runtime: Watch(runtime).look,
    counted="alarms",
)


def _raise(work: Work, alarm: Alarm) -> bool:
    told = _answering(work, alarm.agency)
    alarm_id = keep_alarm(work.session, alarm, told[0].user_id if told else None, work.now)
    if alarm_id is None:
        return False
    heard = [*told, *without(_above(work, alarm.agency), told)]
    letter = AlarmRaised(alarm_id, alarm.rule, alarm.agency == ACROSS)
    write_apart(work, heard, letter, alarm.concerned)
    _keep(work, alarm_id, Step.TOLD, heard)
    return True


def _remind(work: Work, record: AlarmRecord) -> None:
    told = _answering(work, record.agency)
    heard = [*told, *without(_above(work, record.agency), told)]
    # Whoever oversees all hears of what the agency itself left without an answer.
    heard += without(work.staff.with_role(work.session, None, Role.ANALYST), heard)
    concerned = _concerned(record)
    letter = AlarmReminder(record.id, Rule(record.rule), record.agency == ACROSS)
    write_apart(work, heard, letter, concerned)
    _keep(work, record.id, Step.REMINDED, heard)
    term = term_of(State(record.state))
    record.remind_at = None if term is None else work.now + term
    record.responsible_id = told[0].user_id if told else record.responsible_id


def _concerned(record: AlarmRecord) -> list[str]:
    if record.agency != ACROSS:
        return [record.agency]
    return [rising["agency"] for rising in record.figures["agencies"]]


def _keep(work: Work, alarm_id: int, step: Step, told: list[Member]) -> None:
    facts: dict[str, Any] = {"told": [member.user_id for member in told]}
    values = step_values(work.actor, work.now, step, facts=facts)
    work.session.add(AlarmStepRecord(alarm_id=alarm_id, **values))


def _answering(work: Work, agency: str) -> list[Member]:
    """Return who answers for an agency, the first of them by name; or the analysts of all."""
    session, staff = work.session, work.staff
    if agency == ACROSS:
        return staff.with_role(session, None, Role.ANALYST) or staff.with_role(
            session, None, Role.ADMINISTRATOR
        )
    return (
        staff.heads(session, agency)
        or staff.top_authority(session, agency)
        or staff.administrators(session, agency)
    )


def _above(work: Work, agency: str) -> list[Member]:
    return [] if agency == ACROSS else work.staff.top_authority(work.session, agency)

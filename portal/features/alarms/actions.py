"""What is done about an alarm: noted, explained, met by a measure, found groundless, closed.

Each step stays, with who took it; what is over is not taken up again.
"""

from __future__ import annotations

from sqlalchemy import Connection

from portal.complaints.planning import Added, Filing
from portal.complaints.records.steps import step_values
from portal.complaints.work import Work
from portal.domain.actor import Actor
from portal.domain.complaint import is_own_motion
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    PortalError,
    UnknownRecommendationError,
)
from portal.domain.handling.lifecycle import state_after
from portal.domain.permissions import Permission, may_as_one_of, may_everywhere
from portal.domain.typed import is_blank
from portal.features.alarms.queries import held_alarm, steps_taken
from portal.features.alarms.records import AlarmRecord, AlarmStepRecord
from portal.features.alarms.rules import (
    ACROSS,
    OF_PEOPLE,
    TRANSITIONS,
    WITHOUT_WORDS,
    FromAlarm,
    State,
    Step,
    term_of,
)


class AnsweredMeanwhileError(PortalError):
    """An answer was noted since the alarm was read, which may be the same one sent twice."""


def may_respond(actor: Actor, agency: str) -> bool:
    """Tell whether an actor may respond to the alarms of an agency, or to those about several."""
    if agency == ACROSS:
        return may_everywhere(actor, Permission.RESPOND_TO_ALARMS)
    return may_as_one_of(actor, Permission.RESPOND_TO_ALARMS, agency)


def respond_to_alarm(
    work: Work,
    agency: str,
    alarm_id: int,
    step: Step,
    text: str = "",
    recommendation: int | None = None,
    seen: int | None = None,
) -> State:
    """Say what is done about an alarm, and return where it stands; `agency` is empty for several.

    An agency's own people alone say it of theirs. Raise IncompleteError without the words that a
    step needs, or for a recommendation of another agency; AnsweredMeanwhileError where there are
    other answers than the number of those that were `seen`.
    """
    if not may_respond(work.actor, agency):
        raise NotAllowedError(Permission.RESPOND_TO_ALARMS)
    record = held_alarm(work.session, agency, alarm_id)
    if seen is not None and seen != _answers(work, record):
        raise AnsweredMeanwhileError(alarm_id)
    missing = ["response"] if is_blank(text) and step not in WITHOUT_WORDS else []
    if recommendation is not None:
        missing += _missing_change(work, agency, recommendation)
    if missing:
        raise IncompleteError(*missing)
    state = state_after(TRANSITIONS, State(record.state), step)
    record.state, record.standing = state.value, state.standing
    record.recommendation_id = recommendation or record.recommendation_id
    term = term_of(state)
    record.remind_at = None if term is None else work.now + term
    if state.is_open:
        _keep(work, record, step, text.strip(), recommendation)
    else:
        record.responded_at, record.responded_by = work.now, work.actor.user_id
        record.reason = text.strip()
    return state


def _answers(work: Work, record: AlarmRecord) -> int:
    """Return how many answers an alarm has; the one that ended it stands in the alarm itself."""
    return steps_taken(work.session, record.id, OF_PEOPLE) + (record.responded_at is not None)


def _keep(
    work: Work, record: AlarmRecord, step: Step, text: str, recommendation: int | None
) -> None:
    facts = {} if recommendation is None else {"recommendation": recommendation}
    values = step_values(work.actor, work.now, step, text or None, facts)
    work.session.add(AlarmStepRecord(alarm_id=record.id, **values))


def _missing_change(work: Work, agency: str, change_id: int) -> list[str]:
    try:
        work.features.changes.change(work.session, agency, change_id)
    except UnknownRecommendationError:
        return ["recommendation"]
    return []


def told_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Tell the alarm that was chosen as a file was opened by own motion; most have none."""
    said = filing.content.part(FromAlarm)
    if said.from_alarm is None or not is_own_motion(filing.content):
        return None
    return Added(told=(said,))

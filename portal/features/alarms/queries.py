"""Alarms as those whom they concern see them: in lists, and each with what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from msgspec import Struct
from sqlalchemy import ColumnElement, Table, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from portal.complaints.queries.accounts import names_of
from portal.complaints.records.steps import steps_of
from portal.domain.errors import UnknownAlarmError
from portal.domain.handling.lifecycle import TakenStep
from portal.features.alarms.records import AlarmRecord, AlarmStepRecord
from portal.features.alarms.rules import OVER, WAITING, Alarm, Rule, State, Step, term_of

LISTED_AT_MOST = 100
ROWS_A_PAGE = 12
_A, _S = AlarmRecord, AlarmStepRecord
_ORDER = (_A.standing.desc(), _A.raised_at.desc(), _A.reach.desc(), _A.id.desc())
_TABLE = cast("Table", _A.__table__)


class Wanted(Struct, frozen=True):
    """Which alarms a list shows: of which agency, rule and standing; all where it is None."""

    agency: str | None = None
    rule: str | None = None
    standing: int | None = None

    @property
    def criteria(self) -> list[ColumnElement[bool]]:
        """What chooses them."""
        parts = ((_A.agency, self.agency), (_A.rule, self.rule), (_A.standing, self.standing))
        return [column == value for column, value in parts if value is not None]


class FoundAlarm(Struct, frozen=True):
    """An alarm with what became of it."""

    id: int
    rule: Rule
    agency: str
    theme: str
    subject: str
    period: str
    raised_at: datetime
    figures: Mapping[str, Any]
    reach: int
    state: State
    remind_at: datetime | None
    responsible: str
    responded_at: datetime | None
    responded_by: str
    reason: str | None
    recommendation: int | None


class AlarmStep(Struct, frozen=True):
    """A step in the history of an alarm, with the name of who took it, and of who was told."""

    kind: Step
    at: datetime
    by: str
    text: str
    told: tuple[str, ...]
    recommendation: int | None


def alarms_of(session: Session, agency: str | None) -> list[FoundAlarm]:
    """Return the newest alarms of an agency, or all that the actor may see; open ones first."""
    return _alarms(session, Wanted(agency).criteria, LISTED_AT_MOST)


def alarms_page(session: Session, wanted: Wanted, page: int) -> tuple[list[FoundAlarm], int]:
    """Return a page of a list and how many are in all: those that wait first, then the newest.

    What was raised at once stands by how many complaints it is about.
    """
    offset = (page - 1) * ROWS_A_PAGE
    alarms = _alarms(session, wanted.criteria, ROWS_A_PAGE, offset)
    total = session.scalar(select(func.count()).select_from(_A).where(*wanted.criteria))
    return alarms, total or 0


def waiting_alarms(session: Session) -> tuple[int, FoundAlarm | None]:
    """Return how many alarms wait that the actor may see, and which reaches farthest."""
    waiting = Wanted(standing=WAITING).criteria
    n = session.scalar(select(func.count()).select_from(_A).where(*waiting)) or 0
    farthest = select(_A).where(*waiting).order_by(_A.reach.desc(), _A.id.desc()).limit(1)
    found = _found(session, session.scalars(farthest).all()) if n else []
    return n, found[0] if found else None


def alarm(session: Session, agency: str, alarm_id: int) -> FoundAlarm:
    """Return an alarm of an agency, or of several where it is empty; or UnknownAlarmError."""
    alarms = _alarms(session, [_A.id == alarm_id, _A.agency == agency], 1)
    if not alarms:
        raise UnknownAlarmError(alarm_id)
    return alarms[0]


def history_of(session: Session, found: FoundAlarm) -> list[AlarmStep]:
    """Return what happened to an alarm, in order; what ended it stands last."""
    steps = steps_of(session, _S, Step, _S.alarm_id == found.id)
    told = {step.at: step.facts.get("told", []) for step in steps}
    people = [step.user_id for step in steps] + [id_ for ids in told.values() for id_ in ids]
    names = names_of(session, people)
    shown = [_shown(step, names) for step in steps]
    if found.responded_at is not None:
        ended = Step(found.state.value)
        end = (found.responded_at, found.responded_by, found.reason or "")
        shown.append(AlarmStep(ended, *end, (), found.recommendation))
    return shown


def _shown(step: TakenStep[Step], names: Mapping[int, str]) -> AlarmStep:
    told = (names[user_id] for user_id in step.facts.get("told", ()) if user_id in names)
    return AlarmStep(
        step.kind,
        step.at,
        names.get(step.user_id or 0, ""),
        step.body or "",
        tuple(told),
        step.facts.get("recommendation"),
    )


def held_alarm(session: Session, agency: str, alarm_id: int) -> AlarmRecord:
    """Hold an alarm of an agency, or of several; or raise UnknownAlarmError."""
    of_it = select(_A).where(_A.id == alarm_id, _A.agency == agency)
    record = session.scalar(of_it.with_for_update())
    if record is None:
        raise UnknownAlarmError(alarm_id)
    return record


def due_alarms(session: Session, now: datetime, most: int) -> Sequence[AlarmRecord]:
    """Hold the alarms about which somebody has to be told again, the longest due first.

    What another worker holds is told by that one.
    """
    due = select(_A).where(_A.remind_at <= now).order_by(_A.remind_at).limit(most)
    return session.scalars(due.with_for_update(skip_locked=True)).all()


def keep_alarm(
    session: Session, raised: Alarm, responsible: int | None, now: datetime
) -> int | None:
    """Keep an alarm and return its number; None if it was raised before, by whomever.

    Nothing is kept while an earlier one about the same is open.
    """
    about = (
        _A.rule == raised.rule.value,
        _A.agency == raised.agency,
        _A.theme == raised.theme,
        _A.subject == raised.subject,
    )
    if session.scalar(select(_A.id).where(*about, _A.standing != OVER).limit(1)):
        return None
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    adding = sqlite.insert(_TABLE) if is_sqlite else postgresql.insert(_TABLE)
    term = term_of(State.RAISED)
    row = {
        "rule": raised.rule.value,
        "agency": raised.agency,
        "theme": raised.theme,
        "subject": raised.subject,
        "period": raised.period,
        "raised_at": now,
        "figures": dict(raised.figures),
        "reach": raised.reach,
        "state": State.RAISED.value,
        "standing": State.RAISED.standing,
        "responsible_id": responsible,
        "remind_at": now + term if term else None,
    }
    once = adding.values(row).on_conflict_do_nothing().returning(_TABLE.c.id)
    alarm_id: int | None = connection.scalar(once)
    return alarm_id


def take_over(session: Session, before: str, after: str) -> None:
    """Give the alarms of an agency to its successor; one that it has of its own stays alone."""
    own, theirs = aliased(AlarmRecord), AlarmRecord
    same = (
        own.rule == theirs.rule,
        own.theme == theirs.theme,
        own.subject == theirs.subject,
        own.period == theirs.period,
    )
    has_own = exists(select(own.id).where(own.agency == after, *same))
    alarms = update(theirs).where(theirs.agency == before, ~has_own)
    session.execute(alarms.values(agency=after), execution_options={"synchronize_session": False})


def _alarms(
    session: Session, chosen: Sequence[ColumnElement[bool]], most: int, offset: int = 0
) -> list[FoundAlarm]:
    listed = select(_A).where(*chosen).order_by(*_ORDER).limit(most).offset(offset)
    return _found(session, session.scalars(listed).all())


def _found(session: Session, records: Sequence[AlarmRecord]) -> list[FoundAlarm]:
    people = [person for one in records for person in (one.responded_by, one.responsible_id)]
    names = names_of(session, people)
    return [
        FoundAlarm(
            id=record.id,
            rule=Rule(record.rule),
            agency=record.agency,
            theme=record.theme,
            subject=record.subject,
            period=record.period,
            raised_at=record.raised_at,
            figures=record.figures,
            reach=record.reach,
            state=State(record.state),
            remind_at=record.remind_at,
            responsible=names.get(record.responsible_id or 0, ""),
            responded_at=record.responded_at,
            responded_by=names.get(record.responded_by or 0, ""),
            reason=record.reason,
            recommendation=record.recommendation_id,
        )
        for record in records
    ]


def steps_taken(session: Session, alarm_id: int, kinds: Collection[Step]) -> int:
    """Return how many steps of these kinds stand beside an alarm."""
    of_kinds = (AlarmStepRecord.alarm_id == alarm_id, AlarmStepRecord.kind.in_(kinds))
    return session.scalar(select(func.count()).where(*of_kinds)) or 0

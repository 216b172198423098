"""Lessons and alarms of an organisation that was replaced: the one that has the rest has them."""

from __future__ import annotations

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from portal.features.alarms.records import AlarmRecord
from portal.features.lessons.records import LessonRecord


def take_over(session: Session, before: str, after: str) -> None:
    """Give lessons and alarms to the successor; an alarm that it has of its own stays alone."""
    lessons = update(LessonRecord).where(LessonRecord.agency == before)
    session.execute(lessons.values(agency=after))
    own, theirs = aliased(AlarmRecord), AlarmRecord
    same = (own.rule == theirs.rule, own.theme == theirs.theme, own.period == theirs.period)
    has_own = exists(select(own.id).where(own.agency == after, *same))
    alarms = update(theirs).where(theirs.agency == before, ~has_own)
    session.execute(alarms.values(agency=after), execution_options={"synchronize_session": False})

"""What was the last step that somebody took with a thing."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.complaints.records.steps import StepRecord


class NewStep(NamedTuple):
    """What somebody is about to do with a thing: of which kind, who, and in which words."""

    kind: str
    user_id: int | None
    body: str | None


def is_said_again(
    session: Session, record: type[StepRecord], of: ColumnElement[bool], step: NewStep
) -> bool:
    """Tell whether the newest step of a thing is this one: the same form was sent twice."""
    newest = session.scalar(select(record).where(of).order_by(record.id.desc()).limit(1))
    return newest is not None and (newest.kind, newest.user_id, newest.body) == step

"""A lesson is seen by the people of its agency; one that is published is everybody's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_

from portal.db.row_filter import RowRule
from portal.domain.actor import Actor
from portal.domain.permissions import Permission, agencies_where
from portal.features.lessons.records import LessonRecord
from portal.features.lessons.rules import LessonState


def _lessons(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    agencies = agencies_where(actor, Permission.SEE_RECOMMENDATIONS)
    is_public = record.state == LessonState.PUBLISHED.value
    return None if agencies is None else or_(is_public, record.agency.in_(sorted(agencies)))


ROW_RULES = (RowRule((LessonRecord,), _lessons),)

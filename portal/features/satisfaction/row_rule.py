"""Who answered a survey is kept from the staff; what was answered belongs to no complaint."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, false

from portal.db.row_filter import RowRule, seen_by_all
from portal.domain.actor import Actor, ActorKind
from portal.features.satisfaction.records import SurveyCountRecord, SurveyMarkRecord


def _marks(actor: Actor, record: Any) -> ColumnElement[bool] | None:
    return false() if actor.kind is ActorKind.STAFF else None


ROW_RULES = (RowRule((SurveyMarkRecord,), _marks), seen_by_all(SurveyCountRecord))

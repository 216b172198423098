"""One log of steps: what happened to something that a feature keeps, beside it and in order.

A feature keeps its steps in a table of its own, whose class is a `StepRecord` with the key of what
they happened to. The steps are only ever added to.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from portal.db.base import BigKey, SealedText
from portal.domain.actor import Actor
from portal.domain.handling.lifecycle import TakenStep

K = TypeVar("K", bound=StrEnum)


class StepRecord:
    """A step as it is stored, with its text sealed; `facts` hold no personal data."""

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    facts: Mapped[dict[str, Any]]

    @declared_attr
    def body(cls) -> Mapped[str | None]:  # noqa: N805
        """What was said with it, sealed for this column of this table."""
        return mapped_column(SealedText(f"{cls.__tablename__}.body"))  # type: ignore[attr-defined]


def step_values(
    actor: Actor,
    at: datetime,
    step: StrEnum,
    body: str | None = None,
    facts: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """Return what the log keeps of a step that somebody takes."""
    return {
        "kind": step.value,
        "at": at,
        "user_id": actor.user_id,
        "body": body,
        "facts": dict(facts or {}),
    }


def steps_of(
    session: Session, record: type[StepRecord], kind: type[K], *of: ColumnElement[bool]
) -> tuple[TakenStep[K], ...]:
    """Return the steps that `of` chooses among those of a table, in the order they were taken."""
    columns = (record.kind, record.at, record.user_id, record.body, record.facts)
    statement = select(*columns).where(*of).order_by(record.id)
    return tuple(TakenStep(kind(row[0]), *row[1:]) for row in session.execute(statement))

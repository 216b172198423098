"""Members of staff whom a complaint concerns, and the rule that they see nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import (
    Base,
    BigKey,
    KeyedDigest,
    OfComplaint,
    SealedJson,
    index_of_few,
)
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer
from portal.domain.permissions import Permission
from portal.keyring import Keyring

OF_PERSON = KeyedDigest("conflict.user_id")
"""By this somebody is found among those whom complaints concern, by whoever has the keys."""


def key_of(keyring: Keyring, user_id: int) -> str:
    """Return the keyed hash by which the history tells whom a complaint concerns."""
    return keyring.hashed(str(user_id), OF_PERSON.context)


def of_person(user_id: int) -> dict[str, Any]:
    """Return the columns that say whom a complaint concerns."""
    return {"user_id": user_id, "user_key": user_id}


class ConflictRecord(OfComplaint, Base):
    """Somebody whom a complaint names: while it is not lifted, they see nothing of it.

    Who it is, is sealed; `user_key` finds them. `declared_by` is nobody where they noted it of
    themselves, or the portal found it.
    `followed_up_at` is when what follows from it was done; what the portal finds waits for that.
    Until `told_at`, when somebody told them, there is no such complaint as far as they can tell.
    """

    __tablename__ = "conflict"
    __table_args__ = (
        UniqueConstraint("complaint_id", "user_key"),
        index_of_few("ix_conflict_in_force", "user_key", "complaint_id", only="lifted_at IS NULL"),
        index_of_few(
            "ix_conflict_waiting", "id", only="followed_up_at IS NULL AND lifted_at IS NULL"
        ),
    )

    hash_of: ClassVar[Mapping[str, str]] = {"user_key": "user_id"}

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(SealedJson("conflict.user_id", instead="0"))
    user_key: Mapped[str] = mapped_column(OF_PERSON)
    origin: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    declared_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    followed_up_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class RefusedOpeningRecord(Base):
    """A member of staff asked for a complaint by a number that opens nothing for them.

    It is kept whether there is such a complaint or not: what takes longer would tell.
    """

    __tablename__ = "refused_opening"
    __table_args__ = (Index("ix_refused_opening_number", "number", "agency", "user_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    agency: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


def _tries(viewer: Viewer, record: Any) -> ColumnElement[bool]:
    """Return what shows tries to whoever may let back in whom a complaint concerns."""
    if viewer.is_complainant:
        return false()
    seen = viewer.may_in(Permission.LIFT_CONFLICT, record.agency)
    return true() if seen is None else seen


ROW_RULES = (RowRule((RefusedOpeningRecord,), _tries),)
"""Whoever leads reads in their agency for what somebody asked in vain."""


# A table of its own, so that the criteria on what belongs to complaints are not added to it.
EXCLUSIONS = ConflictRecord.__table__.alias("keeping_out")
IN_FORCE = EXCLUSIONS.c.lifted_at.is_(None)


def not_concerned(user_id: Any, complaint_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return what tells that a complaint does not concern somebody.

    One person's conflicts are few: their list is made once a statement, and no plan changes.
    """
    is_theirs = EXCLUSIONS.c.user_key == type_coerce(user_id, OF_PERSON)
    theirs = select(EXCLUSIONS.c.complaint_id).where(is_theirs, IN_FORCE)
    return complaint_id.not_in(theirs)


# What the history tells.

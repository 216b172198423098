"""Other systems that use the API: who they are, and the tokens that they hold at the moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer
from portal.domain.permissions import Permission


class ApiClientRecord(Base):
    """A system that an agency lets use the API; `secret_hash` is a keyed hash of its secret.

    What it does is done in the name of an account of its own, by which nobody signs in. `once` is
    the mark of the form that made it: sent twice, it makes one.
    """

    __tablename__ = "api_client"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(20), index=True)
    client_id: Mapped[str] = mapped_column(String(32), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(32))
    scopes: Mapped[str] = mapped_column(String(200))
    account_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    # Nobody where the command line made it, or revoked it.
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    once: Mapped[str | None] = mapped_column(String(32), unique=True)
    last_used_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    revoked_at: Mapped[datetime | None]


class ApiTokenRecord(Base):
    """A token that a client holds until it ends; `id` is a keyed hash of it."""

    __tablename__ = "api_token"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    client_key: Mapped[int] = mapped_column(ForeignKey("api_client.id"), index=True)
    scopes: Mapped[str] = mapped_column(String(200))
    ends_at: Mapped[datetime]


def _in_agency(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    """Return what shows clients to whoever looks after the settings of their agency."""
    if viewer.is_complainant:
        return false()
    return viewer.may_in(Permission.CONFIGURE, record.agency)


def _nobody(_viewer: Viewer, _record: Any) -> ColumnElement[bool]:
    """Return what keeps from everybody what only the portal looks into."""
    return false()


API_ROW_RULES = (
    RowRule((ApiClientRecord,), _in_agency),
    RowRule((ApiTokenRecord,), _nobody),
)
"""Who sees clients; tokens are seen by nobody."""

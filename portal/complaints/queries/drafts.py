"""Reading a draft on every page of the journey: one statement, no stored object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, select

from portal.complaints.records.draft import DraftRecord

_DRAFT = cast("Table", DraftRecord.__table__).c
_OPENING = select(
    _DRAFT.id,
    _DRAFT.secret_hash,
    _DRAFT.language,
    _DRAFT.agency,
    _DRAFT.category,
    _DRAFT.content,
    _DRAFT.updated_at,
    _DRAFT.expires_at,
    _DRAFT.receipt,
).where(_DRAFT.id == bindparam("wanted"))


def draft_by_id(connection: Connection, draft_id: str) -> Mapping[str, Any] | None:
    """Return what is kept of a draft, whoever asks: its secret is still to be compared."""
    rows = connection.execute(_OPENING, {"wanted": draft_id}).mappings()
    return cast("Mapping[str, Any] | None", rows.one_or_none())

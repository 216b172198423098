"""What nothing narrowed is refused: a statement on behalf of somebody reaches no rows by itself.

Whether it is about stored classes or about bare tables, goes through the session or through its
connection: unless it was narrowed, or the portal itself looks (`as_the_portal`), it is an error. A
session may write the rows that it read, and enter new ones.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Delete, Engine, SelectBase, TextClause, Update, event
from sqlalchemy.orm import SessionTransaction

from portal.db.row_filter import NARROWED, PortalSession
from portal.domain.actor import ActorKind
from portal.domain.errors import PortalError

_REACHING = (SelectBase, Update, Delete, TextClause)
"""The statements that reach rows which are there."""

_SESSION, _IS_WRITING = "session_info", "is_writing"


class UnnarrowedStatementError(PortalError):
    """A statement was about to be asked for somebody that nothing had narrowed to what they see."""


def watch(engine: Engine) -> None:
    """Look at every statement that an engine is about to be asked."""
    event.listen(engine, "before_execute", _refuse_unnarrowed)


def _refuse_unnarrowed(
    _connection: Connection,
    statement: Any,
    _many: object,
    _values: object,
    options: dict[str, Any],
) -> None:
    info = options.get(_SESSION)
    if info is None or options.get(NARROWED) or info["actor"].kind is ActorKind.PORTAL:
        return
    if isinstance(statement, _REACHING) and not info.get(_IS_WRITING):
        raise UnnarrowedStatementError(str(statement))


@event.listens_for(PortalSession, "after_begin")
def _say_for_whom(
    session: PortalSession, _transaction: SessionTransaction, connection: Connection
) -> None:
    connection.execution_options(**{_SESSION: session.info})


@event.listens_for(PortalSession, "before_flush")
def _begin_writing(session: PortalSession, *_: object) -> None:
    session.info[_IS_WRITING] = True


@event.listens_for(PortalSession, "after_flush_postexec")
def _end_writing(session: PortalSession, *_: object) -> None:
    session.info[_IS_WRITING] = False

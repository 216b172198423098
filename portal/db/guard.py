"""What nothing narrowed is refused: a statement on behalf of somebody reaches no rows by itself.

Whether it is about stored classes or about bare tables, goes through the session or through its
connection: unless it was narrowed, or the portal itself looks (`as_the_portal`), it is an error. A
session may write the rows that it read, and enter new ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Delete, Engine, SelectBase, TextClause, Update, event
from sqlalchemy.orm import SessionTransaction

from portal.db.row_filter import NARROWED, PortalSession
from portal.domain.actor import ActorKind
from portal.domain.errors import PortalError

_Options = Mapping[str, Any]
_REACHING = (SelectBase, Update, Delete, TextClause)
"""The statements that reach rows which are there."""

_SESSION, _IS_WRITING = "session_info", "is_writing"


class UnnarrowedStatementError(PortalError):
    """A statement was about to be asked for somebody that nothing had narrowed to what they see."""


def watch(engine: Engine) -> None:
    """Look at every statement that an engine is about to be asked."""
    event.listen(engine, "before_execute", _refuse_unnarrowed)
    event.listen(engine, "before_cursor_execute", _refuse_unnarrowed_text)


def _refuse_unnarrowed(
    _connection: Connection, statement: Any, _many: object, _values: object, options: _Options
) -> None:
    if not isinstance(statement, _REACHING) or _is_allowed(options):
        return
    if not options[_SESSION].get(_IS_WRITING):
        raise UnnarrowedStatementError(str(statement))


def _refuse_unnarrowed_text(
    _connection: Connection,
    _cursor: object,
    statement: str,
    _values: object,
    context: Any,
    _many: object,
) -> None:
    # What was compiled has been looked at before. What is written out comes without a context, and
    # was narrowed or looked at as well. The rest was handed to the driver as it is.
    if context and context.compiled is None and not _is_allowed(context.execution_options):
        raise UnnarrowedStatementError(statement)


def _is_allowed(options: _Options) -> bool:
    info = options.get(_SESSION)
    return info is None or options.get(NARROWED) or info["actor"].kind is ActorKind.PORTAL


@event.listens_for(PortalSession, "after_begin")
def _say_for_whom(
    session: PortalSession, _transaction: SessionTransaction, connection: Connection
) -> None:
    connection.execution_options(**{_SESSION: session.info})


def refuse_on_behalf(connection: Connection, statement: object) -> None:
    """Refuse a statement that nothing narrows where a connection is used on behalf of somebody."""
    if not _is_allowed(connection.get_execution_options()):
        raise UnnarrowedStatementError(str(statement))


def forget_for_whom(connection: Connection) -> None:
    """Let a connection be used again, on behalf of nobody."""
    if connection.get_execution_options().get(_SESSION) is not None:
        connection.execution_options(**{_SESSION: None})


@event.listens_for(PortalSession, "before_flush")
def _begin_writing(session: PortalSession, *_: object) -> None:
    session.info[_IS_WRITING] = True


@event.listens_for(PortalSession, "after_flush_postexec")
def _end_writing(session: PortalSession, *_: object) -> None:
    session.info[_IS_WRITING] = False

"""Column types: moments that are always aware, and values that are always sealed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import DateTime, Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from portal.keyring import Keyring


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware, in UTC, going in and coming out, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must say its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what was kept, as the portal uses it."""
        if value is None or value.tzinfo is UTC:
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SealedText(TypeDecorator[str]):
    """Text encrypted at rest; `context` names its table and column.

    The keyring travels with the engine's dialect, so that two databases in one process never
    share keys by accident.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Return what the database keeps."""
        if value is None:
            return None
        return _keyring(dialect).seal(value.encode(), self.context)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Return what was kept, as the portal uses it."""
        if value is None:
            return None
        return _keyring(dialect).open(bytes(value), self.context).decode()


class SealedJson(TypeDecorator[Any]):
    """A JSON value encrypted at rest, like SealedText."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Return what the database keeps."""
        if value is None:
            return None
        return _keyring(dialect).seal(orjson.dumps(value), self.context)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Return what was kept, as the portal uses it."""
        if value is None:
            return None
        return orjson.loads(_keyring(dialect).open(bytes(value), self.context))


def json_text(value: Any) -> str:
    """Return the JSON text of a value as columns keep it."""
    return orjson.dumps(value).decode()


def _keyring(dialect: Dialect) -> Keyring:
    keyring: Keyring = dialect.keyring  # type: ignore[attr-defined]
    return keyring

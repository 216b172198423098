"""What several machines have to count together: the same counts, in the database that they share.

A single machine counts in a file beside it, which costs no commit.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Double
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import driver
from portal.db.base import Base, BigKey
from portal.db.engine import Database
from portal.db.shared_counts import Run, SharedCounts

T = TypeVar("T")
_PARAMETER = re.compile(r":(\w+)")


class CountedRecord(Base):
    """How often something was tried, until when that is known, and from when on it may be again.

    `what` is a keyed hash. Moments are seconds since 1970.
    """

    __tablename__ = "counted"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    what: Mapped[bytes] = mapped_column(unique=True)
    count: Mapped[int]
    until: Mapped[float] = mapped_column(Double)
    ready_at: Mapped[float] = mapped_column(Double)


class CountsInDatabase(SharedCounts):
    """Counts that every machine on one PostgreSQL sees; a restart of the portal leaves them."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        # The same on every machine, and nowhere in the database.
        self._secret = database.keyring.secret("counts")

    def _within(self, act: Callable[[Run], T]) -> T:
        return self._paying(self._entered, act)

    def _surely(self, act: Callable[[Run], object]) -> None:
        self._entered(act)

    def _entered(self, act: Callable[[Run], T]) -> T:
        def acting(connection: Connection) -> T:
            # A crash of the machine may lose counts, never a complaint.
            driver.execute(connection, "SET LOCAL synchronous_commit = off", None).close()
            return act(lambda statement, values: _run(connection, statement, values))

        return self._database.enter(acting)


def _run(connection: Connection, statement: str, values: dict[str, Any]) -> list[Any]:
    cursor = driver.execute(connection, _PARAMETER.sub(r"%(\1)s", statement), values)
    rows = cursor.fetchall() if cursor.description else []
    cursor.close()
    return list(rows)

"""A statement that nothing narrowed reaches no rows, however it is written and wherever it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.db.direct import Direct
from portal.db.guard import UnnarrowedStatementError
from portal.db.row_filter import as_the_portal
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.support import file, officer, on_both

TABLE: Any = ComplaintRecord.__table__
DIRECT = Direct(select(ComplaintRecord.number))
Ask = Callable[[Session], Any]

FORGOTTEN: dict[str, Ask] = {
    "a table": lambda session: session.execute(select(TABLE.c.number)).all(),
    "one value": lambda session: session.scalar(select(TABLE.c.number)),
    "text": lambda session: session.execute(text("SELECT number FROM complaint")).all(),
    "a change": lambda session: session.execute(update(TABLE).values(theme="delay")),
    "a deletion": lambda session: session.execute(delete(TABLE)),
    "classes on the connection": lambda session: session.connection().execute(
        select(ComplaintRecord.number)
    ),
    "the driver's own text": lambda session: session.connection().exec_driver_sql(
        "SELECT number FROM complaint"
    ),
    "a direct statement": lambda session: DIRECT.rows(session.connection()),
    "text on the connection": lambda session: session.connection().execute(
        text("SELECT number FROM complaint")
    ),
}


@on_both
@pytest.mark.parametrize("forgotten", FORGOTTEN)
def test_what_nothing_narrowed_is_refused(runtime: Runtime, forgotten: str):
    file(runtime)
    for actor in (officer("parks"), officer("water")):
        with runtime.transaction(actor) as session, pytest.raises(UnnarrowedStatementError):
            FORGOTTEN[forgotten](session)


@on_both
def test_the_portal_may_look_and_whoever_acts_sees_nothing_of_it(runtime: Runtime):
    number = file(runtime).number
    with runtime.reading(PORTAL) as session:
        assert session.scalar(select(TABLE.c.number)) == number
    with runtime.reading(officer("water")) as session:
        with as_the_portal(session):
            assert session.scalar(select(TABLE.c.number)) == number
        assert session.scalar(select(ComplaintRecord.number)) is None


@on_both
def test_what_was_read_may_be_written(runtime: Runtime):
    number = file(runtime).number
    with runtime.transaction(officer("parks")) as session:
        session.scalars(select(ComplaintRecord)).one().theme = "delay"
    with runtime.reading(officer("parks")) as session:
        written = select(ComplaintRecord.theme).where(ComplaintRecord.number == number)
        assert session.scalar(written) == "delay"

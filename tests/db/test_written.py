"""A statement written out finds what it found, by the same parameters, of the same types."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Select, bindparam, event, func, literal, select, union_all

from portal.complaints.records.complaint import ClockRecord, ComplaintRecord, PersonRecord
from portal.db.written import Written
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.support import TUESDAY, file, on_both

_C, _P = ComplaintRecord, PersonRecord
COUNTED = select(_C.id).where(_C.agency == bindparam("agency")).limit(10).subquery()
STATEMENTS: dict[str, Select[*tuple[Any, ...]]] = {
    "moments, numbers, JSON and what is sealed": select(
        _C.id, _C.received_at, _C.is_open, _C.story, _C.answers, _P.name
    )
    .join(_P, _P.complaint_id == _C.id)
    .where(_C.agency == bindparam("agency"), _C.received_at <= bindparam("now"))
    .order_by(_C.id),
    "several values": select(_C.number).where(_C.id.in_(bindparam("ids", expanding=True))),
    "several words": select(_C.number).where(_C.agency.in_(bindparam("agencies", expanding=True))),
    "none of several words": select(_C.number).where(
        _C.agency.not_in(bindparam("others", expanding=True)),
        _C.id.not_in(bindparam("none", expanding=True)),
    ),
    "a moment of several": select(_C.number).where(
        _C.received_at.in_(bindparam("moments", expanding=True))
    ),
    "no value of several": select(_C.number).where(_C.id.in_(bindparam("none", expanding=True))),
    "a part of JSON": select(ClockRecord.explanation["basis"].as_string()).order_by(ClockRecord.id),
    "a value of its own, with a colon": select(literal("a : b"), func.count()).select_from(_C),
    "one value of a whole": select(
        select(func.count()).select_from(COUNTED).scalar_subquery(), literal(7)
    ),
}


@on_both
@pytest.mark.parametrize("name", STATEMENTS)
def test_it_finds_what_the_statement_finds(runtime: Runtime, name: str):
    file(runtime)
    file(runtime, "water")
    values = {"agency": "parks", "now": TUESDAY, "ids": [1, 2, 3], "none": []}
    values |= {"agencies": ("parks", "water"), "others": {"water"}, "moments": [TUESDAY]}
    statement = STATEMENTS[name]
    with runtime.reading(PORTAL) as session:
        connection = session.connection()
        found = Written(statement, connection.dialect).rows(connection, values)
        assert found == [tuple(row) for row in connection.execute(statement, values)]
    assert bool(found) == (name != "no value of several")


@on_both
def test_joined_statements_are_written_too(runtime: Runtime):
    number = file(runtime).number
    union = union_all(*(select(_C.number, literal(rank).label("rank")) for rank in (1, 2)))
    with runtime.reading(PORTAL) as session:
        connection = session.connection()
        rows = Written(union, connection.dialect).rows(connection, {})
    assert sorted(rows) == [(number, 1), (number, 2)]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_list_is_one_value_for_postgresql_however_long(runtime: Runtime):
    seen = []
    chosen = select(_C.number).where(_C.id.in_(bindparam("ids", expanding=True)))
    with runtime.reading(PORTAL) as session:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *asked: seen.append(asked[2]))
        written = Written(chosen, connection.dialect)
        for count in (2, 3, 1000):
            written.rows(connection, {"ids": list(range(count))})
    assert len(seen) == 3
    assert len({*seen}) == 1

"""What the portal looks up for itself is found as any statement finds it, by the driver alone."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from portal.complaints.records.complaint import ComplaintRecord
from portal.db.direct import Direct
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.support import file, on_both

_C = ComplaintRecord
FILED = select(_C.number, _C.story, _C.answers, _C.received_at, _C.is_open).order_by(_C.id)
OF_AGENCIES = Direct(select(_C.number).where(_C.agency.in_(bindparam("agencies", expanding=True))))
BY_NUMBER = Direct(FILED.where(_C.number == bindparam("number")))


@on_both
def test_it_finds_what_the_statement_finds(runtime: Runtime):
    file(runtime)
    file(runtime, "water")
    with runtime.database.glancing() as connection:
        rows = Direct(FILED).rows(connection)
        assert rows == [tuple(row) for row in connection.execute(FILED)]
    assert len(rows) == 2


@on_both
def test_it_asks_by_one_value_or_by_several(runtime: Runtime):
    number, other = file(runtime).number, file(runtime, "water").number
    found = runtime.glance(BY_NUMBER.first, number=other)
    assert found is not None
    assert found[0] == other
    assert runtime.glance(OF_AGENCIES.rows, agencies=["parks"]) == [(number,)]
    assert runtime.glance(OF_AGENCIES.rows, agencies=[]) == []
    assert runtime.glance(BY_NUMBER.first, number="2026-999999") is None


@on_both
def test_it_sees_what_was_written_before_it(runtime: Runtime):
    number = file(runtime).number
    assert runtime.glance(BY_NUMBER.first, number=number) is not None
    number = file(runtime).number
    assert runtime.glance(BY_NUMBER.first, number=number) is not None


@on_both
def test_in_a_transaction_it_sees_what_that_writes(runtime: Runtime):
    number = file(runtime).number
    with runtime.transaction(PORTAL) as session:
        session.get_one(ComplaintRecord, 1).story = "Une autre histoire."
        session.flush()
        seen = BY_NUMBER.first(session.connection(), number=number)
    assert seen is not None
    assert seen[1] == "Une autre histoire."

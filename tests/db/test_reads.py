"""Several reads are one statement, and each finds what it would find alone."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ClockRecord, ComplaintRecord, PersonRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.records.people import UserRecord
from portal.db.reads import Read, Rows, read_all
from portal.db.row_filter import find
from portal.domain.actor import PORTAL, Actor, complainant
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.support import add_user, file, officer, on_both
from tests.support.statements import counted

C, P, K, H, U = ComplaintRecord, PersonRecord, ClockRecord, HistoryEntryRecord, UserRecord
NUMBERS = bindparam("numbers", expanding=True)
CHOSEN = C.number.in_(NUMBERS)


def rows(found: Rows) -> list[tuple[Any, ...]]:
    return list(found)


# Columns of every kind, of tables that belong to a complaint and of one that does not.
READS: tuple[Read[Any], ...] = (
    Read((select(P.id, P.role, P.email, P.email_hash).join(C, C.id == P.complaint_id),), rows),
    Read((select(C.id, C.is_open, C.answers, C.received_at, C.subject).where(CHOSEN),), rows),
    Read(
        (
            select(H.seq, H.id, H.facts, H.public).join(C, C.id == H.complaint_id).where(CHOSEN),
            select(K.id, K.kind, K.last_day, K.pending, K.explanation, K.due_at),
        ),
        lambda entries, clocks: [*entries, *clocks],
    ),
    Read((select(U.id, U.name, U.is_active, U.created_at),), rows),
)


def first_of(select: Any) -> Any:
    return next(iter(select.selected_columns))


def alone(session: Session, numbers: list[str]) -> list[list[tuple[Any, ...]]]:
    return [
        [
            tuple(row)[1:]
            for of in read.selects
            for row in find(session, of.order_by(first_of(of)), numbers=numbers)
        ]
        for read in READS
    ]


@on_both
@pytest.mark.parametrize("who", [PORTAL, officer("parks"), officer("water")])
def test_each_finds_what_it_would_alone_as_far_as_the_actor_sees_it(runtime: Runtime, who: Actor):
    numbers = [file(runtime, "parks").number, file(runtime, "water").number]
    add_user(runtime, "ines@exemple.org")
    with runtime.reading(who) as session:
        together = list(read_all(session, READS, numbers=numbers).values())
        assert together == alone(session, numbers)
        assert len(together[0]) == (2 if who is PORTAL else 1)


@on_both
def test_a_complainant_finds_their_own(runtime: Runtime):
    own, other = file(runtime), file(runtime)
    with runtime.reading(complainant(complaint(runtime, own.number).id)) as session:
        people, complaints, *_ = read_all(
            session, READS, numbers=[own.number, other.number]
        ).values()
    assert (len(people), len(complaints)) == (1, 1)


def test_they_are_one_statement(runtime: Runtime):
    number = file(runtime).number
    with runtime.reading(officer()) as session:
        assert counted(runtime, lambda: read_all(session, READS, numbers=[number])) == 1

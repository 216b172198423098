"""Agencies are kept apart for every ORM statement, whatever it looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import Select, delete, exists, func, select, union_all, update
from sqlalchemy.orm import aliased

from portal.app import FEATURES
from portal.complaints.records.complaint import (
    AgencyReleaseRecord,
    ClockRecord,
    ComplaintRecord,
    EscalationRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.message import (
    AttachmentRecord,
    HistoryEntryRecord,
    MessageRecord,
    OutboxRecord,
)
from portal.complaints.records.people import AccessLogRecord
from portal.db.engine import Database
from portal.db.row_filter import (
    PortalSession,
    RowRules,
    RowRulesMissingError,
    UnnarrowedUpdateError,
    UnruledRecordError,
    as_the_portal,
)
from portal.domain.actor import PORTAL, Actor, ActorKind, Membership, complainant
from portal.domain.errors import ActorMissingError
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.support import TUESDAY, add_user, file, officer, on_both
from tests.support.unguarded import unguarded

C = ComplaintRecord
OF_COMPLAINT: list[Any] = [
    *(PersonRecord, IssueRecord, HistoryEntryRecord, ClockRecord, EscalationRecord),
    *(MessageRecord, AttachmentRecord, OutboxRecord, AccessLogRecord),
]
PARKS, WATER = 1, 2
WAYS_TO_ASK: dict[str, Callable[[], Select[Any]]] = {
    "columns": lambda: select(C.id),
    "an alias": lambda: select(aliased(C).id),
    "a union": lambda: select(union_all(select(C.id), select(C.id)).subquery()),
    "a CTE": lambda: select(select(C.id).cte()),
    "a join from another table": lambda: select(C.id).join_from(
        AgencyReleaseRecord, C, C.release_id == AgencyReleaseRecord.id
    ),
    "a join from what belongs to it": lambda: select(C.id).join_from(
        HistoryEntryRecord, C, C.id == HistoryEntryRecord.complaint_id
    ),
    "a subquery of another entity": lambda: select(ClockRecord.complaint_id).where(
        ClockRecord.complaint_id.in_(select(C.id))
    ),
}


@pytest.fixture
def apart(runtime: Runtime) -> Runtime:
    """A complaint to the parks (id 1) and one to the water board (id 2), with all around them."""
    for agency in ("parks", "water"):
        file(runtime, agency)
    reader = add_user(runtime, "lecteur@exemple.org")
    with runtime.transaction() as session:
        for complaint_id in (PARKS, WATER):
            session.add_all(_rows_around(complaint_id, reader))
    return runtime


@on_both
def test_an_officer_sees_only_their_own_agency_however_they_ask(apart: Runtime):
    # In turn, because a statement that was compiled for one must not be used for the other.
    for agency, own in [("parks", PARKS), ("water", WATER)] * 2:
        with apart.reading(officer(agency)) as session:
            seen = {name: set(session.scalars(ask())) for name, ask in WAYS_TO_ASK.items()}
        assert seen == {name: {own} for name in WAYS_TO_ASK}


@on_both
def test_counting_and_asking_whether_tells_nothing_of_others(apart: Runtime):
    with apart.reading(officer("parks")) as session:
        assert session.scalar(select(func.count()).select_from(C)) == 1
        assert session.scalar(select(select(func.count(C.id)).scalar_subquery())) == 1
        assert not session.scalar(select(exists().where(C.agency == "water")))
        assert session.get(C, WATER) is None
        assert session.query(C).filter_by(id=WATER).all() == []


@on_both
def test_an_officer_sees_nothing_that_belongs_to_anothers_complaint(apart: Runtime):
    with apart.reading(officer("water")) as session:
        for record in OF_COMPLAINT:
            assert set(session.scalars(select(record.complaint_id))) <= {WATER}, record
            assert set(session.scalars(select(aliased(record).complaint_id))) <= {WATER}, record
    with apart.reading(PORTAL) as session:
        for record in OF_COMPLAINT:
            assert {PARKS, WATER} <= set(session.scalars(select(record.complaint_id))), record


@on_both
def test_an_officer_changes_nothing_of_another_agency(apart: Runtime):
    with unguarded(apart), apart.transaction(officer("parks")) as session:
        session.execute(update(C).values(category="other"))
        session.execute(update(HistoryEntryRecord).values(kind="changed"))
        session.execute(update(ClockRecord).values(level=9))
    with apart.reading(PORTAL) as session:
        assert session.get_one(C, WATER).category == "bill"
        ours = (
            select(HistoryEntryRecord.kind, ClockRecord.level)
            .join(ClockRecord, ClockRecord.complaint_id == HistoryEntryRecord.complaint_id)
            .where(HistoryEntryRecord.complaint_id == WATER)
        )
        assert not {("changed", 9)} & {tuple(row) for row in session.execute(ours)}


@on_both
def test_an_officer_deletes_nothing_of_another_agency(apart: Runtime):
    with unguarded(apart), apart.transaction(officer("parks")) as session:
        for record in OF_COMPLAINT:
            session.execute(delete(record))
    with apart.reading(PORTAL) as session:
        for record in OF_COMPLAINT:
            assert WATER in set(session.scalars(select(record.complaint_id))), record


@on_both
def test_changing_rows_by_their_keys_alone_is_refused(apart: Runtime):
    with (
        pytest.raises(UnnarrowedUpdateError),
        apart.transaction(officer("parks")) as session,
    ):
        session.execute(update(C), [{"id": WATER, "category": "stolen"}])


def test_no_actor_is_an_error(database_url: str, keyring: Any):
    with (
        closing(Database(database_url, keyring, FEATURES.row_rules)) as database,
        PortalSession(database.reader, info={"row_rules": FEATURES.row_rules}) as session,
    ):
        for statement in (select(C), select(HistoryEntryRecord), update(C).values(level=1)):
            with pytest.raises(ActorMissingError):
                session.execute(statement)


@pytest.mark.parametrize("actor", [officer(), complainant(PARKS), PORTAL])
def test_a_session_without_rules_is_an_error(runtime: Runtime, actor: Actor):
    with PortalSession(runtime.database.reader, info={"actor": actor}) as session:
        for statement in (select(C), select(AgencyReleaseRecord), update(C).values(level=1)):
            with pytest.raises(RowRulesMissingError):
                session.execute(statement)


@pytest.mark.parametrize("record", [C, HistoryEntryRecord, AgencyReleaseRecord])
def test_what_no_rule_is_about_is_seen_by_nobody(apart: Runtime, record: Any):
    info = {"actor": officer(), "row_rules": RowRules(())}
    with PortalSession(apart.database.reader, info=info) as session:
        for statement in (select(record), select(C.id), delete(record)):
            with pytest.raises(UnruledRecordError):
                session.execute(statement)


@on_both
def test_a_complainant_sees_their_own_complaint_alone(apart: Runtime):
    with apart.reading(complainant(WATER)) as session:
        assert list(session.scalars(select(C.id))) == [WATER]
        for record in OF_COMPLAINT:
            assert set(session.scalars(select(record.complaint_id))) <= {WATER}, record


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST])
@pytest.mark.parametrize("agency", ["parks", None])
def test_who_configures_or_counts_sees_no_complaint(apart: Runtime, role: Role, agency: str | None):
    assert set(_seen_by(apart, Membership(role, agency))) == set()


def test_somebody_of_no_agency_sees_no_complaint(apart: Runtime):
    assert set(_seen_by(apart)) == set()


def test_somebody_of_two_agencies_sees_both(apart: Runtime):
    both = (Membership(Role.OFFICER, "parks"), Membership(Role.HEAD, "water"))
    assert set(_seen_by(apart, *both)) == {PARKS, WATER}


def test_a_level_in_one_agency_opens_nothing_of_another_nor_of_a_role_without_one(apart: Runtime):
    levels = (Membership(Role.MANAGER, "parks", "office"), Membership(Role.OFFICER, "water"))
    assert set(_seen_by(apart, *levels)) == {PARKS, WATER}
    elsewhere = (Membership(Role.MANAGER, "parks", "nowhere"), Membership(Role.ANALYST, "water"))
    assert list(_seen_by(apart, *elsewhere)) == []
    looking = (Membership(Role.ANALYST, "parks", "office"), Membership(Role.MANAGER, "water", "x"))
    assert list(_seen_by(apart, *looking)) == []


def test_an_analyst_of_one_agency_who_is_an_officer_of_another_sees_the_others(apart: Runtime):
    both = (Membership(Role.ANALYST, "parks"), Membership(Role.OFFICER, "water"))
    assert set(_seen_by(apart, *both)) == {WATER}


def test_an_auditor_of_the_whole_portal_sees_everything(apart: Runtime):
    assert set(_seen_by(apart, Membership(Role.AUDITOR))) == {PARKS, WATER}


def _seen_by(runtime: Runtime, *memberships: Membership) -> Iterator[int]:
    with runtime.reading(Actor(ActorKind.STAFF, memberships=memberships)) as session:
        for statement in (select(C.id), *(select(one.complaint_id) for one in OF_COMPLAINT)):
            yield from session.scalars(statement)


def _rows_around(complaint_id: int, reader: int) -> list[Any]:
    return [
        MessageRecord(
            complaint_id=complaint_id,
            at=TUESDAY,
            kind="note",
            from_citizen=False,
            author_id=reader,
            body="Note",
            history_seq=1,
        ),
        EscalationRecord(
            complaint_id=complaint_id,
            at=TUESDAY,
            from_level=1,
            to_level=2,
            post="director",
            reason="missed",
        ),
        AttachmentRecord(
            complaint_id=complaint_id,
            name="photo.jpg",
            content_type="image/jpeg",
            size=1,
            file_key=f"key-{complaint_id}",
            sha256="0" * 64,
            added_at=TUESDAY,
        ),
        AccessLogRecord(at=TUESDAY, user_id=reader, complaint_id=complaint_id, what="complaint"),
    ]


@on_both
def test_what_the_portal_does_for_an_act_shows_the_actor_no_more_afterwards(runtime: Runtime):
    hidden = file(runtime).number
    seen = file(runtime, "water").number
    numbers = select(C.number).order_by(C.number)
    with runtime.reading(officer("water")) as session:
        with as_the_portal(session):
            assert session.scalars(numbers).all() == [hidden, seen]
        assert session.scalars(numbers).all() == [seen]
        with pytest.raises(ZeroDivisionError), as_the_portal(session):
            raise ZeroDivisionError
        assert session.scalars(numbers).all() == [seen]

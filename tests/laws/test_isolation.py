"""What belongs to one agency is out of another's reach, by any query and by any page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import delete, exists, func, select, true, union_all, update
from sqlalchemy.orm import aliased

from portal.app import FEATURES
from portal.complaints.handling import casework
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.records.complaint import (
    AgencyReleaseRecord,
    ClockRecord,
    ComplaintRecord,
    PersonRecord,
)
from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.registering import keep_entry
from portal.db.base import Base, OfComplaint
from portal.db.row_filter import records_in
from portal.domain.actor import PORTAL, complainant
from portal.domain.errors import ActorMissingError, UnknownComplaintError
from portal.domain.role import Role
from portal.features.groups.records import GroupFollowerRecord, GroupRecord, OfGroup
from portal.features.recommendations.rules import Addressee
from portal.runtime import Runtime
from tests.complaints.cases import complaint, member
from tests.features.groups import grouped
from tests.features.information_requests.asking_inside import ask
from tests.features.recommendations.recommended import recommend
from tests.laws.told import told_of
from tests.pages.office.people import signed_in
from tests.support import file, officer, on_both

SECRET = "Le secret des sentiers"  # a word to look for
OF_COMPLAINTS = [
    mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, OfComplaint)
]
OF_GROUPS = [
    GroupRecord,
    *(mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, OfGroup)),
]

RELEASE = AgencyReleaseRecord.id  # what nobody is kept from
SHAPES: dict[str, Callable[[Any], Any]] = {
    "whole rows": select,
    "a column": lambda of: select(of.complaint_id),
    "a subquery": lambda of: select(select(of.complaint_id).subquery().c.complaint_id),
    "a common table": lambda of: select(select(of.complaint_id).cte().c.complaint_id),
    "a union": lambda of: union_all(select(of.complaint_id), select(of.complaint_id)),
    "another name": lambda of: select(aliased(of).complaint_id),
    "a join": lambda of: select(RELEASE).join(of, true()),
    "what there is": lambda of: select(RELEASE).where(exists(select(of.complaint_id))),
    "one value": lambda of: select(RELEASE).where(
        select(func.count(of.complaint_id)).scalar_subquery() > 0
    ),
}
"""A statement of each shape in which a stored class can stand."""


def count(runtime: Runtime, actor: Any, record: Any) -> int:
    with runtime.reading(actor) as session:
        key = record.id if hasattr(record, "id") else record.complaint_id
        return session.scalar(select(func.count(key))) or 0


@on_both
def test_queries_see_only_the_agencies_of_the_actor_in_whatever_order_they_ask(runtime: Runtime):
    for agency, complaints in (("parks", 1), ("water", 2)):
        for _ in range(complaints):
            number = file(runtime, agency).number
            runtime.change(officer(agency), number, partial(casework.add_note, body="Vue."))
    # Twice, because the statements of the first round are kept ready for the second.
    for _ in range(2):
        for record in (ComplaintRecord, *OF_COMPLAINTS):
            everything = count(runtime, PORTAL, record)
            parks = count(runtime, officer("parks"), record)
            water = count(runtime, officer("water"), record)
            assert parks + water == everything, record
            assert water == 2 * parks or record.__tablename__ == "clock", record
            assert count(runtime, officer("desk"), record) == 0, record


@on_both
@pytest.mark.parametrize("record", [HistoryEntryRecord, ClockRecord, PersonRecord])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_query_reads_nothing_of_another_agency_however_it_is_written(
    runtime: Runtime, shape: str, record: Any
):
    file(runtime, "parks")
    for actor, reads in ((officer("parks"), True), (officer("water"), False)):
        with runtime.reading(actor) as session:
            assert bool(session.execute(SHAPES[shape](record)).all()) is reads


@pytest.mark.parametrize("change", [update, delete])
def test_a_change_reaches_nothing_of_another_agency(runtime: Runtime, change: Any):
    file(runtime, "parks")
    for actor, reached in ((officer("water"), False), (officer("parks"), True)):
        statement = change(PersonRecord)
        statement = statement.values(role="other") if change is update else statement
        with runtime.transaction(actor) as session:
            assert bool(session.execute(statement).rowcount) is reached


def test_every_stored_class_is_found_in_the_statements_that_mention_it():
    for mapper in Base.registry.mappers:
        key = getattr(mapper.class_, mapper.get_property_by_column(mapper.primary_key[0]).key)
        inside = select(RELEASE).where(exists(select(key)))
        for statement in (select(key), inside, delete(mapper.class_)):
            assert mapper.class_ in records_in(statement)


def test_nothing_that_is_kept_apart_is_loaded_with_something_else():
    # What a relationship loads by itself is not narrowed.
    reached = {
        link.mapper.class_ for mapper in Base.registry.mappers for link in mapper.relationships
    }
    actors = (officer("parks"), officer("desk"), complainant(1))
    assert reached
    narrowing = FEATURES.row_rules.narrowing
    assert [one for one in reached for actor in actors if narrowing(actor, one)] == []
    assert narrowing(officer("parks"), PersonRecord)


@on_both
def test_groups_and_all_that_belongs_to_them_are_seen_by_their_agency_alone(runtime: Runtime):
    people = grouped.team(runtime)
    number = file(runtime).number
    group = grouped.opened(runtime, people.officer, number)
    grouped.draft(runtime, people.officer, group)
    with runtime.transaction() as session:
        counted = {"language": "fr", "counted_at": runtime.now(), "is_counted": True}
        session.add(GroupFollowerRecord(group_id=group, **counted))
    strangers = [officer("water"), officer("parks", role=Role.INTAKE), complainant(1)]
    strangers += [officer("parks", role=role) for role in (Role.ADMINISTRATOR, Role.ANALYST)]
    for record in OF_GROUPS:
        assert count(runtime, officer("parks"), record) == count(runtime, PORTAL, record) >= 1
        assert [count(runtime, actor, record) for actor in strangers] == [0] * len(strangers)


@on_both
def test_a_complainant_sees_one_complaint_alone(runtime: Runtime):
    file(runtime), file(runtime)
    with runtime.reading(PORTAL) as session:
        first = session.scalars(select(ComplaintRecord.id)).first()
    assert first is not None
    assert count(runtime, complainant(first), ComplaintRecord) == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST])
def test_a_role_without_complaints_sees_none(runtime: Runtime, role: Role):
    file(runtime)
    assert count(runtime, officer("parks", role=role), ComplaintRecord) == 0


def test_a_session_of_nobody_is_an_error(runtime: Runtime):
    with runtime.reading(PORTAL) as session:
        del session.info["actor"]
        with pytest.raises(ActorMissingError):
            session.scalar(select(ComplaintRecord.id))


def test_another_agencys_complaint_cannot_be_changed_by_its_number(runtime: Runtime):
    number = file(runtime, "parks").number
    with pytest.raises(UnknownComplaintError):
        runtime.change(officer("water"), number, partial(casework.add_note, body="Vue."))


@pytest.mark.parametrize("role", [Role.OFFICER, Role.TOP_AUTHORITY, Role.INTAKE])
@pytest.mark.parametrize("agency", ["parks", "water"])
def test_no_page_of_the_office_opens_another_agencys_complaint(
    app: Flask, runtime: Runtime, role: Role, agency: str
):
    receipt = file(runtime, "parks", story=SECRET, name="Solange Secret")
    member(runtime, Role.MANAGER, "parks", "director")
    request = ask(runtime, receipt.number, question=SECRET, is_naming_meant=True)
    to = Addressee(post="director")
    one = recommend(runtime, receipt.number, to=to, title=SECRET, is_naming_meant=True)
    group = grouped.opened(runtime, member(runtime), receipt.number, name=SECRET)
    version = complaint(runtime, receipt.number).version
    begun_in(runtime, "parks", "a" * 16)
    stranger = signed_in(app, runtime, "paul@eaux.example", role, "water", "director")
    values = {"agency": agency, "number": receipt.number, "document_id": 1, "entry": "a" * 16}
    values |= {"request_id": request, "recommendation": one, "rule_id": 1}
    values |= {"group": group, "answer": 1}
    values |= told_of(runtime, one, SECRET)
    reached = []
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("office."):
            continue
        wanted = {name: values[name] for name in rule.arguments if name != "language"}
        with app.test_request_context():
            path = url_for(rule.endpoint, language="fr", **wanted)
        for method in ("GET", "POST"):
            form = {"body": "x", "version": "1", "send": "yes", "q": receipt.number}
            data = {"query_string": form} if method == "GET" else {"data": form}
            answer = stranger.open(path, method=method, **data)
            is_own_list = agency == "water" and answer.status_code in (200, 303, 422)
            is_closed = answer.status_code in (403, 404, 405)
            shows_it = SECRET in answer.text or "Solange" in answer.text
            names_one = {
                "number",
                "recommendation",
                "lesson",
                "alarm",
                "email",
                "group",
                "draw",
            } & rule.arguments
            if shows_it or not (is_closed or (is_own_list and not names_one)):
                reached.append((method, path, answer.status_code))
    assert reached == []
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(ComplaintRecord.version)).all() == [version]


def begun_in(runtime: Runtime, agency: str, entry: str) -> None:
    """Let somebody of an agency have begun to write a complaint down."""
    begun = DraftContent(story=SECRET, name="Solange Secret")
    place = {"agency": agency, "category": None, "language": "fr"}
    keep_entry(runtime.database, entry, 999, place, begun, runtime.now())


@pytest.mark.parametrize("search", ["secret", "sentiers", "Solange"])
def test_no_search_finds_another_agencys_words(app: Flask, runtime: Runtime, search: str):
    file(runtime, "parks", story=SECRET, name="Solange Secret")
    stranger = signed_in(app, runtime, "paul@eaux.example", Role.OFFICER, "water", None)
    page = stranger.get(f"/fr/gestion/water/file?vue=equipe&q={search}").text
    assert "2026-000001" not in page

"""An agency that answers a part reads what was agreed to, and nothing else of the complaint."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask, url_for
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.complaints.handling import casework, documents
from portal.complaints.handling.documents import StoredDocument
from portal.complaints.handling.following import write_message
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.base import Base
from portal.domain.actor import complainant
from portal.domain.permissions import Permission, may
from portal.domain.role import Role
from portal.features.joint_answers.rules import NamedAgency, OtherAgencies, Shared
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, due
from tests.features.joint_answers.asked_parts import begun
from tests.pages.office.people import signed_in
from tests.support import file, officer

SECRETS = {
    Shared.STORY: "zibeline",
    Shared.NAME: "Solange",
    Shared.CONTACT: "solange@exemple.org",
    Shared.DOCUMENTS: "constat.pdf",
}
NEVER = ("patrouille", "zouave")
"""An internal note of the agency that has the complaint, and what was written to it."""
ROLES = [role for role in Role if may(officer(role=role), Permission.SEE_COMPLAINTS, "parks")]
OUTSIDE = ("outbox", "user_account", "draft")


def asked_of_water(runtime: Runtime, *fields: str) -> tuple[str, str]:
    """A complaint of the parks, a part of it at the water board; its number and the part's."""
    told = {"name": SECRETS[Shared.NAME], "email": SECRETS[Shared.CONTACT]}
    number = file(runtime, story="Une zibeline ferme le sentier.", **told).number
    owner = complainant(complaint(runtime, number).id)
    key = runtime.files.put(b"Le constat.")
    document = StoredDocument("constat.pdf", "application/pdf", 11, "0" * 64, key)
    limits = runtime.agencies.portal.attachments
    add = partial(documents.add_to_complaint, document=document, limits=limits)
    runtime.change(owner, number, add)
    runtime.change(owner, number, partial(write_message, body="Le zouave dort.", once=None))
    act(runtime, number, casework.add_note, body="Voir la patrouille.")
    return number, begun(runtime, number, *fields)


def read_by(runtime: Runtime, agency: str, role: Role = Role.OFFICER) -> str:
    """Everything in every row that somebody of an agency can select."""
    said = []
    with runtime.reading(officer(agency, role=role)) as session:
        for mapper in Base.registry.mappers:
            if mapper.class_.__tablename__ in OUTSIDE:
                continue
            for row in session.scalars(select(mapper.class_)):
                said += [str(getattr(row, each.key)) for each in mapper.column_attrs]
    return " ".join(said)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.sets(st.sampled_from(list(Shared))))
def test_each_field_is_read_if_and_only_if_it_was_agreed_to(runtime: Runtime, fields: set[Shared]):
    number, part = asked_of_water(runtime, *fields)
    with runtime.reading(officer("water")) as session:
        assert number not in session.scalars(select(ComplaintRecord.number)).all()
    said = read_part(runtime, part)
    assert {field for field, secret in SECRETS.items() if secret in said} == fields
    assert not [one for one in NEVER if one in said]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.sets(st.sampled_from([Shared.STORY, Shared.NAME, Shared.CONTACT])))
def test_each_field_is_read_if_and_only_if_it_was_let_read_when_it_was_filed(
    runtime: Runtime, fields: set[Shared]
):
    told = {"name": SECRETS[Shared.NAME], "email": SECRETS[Shared.CONTACT]}
    named = [OtherAgencies((NamedAgency("water", "Leur conduite fuit.", tuple(fields)),))]
    number = file(runtime, story="Une zibeline ferme le sentier.", parts=named, **told).number
    with runtime.reading(officer("water")) as session:
        assert number not in session.scalars(select(ComplaintRecord.number)).all()
    said = read_part(runtime, f"{number}-B")
    assert {field for field, secret in SECRETS.items() if secret in said} == fields
    assert "Leur conduite fuit." in said


def read_part(runtime: Runtime, number: str) -> str:
    """Everything in the rows of one part: earlier examples have theirs in the same database."""
    part_id = complaint(runtime, number).id
    said = []
    with runtime.reading(officer("water")) as session:
        for mapper in Base.registry.mappers:
            table = mapper.class_
            if table.__tablename__ in OUTSIDE or not hasattr(table, "complaint_id"):
                continue
            for row in session.scalars(select(table).where(table.complaint_id == part_id)):
                said += [str(getattr(row, each.key)) for each in mapper.column_attrs]
        row = session.get_one(ComplaintRecord, part_id)
        said += [str(getattr(row, each.key)) for each in row.__mapper__.column_attrs]
    return " ".join(said)


@pytest.mark.parametrize("role", ROLES)
def test_no_row_of_the_complaint_reaches_any_role_of_the_other_agency(runtime: Runtime, role: Role):
    number, _ = asked_of_water(runtime)
    whole = complaint(runtime, number)
    said = read_by(runtime, "water", role)
    assert not [one for one in (*SECRETS.values(), *NEVER) if one in said]
    with runtime.reading(officer("water", role=role)) as session:
        assert session.get(ComplaintRecord, whole.id) is None


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.TOP_AUTHORITY])
def test_no_page_of_the_other_agency_shows_it(app: Flask, runtime: Runtime, role: Role):
    number, part = asked_of_water(runtime)
    client = signed_in(app, runtime, "paul@eaux.example", role, "water", "office")
    known = {"agency": "water", "number": part, "document_id": 1}
    with app.test_request_context():
        pages = {
            rule.endpoint: url_for(
                rule.endpoint,
                language="fr",
                **{name: known[name] for name in rule.arguments - {"language"}},
            )
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("office.") and rule.arguments - {"language"} <= known.keys()
        }
    assert len(pages) > 15
    reached = 0
    for name, path in pages.items():
        for query in ({}, {"vue": "equipe"}, {"onglet": "documents"}, {"q": "zibeline"}):
            answer = client.get(path, query_string=query)
            reached += answer.status_code == 200 and part in answer.text
            shown = [one for one in (*SECRETS.values(), *NEVER) if one in answer.text]
            shown = [one for one in shown if one != query.get("q")]
            assert not shown, (name, query)
    assert reached > 3
    assert client.get(f"/fr/gestion/water/plaintes/{number}").status_code == 404


def test_what_the_other_agency_notes_is_not_read_where_the_complaint_is(runtime: Runtime):
    _, part = asked_of_water(runtime, *Shared)
    act(runtime, part, casework.add_note, body="Voir le canard.")
    assert "canard" not in read_by(runtime, "parks")
    act(runtime, part, casework.answer, body="Le castor est parti.")
    assert "castor" in read_by(runtime, "parks")


def test_the_promised_date_is_the_same_through_all_of_a_parts_life(runtime: Runtime):
    number, part = asked_of_water(runtime)
    promised = due(runtime, number)
    act(runtime, part, casework.ask_complainant, body="Quel jour?", pause="meter")
    owner = complainant(complaint(runtime, number).id)
    runtime.change(owner, part, partial(write_message, body="Lundi.", once=None))
    act(runtime, part, casework.answer, body="Voilà.")
    assert due(runtime, number) == promised
    assert complaint(runtime, number).due_at == promised


def test_another_complainant_sees_no_part(runtime: Runtime):
    asked_of_water(runtime)
    other = file(runtime).number
    with runtime.reading(complainant(complaint(runtime, other).id)) as session:
        assert session.scalars(select(ComplaintRecord.number)).all() == [other]

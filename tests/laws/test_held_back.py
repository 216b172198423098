"""What somebody holds back from the agency that now has their complaint: no route leads there."""

from __future__ import annotations

import io
from functools import partial

import pytest
from flask import Flask, url_for
from sqlalchemy import select

from portal.complaints.handling import casework, documents
from portal.complaints.handling.documents import StoredDocument
from portal.complaints.handling.following import write_message
from portal.complaints.queries import exports
from portal.complaints.records.complaint import PersonRecord
from portal.complaints.records.message import AttachmentRecord
from portal.db.base import Base
from portal.domain.actor import PORTAL, complainant
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint
from tests.features.transfers.transferred import transferred
from tests.pages.office.people import signed_in
from tests.support import file, officer

SECRETS = ("Solange", "Secret", "solange@exemple.org", "zouave", "patrouille", "constat.pdf")
ROLES = [Role.OFFICER, Role.HEAD, Role.MANAGER, Role.TOP_AUTHORITY, Role.AUDITOR]


def held_back(runtime: Runtime) -> str:
    """A complaint that the parks handed to the water board, everything held back."""
    number = file(runtime, name="Solange Secret", email="solange@exemple.org").number
    owner = complainant(complaint(runtime, number).id)
    key = runtime.files.put(b"Le constat.")
    document = StoredDocument("constat.pdf", "application/pdf", 11, "0" * 64, key)
    limits = runtime.agencies.portal.attachments
    add = partial(documents.add_to_complaint, document=document, limits=limits)
    runtime.change(owner, number, add)
    said = partial(write_message, body="Le zouave a fermé.", once=None)
    runtime.change(owner, number, said)
    act(runtime, number, casework.add_note, body="Voir la patrouille.")
    transferred(runtime, number)
    return number


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_the_office_shows_it(app: Flask, runtime: Runtime, role: Role):
    number = held_back(runtime)
    client = signed_in(app, runtime, "paul@eaux.example", role, "water", "office")
    with app.test_request_context():
        pages = {
            rule.endpoint: url_for(
                rule.endpoint,
                language="fr",
                **{
                    name: {"agency": "water", "number": number, "document_id": 1}[name]
                    for name in rule.arguments
                    if name != "language"
                },
            )
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("office.")
            and rule.arguments - {"language"}
            <= {
                *("agency", "number", "document_id"),
            }
        }
    assert len(pages) > 15
    reached = 0
    for name, path in pages.items():
        for query in ({}, {"vue": "equipe"}, {"onglet": "documents"}, {"q": "sentier"}):
            answer = client.get(path, query_string=query)
            reached += answer.status_code == 200 and number in answer.text
            shown = [one for one in SECRETS if one in answer.text]
            assert not shown, (name, query)
    assert reached > 3


@pytest.mark.parametrize("words", ["Solange", "zouave", "patrouille"])
def test_no_search_finds_it(app: Flask, runtime: Runtime, words: str):
    number = held_back(runtime)
    client = signed_in(app, runtime, "paul@eaux.example", agency="water")
    assert number not in client.get(f"/fr/gestion/water/file?vue=equipe&q={words}").text


def test_no_download_gives_it_out(app: Flask, runtime: Runtime):
    number = held_back(runtime)
    client = signed_in(app, runtime, "paul@eaux.example", agency="water")
    with runtime.reading(PORTAL) as session:
        key = session.scalar(select(AttachmentRecord.id))
    path = f"/fr/gestion/water/plaintes/{number}/documents/{key}"
    assert client.get(path).status_code == 404


def test_no_row_that_the_agency_reads_says_it(runtime: Runtime):
    """Whatever an office page may ask: only the outbox knows where letters go."""
    held_back(runtime)
    read, telling = 0, set()
    with runtime.reading(officer("water")) as session:
        for record in Base.registry.mappers:
            table = record.class_
            if table.__tablename__ in ("outbox", "user_account", "draft"):
                continue
            for row in session.scalars(select(table)):
                read += 1
                said = " ".join(str(getattr(row, each.key)) for each in record.column_attrs)
                if any(one in said for one in SECRETS):
                    telling.add(table.__tablename__)
    assert read > 10
    assert telling == set()


def test_no_dump_says_it(runtime: Runtime):
    held_back(runtime)
    out = io.StringIO()
    with runtime.reading(officer("water")) as session:
        for name in ("complaints", "clocks", "outbox", "history_links"):
            for row in getattr(exports, name)(session):
                out.write(str(row))
    assert not [one for one in SECRETS if one in out.getvalue()]


def test_the_agency_that_had_it_no_longer_reads_it_either(runtime: Runtime):
    held_back(runtime)
    with runtime.reading(officer("parks")) as session:
        assert session.scalars(select(PersonRecord)).all() == []

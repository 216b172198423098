"""Line managers see and answer what reached their level, and nothing else, nor who complains."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.complaints.handling import casework, escalation
from portal.complaints.handling.following import write_message
from portal.complaints.queries.case_reads import case_file
from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.complaints.work import complaint_by_number
from portal.db.base import Base, OfComplaint
from portal.db.row_filter import as_the_portal
from portal.domain.actor import Actor, complainant
from portal.domain.errors import NotAllowedError, UnknownComplaintError
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint, letters, member
from tests.features.groups import grouped
from tests.features.information_requests.asking_inside import ask
from tests.features.recommendations.recommended import recommend
from tests.laws.going_up import PERSON, STORY, filed, go_up
from tests.laws.told import told_of
from tests.pages.office.people import (
    case_path,
    sign_in,
    signed_in,
    without_token,
    words,
)
from tests.support import FixedClock, file, officer, on_both

# What nobody declared is told in the texts alone.
WRITTEN = "Écrivez à cousine@exemple.net, au 12 rue des Lilas, app. 7, G1K 3X2, ou au 581 555-0142."
TOLD = ("Solange", "s.secret", "555-0123", "cousine", "Lilas", "app. 7", "G1K", "555-0142")
OF_COMPLAINTS = [
    mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, OfComplaint)
]


def with_texts(runtime: Runtime) -> str:
    """A complaint of which every text tells who complains."""
    number = filed(runtime)
    owner = complainant(complaint(runtime, number).id)
    told = f"{STORY} {WRITTEN}"
    runtime.change(owner, number, partial(write_message, body=told, once=None))
    runtime.change(officer(), number, partial(casework.add_note, body=told))
    return number


def numbers_seen(runtime: Runtime, actor: Actor) -> list[str]:
    with runtime.reading(actor) as session:
        return list(session.scalars(select(ComplaintRecord.number).order_by(ComplaintRecord.id)))


def rows_seen(runtime: Runtime, actor: Actor) -> set[str]:
    found = set()
    with runtime.reading(actor) as session:
        for record in OF_COMPLAINTS:
            key = record.id if hasattr(record, "id") else record.complaint_id
            if session.scalar(select(func.count(key))):
                found.add(record.__tablename__)
    return found


@on_both
def test_a_complaint_is_seen_from_the_moment_it_reached_the_level(
    runtime: Runtime, clock: FixedClock
):
    director = member(runtime, Role.MANAGER, post="director")
    member(runtime, Role.TOP_AUTHORITY, post="president")
    number = filed(runtime)
    assert numbers_seen(runtime, director) == []
    assert rows_seen(runtime, director) == set()
    go_up(runtime, clock)
    assert complaint(runtime, number).level == 2
    # Twice, because the statements of the first round are kept ready for the second.
    for _ in range(2):
        assert numbers_seen(runtime, director) == [number]
    go_up(runtime, clock)
    assert complaint(runtime, number).level == 3
    assert numbers_seen(runtime, director) == [number]


@on_both
def test_the_first_level_goes_on_seeing_what_it_did_not_answer(runtime: Runtime, clock: FixedClock):
    first = member(runtime, Role.MANAGER, post="office")
    member(runtime, Role.MANAGER, post="director")
    number = filed(runtime)
    assert numbers_seen(runtime, first) == [number]
    go_up(runtime, clock)
    assert complaint(runtime, number).level == 2
    for _ in range(2):
        assert numbers_seen(runtime, first) == [number]


@on_both
def test_a_level_that_was_skipped_sees_nothing(runtime: Runtime):
    director = member(runtime, Role.MANAGER, post="director")
    number = filed(runtime)
    member(runtime, Role.TOP_AUTHORITY, post="president")
    straight = partial(escalation.pass_to_top, question="Que faire?", opinion="")
    runtime.change(officer(), number, straight)
    assert complaint(runtime, number).level == 3
    assert numbers_seen(runtime, director) == []


@on_both
def test_what_went_up_elsewhere_is_not_seen_at_a_post_of_the_same_name(
    runtime: Runtime, clock: FixedClock
):
    member(runtime, Role.MANAGER, post="director")
    namesake = member(runtime, Role.MANAGER, "water", "director")
    number = filed(runtime)
    go_up(runtime, clock)
    with runtime.transaction() as session:
        moved = complaint_by_number(session, number)
        moved.agency, moved.level, moved.holder = "water", 1, "office"
    assert numbers_seen(runtime, namesake) == []


def test_what_did_not_reach_them_has_the_answer_of_a_number_that_does_not_exist(
    app: Flask, runtime: Runtime
):
    number = filed(runtime)
    client = signed_in(app, runtime, "diane@parcs.example", Role.MANAGER, post="director")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("office.") and "number" in rule.arguments:
            assert opened(app, client, rule, number) == opened(app, client, rule, "2026-999999")


def opened(
    app: Flask, client: FlaskClient, rule: object, number: str, **others: object
) -> list[object]:
    values = {"agency": "parks", "number": number, "document_id": 1, "group": 1, "part": 1}
    values |= {"entry": "a" * 16, "rule_id": 1, "answer": 1, **others}  # type: ignore[dict-item]
    wanted = {name: values[name] for name in rule.arguments if name != "language"}  # type: ignore[attr-defined]
    with app.test_request_context():
        path = url_for(rule.endpoint, language="fr", **wanted)  # type: ignore[attr-defined]
    form = {"body": "x", "reason": "x", "version": "1"}
    # Looked at first, then sent.
    posted = (client.post(path, data=one) for one in (form, {**form, "send": "yes"}))
    answers = (client.get(path), *posted)
    return [(answer.status_code, without_token(answer.text, number)) for answer in answers]


def test_a_manager_answers_only_what_reached_their_level(runtime: Runtime, clock: FixedClock):
    director = member(runtime, Role.MANAGER, post="director")
    number = filed(runtime)
    answer = partial(casework.answer, body="Le sentier ouvre lundi.")
    with pytest.raises(UnknownComplaintError):
        runtime.change(director, number, answer)
    go_up(runtime, clock)
    before = len(letters(runtime))
    runtime.change(director, number, answer)
    assert complaint(runtime, number).status == "answered"
    # Whoever writes it does not read where it goes; it gets there.
    assert ("answered", PERSON["email"]) in letters(runtime)[before:]


@pytest.mark.parametrize("act", [casework.answer, casework.add_note])
def test_the_service_refuses_it_where_no_row_filter_does(runtime: Runtime, act: object):
    director = member(runtime, Role.MANAGER, post="director")
    number = filed(runtime)
    with runtime.acting(director) as work, as_the_portal(work.session):
        one = complaint_by_number(work.session, number)
        with pytest.raises(NotAllowedError):
            act(work, one, body="Non.")  # type: ignore[operator]


def test_lists_and_counts_hold_what_reached_the_level_alone(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    client = signed_in(app, runtime, "diane@parcs.example", Role.MANAGER, post="director")
    early = with_texts(runtime)
    page = words(client.get("/fr/gestion/parks/file").text)
    assert "Toute l’équipe 0" in page
    assert "rendue à votre palier" in page
    go_up(runtime, clock)
    late = filed(runtime)
    client = app.test_client()
    sign_in(client, "diane@parcs.example")
    page = client.get("/fr/gestion/parks/file").text
    assert early in page
    assert late not in page
    assert "Toute l’équipe 1" in words(page)
    assert "pruches" in page
    assert not any(told in page for told in TOLD)


@pytest.mark.parametrize("typed", ["Solange", "pruches", "secret"])
def test_no_word_leads_them_to_who_complains(
    app: Flask, runtime: Runtime, clock: FixedClock, typed: str
):
    number = with_texts(runtime)
    signed_in(app, runtime, "diane@parcs.example", Role.MANAGER, post="director")
    go_up(runtime, clock)
    client = app.test_client()
    sign_in(client, "diane@parcs.example")
    page = client.get(f"/fr/gestion/parks/file?q={typed}").text
    assert number not in page
    assert "par son numéro" in page
    assert client.get(f"/fr/gestion/parks/file?q={number}").status_code == 303


def test_no_page_tells_them_who_complains(app: Flask, runtime: Runtime, clock: FixedClock):
    number = with_texts(runtime)
    signed_in(app, runtime, "diane@parcs.example", Role.MANAGER, post="director")
    others = {"request_id": ask(runtime, number, question="Pourquoi?")}
    one = recommend(runtime, number)
    people = grouped.team(runtime)
    others["group"] = grouped.opened(
        runtime, people.officer, number, filed(runtime), name="Sentier"
    )
    grouped.draft(runtime, people.officer, others["group"])
    others |= {"recommendation": one, **told_of(runtime, one, "De tous")}
    go_up(runtime, clock)
    client = app.test_client()
    sign_in(client, "diane@parcs.example")
    page = client.get(case_path(number)).text
    assert "Identité protégée" in words(page)
    assert "pruches" in page
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("office."):
            continue
        for status, text in opened(app, client, rule, number, **others):  # type: ignore[misc]
            told = [one for one in TOLD if one in text]
            assert not told, (rule.endpoint, status, told, text[text.index(told[0]) - 300 :][:500])


@on_both
def test_what_agencies_publish_is_read_and_what_looks_like_it_is_not(
    runtime: Runtime, clock: FixedClock
):
    director = member(runtime, Role.MANAGER, post="director")
    story = "On me renvoie au 1 800 555-0199; mon numéro est le 581 555-0142, pas le 514 555-0110."
    number = file(runtime, story=story, phone="514 555-0110").number
    go_up(runtime, clock)
    with runtime.reading(director) as session:
        read = case_file(session, runtime.features.case_reads, "parks", number, clock.moment)
    assert "1 800 555-0199" in read.complaint.story
    assert "555-0142" not in read.complaint.story
    # Published, but given as theirs.
    assert "555-0110" not in read.complaint.story


@on_both
def test_the_rows_of_people_are_kept_from_them(runtime: Runtime, clock: FixedClock):
    director = member(runtime, Role.MANAGER, post="director")
    number = filed(runtime)
    go_up(runtime, clock)
    assert numbers_seen(runtime, director) == [number]
    with runtime.reading(director) as session:
        assert session.scalar(select(func.count(PersonRecord.id))) == 0

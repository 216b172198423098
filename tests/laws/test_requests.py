"""What is asked inside an agency reaches whoever is asked, and nobody else; no page leaks it."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from sqlalchemy import select

from portal.complaints.letters.outbox import send_due
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.actor import Actor, complainant
from portal.domain.permissions import Permission, may
from portal.domain.role import Role
from portal.features.information_requests.records import InformationRequestRecord, RequestStepRecord
from portal.features.information_requests.rules import Asked, Released
from portal.features.reprisals import actions as reprisals
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, member
from tests.features.information_requests.asking_inside import ask, give, requests
from tests.pages.office.people import signed_in
from tests.support import RecordingMailer, file, officer, on_both

SECRET = "zibeline"
SEEING = {role for role in Role if may(officer(role=role), Permission.SEE_ALL, "parks")}


def seen_by(runtime: Runtime, actor: Actor) -> list[str]:
    with runtime.reading(actor) as session:
        return list(session.scalars(select(InformationRequestRecord.number)))


@on_both
@pytest.mark.parametrize("role", Role)
def test_a_request_is_seen_by_whoever_is_asked_and_whoever_sees_the_complaint(
    runtime: Runtime, role: Role
):
    number = file(runtime).number
    asked = member(runtime, role, "parks", None)
    other = member(runtime, role, "parks", "elsewhere")
    ask(runtime, number, Asked(user_id=asked.user_id))
    assert seen_by(runtime, asked) == [number]
    assert seen_by(runtime, other) == ([number] if role in SEEING else [])
    assert seen_by(runtime, member(runtime, role, "water", "elsewhere")) == []


@on_both
def test_a_post_of_the_same_name_in_another_agency_is_asked_nothing(runtime: Runtime):
    number = file(runtime).number
    member(runtime, Role.MANAGER, "parks", "director")
    ask(runtime, number)
    assert seen_by(runtime, member(runtime, Role.ANALYST, "parks", "director")) == [number]
    assert seen_by(runtime, member(runtime, Role.ANALYST, "water", "director")) == []


@on_both
def test_whoever_is_asked_sees_nothing_else_of_the_complaint(runtime: Runtime):
    number = file(runtime).number
    asked = member(runtime, Role.ANALYST, "parks", None)
    ask(runtime, number, Asked(user_id=asked.user_id))
    with runtime.reading(asked) as session:
        assert session.scalars(select(ComplaintRecord.id)).all() == []
        assert session.scalars(select(RequestStepRecord.id)).all() == []


@on_both
def test_another_complainant_sees_no_request(runtime: Runtime):
    first, second = file(runtime).number, file(runtime).number
    member(runtime, Role.MANAGER, "parks", "director")
    ask(runtime, first)
    assert seen_by(runtime, complainant(complaint(runtime, second).id)) == []


def test_what_was_told_of_reprisals_is_part_of_no_request(app: Flask, runtime: Runtime):
    number = file(runtime).number
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, reprisals.report, owner, body="Le gardien zouave me menace.")
    client = signed_in(app, runtime, "luc@parcs.example", Role.ANALYST, post=None)
    luc = Asked(user_id=1)
    request = ask(runtime, number, luc, released=list(Released))
    assert "zouave" not in str(requests(runtime, number)[0].shown)
    page = client.get(f"/fr/gestion/parks/demandes/{request}").text
    assert "présailles" not in page
    assert "zouave" not in page


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR])
def test_no_page_of_requests_opens_for_somebody_of_the_agency_who_is_not_asked(
    app: Flask, runtime: Runtime, role: Role
):
    number = file(runtime).number
    member(runtime, Role.MANAGER, "parks", "director")
    request = ask(runtime, number, question=f"Où est le {SECRET}?")
    client = signed_in(app, runtime, "autre@parcs.example", role, post="elsewhere")
    with app.test_request_context():
        pages = {
            (rule.endpoint, method): url_for(
                rule.endpoint,
                language="fr",
                agency="parks",
                **({"request_id": request} if "request_id" in rule.arguments else {}),
            )
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith(("office.requests", "office.a")) and "request" in rule.rule
            for method in ("GET", "POST")
            if method in (rule.methods or ())
        }
    assert len(pages) >= 3
    for (name, method), path in pages.items():
        answer = client.open(path, method=method, data={"body": "Moi."})
        assert SECRET not in answer.text, name
        assert answer.status_code == (
            200 if "request_id" not in path and path.endswith("s") else 404
        )
    assert requests(runtime, number)[0].is_open


def test_no_letter_quotes_a_question_or_an_answer(runtime: Runtime, mailbox: RecordingMailer):
    number = file(runtime, name="Odile Tremblay").number
    director = member(runtime, Role.MANAGER, "parks", "director")
    claire = member(runtime)
    request = ask(runtime, number, by=claire, question=f"Où est le {SECRET}?")
    give(runtime, number, request, director, f"Le {SECRET} dort.")
    ask(runtime, number, by=claire, question=f"Où est le {SECRET}?")
    send_due(runtime, runtime.now())
    told = [str(one.get_body(("plain",)).get_content()) for one in mailbox.sent]
    assert len(told) == 4
    assert not [text for text in told if SECRET in text or "Tremblay" in text]

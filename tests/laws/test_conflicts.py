"""Whoever a complaint concerns reaches nothing of it: by no query, no route, no letter."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask, url_for
from sqlalchemy import func, select

from portal.complaints.handling import casework
from portal.complaints.handling.following import write_message
from portal.complaints.letters.digests import tell_staff
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import NoticeRecord
from portal.db.base import Base, OfComplaint
from portal.domain.actor import PORTAL, Actor, ActorKind, Membership, complainant
from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.recommendations.rules import Addressee
from portal.features.reprisals import actions as reprisals
from portal.runtime import Runtime
from tests.complaints.cases import complaint, letters
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.features.groups import grouped
from tests.features.information_requests.asking_inside import ask
from tests.features.recommendations.recommended import recommend
from tests.laws.told import told_of
from tests.pages.office.people import let_dates_pass, sign_in, without_token, words
from tests.support import file, officer, on_both

SECRET = "Zouave des sentiers"
NOWHERE = "2026-999999"
OF_COMPLAINTS = [
    mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, OfComplaint)
]
ROLES = [Role.OFFICER, Role.HEAD, Role.MANAGER, Role.TOP_AUTHORITY, Role.INTAKE, Role.AUDITOR]


def with_everything(runtime: Runtime, post: str = "director") -> tuple[str, int, int]:
    """A complaint about which somebody wrote, asked, recommended and reported."""
    somebody(runtime, "Dora Dion", Role.MANAGER, "director")
    number = file(runtime, story=SECRET, name="Solange Secret").number
    owner = complainant(complaint(runtime, number).id)
    runtime.change(owner, number, partial(write_message, body=f"{SECRET}, encore.", once=None))
    runtime.change(owner, number, partial(reprisals.report, body=SECRET))
    runtime.change(officer(), number, partial(casework.add_note, body=SECRET))
    request = ask(runtime, number, question=SECRET)
    one = recommend(runtime, number, to=Addressee(post=post), title=SECRET)
    return number, request, one


def group_of(runtime: Runtime, number: str) -> int:
    """Gather the complaint with another one, and begin to answer them."""
    people = grouped.team(runtime)
    group = grouped.opened(runtime, people.officer, number, file(runtime).number)
    grouped.draft(runtime, people.officer, group)
    return group


def seen(runtime: Runtime, actor: Actor) -> dict[str, int]:
    found = {}
    with runtime.reading(actor) as session:
        for record in (ComplaintRecord, *OF_COMPLAINTS):
            key = record.id if hasattr(record, "id") else record.complaint_id
            found[record.__tablename__] = session.scalar(select(func.count(key))) or 0
    return found


def keep_out(runtime: Runtime, number: str, actor: Actor) -> None:
    runtime.change(PORTAL, number, partial(declaring.declare, user_id=actor.user_id))


@on_both
@pytest.mark.parametrize("role", ROLES)
def test_no_query_finds_anything_of_it_for_whoever_it_concerns(runtime: Runtime, role: Role):
    agency = None if role is Role.AUDITOR else "parks"
    # At the first level, so that whoever sees what reached them sees it.
    named = somebody(runtime, "Luc Côté", role, "office", agency)
    number, *_ = with_everything(runtime)
    file(runtime)
    before = seen(runtime, named)
    assert before["complaint"] == 2
    keep_out(runtime, number, named)
    # Twice, because the statements of the first round are kept ready for the second.
    for _ in range(2):
        after = seen(runtime, named)
        assert after["complaint"] == 1
        left = {"complaint", "person", "issue", "clock", "history_entry", "outbox"}
        left |= {"search_text"}
        assert {table for table, count in after.items() if count} <= left


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.MANAGER, Role.TOP_AUTHORITY])
def test_no_page_of_the_office_opens_or_shows_it(app: Flask, runtime: Runtime, role: Role):
    named = somebody(runtime, "Luc Côté", role, "director")
    somebody(runtime, "Zoé Chef", Role.HEAD, None)
    number, request, one = with_everything(runtime)
    keep_out(runtime, number, named)
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    values = {"agency": "parks", "number": number, "document_id": 1, "entry": "a" * 16}
    values |= {"request_id": request, "recommendation": one, "answer": 1, "rule_id": 1}
    values |= {"group": group_of(runtime, number)} | told_of(runtime, one, "De tous")
    version = complaint(runtime, number).version
    shown = []
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("office."):
            continue
        wanted = {name: values[name] for name in rule.arguments if name != "language"}
        with app.test_request_context():
            path = url_for(rule.endpoint, language="fr", **wanted)
        for method in ("GET", "POST"):
            form = {"body": "x", "version": "1", "send": "yes", "q": "sentiers", "vue": "equipe"}
            data = {"query_string": form} if method == "GET" else {"data": form}
            answer = client.open(path, method=method, **data)
            if "number" in rule.arguments:
                # Byte for byte the answer of a number that nobody has.
                nowhere = client.open(path.replace(number, NOWHERE), method=method, **data)
                assert answer.status_code == nowhere.status_code, path
                is_same = without_token(answer.text, number) == without_token(nowhere.text, NOWHERE)
                assert is_same, path
            names_one = {"number", "recommendation", "request_id"} & rule.arguments
            is_open = bool(names_one) and answer.status_code not in (400, 403, 404, 405)
            told = answer.text.replace(number, "") if "number" in rule.arguments else answer.text
            if is_open or "ouave" in told or "Solange" in told or number in told:
                shown.append((method, path, answer.status_code))
    assert shown == []
    assert complaint(runtime, number).version == version
    client.get("/fr/gestion/parks/file")  # what was said of the pages before is said once
    found, nowhere = (
        client.get(f"/fr/gestion/parks/file?q={typed}") for typed in (number, NOWHERE)
    )
    assert found.status_code == nowhere.status_code == 200
    assert without_token(found.text, number) == without_token(nowhere.text, NOWHERE)
    auditor = Actor(ActorKind.STAFF, "Une auditrice", None, (Membership(Role.AUDITOR),))
    runtime.change(auditor, number, partial(declaring.tell, user_id=named.user_id))
    page = words(client.get(f"/fr/gestion/parks/plaintes/{number}").text)
    assert "Cette plainte vous est fermée" in page
    # Whoever is named there is one who may let them back in.
    assert ("Zoé Chef" in page) == (role in (Role.OFFICER, Role.MANAGER))


@pytest.mark.parametrize("view", ["equipe", "a-moi", "question-posee"])
def test_no_list_counts_it(app: Flask, runtime: Runtime, view: str):
    named = somebody(runtime, "Luc Côté", Role.HEAD)
    number, *_ = with_everything(runtime)
    runtime.change(officer(), number, partial(casework.assign, user_id=named.user_id))
    keep_out(runtime, number, named)
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    page = client.get(f"/fr/gestion/parks/file?vue={view}").text
    assert number not in page
    assert "attend un geste" not in page
    assert number not in client.get("/fr/gestion/parks/confidentiel").text


def test_no_letter_and_no_notice_tells_them_of_it(runtime: Runtime):
    named = somebody(runtime, "Luc Côté", Role.HEAD)
    number, *_ = with_everything(runtime, "office")
    told = len([who for _, who in letters(runtime) if who == "luc.cote@exemple.org"])
    keep_out(runtime, number, named)
    # Somebody else reads what is reported.
    somebody(runtime, "Ada Lemieux", Role.TOP_AUTHORITY, "president")
    owner = complainant(complaint(runtime, number).id)
    runtime.change(owner, number, partial(write_message, body="Encore.", once=None))
    runtime.change(owner, number, partial(reprisals.report, body="Encore."))
    for _ in range(3):
        let_all_pass(runtime)
    with runtime.reading(PORTAL) as session:
        waiting = session.scalars(
            select(NoticeRecord).where(NoticeRecord.user_id == named.user_id)
        ).all()
    assert waiting == []
    tell_staff(runtime, runtime.now())
    assert len([who for _, who in letters(runtime) if who == "luc.cote@exemple.org"]) == told


def let_all_pass(runtime: Runtime) -> None:
    """Let every date of every complaint pass."""
    runtime.now.moment = runtime.now().replace(year=runtime.now().year + 1)  # type: ignore[attr-defined]
    let_dates_pass(runtime)

"""Whoever a complaint concerns is stopped at its page, whenever they came to the agency."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from portal.complaints.handling import casework
from portal.domain.actor import Actor, ActorKind, Membership
from portal.domain.errors import IncompleteError, NotAllowedError
from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.conflicts_of_interest.letters import CONFLICT_AT_TOP, STEPPED_BACK
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, kinds, told
from tests.features.conflicts_of_interest.named_staff import concerned, follow_up, somebody
from tests.pages.office.people import case_path, sign_in, signed_in, without_token, words
from tests.support import file, officer, on_both

STORY = "Luc Côté m’a raccroché au nez."


def test_somebody_who_came_later_is_stopped_when_they_open_it(app: Flask, runtime: Runtime):
    number = file(runtime, story=STORY).number
    luc = somebody(runtime, "Luc Côté")
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    assert concerned(runtime, number) == frozenset()
    answer = client.get(case_path(number))
    assert answer.status_code == 404
    nowhere = client.get(case_path("2026-999999"))
    assert without_token(answer.text, number) == without_token(nowhere.text, "2026-999999")
    assert concerned(runtime, number) == {luc.user_id}
    assert follow_up(runtime) == 1
    assert "conflict_noted" in kinds(runtime, number)


def test_without_a_head_one_is_sent_to_the_top_authority_or_to_whoever_runs_the_portal(
    app: Flask, runtime: Runtime
):
    luc = somebody(runtime, "Luc Côté")
    number = file(runtime, story=STORY).number
    act(runtime, number, declaring.tell, auditor(), user_id=luc.user_id)
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    assert "À la personne qui exploite le portail" in words(client.get(case_path(number)).text)
    somebody(runtime, "Ada Top", Role.TOP_AUTHORITY, "president")
    page = words(client.get(case_path(number)).text)
    assert "À la plus haute autorité : Ada Top." in page


def test_another_number_says_only_that_there_is_no_such_complaint(app: Flask, runtime: Runtime):
    somebody(runtime, "Luc Côté")
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    assert client.get(case_path("2026-999999")).status_code == 404
    there = file(runtime, "water", story=STORY).number
    assert client.get(case_path(there)).status_code == 404


def test_a_form_that_they_still_had_open_does_nothing(app: Flask, runtime: Runtime):
    luc = somebody(runtime, "Luc Côté")
    number = file(runtime).number
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    version = str(complaint(runtime, number).version)
    act(runtime, number, declaring.declare, user_id=luc.user_id)
    answer = client.post(case_path(number, "note"), data={"body": "Vue.", "version": version})
    assert answer.status_code == 404
    assert "noted" not in kinds(runtime, number)


def auditor() -> Actor:
    return Actor(ActorKind.STAFF, "Une auditrice", None, (Membership(Role.AUDITOR),))


def test_once_they_were_told_the_page_says_why_and_whom_to_see(app: Flask, runtime: Runtime):
    luc, zoe = somebody(runtime, "Luc Côté"), somebody(runtime, "Zoé Chef", Role.HEAD, None)
    number = file(runtime, story=STORY).number
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    assert client.get(case_path(number)).status_code == 404
    head = app.test_client()
    sign_in(head, "zoe.chef@exemple.org")
    assert "ne sait pas que la plainte existe" in words(head.get(case_path(number)).text)
    form = {"concerned": luc.user_id, "version": complaint(runtime, number).version}
    assert head.post(case_path(number, "prevenue"), data=form).status_code == 303
    assert "conflict_told" in kinds(runtime, number)
    page = words(head.get(case_path(number)).text)
    assert "ne sait pas que la plainte existe" not in page
    assert "Personne tenue à l’écart, prévenue" in page
    answer = client.get(case_path(number))
    assert answer.status_code == 403
    assert "Cette plainte vous est fermée" in words(answer.text)
    assert "Zoé Chef" in answer.text
    assert "raccroché" not in answer.text
    with pytest.raises(IncompleteError):
        act(runtime, number, declaring.tell, zoe, user_id=luc.user_id)


def test_whoever_withdrew_knows_of_it(app: Flask, runtime: Runtime):
    luc = somebody(runtime, "Luc Côté")
    number = file(runtime).number
    act(runtime, number, declaring.step_back, luc)
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    assert client.get(case_path(number)).status_code == 403


def test_nobody_is_told_by_whom_they_lead(runtime: Runtime):
    somebody(runtime, "Zoé Chef", Role.HEAD, None)
    top = somebody(runtime, "Ada Top", Role.TOP_AUTHORITY, "president")
    number = file(runtime).number
    act(runtime, number, declaring.declare, user_id=top.user_id)
    head = officer("parks", role=Role.HEAD)
    with pytest.raises(NotAllowedError):
        act(runtime, number, declaring.tell, head, user_id=top.user_id)
    with pytest.raises(NotAllowedError):
        act(runtime, number, declaring.tell, user_id=top.user_id)
    act(runtime, number, declaring.tell, auditor(), user_id=top.user_id)


@on_both
def test_each_try_is_kept_and_shown_to_the_head_alone(app: Flask, runtime: Runtime):
    somebody(runtime, "Luc Côté"), somebody(runtime, "Zoé Chef", Role.HEAD, None)
    somebody(runtime, "Anne Roy")
    number = file(runtime, story=STORY).number
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    client.get(case_path(number)), client.get(case_path(number, "repondre"))
    client.post(case_path(number, "note"), data={"body": "Vue.", "version": "1"})
    head, anne = app.test_client(), app.test_client()
    sign_in(head, "zoe.chef@exemple.org"), sign_in(anne, "anne.roy@exemple.org")
    page = words(head.get(case_path(number)).text)
    assert "Elle a demandé cette plainte 3 fois, la dernière le 24 novembre 2026" in page
    page = words(anne.get(case_path(number)).text)
    assert "Luc Côté" in page
    assert "a demandé cette plainte" not in page
    assert "ne sait pas que la plainte existe" not in page


def test_as_much_is_done_for_a_number_that_does_not_exist(
    app: Flask, runtime: Runtime, asked: list[str]
):
    somebody(runtime, "Luc Côté")
    number = file(runtime, story=STORY).number
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    shown = []
    for of in (number, "2026-999999", number, "2026-999999"):
        asked.clear()
        client.get(case_path(of)), client.get(case_path(of, "repondre"))
        shown.append(list(asked))
    assert shown[2] == shown[3]
    assert len(shown[0]) == len(shown[1])


@pytest.fixture
def asked(runtime: Runtime) -> Iterator[list[str]]:
    """Return the statements that the database is asked."""
    told: list[str] = []

    def keep(_c: object, _u: object, statement: str, *_: object) -> None:
        told.append(statement)

    engines = {runtime.database.writer, runtime.database.reader}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", keep)
    yield told
    for engine in engines:
        event.remove(engine, "before_cursor_execute", keep)


def test_the_levels_name_nobody_who_is_kept_out(app: Flask, runtime: Runtime):
    dora = somebody(runtime, "Dora Dion", Role.MANAGER, "director")
    zoe = somebody(runtime, "Zoé Chef", Role.HEAD, None)
    number = file(runtime).number
    head = app.test_client()
    sign_in(head, "zoe.chef@exemple.org")
    path = f"/fr/gestion/parks/plaintes/{number}"
    assert "Dora Dion" in head.get(path).text
    act(runtime, number, declaring.declare, zoe, user_id=dora.user_id)
    page = words(head.get(path).text)
    levels = page[page.index("Paliers") :]
    # Nobody works at the other two.
    assert levels.count("Poste vacant") == 2
    assert levels.count("Personne n’y peut traiter cette plainte") == 1
    assert "Dora Dion" not in levels.split("Fiche")[0]


def test_whoever_is_kept_out_is_present_no_more(app: Flask, runtime: Runtime):
    luc = somebody(runtime, "Luc Côté")
    somebody(runtime, "Anne Roy")
    number = file(runtime).number
    client, anne = app.test_client(), app.test_client()
    sign_in(client, "luc.cote@exemple.org"), sign_in(anne, "anne.roy@exemple.org")
    client.get(case_path(number))
    assert "Luc Côté lit aussi" in words(anne.get(case_path(number)).text)
    act(runtime, number, declaring.declare, user_id=luc.user_id)
    assert "lit aussi" not in words(anne.get(case_path(number)).text)


def test_whoever_was_let_back_may_be_asked_for_information(runtime: Runtime):
    luc, zoe = somebody(runtime, "Luc Côté"), somebody(runtime, "Zoé Chef", Role.HEAD, None)
    number = file(runtime, story=STORY).number
    key = complaint(runtime, number).id
    with runtime.reading(zoe) as session:
        assert runtime.features.concerned(session, key, "parks", STORY) == {luc.user_id}
    act(runtime, number, declaring.let_back, zoe, user_id=luc.user_id, reason="Un homonyme.")
    with runtime.reading(zoe) as session:
        assert runtime.features.concerned(session, key, "parks", STORY) == frozenset()


def test_a_withdrawal_is_nowhere_told_as_being_whom_it_is_about(app: Flask, runtime: Runtime):
    luc, _ = somebody(runtime, "Luc Côté"), somebody(runtime, "Zoé Chef", Role.HEAD, None)
    ada = somebody(runtime, "Ada Lemieux", Role.TOP_AUTHORITY, "president")
    somebody(runtime, "Rita Roy", Role.AUDITOR, None, None)
    number = file(runtime).number
    for person in (luc, ada):
        act(runtime, number, declaring.step_back, person)
    client = app.test_client()
    sign_in(client, "zoe.chef@exemple.org")
    page = words(client.get(case_path(number)).text)
    assert "Luc Côté Ne s’en occupe pas" in page
    kinds = {kind for kind, _ in told(runtime, number)}
    assert {"stepped_back", "conflict_at_top"} <= kinds
    assert "conflict_noted" not in kinds
    said = (page, repr(STEPPED_BACK), repr(CONFLICT_AT_TOP))
    assert not [text for text in said if " vise " in text or "Personne visée" in text]


def test_only_somebody_of_the_list_is_kept_out(app: Flask, runtime: Runtime):
    luc = somebody(runtime, "Luc Côté")
    rita = somebody(runtime, "Rita Roy", Role.AUDITOR, None, None)
    number = file(runtime).number
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    for forged in (rita.user_id, luc.user_id, 9999):
        form = {"concerned": forged, "version": complaint(runtime, number).version}
        answer = client.post(case_path(number, "tenir-a-l-ecart"), data=form)
        assert answer.status_code == 422
    assert concerned(runtime, number) == frozenset()


def test_a_post_whose_holder_is_kept_out_is_not_said_to_be_vacant(app: Flask, runtime: Runtime):
    somebody(runtime, "Zoé Chef", Role.HEAD, None)
    luc = somebody(runtime, "Luc Côté", Role.MANAGER, "director")
    number = file(runtime).number
    act(runtime, number, declaring.declare, officer(), user_id=luc.user_id)
    client = app.test_client()
    sign_in(client, "zoe.chef@exemple.org")
    page = words(client.get(case_path(number)).text)
    assert "Personne n’y peut traiter cette plainte" in page


@pytest.mark.parametrize(("kept_out", "said"), [(False, "Directrice"), (True, "Présidente")])
def test_silence_is_said_to_go_where_somebody_may_act(
    app: Flask, runtime: Runtime, kept_out: bool, said: str
):
    somebody(runtime, "Zoé Chef", Role.HEAD, None)
    luc = somebody(runtime, "Luc Côté", Role.MANAGER, "director")
    somebody(runtime, "Ada Lemieux", Role.TOP_AUTHORITY, "president")
    number = file(runtime).number
    act(runtime, number, casework.record_first_contact)
    if kept_out:
        act(runtime, number, declaring.declare, officer(), user_id=luc.user_id)
    client = app.test_client()
    sign_in(client, "zoe.chef@exemple.org")
    page = words(client.get(case_path(number)).text)
    assert f"Sans réponse, la plainte passe ensuite à ce palier : {said}" in page


def test_whoever_may_let_nobody_back_in_reads_who_is_there(app: Flask, runtime: Runtime):
    somebody(runtime, "Zoé Chef", Role.HEAD, None)
    ada = somebody(runtime, "Ada Lemieux", Role.TOP_AUTHORITY, "president")
    number = file(runtime).number
    client = app.test_client()
    sign_in(client, "zoe.chef@exemple.org")
    assert "Personne n’est tenu à l’écart" in words(client.get(case_path(number, "lever")).text)
    act(runtime, number, declaring.declare, user_id=ada.user_id)
    answer = client.get(case_path(number, "lever"))
    page = words(answer.text)
    assert "Personne n’est tenu à l’écart" not in page
    assert "doit décider de rouvrir la plainte à : Ada Lemieux." in page
    assert 'id="formulaire"' not in answer.text


def test_what_follows_from_a_withdrawal_is_signed_by_the_portal(app: Flask, runtime: Runtime):
    luc = somebody(runtime, "Luc Côté")
    somebody(runtime, "Zoé Chef", Role.HEAD, None)
    number = file(runtime).number
    act(runtime, number, declaring.step_back, luc)
    assert kinds(runtime, number)[-2:] == ["escalated", "post_vacant"]
    client = app.test_client()
    sign_in(client, "zoe.chef@exemple.org")
    page = client.get(case_path(number)).text
    for title in ("Palier où personne ne répond", "Passage automatique au palier suivant"):
        said = words(page.partition(title)[2])[:90]
        assert "Le portail" in said, said
        assert "Luc Côté" not in said


LIFT, TELL = "Lever une mise à l’écart", "Noter qu’une personne tenue à l’écart est prévenue"


@on_both
@pytest.mark.parametrize(
    ("whom", "by", "may"),
    [
        (Role.OFFICER, Role.HEAD, True),
        (Role.HEAD, Role.HEAD, False),
        (Role.HEAD, Role.TOP_AUTHORITY, True),
        (Role.TOP_AUTHORITY, Role.HEAD, False),
        (Role.TOP_AUTHORITY, Role.AUDITOR, True),
    ],
)
def test_letting_back_is_offered_to_nobody_who_may_let_nobody_back(
    app: Flask, runtime: Runtime, whom: Role, by: Role, may: bool
):
    luc = somebody(runtime, "Luc Côté", whom)
    number = file(runtime).number
    act(runtime, number, declaring.declare, user_id=luc.user_id)
    where = None if by is Role.AUDITOR else "parks"
    reader = signed_in(app, runtime, "ada@parcs.example", by, where, None)
    page = words(reader.get(case_path(number)).text)
    assert "Luc Côté Déclarée par le service" in page
    assert [said in page for said in (LIFT, TELL, "Prévenez-la vous-même")] == [may] * 3

"""Whoever a complaint concerns is stopped at its page, whenever they came to the agency."""

from __future__ import annotations

from flask import Flask

from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as declaring
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, kinds
from tests.features.conflicts_of_interest.named_staff import concerned, follow_up, somebody
from tests.pages.office.people import case_path, sign_in, words
from tests.support import file

STORY = "Luc Côté m’a raccroché au nez."


def test_somebody_who_came_later_is_stopped_when_they_open_it(app: Flask, runtime: Runtime):
    number = file(runtime, story=STORY).number
    luc = somebody(runtime, "Luc Côté")
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    assert concerned(runtime, number) == frozenset()
    answer = client.get(case_path(number))
    assert answer.status_code == 403
    assert "Cette plainte vous est fermée" in words(answer.text)
    assert "raccroché" not in answer.text
    assert concerned(runtime, number) == {luc.user_id}
    assert follow_up(runtime) == 1
    assert "conflict_noted" in kinds(runtime, number)


def test_without_a_head_one_is_sent_to_the_top_authority_or_to_whoever_runs_the_portal(
    app: Flask, runtime: Runtime
):
    somebody(runtime, "Luc Côté")
    number = file(runtime, story=STORY).number
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
    assert answer.status_code == 403
    assert "noted" not in kinds(runtime, number)


def test_whoever_was_let_back_may_be_asked_for_information(runtime: Runtime):
    luc, zoe = somebody(runtime, "Luc Côté"), somebody(runtime, "Zoé Chef", Role.HEAD, None)
    number = file(runtime, story=STORY).number
    key = complaint(runtime, number).id
    with runtime.reading(zoe) as session:
        assert runtime.features.concerned(session, key, "parks", STORY) == {luc.user_id}
    act(runtime, number, declaring.let_back, zoe, user_id=luc.user_id, reason="Un homonyme.")
    with runtime.reading(zoe) as session:
        assert runtime.features.concerned(session, key, "parks", STORY) == frozenset()

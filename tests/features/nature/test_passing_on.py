"""Praise and suggestions reach whom they concern, are thanked for, and stop no clock."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.complaints.handling import casework
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.errors import (
    IdentitySaidError,
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
)
from portal.domain.nature import Nature
from portal.domain.role import Role
from portal.features.nature.actions import say_complaint, set_nature
from portal.features.nature.actions_passing_on import pass_on
from portal.features.nature.queries import Received, received_by
from portal.reporting import counting as reporting
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    history_holds,
    kinds,
    last,
    letters,
    member,
    messages,
    ruled_by,
    templates,
)
from tests.features.nature.handing import THANKS, WORDS, hand
from tests.pages.citizen.journeys import followed_page
from tests.pages.office.people import case_path, signed_in, words
from tests.reporting.counted import cube, fed
from tests.support import add_user, file, officer, on_both


def praised(runtime: Runtime, nature: Nature = Nature.PRAISE, **content: object) -> str:
    number = file(runtime, **content).number
    act(runtime, number, set_nature, nature=nature)
    return number


def read_by(runtime: Runtime, actor: Actor, agency: str = "parks") -> list[Received]:
    return runtime.read(actor, received_by, actor, agency)


@on_both
def test_whom_it_concerns_reads_the_words_and_nothing_else_and_no_date_moves(runtime: Runtime):
    diane = member(runtime, Role.MANAGER, post="director")
    stranger = member(runtime, Role.MANAGER, "water", "director")
    number = praised(runtime)
    before = [(clock.kind, clock.due_at, clock.pending) for clock in clocks(runtime, number)]
    hand(runtime, number, diane)
    after = [(clock.kind, clock.due_at, clock.pending) for clock in clocks(runtime, number)]
    assert after == before
    assert [one.words for one in read_by(runtime, diane)] == [WORDS]
    assert read_by(runtime, officer()) == read_by(runtime, stranger, "water") == []
    assert ("praise_for_you", "manager.director.parks@exemple.org") in letters(runtime)
    assert templates(runtime, number)[-1] == "thanks"
    told = last(runtime, number, "passed_on")
    assert told.public
    assert told.facts["people"] == [diane.user_id]
    thanked = messages(runtime, number)[-1]
    assert thanked.body.startswith(THANKS)
    assert "Manager.Director" in thanked.body
    assert history_holds(runtime)


@on_both
def test_thanks_may_be_the_answer_and_close_without_a_finding_or_other_recourse(runtime: Runtime):
    diane = member(runtime, Role.MANAGER, post="director")
    number = praised(runtime)
    hand(runtime, number, diane, are_the_answer=True)
    now = complaint(runtime, number)
    assert (now.status, now.finding, now.is_open) == ("closed", None, False)
    assert kinds(runtime, number)[-3:] == ["answered", "passed_on", "closed"]
    assert last(runtime, number, "answered").facts["recourses"] == []
    assert "Si cette réponse" not in messages(runtime, number)[-1].body
    assert not any(clock.pending for clock in clocks(runtime, number, "answer"))
    assert history_holds(runtime)


def test_two_of_one_name_are_told_apart_and_all_whom_it_reaches_are_told_once(runtime: Runtime):
    anne = add_user(runtime, "anne@parcs.example", Role.MANAGER, "parks", "director")
    other = add_user(runtime, "anne@exemple.org", Role.OFFICER, "parks", "office")
    paul = add_user(runtime, "paul@parcs.example", Role.MANAGER, "parks", "director")
    number = praised(runtime)
    to = ["post:director", f"user:{other}", f"user:{anne}"]
    act(runtime, number, pass_on, to=to, words=WORDS, thanks=THANKS)
    told = messages(runtime, number)[-1].body.split(" : ")[-1]
    assert sorted(last(runtime, number, "passed_on").facts["people"]) == sorted([anne, other, paul])
    assert told.count("Paul") == 1
    assert told.count("Anne (") == 2, told


@on_both
def test_what_its_person_calls_a_complaint_is_one_and_is_answered_anew(runtime: Runtime):
    diane = member(runtime, Role.MANAGER, post="director")
    member(runtime)
    number = praised(runtime)
    hand(runtime, number, diane, are_the_answer=True)
    mine = complainant(complaint(runtime, number).id)
    for _ in range(2):
        act(runtime, number, say_complaint, mine)
    now = complaint(runtime, number)
    assert (now.status, now.nature) == ("under_review", None)
    assert kinds(runtime, number)[-2:] == ["nature_contested", "reopened"]
    assert [clock.pending for clock in clocks(runtime, number, "answer")] == [False, True]
    assert read_by(runtime, diane) == []
    assert templates(runtime, number)[-2:] == ["nature_contested", "taken_as_complaint"]
    with pytest.raises(TransitionNotAllowedError):
        hand(runtime, number, diane)
    assert history_holds(runtime)


def test_an_open_one_that_is_a_complaint_all_the_same_keeps_its_dates(runtime: Runtime):
    number = praised(runtime, Nature.COMMENT)
    before = due(runtime, number)
    act(runtime, number, say_complaint, complainant(complaint(runtime, number).id))
    assert due(runtime, number) == before
    assert last(runtime, number, "nature_contested").facts == {
        "nature": "complaint",
        "was": "comment",
    }
    assert "reopened" not in kinds(runtime, number)


def test_only_what_is_to_be_thanked_for_is_handed_on_and_all_of_it_is_asked_for(runtime: Runtime):
    diane = member(runtime, Role.MANAGER, post="director")
    number = praised(runtime, Nature.COMMENT)
    with pytest.raises(TransitionNotAllowedError):
        hand(runtime, number, diane)
    number = praised(runtime, Nature.SUGGESTION)
    with pytest.raises(IncompleteError) as refused:
        act(runtime, number, pass_on, to=["user:999"], words=" ", thanks="")
    assert refused.value.missing == ("passed_on_to", "passed_on_words", "thanks")
    top = officer(role=Role.TOP_AUTHORITY)
    with pytest.raises(NotAllowedError):
        act(runtime, number, pass_on, top, to=["post:director"], words=WORDS, thanks=THANKS)
    act(runtime, number, casework.answer, body="Nous y pensons.")
    with pytest.raises(TransitionNotAllowedError):
        hand(runtime, number, diane, are_the_answer=True)


def test_who_wrote_is_told_only_where_they_agreed(runtime: Runtime):
    diane = member(runtime, Role.MANAGER, post="director")
    number = praised(runtime, name="Mireille Gagnon")
    naming = f"{WORDS} Mireille Gagnon"
    with pytest.raises(IdentitySaidError):
        hand(runtime, number, diane, words=naming)
    hand(runtime, number, diane, words=naming, is_naming_meant=True)
    assert [one.words for one in read_by(runtime, diane)] == [naming]


def test_where_a_second_person_reads_answers_thanks_are_no_answer(runtime: Runtime):
    diane = member(runtime, Role.MANAGER, post="director")
    ruled_by(runtime, second_reader={})
    number = praised(runtime)
    with pytest.raises(IncompleteError, match="thanks_read_first"):
        hand(runtime, number, diane, are_the_answer=True)


def test_it_is_counted_apart_and_as_a_complaint_once_its_person_says_so(
    runtime: Runtime,
):
    diane = member(runtime, Role.MANAGER, post="director")
    number = praised(runtime)
    hand(runtime, number, diane, are_the_answer=True)
    fed(runtime)
    assert counted(runtime) == {("praise", "received"), ("praise", "passed_on")}
    act(runtime, number, say_complaint, complainant(complaint(runtime, number).id))
    grown = fed(runtime)
    assert counted(runtime) == {
        ("complaint", "received"),
        ("complaint", "passed_on"),
        ("complaint", "nature_contested"),
    }
    with runtime.transaction() as session:
        reporting.rebuild(session)
    assert fed(runtime) == grown


def counted(runtime: Runtime) -> set[tuple[str, str]]:
    wanted = ("received", "passed_on", "nature_contested")
    with runtime.reading(PORTAL) as session:
        cells = [cell for cell, n in cube(session).items() if n and cell[-2] in wanted]
    return {(cell[2], cell[-2]) for cell in cells}


def test_an_officer_hands_it_on_on_a_page_and_whom_it_concerns_reads_it(
    app: Flask, runtime: Runtime
):
    number = praised(runtime)
    client = signed_in(app, runtime)
    assert "À transmettre, avec vos remerciements" in words(client.get(case_path(number)).text)
    page = words(client.get(case_path(number, "remercier")).text)
    assert "Merci d’avoir pris le temps de nous écrire." in page
    form = {"version": complaint(runtime, number).version, "words": WORDS, "thanks": THANKS}
    assert client.post(case_path(number, "remercier"), data=form).status_code == 422
    form |= {"passed_on_to": "post:office", "ends": "yes"}
    seen = client.post(case_path(number, "remercier"), data=form)
    assert "Fermé avec ces remerciements, sans conclusion" in words(seen.text)
    sent = client.post(case_path(number, "remercier"), data=form | {"send": "yes"})
    assert sent.status_code == 303
    shown = words(client.get(case_path(number)).text)
    assert "Transmis aux personnes concernées, et merci" in shown
    assert "À transmettre, avec vos remerciements" not in shown
    assert WORDS in words(client.get("/fr/gestion/parks/mots-transmis").text)


def test_what_is_no_complaint_is_called_a_message_on_its_page(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    act(runtime, receipt.number, set_nature, nature=Nature.PRAISE)
    page = words(followed_page(app, receipt))
    assert "Votre message est reçu" in page
    assert "L’organisme y voit des félicitations." in page
    assert "otre plainte" not in page.replace("déposer votre plainte", "")

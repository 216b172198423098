"""Whoever has a recommendation is kept out of its complaint: it comes back to whoever wrote it."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling.following import write_message
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.recommendations import actions
from portal.features.recommendations.actions import Plan
from portal.features.recommendations.queries_register import (
    Looking,
    Narrowing,
    RegisterFigures,
    RegisterView,
    register_figures,
    register_page,
    view_sizes,
)
from portal.features.recommendations.rules import Addressee, State
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import act, complaint, history_holds, last, letters, member
from tests.features.conflicts_of_interest.named_staff import follow_up, somebody
from tests.features.recommendations.recommended import (
    IN_JANUARY,
    Team,
    accept,
    kinds,
    on,
    recommend,
    refuse,
    running,
    say_done,
    steps,
    stored,
    team,
)
from tests.pages.office.people import signed_in, words
from tests.support import FixedClock, file, on_both


def keep_out(runtime: Runtime, number: str, actor: Actor, by: Actor = PORTAL) -> None:
    act(runtime, number, declaring.declare, by, user_id=actor.user_id)


def told_of_return(runtime: Runtime, number: str) -> list[str]:
    return [whom for kind, whom in letters(runtime, number) if kind == "recommendation_moved"]


@on_both
@pytest.mark.parametrize("by_post", [False, True])
def test_it_comes_back_to_whoever_wrote_it_and_its_date_runs_no_more(
    runtime: Runtime, number: str, clock: FixedClock, by_post: bool
):
    people, second = team(runtime), file(runtime).number
    to = Addressee(post="director") if by_post else Addressee(user_id=people.director.user_id)
    one = recommend(runtime, number, people.writer, to, others=(second,))
    keep_out(runtime, number, people.director, people.head)
    assert stored(runtime, one).state == State.KEPT_OUT
    assert kinds(runtime, one) == ["made", "kept_out"]
    # It is the portal's: who keeps somebody out is nobody's matter who reads of it here.
    assert steps(runtime, one)[-1].user_id is None
    assert not running(runtime, one).pending
    assert people.writer.name in told_of_return(runtime, number)
    assert people.director.name not in told_of_return(runtime, number)
    for each in (number, second):
        assert last(runtime, each, "recommendation_moved").facts["step"] == "kept_out"
    due_at = running(runtime, one).due_at
    assert due_at is not None
    clock.moment = due_at
    run_clocks(runtime, clock.moment)
    assert kinds(runtime, one) == ["made", "kept_out"]
    assert history_holds(runtime)


@on_both
def test_the_worker_takes_it_back_from_whom_a_text_names(runtime: Runtime, number: str):
    dora, writer = somebody(runtime, "Dora Dion", Role.MANAGER, "director"), member(runtime)
    one = recommend(runtime, number, writer, Addressee(user_id=dora.user_id))
    owner = complainant(complaint(runtime, number).id)
    body = "Demandez à Dora Dion."
    runtime.change(owner, number, partial(write_message, body=body, once=None))
    assert stored(runtime, one).state == State.SENT
    follow_up(runtime)
    assert stored(runtime, one).state == State.KEPT_OUT


def test_what_somebody_else_at_the_post_replies_to_stays(
    runtime: Runtime, number: str, people: Team
):
    somebody(runtime, "Max Morin", Role.MANAGER, "director")
    one = recommend(runtime, number, people.writer)
    keep_out(runtime, number, people.director)
    assert stored(runtime, one).state == State.SENT
    assert running(runtime, one).pending


@on_both
def test_what_was_accepted_comes_back_once_nobody_can_carry_it_out(
    app: Flask, runtime: Runtime, number: str
):
    people, reader = team(runtime), signed_in(app, runtime)
    max_ = somebody(runtime, "Max Morin", Role.MANAGER)
    one = recommend(runtime, number, people.writer)
    plan = Plan(max_.user_id, IN_JANUARY)
    on(runtime, one, people.director, actions.accept, plan=plan)
    keep_out(runtime, number, max_)
    # Whoever accepted it sees to it, by the same date.
    assert (stored(runtime, one).state, stored(runtime, one).owner_id) == (State.ACCEPTED, None)
    assert kinds(runtime, one)[-1] == "unowned"
    assert running(runtime, one).pending
    assert ("recommendation_unowned", people.director.name) in letters(runtime, number)
    page = words(reader.get(f"/fr/gestion/parks/recommandations/{one}").text)
    assert "Directrice s’en occupe, puis dit ce qui est fait." in page
    keep_out(runtime, number, people.director)
    assert stored(runtime, one).state == State.KEPT_OUT
    assert not running(runtime, one).pending


def test_a_refusal_comes_back_where_the_last_word_is_nobody_s(
    runtime: Runtime, number: str, people: Team
):
    one = recommend(runtime, number, people.writer)
    refuse(runtime, one, people.director)
    keep_out(runtime, number, people.president)
    assert stored(runtime, one).state == State.KEPT_OUT


@on_both
def test_silence_leads_nowhere_where_all_above_are_kept_out(
    runtime: Runtime, number: str, clock: FixedClock
):
    people = team(runtime)
    one = recommend(runtime, number, people.writer)
    keep_out(runtime, number, people.president)
    assert stored(runtime, one).state == State.SENT
    due_at = running(runtime, one).due_at
    assert due_at is not None
    clock.moment = due_at
    run_clocks(runtime, clock.moment)
    assert kinds(runtime, one) == ["made", "climbed", "kept_out"]
    assert people.writer.name in told_of_return(runtime, number)
    assert history_holds(runtime)


def test_what_is_said_to_be_done_is_verified_whoever_is_kept_out_since(
    runtime: Runtime, number: str, people: Team
):
    one = recommend(runtime, number, people.writer)
    accept(runtime, one, people.director)
    say_done(runtime, one, people.director)
    keep_out(runtime, number, people.director)
    assert stored(runtime, one).state == State.DONE
    on(runtime, one, people.head, actions.send_back, reason="Rien.", by=IN_JANUARY)
    # What is missing still would be missing for ever: nobody is left to do it.
    assert stored(runtime, one).state == State.KEPT_OUT


def test_nobody_who_is_kept_out_is_given_it(
    app: Flask, runtime: Runtime, number: str, people: Team
):
    director = signed_in(app, runtime, "dominique@parcs.example", Role.MANAGER, post="director")
    max_ = somebody(runtime, "Max Morin", Role.MANAGER)
    one = recommend(runtime, number, people.writer)
    form = f"/fr/gestion/parks/recommandations/{one}/repondre"
    assert "Max Morin" in director.get(form).text
    keep_out(runtime, number, max_)
    assert "Max Morin" not in director.get(form).text
    plan = Plan(max_.user_id, IN_JANUARY)
    with pytest.raises(IncompleteError) as refused:
        on(runtime, one, people.director, actions.accept, plan=plan)
    assert refused.value.missing == ("owner",)


def test_who_is_let_back_in_finds_it_as_it_came_back(runtime: Runtime, number: str, people: Team):
    one = recommend(runtime, number, people.writer)
    keep_out(runtime, number, people.director)
    act(
        runtime,
        number,
        declaring.let_back,
        people.head,
        user_id=people.director.user_id,
        reason="Une autre personne du même nom.",
    )
    assert stored(runtime, one).state == State.KEPT_OUT
    with pytest.raises(TransitionNotAllowedError):
        accept(runtime, one, people.director)
    again = recommend(runtime, number, people.writer)
    accept(runtime, again, people.director)


@on_both
def test_the_register_has_a_view_of_what_came_back_and_calls_it_neither_late_nor_refused(
    runtime: Runtime, clock: FixedClock
):
    people = team(runtime)
    silent, replied, other = (file(runtime).number for _ in range(3))
    first = recommend(runtime, silent, people.writer)
    second = recommend(runtime, replied, people.writer)
    recommend(runtime, other, people.writer)
    accept(runtime, second, people.director)
    due_at = running(runtime, first).due_at
    assert due_at is not None
    clock.moment = due_at
    run_clocks(runtime, clock.moment)
    keep_out(runtime, silent, people.president)
    keep_out(runtime, replied, people.director)
    asked = Looking("parks", {people.writer.user_id or 0}, (), runtime.now())
    with runtime.reading(people.writer) as session:
        sizes = view_sizes(session, asked)
        came_back, _ = register_page(session, asked, RegisterView.KEPT_OUT, Narrowing(), 1)
        figures = register_figures(session, asked)
    assert [(row.id, row.due_at) for row in came_back] == [(second, None), (first, None)]
    assert (sizes[RegisterView.OPEN], sizes[RegisterView.MINE]) == (1, 1)
    assert (sizes[RegisterView.LATE], sizes[RegisterView.NOT_FOLLOWED]) == (1, 0)
    assert figures == RegisterFigures(
        made=3, reply_due=1, replied_in_time=0, replied=0, accepted=0, done=0, verified=0
    )


def test_its_page_says_that_it_is_made_again_to_somebody_else(app: Flask, runtime: Runtime):
    writer = signed_in(app, runtime, "claire@parcs.example")
    number, people = file(runtime).number, team(runtime)
    one = recommend(runtime, number)
    keep_out(runtime, number, people.director)
    page = writer.get(f"/fr/gestion/parks/recommandations/{one}").text
    assert "qui l’avait reçue ne peut plus s’en occuper" in words(page)
    assert f"/fr/gestion/parks/plaintes/{number}/recommander" in page
    assert "Répondre à la recommandation" not in page
    assert "Qui doit répondre" not in page
    english = words(writer.get(f"/en/office/parks/recommendations/{one}").text)
    assert "whoever had it can see to it no more" in english


def test_who_complained_reads_that_it_goes_to_somebody_else(
    app: Flask, client: FlaskClient, runtime: Runtime, people: Team
):
    receipt = file(runtime)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    one = recommend(runtime, receipt.number, people.writer)
    office = signed_in(app, runtime, "luc@parcs.example")
    data = {"body": "Nous corrigeons.", "version": "2", "send": "yes", "tells": "yes"}
    path = f"/fr/gestion/parks/plaintes/{receipt.number}/repondre"
    assert office.post(path, data=data).status_code == 303
    keep_out(runtime, receipt.number, people.director)
    assert stored(runtime, one).state == State.KEPT_OUT
    page = words(client.get(f"/fr/suivi/{receipt.number}").text)
    assert "Elle est à faire à une autre personne de l’organisme." in page

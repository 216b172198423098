"""A recommendation, from what is asked for to what is verified."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from portal.complaints.handling import casework
from portal.complaints.work import complaint_by_number, locked_complaint
from portal.domain.actor import PORTAL, complainant
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    NotTheAddresseeError,
    OwnWorkError,
    StaleComplaintError,
    TransitionNotAllowedError,
    UnknownComplaintError,
    UnknownRecommendationError,
)
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.recommendations import actions
from portal.features.recommendations.actions import Plan, wish_for_news
from portal.features.recommendations.rules import Addressee, State
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, history_holds, last, letters, member, templates
from tests.complaints.cases import kinds as entries
from tests.features.absences.absent import away
from tests.features.recommendations.recommended import (
    IN_JANUARY,
    TEXT,
    TITLE,
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
    verify,
)
from tests.support import file, officer, on_both


@on_both
def test_a_recommendation_goes_to_a_post_with_a_date_for_the_reply(runtime: Runtime, number: str):
    people = team(runtime)
    before = complaint(runtime, number)
    one = recommend(runtime, number, people.writer)
    clock = running(runtime, one)
    assert (clock.kind, clock.level) == (ClockKind.RECOMMENDATION_REPLY, 2)
    # Twenty working days, the sample: without Christmas and the days around it.
    assert (clock.allowance, clock.last_day) == ("20 working days", date(2026, 12, 22))
    assert clock.promise["confidence"] == "assumed"
    assert ("recommendation_for_you", people.director.name) in letters(runtime, number)
    after = complaint(runtime, number)
    for name in ("status", "level", "due_at", "holder", "last_event"):
        assert getattr(after, name) == getattr(before, name), name
    assert history_holds(runtime)


def test_what_is_typed_stands_in_no_letter_and_in_no_fact(runtime: Runtime, number: str):
    people = team(runtime)
    one = recommend(runtime, number, people.writer)
    entry = last(runtime, number, "recommended")
    assert "zouave" not in str(entry.facts)
    assert entry.facts["recommendation"] == one
    assert len(entry.facts["text"]) == 64
    assert not entry.public
    assert (stored(runtime, one).title, steps(runtime, one)[0].body) == (TITLE, TEXT)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY, Role.INTAKE, Role.AUDITOR])
def test_only_the_complaints_service_recommends(runtime: Runtime, number: str, role: Role):
    with pytest.raises(NotAllowedError):
        recommend(runtime, number, officer(role=role))


def test_everything_that_is_missing_is_said_at_once(runtime: Runtime, number: str, people: Team):
    with pytest.raises(IncompleteError) as refused:
        recommend(runtime, number, people.writer, Addressee(post="gardener"), title=" ", text="")
    assert refused.value.missing == ("title", "text", "addressee")


@pytest.mark.parametrize("why", ["vacant", "away", "kept out"])
def test_a_post_where_nobody_would_reply_gets_none(runtime: Runtime, number: str, why: str):
    writer = member(runtime)
    if why != "vacant":
        director = member(runtime, Role.MANAGER, post="director")
    if why == "away":
        away(runtime, director.name)
    elif why == "kept out":
        act(runtime, number, declaring.declare, PORTAL, user_id=director.user_id)
    with pytest.raises(IncompleteError) as refused:
        recommend(runtime, number, writer)
    assert refused.value.missing == ("empty_post",)
    assert "recommended" not in entries(runtime, number)


def test_it_may_go_to_one_person_and_never_to_whoever_writes_it(
    runtime: Runtime, number: str, people: Team
):
    one = recommend(runtime, number, people.writer, Addressee(user_id=people.director.user_id))
    assert running(runtime, one).level == 2
    for stranger in (people.writer, member(runtime, Role.MANAGER, "water", "director")):
        with pytest.raises(IncompleteError):
            recommend(runtime, number, people.head, Addressee(user_id=stranger.user_id))


@on_both
def test_several_complaints_are_gathered_and_each_tells_of_it(runtime: Runtime, number: str):
    people, second = team(runtime), file(runtime).number
    one = recommend(runtime, number, people.writer, others=(second,))
    refuse(runtime, one, people.director)
    for each in (number, second):
        assert entries(runtime, each)[-2:] == ["recommended", "recommendation_moved"]
        assert last(runtime, each, "recommendation_moved").facts["step"] == "refused"
    assert history_holds(runtime)


def test_another_agency_s_complaint_is_not_gathered(runtime: Runtime, number: str, people: Team):
    with pytest.raises(IncompleteError) as refused:
        recommend(runtime, number, people.writer, others=(file(runtime, "water").number,))
    assert refused.value.missing == ("others",)


def test_a_correction_stands_beside_what_was_sent(runtime: Runtime, number: str, people: Team):
    one = recommend(runtime, number, people.writer)
    before = running(runtime, one).due_at
    on(runtime, one, people.head, actions.correct, text="Que les deux horaires le soient.")
    assert [step.body for step in steps(runtime, one)] == [TEXT, "Que les deux horaires le soient."]
    assert running(runtime, one).due_at == before
    accept(runtime, one, people.director)
    with pytest.raises(TransitionNotAllowedError):
        on(runtime, one, people.head, actions.correct, text="Trop tard.")


@on_both
def test_accepted_done_and_verified_by_another_person(runtime: Runtime, number: str):
    people = team(runtime)
    one = recommend(runtime, number, people.writer)
    accept(runtime, one, people.director)
    clock = running(runtime, one)
    assert (clock.kind, clock.last_day) == (ClockKind.RECOMMENDATION_EXECUTION, IN_JANUARY)
    say_done(runtime, one, people.director)
    assert ("recommendation_to_verify", people.head.name) in letters(runtime, number)
    verify(runtime, one, people.head)
    assert stored(runtime, one).state == State.VERIFIED
    assert kinds(runtime, one) == ["made", "accepted", "done", "verified"]
    assert steps(runtime, one)[1].facts["in_time"] is True
    assert history_holds(runtime)


@on_both
def test_who_is_kept_out_of_a_gathered_complaint_verifies_and_its_complainant_is_told(
    runtime: Runtime, number: str
):
    people, second = team(runtime), file(runtime).number
    one = recommend(runtime, number, people.writer, others=(second,))
    accept(runtime, one, people.director)
    say_done(runtime, one, people.director)
    for each in (number, second):
        act(runtime, each, casework.answer, body="Voici.")
        act(runtime, each, wish_for_news, complainant(complaint(runtime, each).id), wishes=True)
    declare = partial(declaring.declare, user_id=people.head.user_id)
    runtime.change(PORTAL, second, declare)
    verify(runtime, one, people.head)
    for each in (number, second):
        assert templates(runtime, each).count("cause_corrected") == 1
    assert last(runtime, second, "recommendation_moved").facts["step"] == "verified"
    with runtime.reading(people.head) as session, pytest.raises(UnknownComplaintError):
        complaint_by_number(session, second)
    assert history_holds(runtime)


def test_only_the_addressee_replies(runtime: Runtime, number: str, people: Team):
    one = recommend(runtime, number, people.writer)
    with pytest.raises(NotTheAddresseeError):
        accept(runtime, one, people.president)
    with pytest.raises(NotAllowedError):
        accept(runtime, one, people.writer)


@pytest.mark.parametrize(
    ("plan", "missing"),
    [
        (Plan(None, None), ("owner", "execute_by")),
        (Plan(99, date(2026, 11, 24)), ("owner", "execute_by")),
    ],
)
def test_accepting_takes_an_owner_and_a_day_to_come(
    runtime: Runtime, number: str, people: Team, plan: Plan, missing: tuple[str, ...]
):
    one = recommend(runtime, number, people.writer)
    with pytest.raises(IncompleteError) as refused:
        on(runtime, one, people.director, actions.accept, plan=plan)
    assert refused.value.missing == missing
    assert stored(runtime, one).state == State.SENT


def test_a_refusal_takes_a_reason_and_goes_to_the_top(runtime: Runtime, number: str, people: Team):
    one = recommend(runtime, number, people.writer)
    with pytest.raises(IncompleteError):
        on(runtime, one, people.director, actions.refuse, reason=" ")
    refuse(runtime, one, people.director)
    assert stored(runtime, one).state == State.REFUSED
    assert ("recommendation_refused", people.president.name) in letters(runtime, number)
    with pytest.raises(NotAllowedError):
        on(runtime, one, people.director, actions.confirm_refusal, reason="Non.")


def test_a_refusal_is_told_to_whoever_settles_it_at_whatever_post(runtime: Runtime, number: str):
    writer, director = member(runtime), member(runtime, Role.MANAGER, post="director")
    top = member(runtime, Role.TOP_AUTHORITY, post="board")
    one = recommend(runtime, number, writer)
    refuse(runtime, one, director)
    assert ("recommendation_refused", top.name) in letters(runtime, number)


def test_the_top_authority_upholds_it_and_it_is_accepted(
    runtime: Runtime, number: str, people: Team
):
    one = recommend(runtime, number, people.writer)
    refuse(runtime, one, people.director)
    plan = Plan(people.director.user_id, IN_JANUARY)
    on(runtime, one, people.president, actions.uphold, plan=plan, text="À faire.")
    assert stored(runtime, one).state == State.ACCEPTED
    assert running(runtime, one).last_day == IN_JANUARY


def test_the_top_authority_confirms_the_refusal_with_reasons(
    runtime: Runtime, number: str, people: Team
):
    one = recommend(runtime, number, people.writer)
    with pytest.raises(NotTheAddresseeError):
        on(runtime, one, people.president, actions.confirm_refusal, reason="Avant l’heure.")
    refuse(runtime, one, people.director)
    on(runtime, one, people.president, actions.confirm_refusal, reason="En effet.")
    assert stored(runtime, one).state == State.NOT_FOLLOWED


def test_a_refusal_of_the_top_itself_is_the_last_word(runtime: Runtime, number: str, people: Team):
    one = recommend(runtime, number, people.writer, Addressee(post="president"))
    refuse(runtime, one, people.president)
    assert stored(runtime, one).state == State.NOT_FOLLOWED


def test_whoever_wrote_it_or_carried_it_out_does_not_verify_it(
    runtime: Runtime, number: str, people: Team
):
    one = recommend(runtime, number, people.writer)
    on(runtime, one, people.head, actions.correct, text="Mieux dit.")
    accept(runtime, one, people.director)
    say_done(runtime, one, people.director)
    for actor in (people.writer, people.head):
        with pytest.raises(OwnWorkError):
            verify(runtime, one, actor)
    with pytest.raises(NotAllowedError):
        verify(runtime, one, people.director)
    verify(runtime, one, people.president)


def test_a_top_authority_that_carried_it_out_does_not_verify_it(
    runtime: Runtime, number: str, people: Team
):
    one = recommend(runtime, number, people.writer, Addressee(post="president"))
    accept(runtime, one, people.president)
    say_done(runtime, one, people.president)
    with pytest.raises(OwnWorkError):
        verify(runtime, one, people.president)


def test_what_is_not_there_goes_back_with_a_reason_and_another_day(
    runtime: Runtime, number: str, people: Team
):
    one = recommend(runtime, number, people.writer)
    accept(runtime, one, people.director, date(2026, 12, 1))
    say_done(runtime, one, people.director)
    with pytest.raises(IncompleteError) as refused:
        on(runtime, one, people.head, actions.send_back, reason="", by=None)
    assert refused.value.missing == ("reason", "execute_by")
    on(runtime, one, people.head, actions.send_back, reason="Rien.", by=IN_JANUARY)
    assert stored(runtime, one).state == State.ACCEPTED
    assert running(runtime, one).last_day == IN_JANUARY
    assert ("recommendation_sent_back", people.director.name) in letters(runtime, number)
    say_done(runtime, one, people.director)
    verify(runtime, one, people.head)


def test_a_recommendation_is_out_of_another_agency_s_reach(
    runtime: Runtime, number: str, people: Team
):
    one = recommend(runtime, number, people.writer)
    theirs = file(runtime, "water").number
    stranger = member(runtime, Role.HEAD, "water", None)
    with pytest.raises(UnknownRecommendationError):
        act(runtime, theirs, actions.verify, stranger, recommendation_id=one, text="Vu.")


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_gathered_complaint_that_somebody_holds_is_not_waited_for(runtime: Runtime, number: str):
    people, second = team(runtime), file(runtime).number
    with runtime.transaction() as session:
        locked_complaint(session, second)
        with pytest.raises(StaleComplaintError):
            recommend(runtime, number, people.writer, others=(second,))
    assert recommend(runtime, number, people.writer, others=(second,))

"""A request ends: with an answer, taken back, or because its complaint has ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.complaints.accounts import actor_of
from portal.complaints.handling import casework, following
from portal.complaints.records.people import AbsenceRecord, UserRecord
from portal.domain.actor import Actor, complainant
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.features.information_requests.rules import Asked
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    history_holds,
    issues,
    kinds,
    last,
    letters,
    member,
)
from tests.features.information_requests.asking_inside import ask, give, requests, withdraw
from tests.features.transfers.transferred import route
from tests.support import FixedClock, file, on_both

KIND = ClockKind.INFORMATION_REQUEST


def told(runtime: Runtime, number: str, template: str) -> list[str]:
    return [name for letter, name in letters(runtime, number) if letter == template]


@on_both
def test_an_answer_meets_the_clock_and_whoever_asked_is_told(
    runtime: Runtime, number: str, claire: Actor, director: Actor
):
    request = ask(runtime, number, by=claire)
    give(runtime, number, request, director, "C’est la ville.")
    kept = requests(runtime, number)[0]
    assert (kept.answer, kept.answered_by, kept.is_open) == (
        "C’est la ville.",
        director.user_id,
        False,
    )
    clock = clocks(runtime, number, KIND)[0]
    assert (clock.pending, clock.met_at, clock.missed_at) == (False, runtime.now(), None)
    entry = last(runtime, number, "information_given")
    assert (entry.user_id, entry.facts["in_time"], entry.public) == (director.user_id, True, False)
    assert told(runtime, number, "request_answered") == [claire.name]
    assert history_holds(runtime)


def test_whoever_is_not_asked_does_not_answer(runtime: Runtime, number: str, director: Actor):
    request = ask(runtime, number)
    for other in (
        member(runtime, Role.MANAGER, "parks", "elsewhere"),
        member(runtime, Role.HEAD, "parks", None),
        member(runtime, Role.MANAGER, "water", "director"),
        complainant(complaint(runtime, number).id),
    ):
        with pytest.raises(NotAllowedError):
            give(runtime, number, request, other)
    assert requests(runtime, number)[0].is_open


def test_an_answer_says_something_and_comes_once(runtime: Runtime, number: str, director: Actor):
    request = ask(runtime, number)
    with pytest.raises(IncompleteError):
        give(runtime, number, request, director, " ")
    give(runtime, number, request, director)
    with pytest.raises(TransitionNotAllowedError):
        give(runtime, number, request, director, "Encore.")
    assert kinds(runtime, number).count("information_given") == 1


@on_both
def test_what_is_taken_back_is_told_to_whoever_was_asked(
    runtime: Runtime, number: str, director: Actor
):
    request = ask(runtime, number)
    with pytest.raises(IncompleteError, match="reason"):
        withdraw(runtime, number, request, " ")
    withdraw(runtime, number, request)
    kept, clock = requests(runtime, number)[0], clocks(runtime, number, KIND)[0]
    assert (kept.ending, kept.reason, kept.is_open) == ("withdrawn", "Trouvé.", False)
    assert (clock.pending, clock.ended_at) == (False, runtime.now())
    assert told(runtime, number, "request_ended") == [director.name]
    with pytest.raises(TransitionNotAllowedError):
        withdraw(runtime, number, request)
    with pytest.raises(TransitionNotAllowedError):
        give(runtime, number, request, director)


@on_both
def test_an_answered_complaint_ends_its_requests_and_none_is_asked_any_more(
    runtime: Runtime, number: str, director: Actor
):
    ask(runtime, number), ask(runtime, number)
    act(runtime, number, casework.answer, body="Voici.")
    assert {request.ending for request in requests(runtime, number)} == {"complaint_answered"}
    assert told(runtime, number, "request_ended") == [director.name] * 2
    assert kinds(runtime, number)[-1] == "answered"
    with pytest.raises(TransitionNotAllowedError):
        ask(runtime, number)
    findings = tuple(
        IssueFinding(issue.id, Finding.UNFOUNDED, "Non.") for issue in issues(runtime, number)
    )
    act(runtime, number, casework.close, findings=findings)
    with pytest.raises(TransitionNotAllowedError):
        ask(runtime, number)


@on_both
def test_a_withdrawn_complaint_ends_its_requests(runtime: Runtime, number: str, director: Actor):
    ask(runtime, number)
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, following.withdraw, owner)
    assert requests(runtime, number)[0].ending == "complaint_closed"
    assert told(runtime, number, "request_ended") == [director.name]


def test_a_complaint_that_is_handed_on_ends_its_requests(runtime: Runtime):
    asked = member(runtime, Role.ANALYST, "desk", None)
    number = file(runtime, "desk").number
    ask(runtime, number, Asked(user_id=asked.user_id))
    route(runtime, number)
    assert requests(runtime, number)[0].ending == "complaint_handed_on"
    assert told(runtime, number, "request_ended") == [asked.name]


def test_a_substitute_is_told_and_answers_in_place_of_whoever_is_away(
    runtime: Runtime, number: str, claire: Actor, director: Actor, clock: FixedClock
):
    stand_in = member(runtime, Role.MANAGER, "parks", "elsewhere")
    with runtime.transaction() as session:
        session.add(
            AbsenceRecord(
                agency="parks",
                user_id=director.user_id,
                begins_at=clock.moment - timedelta(days=1),
                ends_at=clock.moment + timedelta(days=9),
                substitute_id=stand_in.user_id,
                recorded_at=clock.moment,
            )
        )
    request = ask(runtime, number, Asked(user_id=director.user_id), claire)
    assert told(runtime, number, "request_for_you") == [stand_in.name]
    with runtime.transaction() as session:
        acting = actor_of(session, session.get_one(UserRecord, stand_in.user_id), clock.moment)
    give(runtime, number, request, acting)
    assert not requests(runtime, number)[0].is_open

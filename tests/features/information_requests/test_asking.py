"""The complaints service asks somebody of the agency; they answer, or the request ends."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from portal.demo.colleagues import ask_some
from portal.demo.complaints import make_complaints
from portal.demo.people import add_staff
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import IncompleteError, NotAllowedError, StaleComplaintError
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Allowance
from portal.features.information_requests import actions as information_requests
from portal.features.information_requests.records import InformationRequestRecord
from portal.features.information_requests.rules import Asked, Released
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    history_holds,
    last,
    letters,
    member,
    ruled_by,
)
from tests.features.information_requests.asking_inside import (
    DIRECTOR,
    QUESTION,
    ask,
    give,
    requests,
)
from tests.support import file, officer, on_both

KIND = ClockKind.INFORMATION_REQUEST


def told(runtime: Runtime, number: str, template: str) -> list[str]:
    return [name for letter, name in letters(runtime, number) if letter == template]


@on_both
def test_a_request_has_a_clock_of_its_own_and_moves_nothing_else(
    runtime: Runtime, number: str, claire: Actor, director: Actor
):
    before = complaint(runtime, number)
    ask(runtime, number, by=claire)
    after, clock = complaint(runtime, number), clocks(runtime, number, KIND)[0]
    assert (clock.last_day, clock.allowance, clock.level) == (
        date(2026, 12, 1),
        "5 working days",
        1,
    )
    for name in ("status", "level", "due_at", "holder", "late_since", "assignee_id"):
        assert getattr(after, name) == getattr(before, name), name
    assert clocks(runtime, number, "answer")[0].pending
    assert told(runtime, number, "request_for_you") == [director.name]
    asked = last(runtime, number, "information_requested").facts
    assert (asked["post"], asked["released"]) == ("director", ["story", "subject"])
    assert QUESTION not in str(asked)
    assert history_holds(runtime)


def test_several_are_asked_at_once_and_each_has_its_own_day(
    runtime: Runtime, number: str, claire: Actor, director: Actor
):
    ask(runtime, number, by=claire)
    ask(runtime, number, Asked(user_id=director.user_id), claire, within="2 working days")
    days = [request.last_day for request in requests(runtime, number)]
    assert days == [date(2026, 12, 1), date(2026, 11, 26)]
    assert [clock.pending for clock in clocks(runtime, number, KIND)] == [True, True]


def test_the_agency_says_how_long_and_nobody_chooses_longer(
    runtime: Runtime, number: str, claire: Actor, director: Actor
):
    settings = runtime.agencies.agency("parks").settings.model_dump(mode="json")
    deadline = {"information_request": {"within": "3 working days", "basis": "Loi"}}
    ruled_by(runtime, deadlines=settings["deadlines"] | deadline)
    ask(runtime, number, by=claire, within="3 working days")
    for longer in ("4 working days", "1 month"):
        with pytest.raises(IncompleteError, match="within"):
            ask(runtime, number, by=claire, within=longer)
    promise = clocks(runtime, number, KIND)[0].promise
    assert promise["basis"] == {"fr": "Loi", "en": "Loi"}


def test_the_subject_may_have_a_time_of_its_own(runtime: Runtime):
    settings = runtime.agencies.agency("parks").settings.model_dump(mode="json")
    first, *others = settings["categories"]
    first["deadlines"]["information_request"] = {"within": "2 hours", "basis": "Loi"}
    ruled_by(runtime, categories=[first, *others])
    promise = partial(runtime.agencies.agency("parks").configured.promise, "information_request")
    assert str(promise(first["code"]).allowance) == "2 hours"
    assert str(promise("other").allowance) == "5 working days"


def test_everything_that_is_missing_is_said_at_once(runtime: Runtime, number: str):
    with pytest.raises(IncompleteError) as caught:
        ask(runtime, number, Asked(post="director"), question=" ", within="9 working days")
    assert caught.value.missing == ("asked", "question", "within")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY, Role.AUDITOR])
def test_only_the_complaints_service_asks_and_takes_back(
    runtime: Runtime, number: str, director: Actor, role: Role
):
    request = ask(runtime, number)
    with pytest.raises(NotAllowedError):
        ask(runtime, number, by=officer(role=role))
    with pytest.raises(NotAllowedError):
        act(
            runtime,
            number,
            information_requests.withdraw,
            officer(role=role),
            request_id=request,
            reason="Non.",
        )


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR, Role.OFFICER])
def test_anybody_of_the_agency_may_be_asked_and_answers(
    runtime: Runtime, number: str, claire: Actor, role: Role
):
    asked = member(runtime, role, "parks", None)
    request = ask(runtime, number, Asked(user_id=asked.user_id), claire)
    assert told(runtime, number, "request_for_you") == [asked.name]
    give(runtime, number, request, asked)
    assert last(runtime, number, "information_given").user_id == asked.user_id


def test_nobody_of_another_agency_is_asked(runtime: Runtime, number: str):
    stranger = member(runtime, Role.MANAGER, "water", "chief")
    with pytest.raises(IncompleteError, match="asked"):
        ask(runtime, number, Asked(user_id=stranger.user_id))


def test_nobody_asks_themself(runtime: Runtime, number: str, claire: Actor):
    with pytest.raises(IncompleteError, match="asked"):
        ask(runtime, number, Asked(user_id=claire.user_id), claire)


def test_whoever_the_complaint_names_is_not_asked_in_person_nor_by_their_post(runtime: Runtime):
    director = member(runtime, Role.MANAGER, "parks", "director")
    name = director.name.split("@")[0].title()  # as the tests name their staff
    number = file(runtime, story=f"C’est {name.upper()} qui a crié.").number
    for asked in (DIRECTOR, Asked(user_id=director.user_id)):
        with pytest.raises(IncompleteError, match="asked"):
            ask(runtime, number, asked)


def test_the_same_request_sent_twice_is_asked_once(
    runtime: Runtime, number: str, claire: Actor, director: Actor
):
    seen = complaint(runtime, number).version
    asking = partial(
        information_requests.ask,
        asked=DIRECTOR,
        question=QUESTION,
        within=Allowance.parse("5 working days"),
        released=(),
    )
    runtime.change(claire, number, asking, seen)
    with pytest.raises(StaleComplaintError):
        runtime.change(claire, number, asking, seen)
    assert len(requests(runtime, number)) == 1


def test_what_is_shown_leaves_out_who_complains(runtime: Runtime, director: Actor):
    number = file(
        runtime,
        story="Michel Gagnon, 819 555-0101, 4 rue Roy, T1234-010190-05 : le sentier est fermé.",
        phone="819 555-0101",
        address="12, rue des Érables",
    ).number
    ask(runtime, number)
    shown = requests(runtime, number)[0].shown
    assert shown["story"] == "[…] […], […], […], […] : le sentier est fermé."
    assert set(shown) == {"subject", "story"}
    assert not [detail for detail in ("Gagnon", "819", "exemple.org") if detail in str(shown)]


def test_each_field_is_released_by_itself_and_stays_as_it_was_then(
    runtime: Runtime, number: str, director: Actor
):
    ask(runtime, number, released=[])
    ask(runtime, number, released=[Released.NAME])
    ask(runtime, number, released=[Released.NAME, Released.CONTACT, Released.STORY])
    nothing, name, everything = (request.shown for request in requests(runtime, number))
    assert (nothing, name) == ({}, {"name": "Michel Gagnon"})
    assert everything["contact"] == "m.gagnon@exemple.org"
    assert last(runtime, number, "information_requested").facts["released"] == [
        "contact",
        "name",
        "story",
    ]


def test_demonstrations_have_requests_that_wait_are_late_and_are_answered(runtime: Runtime):
    add_staff(runtime)
    make_complaints(runtime, 200, seed=7)
    assert ask_some(runtime) > 0
    with runtime.reading(PORTAL) as session:
        asked = session.scalars(select(InformationRequestRecord)).all()
    states = {(request.is_open, request.due_at <= runtime.now()) for request in asked}
    assert states == {(True, False), (True, True), (False, False)}
    assert history_holds(runtime)

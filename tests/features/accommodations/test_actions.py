"""What somebody asks to be adapted: answered by a day, in place by another, never in silence."""

from __future__ import annotations

import pytest

from portal.complaints.handling.following import withdraw, write_message
from portal.domain.actor import complainant
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.features.accommodations import actions as accommodations
from portal.features.accommodations.actions import Answer
from portal.features.accommodations.rules import Decision, State
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
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
    staffed,
    templates,
    told,
)
from tests.complaints.closed import conclude
from tests.features.accommodations.adapted import HOW, answered, needs, states
from tests.features.transfers.transferred import route
from tests.support import FixedClock, file, on_both

ASKING, GRANTED = "accommodation", "accommodation_in_place"


def asked_by_person(runtime: Runtime, number: str, *asked: str) -> None:
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, accommodations.ask, owner, needs=asked)


def let_pass(runtime: Runtime, number: str, clock: FixedClock, kind: str) -> None:
    clock.moment = due(runtime, number, kind)
    run_clocks(runtime, clock.moment)


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime, needs=("braille", "audio")).number


@on_both
def test_what_is_asked_as_one_files_has_a_day_of_its_own(runtime: Runtime, number: str):
    assert states(runtime, number) == [State.ASKED, State.ASKED]
    (clock,) = clocks(runtime, number, ASKING)
    assert last(runtime, number, "accommodation_asked").facts == {
        "count": 2,
        "last_day": clock.last_day and clock.last_day.isoformat(),
    }
    assert history_holds(runtime)


def test_whoever_asks_nothing_starts_nothing(runtime: Runtime):
    number = file(runtime).number
    assert not needs(runtime, number)
    assert not clocks(runtime, number, ASKING)


@on_both
def test_what_is_granted_has_another_day_until_it_is_in_place(runtime: Runtime, number: str):
    answered(runtime, number, Decision.GRANT, within=3)
    assert states(runtime, number) == [State.GRANTED, State.GRANTED]
    assert clocks(runtime, number, ASKING)[0].met_at is not None
    (clock,) = clocks(runtime, number, GRANTED)
    assert clock.met_at is None
    assert ("accommodation_answered", "m.gagnon@exemple.org") in letters(runtime, number)
    assert messages(runtime, number)[-1].body == HOW
    first, second = needs(runtime, number)
    act(runtime, number, accommodations.put_in_place, ids=[first.id])
    assert clocks(runtime, number, GRANTED)[0].met_at is None
    act(runtime, number, accommodations.put_in_place, ids=[second.id])
    assert clocks(runtime, number, GRANTED)[0].met_at is not None
    assert states(runtime, number) == [State.IN_PLACE, State.IN_PLACE]
    assert history_holds(runtime)


def test_what_is_in_place_already_owes_nothing_more(runtime: Runtime, number: str):
    answered(runtime, number, Decision.GRANT)
    assert states(runtime, number) == [State.IN_PLACE, State.IN_PLACE]
    assert not clocks(runtime, number, GRANTED)


def test_one_need_may_be_answered_before_another(runtime: Runtime, number: str):
    answered(runtime, number, Decision.REFUSE, first=1)
    assert states(runtime, number) == [State.REFUSED, State.ASKED]
    assert clocks(runtime, number, ASKING)[0].met_at is None


def test_a_refusal_tells_where_else_to_turn(runtime: Runtime, number: str):
    answered(runtime, number, Decision.REFUSE)
    row = [row for row in letters(runtime, number) if row[0] == "accommodation_answered"]
    assert len(row) == 1
    assert last(runtime, number, "accommodation_answered").facts["decision"] == "refuse"


def test_a_question_leaves_the_day_as_it_is_and_a_message_answers_it(runtime: Runtime, number: str):
    answered(runtime, number, Decision.QUESTION)
    assert set(states(runtime, number)) == {State.QUESTIONED}
    assert clocks(runtime, number, ASKING)[0].pending
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, write_message, owner, body="En braille intégral.", once=None)
    assert set(states(runtime, number)) == {State.ASKED}


@on_both
def test_silence_is_told_to_the_head_then_to_the_top(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    member(runtime)
    let_pass(runtime, number, clock, ASKING)
    first = {who for kind, who in told(runtime, number) if kind == "date_missed"}
    assert "head.nothing.parks@exemple.org" in first
    assert not any(who.startswith("top_authority") for who in first)
    assert [one.level for one in clocks(runtime, number, ASKING)] == [1, 2]
    let_pass(runtime, number, clock, ASKING)
    second = {who for kind, who in told(runtime, number) if kind == "date_missed"}
    assert any(who.startswith("top_authority") for who in second)
    assert len(clocks(runtime, number, ASKING)) == 2
    assert kinds(runtime, number).count("date_missed") >= 2
    answered(runtime, number, Decision.GRANT)
    assert all(one.met_at for one in clocks(runtime, number, ASKING))
    assert last(runtime, number, "accommodation_answered").facts["in_time"] is False


def test_what_is_granted_and_not_in_place_is_told_the_same_way(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    answered(runtime, number, Decision.GRANT, within=1)
    let_pass(runtime, number, clock, GRANTED)
    assert [one.level for one in clocks(runtime, number, GRANTED)] == [1, 2]
    ids = [asked.id for asked in needs(runtime, number)]
    act(runtime, number, accommodations.put_in_place, ids=ids)
    assert all(one.met_at for one in clocks(runtime, number, GRANTED))


def test_more_may_be_asked_at_any_time_and_once(runtime: Runtime, number: str):
    member(runtime)
    asked_by_person(runtime, number, "large_print", "braille")
    assert [asked.need for asked in needs(runtime, number)] == ["braille", "audio", "large_print"]
    assert complaint(runtime, number).needs == ["braille", "audio", "large_print"]
    assert "accommodation_wanted" in {kind for kind, _ in told(runtime, number)}
    with pytest.raises(IncompleteError):
        asked_by_person(runtime, number, "large_print")


def test_what_was_refused_may_be_asked_again(runtime: Runtime, number: str):
    answered(runtime, number, Decision.REFUSE)
    asked_by_person(runtime, number, "braille")
    assert states(runtime, number) == [State.REFUSED, State.REFUSED, State.ASKED]


def test_the_staff_notes_what_was_told_to_them(runtime: Runtime):
    number = file(runtime).number
    act(runtime, number, accommodations.ask, needs=["sign_language"])
    assert states(runtime, number) == [State.ASKED]
    top = member(runtime, Role.TOP_AUTHORITY, post="president")
    with pytest.raises(NotAllowedError):
        act(runtime, number, accommodations.ask, top, needs=["audio"])


def test_closing_a_complaint_ends_nothing_that_is_owed(runtime: Runtime, number: str):
    conclude(runtime, number)
    assert clocks(runtime, number, ASKING)[0].pending
    answered(runtime, number, Decision.GRANT, within=2)
    assert states(runtime, number) == [State.GRANTED, State.GRANTED]


def test_a_complaint_taken_back_ends_it(runtime: Runtime, number: str):
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, withdraw, owner)
    assert set(states(runtime, number)) == {State.ENDED}
    assert clocks(runtime, number, ASKING)[0].ended_at is not None
    with pytest.raises(TransitionNotAllowedError):
        asked_by_person(runtime, number, "large_print")


@on_both
def test_another_agency_answers_afresh_what_is_open(runtime: Runtime):
    number = file(runtime, "desk", needs=("braille",)).number
    route(runtime, number, "water")
    assert states(runtime, number) == [State.ASKED]
    old, new = clocks(runtime, number, ASKING)
    assert old.ended_at is not None
    assert new.pending


@pytest.mark.parametrize(
    ("wrong", "missing"),
    [
        ({"to": ()}, "needs"),
        ({"body": "  "}, "body"),
        ({"within": 21}, "in_place_within"),
        ({"within": -1}, "in_place_within"),
    ],
)
def test_what_an_answer_lacks_is_told(
    runtime: Runtime, number: str, wrong: dict[str, object], missing: str
):
    ids = [asked.id for asked in needs(runtime, number)]
    said = Answer(ids, Decision.GRANT, HOW, 2)
    answer = Answer(**{name: getattr(said, name) for name in said.__struct_fields__} | wrong)
    with pytest.raises(IncompleteError) as error:
        act(runtime, number, accommodations.answer, answer=answer)
    assert missing in error.value.missing
    assert "accommodation_answered" not in templates(runtime, number)

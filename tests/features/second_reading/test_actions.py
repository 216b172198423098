"""An answer that a colleague reads before it leaves, where the agency wants it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from portal.complaints.handling.following import write_message
from portal.complaints.letters.holding import cancel
from portal.domain.actor import complainant
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import IncompleteError, NotAllowedError, NotOnItsWayError
from portal.domain.handling.held_messages import Outgoing, Waiting
from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.second_reading.actions import approve, send_back
from portal.runtime import Runtime
from portal.worker import let_leave
from tests.complaints.cases import (
    act,
    complaint,
    due,
    issues,
    kinds,
    last,
    messages,
    ruled_by,
    status,
    told,
)
from tests.complaints.held_messages.people import MINUTE, confirmed, held, somebody
from tests.support import FixedClock, file, on_both


@pytest.fixture
def number(runtime: Runtime) -> str:
    ruled_by(runtime, second_reader={"answers": "always"})
    return file(runtime, story="Luc Gagnon a fermé le sentier.").number


@on_both
def test_an_answer_leaves_once_a_colleague_read_it_and_it_was_held(
    runtime: Runtime, clock: FixedClock
):
    ruled_by(runtime, second_reader={"answers": "always"})
    number = file(runtime).number
    claire, anne = somebody(runtime, "claire"), somebody(runtime, "anne")
    assert confirmed(runtime, number, claire) is Waiting.READER
    clock.moment += MINUTE * 60
    assert let_leave(runtime, clock()) == 0
    act(runtime, number, approve, anne, held_id=held(runtime, number)[0].id, hold=MINUTE)
    assert let_leave(runtime, clock()) == 0
    clock.moment += MINUTE
    assert let_leave(runtime, clock()) == 1
    answered = last(runtime, number, "answered")
    assert (answered.user_id, answered.facts["read_by"]) == (claire.user_id, anne.user_id)
    assert answered.facts["confirmed_at"] == (clock() - MINUTE).isoformat()


def test_without_a_hold_it_leaves_as_soon_as_it_was_read(runtime: Runtime, number: str):
    claire, anne = somebody(runtime, "claire"), somebody(runtime, "anne")
    confirmed(runtime, number, claire, hold=timedelta())
    act(runtime, number, approve, anne, held_id=held(runtime, number)[0].id, hold=timedelta())
    assert status(runtime, number) is Status.ANSWERED


@on_both
def test_what_would_close_comes_back_if_the_complainant_wrote_before_it_was_read(
    runtime: Runtime, clock: FixedClock
):
    ruled_by(runtime, second_reader={"answers": "always"})
    number = file(runtime).number
    claire, anne = somebody(runtime, "claire"), somebody(runtime, "anne")
    finding = IssueFinding(issues(runtime, number)[0].id, Finding.SETTLED, "D’accord.")
    content = {"contact": "phone", "findings": [asdict(finding)]}
    confirmed(runtime, number, claire, kind=Outgoing.SETTLEMENT, **content)
    clock.moment += MINUTE
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, write_message, owner, body="Ce n’est pas convenu.", once=None)
    clock.moment += MINUTE
    reading = {"held_id": held(runtime, number)[0].id, "hold": MINUTE}
    assert act(runtime, number, approve, anne, **reading) is False
    clock.moment += 2 * MINUTE
    assert let_leave(runtime, clock()) == 0
    assert status(runtime, number) is Status.RECEIVED
    assert held(runtime, number)[0].waiting == Waiting.AUTHOR
    assert ("text_came_back", "claire@parks.example") in told(runtime, number)


def test_it_comes_back_where_nobody_is_left_who_may_read_it(runtime: Runtime):
    ruled_by(runtime, second_reader={"answers": "always"})
    number = file(runtime).number
    claire, anne = somebody(runtime, "claire"), somebody(runtime, "anne")
    paul = somebody(runtime, "paul")
    confirmed(runtime, number, claire)
    act(runtime, number, declaring.step_back, paul)
    assert held(runtime, number)[0].waiting == Waiting.READER
    act(runtime, number, declaring.step_back, anne)
    assert held(runtime, number)[0].waiting == Waiting.AUTHOR


def test_its_author_never_reads_it(runtime: Runtime, number: str):
    claire = somebody(runtime, "claire")
    somebody(runtime, "anne")
    confirmed(runtime, number, claire)
    with pytest.raises(NotAllowedError):
        act(runtime, number, approve, claire, held_id=held(runtime, number)[0].id, hold=MINUTE)


def test_nor_does_somebody_named_in_the_complaint(runtime: Runtime, number: str):
    claire, luc = somebody(runtime, "claire"), somebody(runtime, "luc gagnon")
    somebody(runtime, "anne")
    confirmed(runtime, number, claire)
    with pytest.raises(NotAllowedError):
        act(runtime, number, approve, luc, held_id=held(runtime, number)[0].id, hold=MINUTE)


def test_without_anybody_else_it_says_so_at_once(runtime: Runtime, number: str):
    claire = somebody(runtime, "claire")
    somebody(runtime, "luc gagnon")
    somebody(runtime, "réglages", Role.ADMINISTRATOR)
    with pytest.raises(IncompleteError) as error:
        confirmed(runtime, number, claire)
    assert error.value.missing == ("reader",)


def test_colleagues_are_told_and_managers_only_where_there_are_none(runtime: Runtime, number: str):
    claire = somebody(runtime, "claire")
    somebody(runtime, "manon", Role.MANAGER)
    confirmed(runtime, number, claire)
    assert ("to_read", "manon@parks.example") in told(runtime, number)
    other = file(runtime).number
    somebody(runtime, "anne")
    confirmed(runtime, other, claire)
    read = [email for kind, email in told(runtime, other) if kind == "to_read"]
    assert read == ["anne@parks.example"]


def test_sent_back_it_comes_with_a_remark_that_stays_inside(runtime: Runtime, number: str):
    claire, anne = somebody(runtime, "claire"), somebody(runtime, "anne")
    confirmed(runtime, number, claire)
    (answer,) = held(runtime, number)
    with pytest.raises(IncompleteError):
        act(runtime, number, send_back, anne, held_id=answer.id, remark=" ")
    act(runtime, number, send_back, anne, held_id=answer.id, remark="Nommez le sentier.")
    (back,) = held(runtime, number)
    assert (back.waiting, back.remark) == (Waiting.AUTHOR, "Nommez le sentier.")
    assert [(message.kind, message.body) for message in messages(runtime, number)] == [
        ("reading", "Nommez le sentier.")
    ]
    assert not last(runtime, number, "reading_returned").public
    assert ("text_came_back", "claire@parks.example") in told(runtime, number)


def test_what_no_longer_waits_is_not_read(runtime: Runtime, number: str):
    claire, anne = somebody(runtime, "claire"), somebody(runtime, "anne")
    confirmed(runtime, number, claire)
    (answer,) = held(runtime, number)
    act(runtime, number, cancel, claire, held_id=answer.id)
    with pytest.raises(NotOnItsWayError):
        act(runtime, number, approve, anne, held_id=answer.id, hold=MINUTE)


def test_the_date_does_not_wait_for_the_reader(runtime: Runtime, number: str, clock: FixedClock):
    claire, anne = somebody(runtime, "claire"), somebody(runtime, "anne")
    clock.moment = due(runtime, number) - MINUTE
    confirmed(runtime, number, claire)
    clock.moment += MINUTE
    act(runtime, number, approve, anne, held_id=held(runtime, number)[0].id, hold=MINUTE)
    clock.moment += MINUTE
    let_leave(runtime, clock())
    assert last(runtime, number, "answered").facts["in_time"] is False


def test_questions_need_no_second_reader(runtime: Runtime, number: str):
    claire = somebody(runtime, "claire")
    assert confirmed(runtime, number, claire, kind=Outgoing.QUESTION) is Waiting.HOLD


def test_only_the_answers_of_the_categories_named_are_read(runtime: Runtime):
    ruled_by(runtime, second_reader={"answers": "categories", "categories": ["welcome"]})
    claire = somebody(runtime, "claire")
    somebody(runtime, "anne")
    waits = [
        confirmed(runtime, file(runtime, category=category).number, claire)
        for category in ("welcome", "trail")
    ]
    assert waits == [Waiting.READER, Waiting.HOLD]
    assert "reading_asked" not in kinds(runtime, "2026-000002")

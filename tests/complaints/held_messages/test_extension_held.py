"""The reason why an answer is put off is held like an answer, and keeps the date meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.app import FEATURES
from portal.complaints.events import ExtensionContent
from portal.complaints.handling import casework, following
from portal.complaints.letters.holding import cancel, written_by
from portal.complaints.letters.posted import letter_words
from portal.domain.actor import Actor, complainant
from portal.domain.errors import ClockRunOutError, IncompleteError, NotAllowedError
from portal.domain.handling.held_messages import Outgoing, Waiting
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind, extend
from portal.domain.time.due_date import DueDate
from portal.domain.time.promise import Allowance
from portal.runtime import Runtime
from portal.worker import Worker, let_leave
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    history_holds,
    kinds,
    last,
    messages,
    ruled_by,
    staffed,
    status,
    templates,
    told,
)
from tests.complaints.held_messages.people import MINUTE, confirmed, held, somebody
from tests.support import FixedClock, file, on_both

SECOND = timedelta(seconds=1)
REASON = "Nous attendons un rapport."
THREE_DAYS = Allowance.parse("3 working days")


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


def new_day(runtime: Runtime, number: str) -> date:
    promised = DueDate.from_facts(clocks(runtime, number, "answer")[-1].explanation)
    agency = runtime.agencies.agency(complaint(runtime, number).agency)
    calendar = agency.consult().calendar(complaint(runtime, number).category)
    day = extend(promised, THREE_DAYS, calendar).last_day
    assert day is not None
    return day


def content(runtime: Runtime, number: str, **more: Any) -> dict[str, Any]:
    day = new_day(runtime, number).isoformat()
    return {"by": str(THREE_DAYS), "reason": REASON, "last_day": day} | more


def put_off(runtime: Runtime, number: str, actor: Actor, **more: Any) -> Any:
    return confirmed(
        runtime, number, actor, kind=Outgoing.EXTENSION, **content(runtime, number, **more)
    )


@on_both
def test_nothing_is_told_or_moved_before_the_minute_is_over(runtime: Runtime, clock: FixedClock):
    number, claire = file(runtime).number, somebody(runtime, "claire")
    promised, day = due(runtime, number), new_day(runtime, number)
    assert put_off(runtime, number, claire) is Waiting.HOLD
    clock.moment += MINUTE - SECOND
    assert let_leave(runtime, clock()) == 0
    assert due(runtime, number) == promised
    assert (messages(runtime, number), templates(runtime, number)) == ([], ["acknowledgement"])
    clock.moment += SECOND
    assert [let_leave(runtime, clock()) for _ in range(2)] == [1, 0]
    assert clocks(runtime, number, "answer")[-1].last_day == day
    assert [one.body for one in messages(runtime, number)] == [REASON]
    assert templates(runtime, number) == ["acknowledgement", "extended"]
    extended = last(runtime, number, "extended")
    assert (extended.user_id, extended.at) == (claire.user_id, clock())
    assert extended.facts["confirmed_at"] == (clock() - MINUTE).isoformat()
    assert history_holds(runtime)


class TestTheDateThatPassesMeanwhile:
    @on_both
    def test_is_not_missed_and_the_extension_is_not_lost(self, runtime: Runtime, clock: FixedClock):
        number, claire = file(runtime).number, somebody(runtime, "claire")
        staffed(runtime)
        promised, day = due(runtime, number), new_day(runtime, number)
        clock.moment = promised - SECOND
        put_off(runtime, number, claire)
        clock.moment = promised + SECOND
        acted = run_clocks(runtime, clock()).acted
        assert ClockKind.ANSWER not in {one.kind for one in acted}
        clock.moment = promised + MINUTE
        Worker(runtime).run_once(clock())
        [answer] = clocks(runtime, number, "answer")
        assert (answer.last_day, answer.missed_at, answer.pending) == (day, None, True)
        assert complaint(runtime, number).late_since is None
        assert "escalated" not in kinds(runtime, number)

    def test_is_missed_after_all_when_it_is_taken_back(
        self, runtime: Runtime, number: str, claire: Actor, clock: FixedClock
    ):
        staffed(runtime)
        clock.moment = due(runtime, number) - SECOND
        put_off(runtime, number, claire)
        act(runtime, number, cancel, claire, held_id=held(runtime, number)[0].id)
        clock.moment += 2 * SECOND
        run_clocks(runtime, clock())
        assert "escalated" in kinds(runtime, number)

    def test_is_too_late_for_one_that_was_confirmed_at_it(
        self, runtime: Runtime, number: str, claire: Actor, clock: FixedClock
    ):
        clock.moment = due(runtime, number)
        with pytest.raises(ClockRunOutError):
            put_off(runtime, number, claire)
        assert held(runtime, number) == []

    def test_is_missed_if_the_extension_keeps_it_not(
        self, runtime: Runtime, number: str, claire: Actor, clock: FixedClock
    ):
        clock.moment = due(runtime, number, "first_contact") - SECOND
        put_off(runtime, number, claire)
        clock.moment += 2 * SECOND
        run_clocks(runtime, clock())
        assert clocks(runtime, number, "first_contact")[-1].missed_at is not None

    @given(st.sampled_from(Outgoing), st.sampled_from(ClockKind))
    def test_is_kept_by_nothing_that_leaves_it_as_it_is(self, kind: Outgoing, date_of: ClockKind):
        obligation = FEATURES.obligation(date_of)
        assert obligation is not None
        keepers = obligation.kept_by
        moved = {
            Outgoing.EXTENSION: {ClockKind.ANSWER, ClockKind.REVIEW},
            Outgoing.CLOSING: {ClockKind.CLOSING},
        }
        if kind in moved:
            assert (kind in keepers) == (date_of in moved[kind])
        else:
            assert (kind in keepers) == (Outgoing.ANSWER in keepers)


def test_another_day_than_the_one_that_was_looked_at_is_not_promised(
    runtime: Runtime, number: str, claire: Actor, clock: FixedClock
):
    promised = due(runtime, number)
    put_off(runtime, number, claire)
    settings = runtime.agencies.agency("parks").settings.model_dump(mode="json")
    closed = [new_day(runtime, number).isoformat()]
    ruled_by(runtime, calendar=settings["calendar"] | {"extra_closures": closed})
    clock.moment += MINUTE
    assert let_leave(runtime, clock()) == 0
    assert due(runtime, number) == promised
    assert "extended" not in templates(runtime, number)
    assert [one.waiting for one in held(runtime, number)] == [Waiting.AUTHOR]
    assert ("text_came_back", "claire@parks.example") in told(runtime, number)


def test_an_answer_by_another_way_gives_it_back(
    runtime: Runtime, number: str, claire: Actor, clock: FixedClock
):
    put_off(runtime, number, claire)
    act(runtime, number, casework.answer, somebody(runtime, "luc"), body="De Luc.")
    clock.moment += MINUTE
    assert let_leave(runtime, clock()) == 0
    assert "extended" not in kinds(runtime, number)
    assert held(runtime, number)[0].content["reason"] == REASON


def test_a_message_of_the_complainant_does_not_stop_it(
    runtime: Runtime, number: str, claire: Actor, clock: FixedClock
):
    put_off(runtime, number, claire)
    clock.moment += SECOND
    owner = complainant(complaint(runtime, number).id)
    runtime.change(owner, number, partial(following.write_message, body="Alors?", once=None))
    clock.moment += MINUTE
    assert let_leave(runtime, clock()) == 1


def test_whatever_would_keep_it_from_leaving_is_said_at_once(
    runtime: Runtime, number: str, claire: Actor
):
    with pytest.raises(IncompleteError):
        put_off(runtime, number, claire, reason=" ")
    with pytest.raises(NotAllowedError):
        put_off(runtime, number, somebody(runtime, "manon", Role.MANAGER))
    assert held(runtime, number) == []


def test_it_needs_no_second_reader_who_could_let_the_date_pass(
    runtime: Runtime, number: str, claire: Actor
):
    ruled_by(runtime, second_reader={"answers": "always"})
    somebody(runtime, "anne")
    assert put_off(runtime, number, claire) is Waiting.HOLD


@pytest.mark.parametrize(
    ("means", "heading", "words"),
    [
        (
            "email",
            "Plainte 2026-000001 : nouvelle date",
            "La raison de ce délai est sur votre page de suivi",
        ),
        ("post", "Votre réponse viendra plus tard", REASON),
        ("text", "", "Plainte 2026-000001 : nouvelle date"),
    ],
)
def test_what_is_seen_before_is_the_letter_that_leaves_and_seeing_it_does_nothing(
    runtime: Runtime, claire: Actor, means: str, heading: str, words: str
):
    number = file(runtime, reply_by=means, phone="418 555-0142").number
    before = kinds(runtime, number), due(runtime, number), templates(runtime, number)
    look = partial(written_by, content=ExtensionContent.read(content(runtime, number)))
    written = runtime.change(claire, number, look)
    letter = letter_words(
        runtime.config, runtime.agencies, runtime.features.letters, written, runtime.now()
    )
    assert letter is not None
    assert letter.subject.replace("\N{NO-BREAK SPACE}", " ").startswith(heading)
    said = "\n".join(block.text for block in letter.blocks)
    assert words in said.replace("\N{NO-BREAK SPACE}", " ")
    assert (written.text, status(runtime, number)) == (REASON, "received")
    assert (kinds(runtime, number), due(runtime, number), templates(runtime, number)) == before


def test_nobody_who_hears_nowhere_gets_a_letter(runtime: Runtime, claire: Actor):
    number = file(runtime, reply_by="none").number
    look = partial(written_by, content=ExtensionContent.read(content(runtime, number)))
    written = runtime.change(claire, number, look)
    assert written.letter is None
    assert (
        letter_words(
            runtime.config, runtime.agencies, runtime.features.letters, written, runtime.now()
        )
        is None
    )

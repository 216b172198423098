"""Silence about a recommendation climbs, once a level; a late execution is told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from portal.app import FEATURES
from portal.complaints.letters.digests import tell_staff
from portal.complaints.letters.outbox import send_due
from portal.complaints.queries.kept_clocks import clocks_of, explained
from portal.domain.errors import UnknownRecommendationError
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.features.recommendations.queries import recommendation
from portal.features.recommendations.rules import Addressee, State
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from portal.worker.warnings import Warner
from tests.complaints.cases import complaint, history, history_holds, last, member
from tests.complaints.closed import conclude, withdraw
from tests.features.absences.absent import away
from tests.features.recommendations.recommended import (
    Team,
    accept,
    kinds,
    notices,
    recommend,
    refuse,
    running,
    say_done,
    steps,
    stored,
    team,
    warned_of,
)
from tests.support import FixedClock, RecordingMailer, on_both
from tests.support.letters import text_of, whole
from tests.worker.warned import THE_EVENING_OF_HALF, THE_MORNING_AFTER_80, THE_MORNING_AFTER_HALF


def pass_date(runtime: Runtime, one: int, clock: FixedClock) -> None:
    """Let the running date of a recommendation pass."""
    due_at = running(runtime, one).due_at
    assert due_at is not None
    clock.moment = due_at
    run_clocks(runtime, clock.moment)


def test_whoever_did_not_reply_in_time_is_led_to_what_they_still_see(
    runtime: Runtime, number: str, clock: FixedClock, mailbox: RecordingMailer
):
    people = team(runtime)
    one = recommend(runtime, number, people.writer, Addressee(post="director"))
    conclude(runtime, number)  # it climbs no more itself
    send_due(runtime, clock.moment)
    pass_date(runtime, one, clock)
    with runtime.reading(people.director) as session, pytest.raises(UnknownRecommendationError):
        recommendation(session, "parks", one)
    mailbox.sent.clear()
    tell_staff(runtime, clock.moment)
    send_due(runtime, clock.moment)
    (letter,) = [sent for sent in mailbox.sent if sent["To"] == people.director.name]
    assert number not in whole(letter)
    assert f"recommandations/{one}" not in whole(letter)
    assert "Elle est passée au palier suivant" in text_of(letter)


def test_a_text_that_says_who_complains_is_kept_as_told_at_each_level(
    runtime: Runtime, number: str, clock: FixedClock
):
    people = team(runtime)
    second = member(runtime, Role.MANAGER, post="office")
    text = "M. Michel Gagnon attend l’horaire."
    to = Addressee(user_id=second.user_id)
    one = recommend(runtime, number, people.writer, to, text=text, is_naming_meant=True)
    assert [told.facts["to"] for told in released(runtime, number)] == [second.user_id]
    pass_date(runtime, one, clock)
    told = [entry.facts["to"] for entry in released(runtime, number)]
    assert told == [second.user_id, people.director.user_id]


def released(runtime: Runtime, number: str) -> list[Any]:
    return [entry for entry in history(runtime, number) if entry.kind == "identity_released"]


@on_both
def test_silence_climbs_to_the_next_level_then_to_the_top_once_each(
    runtime: Runtime, number: str, clock: FixedClock
):
    people = team(runtime)
    one = recommend(runtime, number, people.writer, Addressee(user_id=people.director.user_id))
    pass_date(runtime, one, clock)
    run_clocks(runtime, clock.moment)
    assert (stored(runtime, one).level, stored(runtime, one).post) == (3, "president")
    assert kinds(runtime, one) == ["made", "climbed"]
    assert ("recommendation_climbed", people.president.name) in notices(runtime)
    assert ("recommendation_missed", people.director.name) in notices(runtime)
    pass_date(runtime, one, clock)
    run_clocks(runtime, clock.moment + timedelta(days=90))
    assert kinds(runtime, one) == ["made", "climbed", "unanswered"]
    assert stored(runtime, one).state == State.SENT
    assert history_holds(runtime)


def test_the_complaint_itself_does_not_climb(
    runtime: Runtime, number: str, people: Team, clock: FixedClock
):
    conclude(runtime, number)
    one = recommend(runtime, number, people.writer)
    pass_date(runtime, one, clock)
    assert complaint(runtime, number).level == 1
    assert complaint(runtime, number).late_since is None


def test_the_top_that_was_late_still_replies_and_the_reply_is_late(
    runtime: Runtime, number: str, people: Team, clock: FixedClock
):
    one = recommend(runtime, number, people.writer)
    pass_date(runtime, one, clock)
    pass_date(runtime, one, clock)
    accept(runtime, one, people.president, date(2027, 6, 1))
    assert steps(runtime, one)[-1].facts["in_time"] is False


def test_a_vacant_level_is_stepped_over(runtime: Runtime, number: str, clock: FixedClock):
    writer = member(runtime)
    president = member(runtime, Role.TOP_AUTHORITY, "parks", "president")
    one = recommend(runtime, number, writer, Addressee(post="office"))
    pass_date(runtime, one, clock)
    assert stored(runtime, one).post == "president"
    assert ("recommendation_climbed", president.name) in notices(runtime)


def test_of_a_level_that_is_stepped_over_the_head_is_told(
    runtime: Runtime, number: str, clock: FixedClock
):
    writer, head = member(runtime), member(runtime, Role.HEAD, post=None)
    member(runtime, Role.TOP_AUTHORITY, "parks", "president")
    one = recommend(runtime, number, writer, Addressee(post="office"))
    pass_date(runtime, one, clock)
    assert ("post_vacant", head.name) in notices(runtime)
    assert last(runtime, number, "post_vacant").facts["posts"] == ["director"]


def test_nobody_at_all_alarms_the_administrators(runtime: Runtime, number: str, clock: FixedClock):
    administrator = member(runtime, Role.ADMINISTRATOR, "parks", None)
    president = member(runtime, Role.TOP_AUTHORITY, "parks", "president")
    one = recommend(runtime, number, to=Addressee(post="president"))
    away(runtime, president.name)
    pass_date(runtime, one, clock)
    assert ("nobody_in_charge", administrator.name) in notices(runtime)


@on_both
def test_a_late_execution_is_told_once_and_climbs_nowhere(
    runtime: Runtime, number: str, clock: FixedClock
):
    people = team(runtime)
    one = recommend(runtime, number, people.writer)
    accept(runtime, one, people.director)
    pass_date(runtime, one, clock)
    run_clocks(runtime, clock.moment)
    assert kinds(runtime, one) == ["made", "accepted", "late"]
    told = [email for kind, email in notices(runtime) if kind == "recommendation_missed"]
    assert told == [people.director.name, people.writer.name, people.head.name]
    say_done(runtime, one, people.director)
    assert running(runtime, one).missed_at is not None


@pytest.mark.parametrize("end", [conclude, withdraw], ids=["closed", "withdrawn"])
def test_no_end_of_the_complaint_ends_its_recommendations(
    runtime: Runtime,
    number: str,
    people: Team,
    clock: FixedClock,
    end: Callable[[Runtime, str], None],
):
    one = recommend(runtime, number, people.writer)
    end(runtime, number)
    assert running(runtime, one).pending
    pass_date(runtime, one, clock)
    assert kinds(runtime, one)[-1] == "climbed"


def about(runtime: Runtime, now: datetime) -> list[str]:
    """Let a worker warn; return who waits to be told of a recommendation's date."""
    Warner(runtime).warn(now)
    return warned_of(runtime)


@pytest.mark.parametrize("end", [None, conclude], ids=["None", "closed"])
def test_the_addressee_is_warned_before_the_date_and_nobody_else(
    runtime: Runtime, number: str, people: Team, end: Callable[[Runtime, str], None] | None
):
    recommend(runtime, number, people.writer)
    if end:
        end(runtime, number)
    assert about(runtime, THE_EVENING_OF_HALF) == []
    assert about(runtime, THE_MORNING_AFTER_HALF) == [people.director.name]


def test_the_owner_is_warned_of_the_execution(runtime: Runtime, number: str, people: Team):
    conclude(runtime, number)
    one = recommend(runtime, number, people.writer, Addressee(post="president"))
    accept(runtime, one, people.president, date(2026, 12, 22))
    assert about(runtime, THE_MORNING_AFTER_80) == [people.president.name]


def test_a_refused_recommendation_is_warned_of_no_more(runtime: Runtime, number: str, people: Team):
    one = recommend(runtime, number, people.writer)
    refuse(runtime, one, people.director)
    assert about(runtime, THE_MORNING_AFTER_80) == []
    run_clocks(runtime, THE_MORNING_AFTER_80 + timedelta(days=60))
    assert kinds(runtime, one) == ["made", "refused"]


def test_both_dates_are_explained_like_any_other(runtime: Runtime, number: str, people: Team):
    one = recommend(runtime, number, people.writer)
    accept(runtime, one, people.director)
    calendar = runtime.advice(people.writer, number, runtime.now()).calendar
    with runtime.reading(people.writer) as session:
        kept = clocks_of(session, complaint(runtime, number).id)
    found = {each.kind: explained(each, calendar, FEATURES) for each in kept}
    assert found[ClockKind.RECOMMENDATION_REPLY].start == "recommended"
    execution = found[ClockKind.RECOMMENDATION_EXECUTION]
    assert (execution.start, execution.due_at) == ("accepted", running(runtime, one).due_at)

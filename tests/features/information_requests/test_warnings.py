"""Whoever is asked is warned before their date, and each date of a request is explained."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from portal.app import FEATURES
from portal.complaints.letters.digests import tell_staff
from portal.complaints.queries.kept_clocks import clocks_of, explained
from portal.complaints.records.message import NoticeRecord
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import StartEvent
from portal.domain.time.replay import replayed
from portal.runtime import Runtime
from portal.worker.warnings import Warner
from tests.complaints.cases import complaint, letters, member
from tests.features.information_requests.asking_inside import ask, be_silent, requests
from tests.support import FixedClock, on_both

KIND = ClockKind.INFORMATION_REQUEST


@on_both
def test_whoever_is_asked_is_warned_and_the_officer_is_not(
    runtime: Runtime, number: str, claire: Actor, director: Actor, clock: FixedClock
):
    ask(runtime, number, by=claire)
    for days, percent in ((3, 50), (7, 80)):
        clock.moment = requests(runtime, number)[0].asked_at + timedelta(days=days)
        Warner(runtime).warn(clock.moment)
        with runtime.reading(PORTAL) as session:
            warned = [
                (notice.user_id, notice.params["clock"], notice.params["percent"])
                for notice in session.scalars(select(NoticeRecord))
            ]
        assert warned == [(director.user_id, KIND, percent)]
        tell_staff(runtime, clock.moment)
    assert [letter for letter in letters(runtime, number) if letter[0] == "warning"] == [
        ("warning", director.name)
    ] * 2


def test_a_warning_for_somebody_who_left_is_told_to_nobody_else(
    runtime: Runtime, number: str, claire: Actor, director: Actor, clock: FixedClock
):
    ask(runtime, number, by=claire)
    clock.moment += timedelta(days=3)
    Warner(runtime).warn(clock.moment)
    with runtime.transaction() as session:
        session.get_one(UserRecord, director.user_id).is_active = False
    tell_staff(runtime, clock.moment)
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(NoticeRecord)).all() == []
    assert "warning" not in [template for template, _ in letters(runtime, number)]


def test_each_clock_of_a_request_is_explained_and_can_be_counted_again(
    runtime: Runtime, number: str, director: Actor, clock: FixedClock
):
    member(runtime, Role.TOP_AUTHORITY, "parks", "president")
    ask(runtime, number)
    be_silent(runtime, number, clock)
    with runtime.reading(PORTAL) as session:
        kept = clocks_of(session, complaint(runtime, number).id)
    calendar = runtime.agencies.agency("parks").consult().calendar()
    explanations = [explained(clock, calendar, FEATURES) for clock in kept if clock.kind == KIND]
    assert [explanation.start for explanation in explanations] == [
        StartEvent.INFORMATION_REQUESTED,
        StartEvent.HANDED_OVER,
    ]
    assert [replayed(explanation.as_facts()) for explanation in explanations] == [
        explanation.due_at for explanation in explanations
    ]

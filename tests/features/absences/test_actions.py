"""Somebody is away: letters, complaints and levels go to whoever works in their place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.complaints import accounts
from portal.complaints.handling import casework, escalation
from portal.complaints.queries.staff import known_user
from portal.complaints.records.people import AbsenceRecord, UserRecord
from portal.domain.absence import AbsenceProblem, AbsenceRefusedError
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import NobodyAtTopError, NotAllowedError
from portal.domain.permissions import Permission, may
from portal.domain.role import Role
from portal.features.absences.actions import end_absence
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    complaint,
    due,
    escalations,
    kinds,
    last,
    letters,
    member,
    staffed,
    told,
)
from tests.features.absences.absent import TODAY, absences, away, user_id
from tests.support import FixedClock, file, on_both

DIRECTOR = "manager.director.parks@exemple.org"
PRESIDENT = "top_authority.president.parks@exemple.org"
HEAD = "head.nothing.parks@exemple.org"


@pytest.fixture
def number(runtime: Runtime) -> str:
    """A complaint that somebody has taken in charge, so that only its answer is owed."""
    receipt = file(runtime)
    act(runtime, receipt.number, casework.record_first_contact)
    return receipt.number


def refused(runtime: Runtime, *told: str | None, **days: tuple[int, int]) -> AbsenceProblem:
    with pytest.raises(AbsenceRefusedError) as raised:
        away(runtime, *told, **days)  # type: ignore[arg-type]
    return raised.value.problem


def pass_date(runtime: Runtime, number: str, clock: FixedClock) -> None:
    clock.moment = due(runtime, number)
    run_clocks(runtime, clock.moment)


@on_both
def test_a_letter_to_a_post_goes_to_the_substitute_of_its_holder(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    claire = member(runtime)
    away(runtime, DIRECTOR, claire.name)
    pass_date(runtime, number, clock)
    assert complaint(runtime, number).holder == "director"
    assert ("passed_to_you", claire.name) in told(runtime, number)
    assert ("passed_to_you", DIRECTOR) not in told(runtime, number)
    assert "post_vacant" not in kinds(runtime, number)


@on_both
def test_a_holder_who_is_away_without_a_substitute_is_stepped_over_with_an_alarm(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    away(runtime, DIRECTOR)
    pass_date(runtime, number, clock)
    assert complaint(runtime, number).holder == "president"
    assert last(runtime, number, "post_vacant").facts == {
        "posts": ["director"],
        "why": ["away"],
        "told": ["head"],
    }
    assert escalations(runtime, number)[0].vacant == ["director"]
    assert ("post_vacant", HEAD) in told(runtime, number)
    assert ("passed_to_you", PRESIDENT) in told(runtime, number)


@on_both
def test_the_substitute_of_a_substitute_gets_it(runtime: Runtime, number: str, clock: FixedClock):
    staffed(runtime)
    claire, marc = member(runtime), member(runtime, Role.MANAGER, post=None)
    away(runtime, DIRECTOR, claire.name)
    away(runtime, claire.name, marc.name)
    pass_date(runtime, number, clock)
    assert ("passed_to_you", marc.name) in told(runtime, number)


def test_an_absence_holds_from_the_first_to_the_last_day_on_the_agencys_clocks(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    distance = ((due(runtime, number) - timedelta(seconds=1)).date() - TODAY).days
    away(runtime, DIRECTOR, days=(0, distance - 1))
    pass_date(runtime, number, clock)
    assert complaint(runtime, number).holder == "director"


def test_one_of_two_holders_is_enough(runtime: Runtime, number: str, clock: FixedClock):
    staffed(runtime)
    other = member(runtime, Role.HEAD, post="director")
    away(runtime, DIRECTOR)
    pass_date(runtime, number, clock)
    assert complaint(runtime, number).holder == "director"
    reached = [to for template, to in told(runtime, number) if template == "passed_to_you"]
    assert reached == [other.name]


def test_a_substitute_who_left_is_nobody(runtime: Runtime, number: str, clock: FixedClock):
    staffed(runtime)
    claire = member(runtime)
    away(runtime, DIRECTOR, claire.name)
    with runtime.transaction() as session:
        accounts.deactivate(session.get_one(UserRecord, claire.user_id))
    pass_date(runtime, number, clock)
    assert complaint(runtime, number).holder == "president"


@on_both
def test_a_circle_that_came_about_all_the_same_counts_as_nobody(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    marc = member(runtime, Role.MANAGER, post=None)
    away(runtime, DIRECTOR, marc.name)
    director, now = user_id(runtime, DIRECTOR), runtime.now()
    with runtime.transaction() as session:
        session.add(
            AbsenceRecord(
                agency="parks",
                user_id=marc.user_id,
                begins_at=now,
                ends_at=now + timedelta(days=400),
                substitute_id=director,
                recorded_at=now,
            )
        )
    pass_date(runtime, number, clock)
    assert complaint(runtime, number).holder == "president"
    assert ("post_vacant", HEAD) in told(runtime, number)


@on_both
def test_with_nobody_above_it_climbs_one_step_and_the_administrators_are_told(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    administrator = member(runtime, Role.ADMINISTRATOR, post=None)
    away(runtime, DIRECTOR)
    away(runtime, PRESIDENT)
    pass_date(runtime, number, clock)
    assert complaint(runtime, number).level == 2
    assert last(runtime, number, "post_vacant").facts == {
        "posts": ["director"],
        "why": ["away"],
        "told": ["head", "administrators"],
    }
    assert ("post_vacant", HEAD) in told(runtime, number)
    assert ("nobody_in_charge", administrator.name) in told(runtime, number)


def test_without_administrators_of_its_own_those_of_the_portal_are_told(
    runtime: Runtime, number: str, clock: FixedClock
):
    from tests.support import add_user

    add_user(runtime, "admin@portail.example", Role.ADMINISTRATOR, agency=None, post=None)
    pass_date(runtime, number, clock)
    assert ("nobody_in_charge", "admin@portail.example") in told(runtime, number)


def test_late_at_a_top_that_is_away_the_alarm_is_raised_again(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    pass_date(runtime, number, clock)
    pass_date(runtime, number, clock)
    away(runtime, PRESIDENT, days=(0, 2000))
    pass_date(runtime, number, clock)
    assert kinds(runtime, number)[-3:] == ["date_missed", "post_vacant", "recourse_opened"]
    assert ("post_vacant", HEAD) in told(runtime, number)


def test_nothing_is_passed_to_a_top_that_is_away(runtime: Runtime, number: str):
    staffed(runtime)
    away(runtime, PRESIDENT)
    with pytest.raises(NobodyAtTopError):
        act(runtime, number, escalation.pass_to_top, question="Rembourser?", opinion="")
    assert "passed_to_top" not in kinds(runtime, number)
    assert complaint(runtime, number).level == 1


@on_both
def test_what_is_for_an_assignee_who_is_away_goes_to_their_substitute(
    runtime: Runtime, number: str
):
    claire, paul = member(runtime), member(runtime, post="nobodys")
    act(runtime, number, casework.assign, user_id=claire.user_id)
    away(runtime, claire.name, paul.name)
    act(
        runtime,
        number,
        escalation.decide,
        member(runtime, Role.TOP_AUTHORITY, post="president"),
        instruction="Rembourser.",
    )
    assert letters(runtime, number)[-1] == ("decided", paul.name)


@on_both
def test_a_substitute_may_do_what_the_absent_may_and_only_meanwhile(
    runtime: Runtime, clock: FixedClock
):
    staffed(runtime)
    claire, marc = member(runtime), member(runtime, Role.MANAGER, post=None)
    away(runtime, PRESIDENT, claire.name, days=(0, 5))
    away(runtime, claire.name, marc.name, days=(2, 3))
    assert decides(runtime, claire)
    assert not decides(runtime, marc)
    clock.moment += timedelta(days=2)
    assert decides(runtime, marc)
    clock.moment += timedelta(days=4)
    assert not decides(runtime, claire)


def decides(runtime: Runtime, who: Actor) -> bool:
    assert who.user_id is not None
    with runtime.reading(PORTAL) as session:
        user = session.get_one(UserRecord, who.user_id)
        actor = accounts.actor_of(session, user, runtime.now())
    return may(actor, Permission.DECIDE, "parks") and not may(actor, Permission.DECIDE, "water")


def test_what_cannot_be_is_refused_with_its_reason(runtime: Runtime):
    staffed(runtime)
    claire, marc = member(runtime), member(runtime, Role.MANAGER, post=None)
    analyst = member(runtime, Role.ANALYST, post=None)
    stranger = member(runtime, agency="water")
    assert refused(runtime, claire.name, days=(3, 2)) is AbsenceProblem.ENDS_BEFORE
    assert refused(runtime, claire.name, days=(-3, -1)) is AbsenceProblem.PAST
    assert refused(runtime, stranger.name) is AbsenceProblem.NOT_OF_AGENCY
    for nobody in (stranger, analyst, claire):
        assert refused(runtime, claire.name, nobody.name) is AbsenceProblem.NOT_A_SUBSTITUTE
    away(runtime, claire.name, marc.name, days=(5, 10))
    assert refused(runtime, claire.name, days=(10, 12)) is AbsenceProblem.OVERLAPS
    assert refused(runtime, marc.name, claire.name, days=(8, 20)) is AbsenceProblem.CIRCLE
    away(runtime, marc.name, claire.name, days=(11, 20))


def test_only_oneself_and_whoever_leads_record_an_absence(runtime: Runtime):
    staffed(runtime)
    claire, paul = member(runtime), member(runtime, post="nobodys")
    head = member(runtime, Role.HEAD, post="office")
    away(runtime, claire.name, days=(0, 1), actor=claire)
    away(runtime, paul.name, days=(0, 1), actor=head)
    administrator = member(runtime, Role.ADMINISTRATOR, post=None)
    for actor, email in ((claire, paul.name), (head, PRESIDENT), (head, administrator.name)):
        with pytest.raises(NotAllowedError):
            away(runtime, email, days=(0, 1), actor=actor)


def test_an_absence_that_began_is_ended_and_one_to_come_is_gone(
    runtime: Runtime, clock: FixedClock
):
    claire, paul = member(runtime), member(runtime, post="nobodys")
    away(runtime, claire.name, paul.name, days=(0, 5))
    away(runtime, claire.name, paul.name, days=(8, 9))
    for one in absences(runtime):
        with runtime.transaction() as session:
            end_absence(session, claire, "water", one.id, runtime.now())
            end_absence(session, claire, "parks", one.id, runtime.now())
    [begun] = absences(runtime)
    assert begun.ends_at == clock.moment
    assert paul.user_id is not None
    with runtime.reading(PORTAL) as session:
        known = known_user(session, paul.user_id, clock.moment)
    assert known is not None
    assert known.actor.replaced == frozenset()
    other = member(runtime, post="director")
    away(runtime, claire.name, days=(0, 5))
    with pytest.raises(NotAllowedError), runtime.transaction() as session:
        end_absence(session, other, "parks", absences(runtime)[-1].id, runtime.now())


# Who is away (with whom in their place), and where the complaint must come by each run.
CHARTS: list[tuple[dict[str, str | None], list[str]]] = [
    ({}, ["director", "president"]),
    ({DIRECTOR: None}, ["president"]),
    ({DIRECTOR: HEAD}, ["director", "president"]),
    ({DIRECTOR: HEAD, HEAD: None}, ["president"]),
    ({PRESIDENT: None}, ["director", "president"]),
    ({DIRECTOR: None, PRESIDENT: None}, ["director", "president"]),
    ({DIRECTOR: PRESIDENT, PRESIDENT: HEAD}, ["director", "president"]),
]


@on_both
@pytest.mark.parametrize(("chart", "way"), CHARTS)
def test_on_each_chart_a_late_complaint_reaches_whoever_works_above(
    runtime: Runtime,
    number: str,
    clock: FixedClock,
    chart: dict[str, str | None],
    way: list[str],
):
    staffed(runtime)
    member(runtime, Role.ADMINISTRATOR, post=None)
    for email, substitute in chart.items():
        away(runtime, email, substitute, days=(0, 2000))
    for _ in range(3):
        pass_date(runtime, number, clock)
    climbed = escalations(runtime, number)
    assert [step.post for step in climbed] == way
    kinds_told = [template for template, _ in told(runtime, number)]
    assert kinds_told.count("passed_to_you") + kinds_told.count("nobody_in_charge") >= len(way)
    assert complaint(runtime, number).holder == "president"
    assert "recourse_opened" in kinds(runtime, number)

"""Limits on contact: proposed, decided, reviewed by somebody else, over at their day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.complaints.handling.following import write_message
from portal.complaints.queries.of_complaint import read_of
from portal.domain.actor import PORTAL, complainant
from portal.domain.errors import (
    AnotherPersonNeededError,
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
)
from portal.domain.role import Role
from portal.domain.time.promise import Allowance, Unit
from portal.features.contact_limits import actions as limits
from portal.features.contact_limits.actions import Limit, end_limits, tell_of_grouped
from portal.features.contact_limits.queries import LIMITS, own_limit, register
from portal.features.contact_limits.records import ContactLimitRecord
from portal.features.contact_limits.rules import LimitState, Means
from portal.features.reprisals import actions as reprisals
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    complaint,
    history_holds,
    kinds,
    last,
    letters,
    member,
    messages,
    ruled_by,
    templates,
    told,
)
from tests.features.reprisals.reported import told as told_of_reports
from tests.features.transfers.transferred import transferred
from tests.support import FixedClock, file, officer, on_both

FACTS = "Quarante appels en trois jours, avec des injures, malgré deux avis."
THREE_MONTHS = Allowance(3, Unit.MONTHS)


def said(*means: Means, lasts: Allowance = THREE_MONTHS, **more: object) -> Limit:
    return Limit(means or (Means.WEEKLY,), FACTS, lasts, **more)  # type: ignore[arg-type]


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


@pytest.fixture
def head(runtime: Runtime):
    return member(runtime, Role.HEAD, post=None)


@pytest.fixture
def top(runtime: Runtime):
    return member(runtime, Role.TOP_AUTHORITY, post="president")


def limited(runtime: Runtime, number: str, head, *means: Means) -> None:
    act(runtime, number, limits.limit_contact, head, limit=said(*means))


def ask_review(runtime: Runtime, number: str, why: str = "Je suis sourde.") -> None:
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, limits.ask_review, owner, why=why)


def write(runtime: Runtime, number: str, body: str) -> None:
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, write_message, owner, body=body, once=None)


def state(runtime: Runtime) -> list[str]:
    with runtime.reading(PORTAL) as session:
        return [one.state for one in register(session, "parks", runtime.now())]


@on_both
def test_an_officer_proposes_and_the_head_decides(runtime: Runtime, number: str, head):
    act(runtime, number, limits.limit_contact, limit=said(Means.WRITTEN, Means.WEEKLY))
    assert state(runtime) == [LimitState.PROPOSED]
    assert letters(runtime, number)[-1] == ("limit_proposed", head.name)
    assert "contact_limited" not in templates(runtime, number)
    act(runtime, number, limits.decide, head, is_agreed=True)
    assert state(runtime) == [LimitState.IN_FORCE]
    assert letters(runtime, number)[-1] == ("contact_limited", "m.gagnon@exemple.org")
    entry = last(runtime, number, "contact_limited")
    assert entry.public
    assert entry.facts["means"] == ["written", "weekly"]
    assert entry.facts["last_day"] == "2027-02-24"
    assert history_holds(runtime)


def test_the_head_may_decline_with_a_reason_that_stays_inside(runtime: Runtime, number: str, head):
    act(runtime, number, limits.limit_contact, limit=said())
    with pytest.raises(IncompleteError, match="reason"):
        act(runtime, number, limits.decide, head, is_agreed=False, reason=" ")
    act(runtime, number, limits.decide, head, is_agreed=False, reason="Trop tôt.")
    assert state(runtime) == [LimitState.DECLINED]
    assert not last(runtime, number, "limit_declined").public
    assert "contact_limited" not in templates(runtime, number)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER, Role.TOP_AUTHORITY])
def test_nobody_but_the_head_decides(runtime: Runtime, number: str, role: Role):
    act(runtime, number, limits.limit_contact, limit=said())
    with pytest.raises(NotAllowedError):
        act(runtime, number, limits.decide, member(runtime, role), is_agreed=True)


@pytest.mark.parametrize(
    ("wrong", "missing"),
    [
        (Limit((), FACTS, THREE_MONTHS), "means"),
        (Limit((Means.WRITTEN,), " ", THREE_MONTHS), "facts"),
        (Limit((Means.WRITTEN,), FACTS, Allowance(7, Unit.MONTHS)), "lasts"),
        (Limit((Means.WRITTEN,), FACTS, Allowance(3, Unit.WEEKS)), "lasts"),
        (Limit((Means.ONE_PERSON,), FACTS, THREE_MONTHS), "contact"),
    ],
)
def test_a_limit_without_facts_an_end_or_a_contact_is_refused(
    runtime: Runtime, number: str, wrong: Limit, missing: str
):
    with pytest.raises(IncompleteError, match=missing):
        act(runtime, number, limits.limit_contact, limit=wrong)


def test_how_long_it_may_last_is_a_setting(runtime: Runtime, number: str):
    basis = {"fr": "Politique", "en": "Policy"}
    ruled_by(runtime, contact_limit={"within": "2 months", "basis": basis})
    with pytest.raises(IncompleteError, match="lasts"):
        act(runtime, number, limits.limit_contact, limit=said())
    act(runtime, number, limits.limit_contact, limit=said(lasts=Allowance(2, Unit.MONTHS)))


def test_there_is_one_at_a_time(runtime: Runtime, number: str, head):
    limited(runtime, number, head)
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, limits.limit_contact, limit=said())


@on_both
def test_the_staff_of_the_agency_sees_it_with_every_complaint_of_that_address(
    runtime: Runtime, number: str, head
):
    limited(runtime, number, head)
    same, other = file(runtime).number, file(runtime, email="a.roy@exemple.org").number
    elsewhere = file(runtime, "water").number
    with runtime.reading(officer()) as session:
        seen = [
            [one.number for one in read_of(session, LIMITS, owner, agency="parks")]
            for owner in (complaint(runtime, each).id for each in (number, same, other))
        ]
    assert seen == [[number], [number], []]
    with runtime.reading(officer("water")) as session:
        assert read_of(session, LIMITS, complaint(runtime, elsewhere).id, agency="water") == ()
    # Whoever only knows the address learns nothing of it.
    owner = complainant(complaint(runtime, same).id)
    with runtime.reading(owner) as session:
        assert own_limit(session, complaint(runtime, same).id) is None
        assert own_limit(session, complaint(runtime, number).id) is None


@on_both
def test_messages_of_a_week_are_kept_at_once_and_told_together(
    runtime: Runtime, number: str, head, clock: FixedClock
):
    member(runtime)
    limited(runtime, number, head, Means.WEEKLY)
    for body in ("Un.", "Deux.", "Trois."):
        write(runtime, number, body)
    assert [one.body for one in messages(runtime, number)][1:] == ["Un.", "Deux.", "Trois."]
    assert [kind for kind, _ in told(runtime, number)].count("new_message") == 1
    assert tell_of_grouped(runtime, runtime.now()) == 0
    clock.moment += timedelta(days=7)
    assert (tell_of_grouped(runtime, clock.moment), tell_of_grouped(runtime, clock.moment)) == (
        1,
        0,
    )
    assert templates(runtime, number).count("messages_grouped") == 1


def test_reprisals_and_new_complaints_never_wait(runtime: Runtime, number: str, head):
    limited(runtime, number, head)
    write(runtime, number, "Un."), write(runtime, number, "Deux.")
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, reprisals.report, owner, body="On me menace.")
    assert told_of_reports(runtime) == [("confidential_waits", head.name)]
    assert file(runtime).number != number


def test_the_top_authority_reviews_what_the_head_decided(runtime: Runtime, number: str, head, top):
    limited(runtime, number, head)
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, limits.review, top, goes_on=True, reasons="Oui.")
    ask_review(runtime, number), ask_review(runtime, number, "Encore.")
    assert kinds(runtime, number).count("limit_review_asked") == 1
    assert letters(runtime, number)[-1] == ("limit_review_for_you", top.name)
    with pytest.raises(NotAllowedError):
        act(runtime, number, limits.review, head, goes_on=True, reasons="Oui.")
    act(runtime, number, limits.review, top, goes_on=True, reasons="Les faits sont là.")
    assert state(runtime) == [LimitState.IN_FORCE]
    assert letters(runtime, number)[-1] == ("limit_reviewed", "m.gagnon@exemple.org")


def test_a_review_may_end_it(runtime: Runtime, number: str, head, top):
    limited(runtime, number, head)
    ask_review(runtime, number)
    act(runtime, number, limits.review, top, goes_on=False, reasons="La dame est sourde.")
    assert state(runtime) == [LimitState.LIFTED]
    assert templates(runtime, number)[-2:] == ["limit_reviewed", "limit_ended"]


def test_whoever_decided_does_not_review(runtime: Runtime, number: str):
    both = member(runtime, Role.HEAD, post=None)
    as_top = member(runtime, Role.TOP_AUTHORITY, post="president")
    limited(runtime, number, both)
    ask_review(runtime, number)
    one = replace(as_top, user_id=both.user_id)
    with pytest.raises(AnotherPersonNeededError):
        act(runtime, number, limits.review, one, goes_on=True, reasons="Oui.")


def test_it_is_lifted_sooner_with_a_reason(runtime: Runtime, number: str, head):
    limited(runtime, number, head)
    with pytest.raises(IncompleteError, match="reason"):
        act(runtime, number, limits.lift, head, reason=" ")
    act(runtime, number, limits.lift, head, reason="Le calme est revenu.")
    assert state(runtime) == [LimitState.LIFTED]
    assert templates(runtime, number)[-1] == "limit_ended"


@on_both
def test_it_ends_by_itself_at_its_day_once(runtime: Runtime, number: str, head, clock: FixedClock):
    limited(runtime, number, head)
    clock.moment += timedelta(days=60)
    assert end_limits(runtime, clock.moment) == 0
    clock.moment += timedelta(days=60)
    assert (end_limits(runtime, clock.moment), end_limits(runtime, clock.moment)) == (1, 0)
    assert state(runtime) == [LimitState.OVER]
    write(runtime, number, "Bonjour.")
    assert history_holds(runtime)


@on_both
def test_the_agency_that_gets_the_complaint_is_bound_by_none(runtime: Runtime, head):
    decided, proposed = file(runtime).number, file(runtime).number
    limited(runtime, decided, head)
    act(runtime, proposed, limits.limit_contact, limit=said())
    for number in (decided, proposed):
        transferred(runtime, number, "water")
    assert sorted(every_state(runtime)) == [LimitState.DECLINED, LimitState.OVER]
    assert "limit_ended" in templates(runtime, decided)
    assert "limit_ended" not in templates(runtime, proposed)


def every_state(runtime: Runtime) -> list[str]:
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(ContactLimitRecord.state)))

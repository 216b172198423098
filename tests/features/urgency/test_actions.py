"""Complaints that cannot wait: proposed by their words, decided by a person, never later for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.complaints.handling import casework, escalation
from portal.complaints.handling.following import withdraw, write_message
from portal.complaints.queries.work_list import SIZES, page_of
from portal.complaints.queries.work_list_views import Looking, Narrowing, View
from portal.db.reads import read_all
from portal.domain.actor import PORTAL, complainant
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.features.reviews import actions as asking_again
from portal.features.urgency import actions as urgency
from portal.features.urgency.actions import propose_urgent
from portal.features.urgency.rules import Urgency
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    escalations,
    history_holds,
    kinds,
    last,
    letters,
    member,
    ruled_by,
    told,
)
from tests.complaints.closed import conclude
from tests.features.transfers.transferred import route, transferred
from tests.support import FixedClock, file, on_both

HUNGRY = "Depuis la coupure, nous sommes au bord du gouffre."
WHY = "Une famille sans chauffage."


@pytest.fixture(autouse=True)
def words(runtime: Runtime) -> None:
    """Settings by whose words a complaint looks urgent."""
    ruled_by(runtime, urgency={"words": ["au bord du gouffre"], "categories": ["welcome"]})


def propose(runtime: Runtime) -> int:
    return propose_urgent(runtime, runtime.now())


def confirmed(runtime: Runtime, **said: object) -> str:
    number = file(runtime, **said).number
    act(runtime, number, urgency.confirm, why=WHY)
    return number


def listed(runtime: Runtime, view: View = View.TEAM) -> list[str]:
    now = runtime.now()
    looking = Looking("parks", None, now, now + timedelta(days=2))
    with runtime.reading(PORTAL) as session:
        return [row.number for row in page_of(session, looking, view, Narrowing(), 1).rows]


@on_both
def test_its_words_propose_it_once_and_the_staff_is_told_at_once(runtime: Runtime):
    head, clerk = member(runtime, Role.HEAD, post=None), member(runtime)
    number = file(runtime, story=HUNGRY).number
    other = file(runtime).number
    assert (propose(runtime), propose(runtime)) == (1, 0)
    assert complaint(runtime, number).urgency == Urgency.PROPOSED
    assert complaint(runtime, number).urgency_why == "au bord du gouffre"
    assert complaint(runtime, other).urgency is None
    who = {who for kind, who in letters(runtime, number) if kind == "urgency_proposed"}
    assert who == {head.name, clerk.name}
    assert not clocks(runtime, number, "urgent_first_act")


def test_a_category_may_be_urgent_whatever_is_said(runtime: Runtime):
    number = file(runtime, category="welcome").number
    assert complaint(runtime, number).urgency_why == "Accueil"


def test_a_later_message_proposes_it_unless_somebody_decided(runtime: Runtime):
    number = file(runtime).number
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, write_message, owner, body=HUNGRY, once=None)
    assert propose(runtime) == 1
    act(runtime, number, urgency.decline, reason="Une image.")
    act(runtime, number, write_message, owner, body=f"{HUNGRY} Encore.", once=None)
    assert propose(runtime) == 0
    assert complaint(runtime, number).urgency == Urgency.DECLINED


@on_both
def test_confirmed_it_has_a_date_of_its_own_and_everybody_is_told(runtime: Runtime):
    head = member(runtime, Role.HEAD, post=None)
    number = file(runtime).number
    promised = complaint(runtime, number).due_at
    act(runtime, number, urgency.confirm, why=WHY)
    [clock] = clocks(runtime, number, "urgent_first_act")
    assert clock.last_day.isoformat() == "2026-11-25"
    assert complaint(runtime, number).due_at == promised
    assert ("urgent_confirmed", head.name) in letters(runtime, number)
    assert ("urgent", "m.gagnon@exemple.org") in letters(runtime, number)
    assert history_holds(runtime)


def test_its_date_is_that_of_the_settings(runtime: Runtime):
    promise = {"within": "4 hours", "basis": {"fr": "Règle", "en": "Rule"}}
    deadlines = runtime.agencies.agency("parks").settings.deadlines.model_dump(mode="json")
    ruled_by(runtime, deadlines=deadlines | {"urgent": promise})
    number = confirmed(runtime)
    assert clocks(runtime, number, "urgent_first_act")[0].due_at == runtime.now() + timedelta(
        hours=4
    )


@on_both
def test_it_is_first_in_every_list_until_it_is_answered(runtime: Runtime, clock: FixedClock):
    first = file(runtime).number
    clock.moment += timedelta(hours=1)
    second, third = file(runtime).number, file(runtime).number
    act(runtime, third, urgency.confirm, why=WHY)
    assert listed(runtime) == [third, first, second]
    assert listed(runtime, View.URGENT) == [third]
    with runtime.reading(PORTAL) as session:
        looking = Looking("parks", None, runtime.now(), runtime.now())
        sizes = read_all(session, (SIZES,), **looking.values)[SIZES]
        assert sizes[View.URGENT] == 1
    act(runtime, third, casework.answer, body="Voici.")
    assert listed(runtime, View.URGENT) == []


ACTS = [
    (casework.record_first_contact, {}),
    (casework.ask_complainant, {"body": "Où êtes-vous?"}),
    (casework.answer, {"body": "Le chauffage revient."}),
    (urgency.act, {"body": "J’ai appelé la ville."}),
]


@pytest.mark.parametrize(("what", "content"), ACTS)
def test_the_first_act_of_a_person_keeps_its_date(runtime: Runtime, what, content: dict):
    number = confirmed(runtime)
    act(runtime, number, what, **content)
    assert clocks(runtime, number, "urgent_first_act")[0].met_at == runtime.now()


@pytest.mark.parametrize("what", [casework.add_note, write_message])
def test_a_note_and_a_message_of_the_complainant_are_no_act(runtime: Runtime, what):
    number = confirmed(runtime)
    content = {"body": "Vu."} | ({"once": None} if what is write_message else {})
    act(runtime, number, what, **content)
    assert clocks(runtime, number, "urgent_first_act")[0].pending


@on_both
def test_nobody_acted_so_it_climbs_one_step_and_its_answer_stays_promised(
    runtime: Runtime, clock: FixedClock
):
    member(runtime)
    director = member(runtime, Role.MANAGER, post="director")
    number = confirmed(runtime)
    promised = complaint(runtime, number).due_at
    clock.moment += timedelta(days=2)
    run_clocks(runtime, clock.moment)
    run_clocks(runtime, clock.moment)
    after = complaint(runtime, number)
    assert (after.level, after.due_at, after.late_since) == (2, promised, None)
    assert [escalation.reason for escalation in escalations(runtime, number)] == ["urgent"]
    assert ("passed_to_you", director.name) in told(runtime, number)
    assert len(clocks(runtime, number, "urgent_first_act")) == 2
    act(runtime, number, urgency.act, body="Appelée.")
    assert all(clock.met_at for clock in clocks(runtime, number, "urgent_first_act"))
    assert last(runtime, number, "urgent_acted").facts["in_time"] is False
    assert history_holds(runtime)


def test_at_the_top_it_stays_and_whoever_is_answerable_is_told(runtime: Runtime, clock: FixedClock):
    head = member(runtime, Role.HEAD, post=None)
    top = member(runtime, Role.TOP_AUTHORITY, post="president")
    number = file(runtime).number
    act(runtime, number, escalation.pass_to_top, question="Que faire?", opinion="")
    act(runtime, number, urgency.confirm, why=WHY)
    clock.moment += timedelta(days=2)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).level == 3
    who = {who for kind, who in told(runtime, number) if kind == "date_missed"}
    assert {head.name, top.name} <= who
    act(runtime, number, escalation.decide, top, instruction="Rétablir.")
    assert all(clock.met_at for clock in clocks(runtime, number, "urgent_first_act"))


def test_another_agency_that_gets_it_acts_by_a_date_of_its_own(runtime: Runtime):
    number = file(runtime, "desk").number
    act(runtime, number, urgency.confirm, why=WHY)
    route(runtime, number)
    assert complaint(runtime, number).agency == "parks"
    assert [clock.pending for clock in clocks(runtime, number, "urgent_first_act")] == [False, True]
    assert listed(runtime, View.URGENT) == [number]


def test_what_is_withdrawn_is_urgent_no_more(runtime: Runtime):
    number = confirmed(runtime)
    act(runtime, number, withdraw)
    assert complaint(runtime, number).urgent_since is None
    assert not [clock for clock in clocks(runtime, number, "urgent_first_act") if clock.pending]


def test_it_is_decided_once_and_with_a_reason(runtime: Runtime):
    number = file(runtime, story=HUNGRY).number
    propose(runtime)
    for what, name in ((urgency.confirm, "why"), (urgency.decline, "reason")):
        with pytest.raises(IncompleteError):
            act(runtime, number, what, **{name: " "})
    act(runtime, number, urgency.confirm, why=WHY)
    for what, name in ((urgency.confirm, "why"), (urgency.decline, "reason")):
        with pytest.raises(TransitionNotAllowedError):
            act(runtime, number, what, **{name: WHY})
    assert kinds(runtime, number).count("urgency_confirmed") == 1


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY, Role.AUDITOR])
def test_only_whoever_handles_complaints_decides_what_is_urgent(runtime: Runtime, role: Role):
    number = file(runtime, story=HUNGRY).number
    propose(runtime)
    reader = member(runtime, role)
    for what, name in ((urgency.confirm, "why"), (urgency.decline, "reason")):
        with pytest.raises(NotAllowedError):
            act(runtime, number, what, reader, **{name: WHY})


@on_both
def test_after_its_answer_it_may_be_urgent_again(runtime: Runtime, clock: FixedClock):
    number = confirmed(runtime)
    conclude(runtime, number)
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, asking_again.reopen, owner, reason=HUNGRY)
    act(runtime, number, urgency.confirm, why=WHY)
    assert listed(runtime, View.URGENT) == [number]


def test_undecided_it_is_told_to_the_agency_that_gets_it(runtime: Runtime):
    ruled_by(runtime, "water", urgency={"words": ["au bord du gouffre"], "categories": ["bill"]})
    theirs = member(runtime, Role.HEAD, "water", None)
    number = file(runtime, story=HUNGRY).number
    propose(runtime)
    transferred(runtime, number, "water")
    propose(runtime)
    assert ("urgency_proposed", theirs.name) in letters(runtime, number)


def test_withdrawn_before_anybody_was_told_it_is_told_to_nobody(runtime: Runtime):
    number = file(runtime, story=HUNGRY).number
    act(runtime, number, withdraw, complainant(complaint(runtime, number).id))
    assert propose(runtime) == 0
    assert not [kind for kind, _ in letters(runtime, number) if kind == "urgency_proposed"]

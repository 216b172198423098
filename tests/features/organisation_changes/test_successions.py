"""An organisation is merged or split: who has its complaints then, and what never changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import product

import pytest
from sqlalchemy import select, update

from portal.complaints.handling import casework, following
from portal.complaints.queries.staff import known_user
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.people import MembershipRecord
from portal.domain.actor import PORTAL, complainant
from portal.domain.errors import NotAllowedError, UnknownComplaintError
from portal.domain.role import Role
from portal.domain.succession import ChangeProblem, ChangeRefusedError
from portal.features.organisation_changes import actions as agency_changes
from portal.features.organisation_changes import actions_merging as merging
from portal.features.organisation_changes.actions import ChangeBegunError, change_agencies
from portal.features.organisation_changes.queries import effect_of
from portal.features.organisation_changes.records import AgencyChangeRecord
from portal.features.organisation_changes.rules import plan_merge, plan_split
from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    history_holds,
    kinds,
    last,
    letters,
    member,
    staffed,
)
from tests.complaints.proof.forging import why_broken
from tests.features.absences.absent import away
from tests.features.organisation_changes.successions import TODAY, keep, merge, split
from tests.support import FixedClock, file, officer, on_both
from tests.support.searching import ids_matching

APRIL = date(2027, 4, 1)
APRIL_MORNING = datetime(2027, 4, 1, 12, 0, tzinfo=UTC)


def change(runtime: Runtime, change_id: int) -> AgencyChangeRecord:
    with runtime.reading(PORTAL) as session:
        return session.get_one(AgencyChangeRecord, change_id)


def roles(runtime: Runtime, agency: str) -> list[str]:
    with runtime.reading(PORTAL) as session:
        found = select(MembershipRecord.role, MembershipRecord.post)
        rows = session.execute(found.where(MembershipRecord.agency == agency))
        return sorted(f"{role} {post or ''}".strip() for role, post in rows)


@on_both
def test_open_complaints_follow_with_every_date_as_it_was_promised(runtime: Runtime):
    number = file(runtime, category="trail").number
    before = complaint(runtime, number)
    running = [(one.kind, one.due_at, one.release_id) for one in clocks(runtime, number)]
    merge(runtime)
    after = complaint(runtime, number)
    assert (after.agency, after.category, after.theme) == ("water", "bill", "other")
    assert (after.due_at, after.release_id) == (before.due_at, before.release_id)
    assert (after.status, after.received_at) == (before.status, before.received_at)
    assert [(one.kind, one.due_at, one.release_id) for one in clocks(runtime, number)] == running
    assert (after.level, after.holder, after.top_level) == (1, "office", 2)
    assert why_broken(runtime) == ""


@on_both
def test_who_takes_a_complaint_over_finds_it_by_its_words(runtime: Runtime):
    number = file(runtime, story="La passerelle est rouillée.").number
    act(runtime, number, casework.add_note, body="Voir le belvédère.")
    merge(runtime)
    for agency, finds in (("water", 1), ("parks", 0)):
        with runtime.reading(officer(agency)) as session:
            for word in ("passerelle", "belvédère"):
                assert len(ids_matching(session, runtime.keyring, word)) == finds


@on_both
def test_the_move_is_in_the_history_and_the_complainant_is_told_in_their_language(
    runtime: Runtime,
):
    number = file(runtime, reply_language="en").number
    merge(runtime)
    entry = last(runtime, number, "succeeded")
    assert (entry.facts["before"], entry.facts["agency"], entry.public) == ("parks", "water", True)
    assert letters(runtime, number)[-1] == ("succeeded", "m.gagnon@exemple.org")
    assert history_holds(runtime)


def test_a_withdrawn_complaint_goes_along_without_a_letter(runtime: Runtime):
    number = file(runtime).number
    withdraw = following.withdraw
    runtime.change(complainant(complaint(runtime, number).id), number, withdraw)
    told = letters(runtime, number)
    merge(runtime)
    assert letters(runtime, number) == told
    with runtime.reading(officer("water")) as session:
        assert session.scalar(select(ComplaintRecord.number)) == number


@on_both
def test_only_the_successors_people_reach_what_it_took_over(runtime: Runtime):
    number = file(runtime, category="trail").number
    split(runtime)
    for agency in ("parks", "water"):
        with pytest.raises(UnknownComplaintError):
            runtime.change(officer(agency), number, partial(casework.add_note, body="Vue."))
    runtime.change(officer("desk"), number, partial(casework.add_note, body="Vue."))


CATEGORIES = ("trail", "welcome", "other")
SPLITS = [places for places in product(("desk", "water"), repeat=3) if "desk" in places]


@pytest.mark.parametrize("places", SPLITS, ids=" ".join)
def test_however_it_is_split_each_complaint_is_read_by_its_heirs_people_alone(
    runtime: Runtime, places: tuple[str, ...]
):
    reached = {"desk": {file(runtime, "desk").number}, "water": {file(runtime, "water").number}}
    for category, heir in zip(CATEGORIES, places, strict=True):
        reached[heir].add(file(runtime, category=category).number)
    chosen = {code: (heir, None) for code, heir in zip(CATEGORIES, places, strict=True)}
    plan = plan_split(runtime.agencies, "parks", chosen, "water", TODAY, runtime.now())
    keep(runtime, plan, TODAY)
    for agency in ("desk", "water", "parks"):
        for role in (Role.OFFICER, Role.HEAD, Role.TOP_AUTHORITY, Role.AUDITOR):
            with runtime.reading(officer(agency, role=role)) as session:
                seen = set(session.scalars(select(ComplaintRecord.number)))
            assert seen == reached.get(agency, set()), (agency, role)


@on_both
def test_officers_follow_and_who_led_the_old_agency_does_not(runtime: Runtime):
    staffed(runtime)
    member(runtime, Role.ADMINISTRATOR, post=None)
    member(runtime)
    merge(runtime)
    assert roles(runtime, "parks") == []
    assert roles(runtime, "water") == ["head", "manager", "manager office", "officer office"]


def test_whoever_is_away_stays_away_at_the_successor(runtime: Runtime):
    claire, paul = member(runtime), member(runtime, post="nobodys")
    away(runtime, claire.name, paul.name, days=(0, 30))
    merge(runtime)
    assert paul.user_id is not None
    with runtime.reading(PORTAL) as session:
        known = known_user(session, paul.user_id, runtime.now())
    assert known is not None
    assert ("water", claire.user_id) in known.actor.replaced


def test_an_officer_keeps_what_was_theirs(runtime: Runtime):
    claire, number = member(runtime), file(runtime).number
    runtime.change(claire, number, casework.record_first_contact)
    assert complaint(runtime, number).assignee_id == claire.user_id
    merge(runtime)
    assert complaint(runtime, number).assignee_id == claire.user_id


@on_both
def test_a_split_sends_each_category_to_its_successor(runtime: Runtime):
    trail, welcome = (
        file(runtime, category="trail").number,
        file(runtime, category="welcome").number,
    )
    split(runtime)
    assert complaint(runtime, trail).agency == "desk"
    assert complaint(runtime, welcome).agency == "water"


def test_who_works_in_a_unit_follows_its_categories(runtime: Runtime):
    claire, paul = member(runtime), member(runtime, Role.HEAD, post=None)
    with runtime.transaction() as session:
        row = update(MembershipRecord).where(MembershipRecord.user_id == claire.user_id)
        session.execute(row.values(unit="trails"))
    split(runtime)
    assert roles(runtime, "desk") == ["officer desk"]
    assert roles(runtime, "water") == ["head"]
    assert paul.user_id


@on_both
def test_a_change_waits_for_its_day_and_is_then_done_by_the_worker(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    kept = merge(runtime, APRIL)
    assert complaint(runtime, number).agency == "parks"
    assert runtime.agencies.in_force.takes_complaints("parks", clock())
    clock.moment = APRIL_MORNING
    assert Worker(runtime).run_once(clock()).counts["complaints_moved"] == 1
    assert complaint(runtime, number).agency == "water"
    done = change(runtime, kept)
    assert (done.complaints, done.done_at) == (1, APRIL_MORNING)


def test_no_complaint_is_taken_from_the_first_moment_of_the_day_on(
    runtime: Runtime, clock: FixedClock
):
    merge(runtime, APRIL)
    midnight = datetime(2027, 4, 1, 4, 0, tzinfo=UTC)  # in Montréal
    takes = runtime.agencies.in_force.takes_complaints
    assert takes("parks", midnight - timedelta(microseconds=1))
    assert not takes("parks", midnight)


def test_a_change_is_called_off_before_its_day_only(runtime: Runtime, clock: FixedClock):
    kept = merge(runtime, APRIL)
    with runtime.transaction() as session:
        agency_changes.call_off(session, kept, "parks", clock())
    runtime.take_up_changes()
    clock.moment = APRIL_MORNING
    assert change_agencies(runtime, clock()) == 0
    assert runtime.agencies.in_force.takes_complaints("parks", clock())
    again = merge(runtime, APRIL)
    with runtime.transaction() as session, pytest.raises(ChangeBegunError):
        agency_changes.call_off(session, again, "parks", clock())


@on_both
def test_two_workers_move_each_complaint_once(
    runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(merging, "AT_ONCE", 3)
    numbers = [file(runtime).number for _ in range(10)]
    kept = merge(runtime, APRIL)
    clock.moment = APRIL_MORNING
    workers = [threading.Thread(target=change_agencies, args=(runtime, clock())) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    change_agencies(runtime, clock())
    assert [kinds(runtime, number).count("succeeded") for number in numbers] == [1] * 10
    assert len([one for one, _ in letters(runtime) if one == "succeeded"]) == 10
    assert change(runtime, kept).complaints == 10
    assert history_holds(runtime)


def test_one_complaint_that_cannot_be_moved_holds_back_no_other(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    first, second = file(runtime).number, file(runtime).number
    place = merging._place
    failing = complaint(runtime, first).id

    def stumble(session: object, one: ComplaintRecord, move: object) -> None:
        if one.id == failing:
            raise RuntimeError
        place(session, one, move)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(merging, "_place", stumble)
        kept = merge(runtime)
    assert complaint(runtime, first).agency == "parks"
    assert "succeeded" not in kinds(runtime, first)
    assert complaint(runtime, second).agency == "water"
    assert change(runtime, kept).done_at is None
    change_agencies(runtime, runtime.now())
    assert complaint(runtime, first).agency == "water"
    assert change(runtime, kept).done_at is not None


def test_a_complaint_sent_while_the_day_began_follows_as_well(runtime: Runtime):
    merge(runtime)
    number = file(runtime, "parks").number
    assert change_agencies(runtime, runtime.now()) == 1
    assert complaint(runtime, number).agency == "water"


def test_a_successors_successor_has_the_complaint(runtime: Runtime):
    number = file(runtime).number
    merge(runtime)
    merge(runtime, old="water", into="desk")
    assert complaint(runtime, number).agency == "desk"
    assert runtime.agencies.heir_of("parks", "trail", runtime.now()).agency == "desk"


def test_old_names_find_the_successor(runtime: Runtime):
    merge(runtime)
    for words in ("RDP", "régie des parcs", "office des sentiers", "ODS"):
        found = runtime.finder.suggest(words, "fr")
        assert [one.agency for one in found][:1] == ["water"], words


def test_a_story_finds_the_category_that_took_over(runtime: Runtime):
    story = "Le sentier est couvert de boue"
    assert runtime.finder.suggest(story, "fr")[0].agency == "parks"
    merge(runtime)
    first = runtime.finder.suggest(story, "fr")[0]
    assert (first.agency, first.category) == ("water", "bill")


def test_the_effect_is_counted_before(runtime: Runtime):
    staffed(runtime)
    file(runtime, category="trail"), file(runtime, category="trail"), file(runtime, "water")
    plan = plan_merge(runtime.agencies, "parks", "water", TODAY, runtime.now())
    with runtime.reading(PORTAL) as session:
        effect = effect_of(session, runtime.agencies, plan)
    assert [(one.code, one.to, one.open_complaints) for one in effect.categories] == [
        ("trail", ("water", "bill"), 2),
        ("welcome", ("water", "bill"), 0),
        ("other", ("water", "bill"), 0),
    ]
    assert (effect.open_complaints, effect.staff_following, effect.staff_staying) == (2, 3, 1)


def test_nobody_reorganises_an_agency_they_do_not_administer(runtime: Runtime):
    plan = plan_merge(runtime.agencies, "parks", "water", TODAY, runtime.now())
    own = officer("parks", role=Role.ADMINISTRATOR)
    with runtime.transaction() as session, pytest.raises(NotAllowedError):
        agency_changes.keep_succession(session, plan, TODAY, own, runtime.now())


REFUSED: dict[ChangeProblem, Callable[[Runtime], object]] = {
    ChangeProblem.PAST_DAY: lambda r: merge(r, TODAY - timedelta(days=1)),
    ChangeProblem.INTAKE_DESK: lambda r: merge(r, old="desk"),
    ChangeProblem.ITSELF: lambda r: merge(r, into="parks"),
    ChangeProblem.ALREADY_REPLACED: lambda r: [merge(r, APRIL), merge(r, APRIL)],
    ChangeProblem.SUCCESSOR_REPLACED: lambda r: [merge(r, old="water", into="desk"), merge(r)],
    ChangeProblem.CIRCLE: lambda r: [merge(r, APRIL), merge(r, old="water", into="parks")],
    ChangeProblem.UNKNOWN_CATEGORY: lambda r: plan_merge(
        r.agencies, "parks", "water", TODAY, r.now(), {"trail": ("water", "nowhere")}
    ),
    ChangeProblem.ONE_SUCCESSOR: lambda r: plan_split(
        r.agencies, "parks", {"trail": ("water", None)}, "water", TODAY, r.now()
    ),
}


@pytest.mark.parametrize("problem", REFUSED)
def test_what_cannot_be_is_refused_with_its_reason(runtime: Runtime, problem: ChangeProblem):
    with pytest.raises(ChangeRefusedError) as refused:
        REFUSED[problem](runtime)
    assert refused.value.problem is problem

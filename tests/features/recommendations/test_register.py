"""The register of recommendations counts and lists an agency's own, the soonest date first."""

from __future__ import annotations

from datetime import timedelta

from portal.complaints.queries.of_complaint import read_of
from portal.domain.role import Role
from portal.features.recommendations.queries import MENTIONED, complaints_like
from portal.features.recommendations.queries_register import (
    Looking,
    Narrowing,
    RegisterFigures,
    RegisterView,
    register_figures,
    register_page,
    view_sizes,
)
from portal.features.recommendations.rules import Addressee
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import complaint, member
from tests.features.recommendations.recommended import (
    accept,
    recommend,
    refuse,
    running,
    say_done,
    team,
    verify,
)
from tests.support import FixedClock, file, on_both

EVERYTHING = Narrowing()


def looking(runtime: Runtime, person: int | None, *posts: str) -> Looking:
    return Looking("parks", {person or 0}, posts, runtime.now())


@on_both
def test_each_view_has_its_own_and_the_soonest_comes_first(runtime: Runtime, clock: FixedClock):
    people, number = team(runtime), file(runtime).number
    made = [recommend(runtime, number, people.writer) for _ in range(4)]
    water = member(runtime, agency="water")
    member(runtime, Role.MANAGER, "water", "chief")
    recommend(runtime, file(runtime, "water").number, water, Addressee(post="chief"))
    verified, refused, accepted, silent = made
    accept(runtime, verified, people.director)
    say_done(runtime, verified, people.director)
    verify(runtime, verified, people.head)
    refuse(runtime, refused, people.director)
    accept(runtime, accepted, people.director)
    due_at = running(runtime, silent).due_at
    assert due_at is not None
    clock.moment = due_at
    run_clocks(runtime, clock.moment)
    asked = looking(runtime, people.president.user_id, "president")
    with runtime.reading(people.president) as session:
        sizes = view_sizes(session, asked)
        rows, total = register_page(session, asked, RegisterView.OPEN, EVERYTHING, 1)
        late, _ = register_page(session, asked, RegisterView.LATE, EVERYTHING, 1)
        mine, _ = register_page(session, asked, RegisterView.MINE, EVERYTHING, 1)
        figures = register_figures(session, asked)
    assert (sizes[RegisterView.VERIFIED], sizes[RegisterView.OPEN]) == (1, 3)
    assert total == 3
    # A refusal that waits to be settled has no date: it comes last.
    assert [row.id for row in rows] == [accepted, silent, refused]
    assert [row.id for row in late] == [silent]
    assert late[0].was_escalated
    assert [row.id for row in mine] == [silent]
    assert figures == RegisterFigures(
        made=4, reply_due=4, replied_in_time=3, replied=3, accepted=2, done=1, verified=1
    )


@on_both
def test_it_is_narrowed_to_a_subject_and_to_what_gathers_several(runtime: Runtime):
    people = team(runtime)
    first = file(runtime, category="welcome").number
    second = file(runtime, category="welcome").number
    other = file(runtime).number
    systemic = recommend(runtime, first, people.writer, others=(second,))
    alone = recommend(runtime, other, people.writer)
    asked = looking(runtime, people.writer.user_id)
    with runtime.reading(people.writer) as session:

        def ids(narrowing: Narrowing) -> list[int]:
            return [
                row.id for row in register_page(session, asked, RegisterView.OPEN, narrowing, 1)[0]
            ]

        assert ids(Narrowing(is_systemic=True)) == [systemic]
        assert ids(Narrowing(is_systemic=False)) == [alone]
        assert ids(Narrowing(category="welcome")) == [systemic]
        like = complaints_like(session, "parks", "welcome", first, runtime.now())
        later = runtime.now() + timedelta(days=400)
        old = complaints_like(session, "parks", "welcome", first, later)
        mentioned = read_of(session, MENTIONED, complaint(runtime, second).id)
    assert [one.number for one in like] == [second]
    assert old == []
    assert [one.id for one in mentioned] == [systemic]

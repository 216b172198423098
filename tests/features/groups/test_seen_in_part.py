"""A group as those see it who may not see all of its complaints."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask

from portal.complaints.work import complaint_by_number
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import UnknownGroupError
from portal.domain.role import Role
from portal.domain.text import Text
from portal.features.conflicts_of_interest import actions as conflicts
from portal.features.groups import actions
from portal.features.groups.queries import group_by_id, group_figures, group_page, group_sizes
from portal.features.groups.rules import State
from portal.runtime import Runtime
from tests.features.groups.grouped import Team, do, numbers, opened
from tests.laws.going_up import go_up
from tests.pages.office.people import signed_in, words
from tests.support import FixedClock, file, on_both

NAME = "Plaintes de Solange Secret"
GROUPS = "/fr/gestion/parks/groupes"


def with_one_above(runtime: Runtime, clock: FixedClock, people: Team) -> tuple[int, str, str]:
    """A group of which one complaint went up to the manager, and another came since."""
    above = file(runtime, name="Solange Secret").number
    go_up(runtime, clock)
    below = file(runtime, name="Rose Discrète").number
    group = opened(runtime, people.officer, above, below, name=f"{NAME} et de Rose Discrète")
    do(runtime, people.officer, actions.note, group, body="Rose Discrète a rappelé.")
    return group, above, below


def keep_out(runtime: Runtime, number: str, actor: Actor) -> None:
    runtime.change(PORTAL, number, partial(conflicts.declare, user_id=actor.user_id))


@on_both
def test_a_manager_does_not_find_a_group_of_which_nothing_reached_them(
    runtime: Runtime, people: Team
):
    group = opened(runtime, people.officer, *numbers(runtime))
    with runtime.reading(people.manager) as session:
        for _ in range(2):
            assert sum(group_sizes(session, "parks").values()) == 0
            assert group_page(session, "parks", State.OPEN, 1) == []
            with pytest.raises(UnknownGroupError):
                group_by_id(session, "parks", group)
    with runtime.reading(people.officer) as session:
        assert group_by_id(session, "parks", group).is_seen_whole


def test_its_page_is_that_of_a_group_that_does_not_exist(
    app: Flask, runtime: Runtime, people: Team
):
    group = opened(runtime, people.officer, *numbers(runtime))
    client = signed_in(app, runtime, "diane@parcs.example", Role.MANAGER, post="director")
    assert client.get(f"{GROUPS}/{group}").status_code == 404
    page = words(client.get(f"{GROUPS}?vue=ouverts").text)
    assert "Passerelle" not in page
    assert "Ouverts 0" in page


def test_a_manager_reads_of_a_group_what_concerns_the_complaint_that_reached_them(
    app: Flask, runtime: Runtime, clock: FixedClock, people: Team
):
    group, above, below = with_one_above(runtime, clock, people)
    client = signed_in(app, runtime, "diane@parcs.example", Role.MANAGER, post="director")
    page = client.get(f"{GROUPS}/{group}").text
    assert above in page
    assert below not in page
    assert "1 plainte ·" in words(page)
    assert words(page).count("Plainte ajoutée") == 1
    assert "a rappelé" not in page
    for told in (page, client.get(GROUPS).text, client.get("/fr/gestion/parks/file").text):
        assert "Solange" not in told
        assert "Rose" not in told
        assert "None" not in words(told)


@on_both
def test_whoever_is_kept_out_of_its_only_complaint_finds_no_group(runtime: Runtime, people: Team):
    number = file(runtime).number
    group = opened(runtime, people.officer, number)
    keep_out(runtime, number, people.head)
    with runtime.reading(people.head) as session:
        assert sum(group_sizes(session, "parks").values()) == 0
        with pytest.raises(UnknownGroupError):
            group_by_id(session, "parks", group)
    with pytest.raises(UnknownGroupError):
        do(runtime, people.head, actions.note, group, body="Encore?")
    title = Text("Passerelle", "Footbridge")
    with pytest.raises(UnknownGroupError):
        do(runtime, people.head, actions.publish, group, title=title, is_read=True)


def test_whoever_is_kept_out_of_one_of_two_reads_of_one(app: Flask, runtime: Runtime, people: Team):
    kept, seen = numbers(runtime, 2)
    group = opened(runtime, people.officer, kept, seen)
    do(runtime, people.officer, actions.note, group, body="On a parlé à Hélène Chef.")
    named = people.head
    keep_out(runtime, kept, named)
    with runtime.reading(named) as session:
        found = group_by_id(session, "parks", group)
        assert group_figures(session, group, found.state)[0] == 1
    assert [step.facts.get("number") for step in found.steps if step.kind == "added"] == [seen]
    assert "noted" not in [step.kind for step in found.steps]
    do(runtime, named, actions.note, group, body="Vu.")
    with runtime.reading(named) as session:
        assert [s.body for s in group_by_id(session, "parks", group).steps][-1] == "Vu."


@on_both
def test_the_agency_goes_on_reading_of_a_group_from_which_one_was_handed_on(
    runtime: Runtime, people: Team
):
    first, second = numbers(runtime, 2)
    group = opened(runtime, people.officer, first, second)
    do(runtime, people.officer, actions.note, group, body="Le pont est fermé.")
    with runtime.transaction() as session:
        complaint_by_number(session, second).agency = "water"
    with runtime.reading(people.officer) as session:
        assert "Le pont est fermé." in [
            step.body for step in group_by_id(session, "parks", group).steps
        ]

"""Nobody of an agency may open a complaint: the intake desk does, or the portal's people know."""

from __future__ import annotations

import pytest

from portal.complaints.handling import casework
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.actor import Actor, at_desk
from portal.domain.errors import IncompleteError
from portal.domain.role import Role
from portal.domain.time.clock import ClockKind
from portal.features.conflicts_of_interest import actions as declaring
from portal.runtime import Runtime
from tests.complaints.cases import act, clocks, complaint, history_holds, letters, told
from tests.features.conflicts_of_interest.named_staff import concerned, follow_up, somebody
from tests.features.transfers.transferred import route
from tests.support import file, on_both

STORY = "M. Côté, Mme Chef, Dora Dion et Ada Lemieux se moquent de moi."


def everybody(runtime: Runtime) -> list[Actor]:
    """Return all of the parks who may open a complaint: the story names each."""
    return [
        somebody(runtime, "Luc Côté"),
        somebody(runtime, "Zoé Chef", Role.HEAD, None),
        somebody(runtime, "Dora Dion", Role.MANAGER, "director"),
        somebody(runtime, "Ada Lemieux", Role.TOP_AUTHORITY, "president"),
    ]


def desk(runtime: Runtime, agency: str | None = "desk") -> Actor:
    """Return somebody who works at the intake desk."""
    return at_desk(somebody(runtime, "Inès Guichet", Role.INTAKE, None, agency), "desk")


def sees(runtime: Runtime, actor: Actor) -> int:
    """Return how many complaints somebody sees."""
    with runtime.reading(actor) as session:
        return session.query(ComplaintRecord).count()


@on_both
@pytest.mark.parametrize("agency", ["desk", None])
def test_what_names_all_of_an_agency_is_read_at_the_desk(runtime: Runtime, agency: str | None):
    people, ines = everybody(runtime), desk(runtime, agency)
    number = file(runtime, story=STORY).number
    promised = clocks(runtime, number, ClockKind.ANSWER)[0].due_at
    assert concerned(runtime, number) == {person.user_id for person in people}
    assert follow_up(runtime) == 1
    assert complaint(runtime, number).agency == "desk"
    assert [sees(runtime, actor) for actor in (*people, ines)] == [0, 0, 0, 0, 1]
    [first] = clocks(runtime, number, ClockKind.FIRST_PROMISE)
    assert first.due_at == promised
    assert "led_to_desk" in [kind for kind, _ in letters(runtime, number)]
    assert history_holds(runtime)


@on_both
def test_the_desk_lifts_one_exclusion_and_hands_it_back(runtime: Runtime):
    luc, *others = everybody(runtime)
    ines, number = desk(runtime), file(runtime, story=STORY).number
    follow_up(runtime)
    with pytest.raises(IncompleteError, match="openers"):
        route(runtime, number, actor=ines)
    act(runtime, number, declaring.let_back, ines, user_id=luc.user_id, reason="Un homonyme.")
    route(runtime, number, actor=ines)
    assert complaint(runtime, number).agency == "parks"
    assert [sees(runtime, actor) for actor in (luc, *others)] == [1, 0, 0, 0]
    act(runtime, number, casework.add_note, luc, body="Vue.")


def test_the_last_one_who_withdraws_leads_it_there(runtime: Runtime):
    luc, ines = somebody(runtime, "Luc Côté"), desk(runtime)
    number = file(runtime).number
    act(runtime, number, declaring.step_back, luc)
    assert (complaint(runtime, number).agency, sees(runtime, ines)) == ("desk", 1)
    assert ("nobody_there", "ines.guichet@exemple.org") in letters(runtime, number)


@pytest.mark.parametrize("at_the_desk", [False, True])
def test_where_the_desk_reads_nothing_either_the_portals_people_are_told(
    runtime: Runtime, at_the_desk: bool
):
    ada = somebody(runtime, "Ada Admin", Role.ADMINISTRATOR, None, None)
    luc = desk(runtime) if at_the_desk else somebody(runtime, "Luc Côté")
    number = file(runtime, "desk" if at_the_desk else "parks").number
    act(runtime, number, declaring.step_back, luc)
    assert ("nobody_inside", "ada.admin@exemple.org") in letters(runtime, number)
    assert sees(runtime, ada) == 0
    assert complaint(runtime, number).agency == ("desk" if at_the_desk else "parks")


def test_somebody_else_who_may_open_it_is_enough(runtime: Runtime):
    luc, marc = somebody(runtime, "Luc Côté"), somebody(runtime, "Marc Roy")
    desk(runtime)
    number = file(runtime).number
    act(runtime, number, declaring.step_back, luc)
    assert complaint(runtime, number).agency == "parks"
    assert not {"nobody_there", "nobody_inside"} & {kind for kind, _ in told(runtime, number)}
    assert sees(runtime, marc) == 1

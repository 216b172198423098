"""Which complaints may be about the same cause, and who is shown them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.actor import PORTAL, Actor, ActorKind
from portal.domain.role import Role
from portal.features.groups.queries_similar import Compared, Similar, similar_to
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.features.groups.grouped import OTHER_STORY, STORIES, numbers
from tests.support import FixedClock, file, officer, on_both


def similar(runtime: Runtime, number: str, actor: Actor | None = None) -> list[Similar]:
    subject = Compared.of(complaint(runtime, number))
    with runtime.reading(actor or officer()) as session:
        return similar_to(session, runtime.keyring, subject, runtime.now())


@on_both
def test_complaints_about_one_cause_are_found_with_the_words_of_the_one_looked_at(
    runtime: Runtime,
):
    first, second, third = numbers(runtime)
    file(runtime, story=OTHER_STORY)
    found = similar(runtime, first)
    assert {one.number for one in found} == {second, third}
    assert all(one.is_close for one in found)
    words = {word for one in found for word in one.words}
    assert {"passerelle", "Cormoran", "brisée", "belvédère"} <= words
    assert words <= set(STORIES[0].replace(".", "").split())


@on_both
def test_another_agency_s_complaints_are_never_among_them(runtime: Runtime):
    first = file(runtime, story=STORIES[0]).number
    file(runtime, "water", story=STORIES[1])
    assert similar(runtime, first) == []
    # Nor for somebody who sees both: a group is one agency's.
    assert similar(runtime, first, PORTAL) == []


def test_no_more_than_five_are_shown_the_closest_first(runtime: Runtime):
    first = file(runtime, story=STORIES[0]).number
    numbers(runtime, 6)
    found = similar(runtime, first)
    assert len(found) == 5
    assert found[0].words == tuple(found[0].words)
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)


def test_words_that_everybody_writes_make_nothing_similar(runtime: Runtime):
    first = file(runtime, story="Bonjour, je porte plainte parce que personne ne répond.").number
    file(runtime, story="Bonjour, personne ne répond à ma plainte depuis trois semaines.")
    assert similar(runtime, first) == []


def test_what_is_older_than_a_year_is_not_shown(runtime: Runtime, clock: FixedClock):
    file(runtime, story=STORIES[1])
    clock.moment += timedelta(days=366)
    first = file(runtime, story=STORIES[0]).number
    assert similar(runtime, first) == []


def test_the_same_place_or_date_is_said_in_the_words_of_the_one_looked_at(runtime: Runtime):
    where = "Le 3 juin au kilomètre 12, secteur Lièvre"
    first = file(runtime, story=STORIES[0], when_where=where).number
    file(runtime, story=STORIES[1], when_where="secteur du lievre")
    (found,) = similar(runtime, first)
    assert found.places == ("secteur", "Lièvre")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST])
def test_whoever_sees_no_complaints_sees_no_similar_ones(runtime: Runtime, role: Role):
    first, *_ = numbers(runtime)
    assert similar(runtime, first, officer(role=role)) == []


_WORDS = ("passerelle", "cormoran", "belvédère", "camping", "réservation", "sentier", "brisée")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    filed=st.lists(
        st.tuples(
            st.sampled_from(["parks", "water"]),
            st.lists(st.sampled_from(_WORDS), min_size=3, max_size=7),
        ),
        min_size=2,
        max_size=5,
    ),
    sees=st.sets(st.sampled_from(["parks", "water"])),
)
def test_nobody_is_shown_what_they_may_not_see(
    runtime: Runtime, filed: list[tuple[str, list[str]]], sees: set[str]
):
    every = [file(runtime, agency, story=" ".join(words)).number for agency, words in filed]
    actor = Actor(
        ActorKind.STAFF,
        memberships=tuple(one for agency in sees for one in officer(agency).memberships),
    )
    for number in every:
        mine = complaint(runtime, number).agency
        shown = [complaint(runtime, one.number).agency for one in similar(runtime, number, actor)]
        assert set(shown) <= {mine} & sees


def test_a_complainant_is_shown_no_other_complaint(runtime: Runtime):
    first, *_ = numbers(runtime)
    owner = complaint(runtime, first).id
    alone = Actor(ActorKind.COMPLAINANT, complaint_id=owner)
    assert similar(runtime, first, alone) == []
    with runtime.reading(alone) as session:
        assert session.get(ComplaintRecord, owner + 1) is None

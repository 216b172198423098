"""A complaint names somebody of the staff: kept out at once, and let back in by others alone."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.handling import casework
from portal.complaints.handling.following import write_message
from portal.domain.absence import Absence
from portal.domain.actor import complainant
from portal.domain.errors import IncompleteError, NotAllowedError, UnknownComplaintError
from portal.domain.naming import names_somebody, people_named
from portal.domain.role import Role
from portal.features.absences.actions import record_absence
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.conflicts_of_interest.actions import who_lets_back
from portal.features.conflicts_of_interest.records import key_of
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    complaint,
    escalations,
    history_holds,
    kinds,
    last,
    letters,
    messages,
    told,
)
from tests.features.conflicts_of_interest.named_staff import concerned, follow_up, somebody
from tests.features.transfers.transferred import route
from tests.support import file, officer, on_both


def by_complainant(runtime: Runtime, number: str, what, **said: object) -> None:
    owner = complainant(complaint(runtime, number).id)
    runtime.change(owner, number, partial(what, **said))


@on_both
@pytest.mark.parametrize(
    "written",
    [
        {"story": "Luc Côté m’a crié après."},
        {"story": "luc  COTE m’a crié après."},
        {"answers": {"place": "Au bureau de Luc Côté"}},
        {"wish": "Que Luc Côté s’excuse"},
        {"when_where": "Hier, avec Luc Côté"},
        {"story": "M. Côté m’a crié après."},
        {"story": "the officer Cote yelled at me"},
        {"story": "Le guichet, c’est Côté qui le tient."},
    ],
)
def test_whoever_is_named_when_it_is_filed_never_sees_it(runtime: Runtime, written: dict):
    luc, anne = somebody(runtime, "Luc Côté"), somebody(runtime, "Anne Roy")
    number = file(runtime, **written).number
    assert concerned(runtime, number) == {luc.user_id}
    with pytest.raises(UnknownComplaintError):
        act(runtime, number, casework.add_note, luc, body="Vue.")
    act(runtime, number, casework.add_note, anne, body="Vue.")


@pytest.mark.parametrize(
    "story", ["Luc m’a crié après.", "À côté de moi.", "Lucien Côté-Roy a crié."]
)
def test_what_is_rather_somebody_or_something_else_keeps_nobody_out(runtime: Runtime, story: str):
    somebody(runtime, "Luc Côté")
    assert concerned(runtime, file(runtime, story=story).number) == frozenset()


def test_a_stranger_of_another_agency_by_that_name_has_nothing_to_do_with_it(runtime: Runtime):
    somebody(runtime, "LUC  CÔTÉ", agency="water")
    auditor = somebody(runtime, "Luc Coté", Role.AUDITOR, None, None)
    number = file(runtime, story="Luc Côté m’a crié après.").number
    assert concerned(runtime, number) == {auditor.user_id}


def test_a_message_keeps_out_whom_it_names_and_they_are_not_told_of_it(runtime: Runtime):
    luc = somebody(runtime, "Luc Côté")
    somebody(runtime, "Zoé Roy", Role.HEAD, None)
    number = file(runtime).number
    act(runtime, number, casework.assign, user_id=luc.user_id)
    by_complainant(runtime, number, write_message, body="C’est Luc Côté.", once=None)
    assert concerned(runtime, number) == {luc.user_id}
    follow_up(runtime)
    since = told(runtime, number)[
        told(runtime, number).index(("assigned", "luc.cote@exemple.org")) :
    ]
    assert ("conflict_noted", "zoe.roy@exemple.org") in since
    assert not [letter for letter in since[1:] if letter[1] == "luc.cote@exemple.org"]


@on_both
def test_what_follows_is_done_once_whatever_worker_comes_by(runtime: Runtime):
    luc, anne = somebody(runtime, "Luc Côté"), somebody(runtime, "Anne Roy")
    somebody(runtime, "Zoé Chef", Role.HEAD, None)
    number = file(runtime).number
    act(runtime, number, casework.assign, user_id=luc.user_id)
    by_complainant(runtime, number, write_message, body="C’est Luc Côté.", once=None)
    assert (follow_up(runtime), follow_up(runtime)) == (1, 0)
    assert complaint(runtime, number).assignee_id is None
    whom = key_of(runtime.keyring, luc.user_id)
    assert last(runtime, number, "conflict_noted").facts == {"whom": whom, "origin": "found"}
    assert kinds(runtime, number).count("conflict_noted") == 1
    assert [who for kind, who in letters(runtime, number) if kind == "conflict_noted"] == [
        "zoe.chef@exemple.org"
    ]
    # Somebody else works at that level: it stays there.
    assert complaint(runtime, number).level == 1
    assert anne.user_id not in concerned(runtime, number)
    assert history_holds(runtime)


def test_where_nobody_else_works_it_is_one_level_higher_at_once_and_the_date_stays(
    runtime: Runtime,
):
    somebody(runtime, "Luc Côté")
    somebody(runtime, "Dora Dion", Role.MANAGER, "director")
    somebody(runtime, "Zoé Chef", Role.HEAD, None)
    number = file(runtime, story="Luc Côté m’a crié après.").number
    promised = complaint(runtime, number).due_at
    follow_up(runtime)
    after = complaint(runtime, number)
    assert (after.level, after.holder, after.due_at) == (2, "director", promised)
    assert [
        (escalation.reason, escalation.to_level) for escalation in escalations(runtime, number)
    ] == [("conflict", 2)]
    assert "post_vacant" in kinds(runtime, number)
    assert ("passed_to_you", "dora.dion@exemple.org") in told(runtime, number)
    assert ("post_vacant", "zoe.chef@exemple.org") in told(runtime, number)


def test_a_level_that_was_vacant_before_is_no_reason_to_climb(runtime: Runtime):
    somebody(runtime, "Luc Côté", Role.HEAD, None)
    number = file(runtime, story="Luc Côté m’a crié après.").number
    follow_up(runtime)
    assert complaint(runtime, number).level == 1


def test_where_the_top_authority_is_named_the_recourse_opens_and_the_portal_is_told(
    runtime: Runtime,
):
    somebody(runtime, "Ada Top", Role.TOP_AUTHORITY, "president")
    somebody(runtime, "Vic Vérif", Role.AUDITOR, None, None)
    somebody(runtime, "Éva Admin", Role.ADMINISTRATOR, None, None)
    number = file(runtime, story="Ada Top a refusé de me voir.").number
    follow_up(runtime)
    assert "recourse_opened" in kinds(runtime, number)
    told_of = {who for kind, who in letters(runtime, number) if kind == "conflict_at_top"}
    assert told_of == {"vic.verif@exemple.org", "eva.admin@exemple.org"}


def test_a_substitute_who_is_named_does_not_stand_in(runtime: Runtime):
    anne, luc = somebody(runtime, "Anne Roy"), somebody(runtime, "Luc Côté", post=None)
    somebody(runtime, "Dora Dion", Role.MANAGER, "director")
    away = Absence(
        "parks",
        anne.user_id,
        runtime.now() - timedelta(days=1),
        runtime.now() + timedelta(days=9),
        luc.user_id,
    )
    with runtime.transaction() as session:
        record_absence(session, anne, away, runtime.now())
    number = file(runtime, story="Luc Côté m’a crié après.").number
    follow_up(runtime)
    assert complaint(runtime, number).holder == "director"
    assert not [letter for letter in told(runtime, number) if letter[1] == "luc.cote@exemple.org"]


def test_a_colleague_declares_it_and_whoever_is_kept_out_is_given_nothing(runtime: Runtime):
    luc, anne = somebody(runtime, "Luc Côté"), somebody(runtime, "Anne Roy")
    number = file(runtime).number
    act(runtime, number, declaring.declare, anne, user_id=luc.user_id)
    with pytest.raises(UnknownComplaintError):
        act(runtime, number, casework.add_note, luc, body="Vue.")
    with pytest.raises(IncompleteError, match="concerned_person"):
        act(runtime, number, casework.assign, anne, user_id=luc.user_id)
    with pytest.raises(IncompleteError, match="concerned"):
        act(runtime, number, declaring.declare, anne, user_id=luc.user_id)


def test_nobody_of_another_agency_is_declared(runtime: Runtime):
    stranger = somebody(runtime, "Luc Côté", agency="water")
    number = file(runtime).number
    with pytest.raises(IncompleteError):
        act(runtime, number, declaring.declare, user_id=stranger.user_id)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_managers_and_auditors_keep_nobody_out_but_themselves(runtime: Runtime, role: Role):
    luc, reader = somebody(runtime, "Luc Côté"), somebody(runtime, "Rita Roy", role)
    number = file(runtime).number
    with pytest.raises(NotAllowedError):
        act(runtime, number, declaring.declare, reader, user_id=luc.user_id)
    act(runtime, number, declaring.step_back, reader)
    assert concerned(runtime, number) == {reader.user_id}


@on_both
def test_whoever_steps_back_sees_it_no_more_and_cannot_come_back_alone(runtime: Runtime):
    zoe = somebody(runtime, "Zoé Chef", Role.HEAD, None)
    number = file(runtime).number
    act(runtime, number, declaring.step_back, zoe)
    with pytest.raises(UnknownComplaintError):
        act(runtime, number, declaring.let_back, zoe, user_id=zoe.user_id, reason="Rien.")


LIFTS = [
    (Role.OFFICER, Role.HEAD, True),
    (Role.MANAGER, Role.HEAD, True),
    (Role.OFFICER, Role.TOP_AUTHORITY, True),
    (Role.HEAD, Role.HEAD, False),
    (Role.HEAD, Role.TOP_AUTHORITY, True),
    (Role.TOP_AUTHORITY, Role.HEAD, False),
    (Role.TOP_AUTHORITY, Role.TOP_AUTHORITY, False),
    (Role.TOP_AUTHORITY, Role.AUDITOR, True),
    (Role.OFFICER, Role.OFFICER, False),
]


@pytest.mark.parametrize(("who", "by", "may"), LIFTS)
def test_only_who_does_not_answer_to_them_lets_somebody_back(
    runtime: Runtime, who: Role, by: Role, may: bool
):
    named = somebody(runtime, "Luc Côté", who)
    other = somebody(runtime, "Anne Roy", by, None, None if by is Role.AUDITOR else "parks")
    number = file(runtime, story="Luc Côté m’a crié après.").number
    if not may:
        with pytest.raises(NotAllowedError):
            act(runtime, number, declaring.let_back, other, user_id=named.user_id, reason="Non.")
        return
    with pytest.raises(IncompleteError, match="reason"):
        act(runtime, number, declaring.let_back, other, user_id=named.user_id, reason=" ")
    act(runtime, number, declaring.let_back, other, user_id=named.user_id, reason="Un homonyme.")
    assert concerned(runtime, number) == frozenset()
    assert [message.body for message in messages(runtime, number)] == ["Un homonyme."]
    assert last(runtime, number, "conflict_lifted").user_id == other.user_id


def test_whoever_was_let_back_is_not_kept_out_by_the_same_name_again(runtime: Runtime):
    luc, zoe = somebody(runtime, "Luc Côté"), somebody(runtime, "Zoé Chef", Role.HEAD, None)
    number = file(runtime, story="Luc Côté m’a crié après.").number
    act(runtime, number, declaring.let_back, zoe, user_id=luc.user_id, reason="Un homonyme.")
    by_complainant(runtime, number, write_message, body="Luc Côté, encore.", once=None)
    assert follow_up(runtime) == 0
    assert concerned(runtime, number) == frozenset()
    # What somebody says of them still counts.
    act(runtime, number, declaring.declare, zoe, user_id=luc.user_id)
    assert concerned(runtime, number) == {luc.user_id}


def test_another_agency_that_gets_it_keeps_out_its_own_people(runtime: Runtime):
    there = somebody(runtime, "Luc Côté", agency="parks", post="office")
    number = file(runtime, "desk", story="Luc Côté m’a crié après.").number
    assert concerned(runtime, number) == frozenset()
    route(runtime, number)
    assert concerned(runtime, number) == {there.user_id}
    assert not [letter for letter in told(runtime, number) if letter[1] == "luc.cote@exemple.org"]


@given(st.sets(st.sampled_from(Role)))
def test_nobody_is_let_back_by_whom_they_lead(roles: set[Role]):
    by = who_lets_back(roles)
    assert by
    assert Role.TOP_AUTHORITY not in roles or by == {Role.AUDITOR}
    assert Role.HEAD not in roles or Role.HEAD not in by
    assert Role.OFFICER not in by
    assert Role.MANAGER not in by


NAMES = st.lists(st.text("abcéÉ ", min_size=1, max_size=6), min_size=1, max_size=3).map(" ".join)


@given(NAMES, st.text("abcéÉ .,\n", max_size=40), st.text("xyz .", max_size=10))
def test_all_names_looked_for_at_once_are_those_found_one_by_one(name: str, text: str, more: str):
    sentence = f"{text} {name} {more}"
    names = {1: name, 2: f"{name} Absent", 3: "Zoé Chef"}
    assert people_named(sentence, names) == {
        key for key, other in names.items() if names_somebody(sentence, other)
    }
    assert (1 in people_named(sentence, names)) == (len(name.split()) > 1)


def test_an_officer_without_an_account_sees_what_their_agency_has(runtime: Runtime):
    number = file(runtime, story="Luc Côté m’a crié après.").number
    act(runtime, number, casework.add_note, officer(), body="Vue.")

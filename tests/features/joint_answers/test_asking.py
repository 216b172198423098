"""Another agency is asked for a part: the complainant chooses what it reads, then it has it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.complaints.handling import casework
from portal.complaints.handling.documents import StoredDocument, add_to_complaint
from portal.complaints.handling.following import change_contact, withdraw
from portal.complaints.queries.waiting_letters import ToPost, letters_to_post
from portal.complaints.records.complaint import PersonRecord
from portal.complaints.records.message import AttachmentRecord
from portal.domain.complaint import Channel, ReplyBy, Status
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.permissions import Permission, may
from portal.domain.role import Role
from portal.features.joint_answers.actions import let_read
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    kinds,
    letters,
    member,
    messages,
    templates,
)
from tests.features.joint_answers.asked_parts import ALL, ASKED, agree, ask, begun, owner, parts
from tests.features.transfers.transferred import propose
from tests.support import FixedClock, file, officer, on_both


@on_both
def test_the_complainant_is_asked_first_and_the_agency_has_nothing_yet(runtime: Runtime):
    number = file(runtime).number
    ask(runtime, number)
    (part,) = parts(runtime, number)
    assert part.waits_for_choice
    assert part.complaint_id is None
    assert part.number == f"{number}-B"
    assert part.choose_until is not None
    assert templates(runtime, number)[-1] == "part_asked"


@on_both
def test_once_they_chose_the_agency_has_it_with_what_they_let_be_read(runtime: Runtime):
    chief = member(runtime, agency="water")
    number = file(runtime, story="Le sentier est fermé.", name="Odile").number
    part = begun(runtime, number, "story", "name")
    theirs = complaint(runtime, part)
    assert (theirs.agency, theirs.status, theirs.level) == ("water", Status.RECEIVED, 1)
    assert theirs.story == "Le sentier est fermé."
    with runtime.reading(chief) as session:
        person = session.scalars(select(PersonRecord)).one()
    assert (person.name, person.email) == ("Odile", None)
    assert ("part_for_you", "officer.office.water@exemple.org") in letters(runtime)


@on_both
def test_its_time_is_that_of_the_agency_asked_and_counts_from_when_it_has_it(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    ask(runtime, number)
    clock.moment += timedelta(days=1)
    part = agree(runtime, number)
    (answer,) = clocks(runtime, part, "answer")
    assert answer.allowance == "10 working days"
    assert answer.started_at == clock.moment
    assert complaint(runtime, part).received_at == clock.moment


@on_both
def test_the_date_promised_to_the_person_never_moves_for_a_part(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    promised, due_at = due(runtime, number), complaint(runtime, number).due_at
    part = begun(runtime, number, *ALL)
    clock.moment = due(runtime, part)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, part).late_since is not None
    assert clocks(runtime, number, "answer")[0].due_at == promised
    assert complaint(runtime, number).due_at == due_at


@on_both
def test_without_a_choice_it_begins_by_itself_with_only_what_is_asked(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime, name="Odile", story="Le sentier est fermé.").number
    part = ask(runtime, number)
    clock.moment = due(runtime, number, "part")
    run_clocks(runtime, clock.moment)
    run_clocks(runtime, clock.moment)
    theirs = complaint(runtime, part)
    assert (theirs.story, theirs.subject) == ("", ASKED)
    assert [one.body for one in messages(runtime, part)] == [ASKED]
    assert kinds(runtime, number).count("part_begun") == 1


@on_both
def test_more_may_be_read_later_and_is_never_taken_back(runtime: Runtime):
    number = file(runtime, name="Odile", story="Le sentier est fermé.").number
    part = begun(runtime, number)
    owns, (told,) = owner(runtime, number), parts(runtime, number)
    act(runtime, number, let_read, owns, part_id=told.id, fields=["story", "name"])
    assert complaint(runtime, part).story == "Le sentier est fermé."
    assert parts(runtime, number)[0].agreed == ("name", "story")
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, let_read, owns, part_id=told.id, fields=["story"])


@on_both
def test_documents_are_read_there_only_if_agreed(runtime: Runtime):
    number = file(runtime).number
    key = runtime.files.put(b"Le constat.")
    document = StoredDocument("constat.pdf", "application/pdf", 11, "0" * 64, key)
    limits = runtime.agencies.portal.attachments
    act(runtime, number, add_to_complaint, owner(runtime, number), document=document, limits=limits)
    begun(runtime, number, "documents")
    with runtime.reading(officer("water")) as session:
        (row,) = session.scalars(select(AttachmentRecord)).all()
    assert (row.name, row.file_key) == ("constat.pdf", key)


@pytest.mark.parametrize("reply_by", ["post", "phone"])
@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("is_asked", [True, False])
def test_how_to_reach_somebody_is_read_unanswered_only_where_an_employee_wrote_their_words_down(
    runtime: Runtime, clock: FixedClock, reply_by: str, channel: Channel, is_asked: bool
):
    reached = {"address": "1, rue X", "phone": "514 555-0100"}
    number = file(runtime, channel=channel, reply_by=reply_by, **reached).number
    ask(runtime, number)
    if is_asked:
        agree(runtime, number)
    else:
        clock.moment += timedelta(days=3)
        run_clocks(runtime, runtime.now())
    with runtime.reading(officer("water")) as session:
        people = session.execute(select(PersonRecord.name, PersonRecord.phone)).all()
    goes = not is_asked and channel is not Channel.WEB
    assert people == ([(None, "514 555-0100")] if goes else [])
    assert parts(runtime, number)[0].agreed == (("contact",) if goes else ())


def test_a_letter_of_a_part_is_posted_to_whoever_chooses_the_post_and_lets_it_be_read(
    runtime: Runtime,
):
    number = file(runtime).number
    part = begun(runtime, number)
    told = {"reply_by": ReplyBy.POST, "email": "", "phone": "", "address": "1, rue X"}
    act(runtime, number, change_contact, owner(runtime, number), **told)
    act(runtime, part, casework.ask_complainant, officer("water"), body="Quelle conduite?")
    assert [letter.is_held for letter in to_post(runtime, "water")] == [True]
    (asked,) = parts(runtime, number)
    act(runtime, number, let_read, owner(runtime, number), part_id=asked.id, fields=["contact"])
    assert [letter.is_held for letter in to_post(runtime, "water")] == [False]


def to_post(runtime: Runtime, agency: str) -> list[ToPost]:
    return runtime.read(officer(agency), letters_to_post, agency)


def test_a_changed_address_reaches_an_agency_that_may_read_it(runtime: Runtime):
    number = file(runtime).number
    begun(runtime, number, "contact")
    told = {"reply_by": ReplyBy.EMAIL, "email": "neuf@exemple.org", "phone": "", "address": ""}
    act(runtime, number, change_contact, owner(runtime, number), **told)
    with runtime.reading(officer("water")) as session:
        assert session.scalars(select(PersonRecord.email)).all() == ["neuf@exemple.org"]


@on_both
def test_withdrawing_a_complaint_ends_its_parts_begun_or_not(runtime: Runtime):
    number = file(runtime).number
    part = begun(runtime, number)
    act(runtime, number, withdraw, owner(runtime, number))
    assert complaint(runtime, part).status == Status.WITHDRAWN
    assert not [one for one in clocks(runtime, part) if one.pending]
    other = file(runtime).number
    ask(runtime, other)
    act(runtime, other, withdraw, owner(runtime, other))
    assert not [one for one in clocks(runtime, other) if one.pending]
    assert parts(runtime, other)[0].ended_at is not None


def test_nothing_is_asked_of_itself_of_the_desk_or_twice(runtime: Runtime):
    number = file(runtime).number
    for agency in ("parks", "desk"):
        with pytest.raises(IncompleteError, match="part_agency"):
            ask(runtime, number, agency)
    ask(runtime, number)
    with pytest.raises(IncompleteError, match="part_agency"):
        ask(runtime, number)


def test_a_part_is_neither_divided_nor_handed_on(runtime: Runtime):
    part = begun(runtime, file(runtime).number)
    with pytest.raises(TransitionNotAllowedError):
        ask(runtime, part, "parks")
    with pytest.raises(TransitionNotAllowedError):
        propose(runtime, part, "parks")


def test_what_is_answered_is_not_divided_any_more(runtime: Runtime):
    number = file(runtime).number
    act(runtime, number, casework.answer, body="Voici.")
    with pytest.raises(TransitionNotAllowedError):
        ask(runtime, number)


@pytest.mark.parametrize("role", Role)
def test_only_whoever_handles_complaints_asks_for_a_part(runtime: Runtime, role: Role):
    number, actor = file(runtime).number, officer(role=role)
    if may(actor, Permission.ASK_PART, "parks"):
        ask(runtime, number, actor=actor)
        assert role in (Role.OFFICER, Role.HEAD, Role.INTAKE)
    elif may(actor, Permission.SEE_COMPLAINTS, "parks"):
        with pytest.raises(NotAllowedError):
            ask(runtime, number, actor=actor)

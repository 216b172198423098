"""What the person does not let travel is kept for the agency that had it, until they release it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from portal.complaints.handling import casework, documents
from portal.complaints.handling.documents import StoredDocument
from portal.complaints.handling.following import change_contact, write_message
from portal.complaints.records.complaint import PersonRecord
from portal.complaints.records.message import AttachmentRecord, MessageRecord, OutboxRecord
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.complaint import Channel, ReplyBy
from portal.domain.errors import TransitionNotAllowedError
from portal.features.transfers import actions as proposals
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, kinds, letters, member, messages
from tests.features.transfers.transferred import (
    ALL,
    agree,
    propose,
    route,
    rows,
    transferred,
    transfers,
)
from tests.journeys.steps import work
from tests.support import FixedClock, file, officer, on_both
from tests.support.searching import ids_matching

PHOTO = StoredDocument("photo.jpeg", "image/jpeg", 10, "0" * 64, "clef")
WATER = officer("water")


@pytest.fixture
def number(runtime: Runtime) -> str:
    """A complaint of Michel Gagnon with a document, messages and an internal note."""
    number = file(runtime).number
    limits = runtime.agencies.portal.attachments
    by_person(runtime, number, documents.add_to_complaint, document=PHOTO, limits=limits)
    by_person(runtime, number, write_message, body="La barrière est cadenassée.", once=None)
    act(runtime, number, casework.add_note, body="Voir la patrouille.")
    act(runtime, number, casework.ask_complainant, body="Quelle barrière?")
    return number


def by_person(runtime: Runtime, number: str, what: Any, **told: Any) -> None:
    owner = complainant(complaint(runtime, number).id)
    runtime.change(owner, number, partial(what, **told))


def read(runtime: Runtime, actor: Actor, column: Any) -> list[Any]:
    """Return what an actor reads of a column, whatever the complaint."""
    with runtime.reading(actor) as session:
        return list(session.scalars(select(column).order_by(column.class_.id)))


def found(runtime: Runtime, actor: Actor, words: str) -> int:
    with runtime.reading(actor) as session:
        return len(ids_matching(session, runtime.keyring, words))


@on_both
def test_nothing_but_the_story_travels_where_nothing_is_agreed_to(runtime: Runtime, number: str):
    transferred(runtime, number)
    assert read(runtime, WATER, PersonRecord.name) == [None]
    assert read(runtime, WATER, PersonRecord.email) == [None]
    assert read(runtime, WATER, AttachmentRecord.name) == []
    assert set(read(runtime, WATER, MessageRecord.kind)) == {"transfer"}
    assert complaint(runtime, number).story.startswith("Le sentier")
    assert transfers(runtime, number)[0].held == list(ALL)


@on_both
def test_what_comes_back_by_the_desk_is_found_by_what_was_held_back(runtime: Runtime, number: str):
    transferred(runtime, number, "desk")
    assert found(runtime, PORTAL, "Gagnon") == found(runtime, PORTAL, "cadenassée") == 0
    route(runtime, number)
    assert found(runtime, officer(), "Gagnon") == found(runtime, officer(), "cadenassée") == 1


@on_both
@pytest.mark.parametrize("field", ALL)
def test_each_travels_alone_where_it_alone_is_agreed_to(runtime: Runtime, number: str, field: str):
    transferred(runtime, number, "water", field)
    assert (read(runtime, WATER, PersonRecord.name) == ["Michel Gagnon"]) is (field == "name")
    reached = read(runtime, WATER, PersonRecord.email) == ["m.gagnon@exemple.org"]
    assert reached is (field == "contact")
    assert bool(read(runtime, WATER, AttachmentRecord.id)) is (field == "documents")
    assert ("message" in read(runtime, WATER, MessageRecord.kind)) is (field == "messages")
    assert transfers(runtime, number)[0].held == [one for one in ALL if one != field]


def test_everything_travels_where_everything_is_agreed_to_but_notes(runtime: Runtime, number: str):
    transferred(runtime, number, "water", *ALL)
    assert read(runtime, WATER, PersonRecord.name) == ["Michel Gagnon"]
    assert read(runtime, WATER, AttachmentRecord.name) == ["photo.jpeg"]
    assert "note" not in read(runtime, WATER, MessageRecord.kind)
    assert transfers(runtime, number)[0].held == []


def test_an_internal_note_travels_only_if_it_is_chosen(runtime: Runtime, number: str):
    act(runtime, number, casework.add_note, body="Rien de plus.")
    [first, _] = [one.id for one in messages(runtime, number) if one.kind == "note"]
    propose(runtime, number, notes=[first])
    agree(runtime, number)
    bodies = read(runtime, WATER, MessageRecord.body)
    assert "Voir la patrouille." in bodies
    assert "Rien de plus." not in bodies


@on_both
def test_no_search_finds_what_was_held_back(runtime: Runtime, number: str):
    assert found(runtime, officer("parks"), "Gagnon") == 1
    transferred(runtime, number)
    for words in ("Gagnon", "cadenassée", "patrouille", "Quelle barrière"):
        assert found(runtime, WATER, words) == 0, words
    assert found(runtime, WATER, "sentier") == 1


def test_the_person_reads_everything_and_is_written_to_as_before(runtime: Runtime, number: str):
    transferred(runtime, number)
    owner = complainant(complaint(runtime, number).id)
    assert "La barrière est cadenassée." in read(runtime, owner, MessageRecord.body)
    assert read(runtime, owner, AttachmentRecord.name) == ["photo.jpeg"]
    runtime.change(WATER, number, partial(casework.answer, body="C’est réparé."))
    [*_, letter] = rows(runtime, OutboxRecord, number)
    assert (letter.template, letter.recipient) == ("answered", "m.gagnon@exemple.org")


def test_what_is_written_from_then_on_is_read(runtime: Runtime, number: str):
    transferred(runtime, number)
    by_person(runtime, number, write_message, body="Bonjour.", once=None)
    assert "Bonjour." in read(runtime, WATER, MessageRecord.body)
    assert found(runtime, WATER, "Bonjour") == 1


@on_both
def test_what_is_released_later_is_read_and_found(runtime: Runtime, number: str):
    there = member(runtime, agency="water")
    transferred(runtime, number)
    by_person(runtime, number, proposals.release_later, fields=["name", "messages"])
    assert read(runtime, WATER, PersonRecord.name) == ["Michel Gagnon"]
    assert read(runtime, WATER, PersonRecord.email) == [None]
    assert found(runtime, WATER, "Gagnon") == 1
    assert transfers(runtime, number)[0].held == ["contact", "documents"]
    assert kinds(runtime, number)[-1] == "transfer_agreed"
    assert ("released", there.name) in letters(runtime, number)
    by_person(runtime, number, proposals.release_later, fields=["contact", "documents"])
    assert read(runtime, WATER, PersonRecord.email) == ["m.gagnon@exemple.org"]
    assert read(runtime, WATER, AttachmentRecord.name) == ["photo.jpeg"]


def test_what_is_not_held_back_cannot_be_released(runtime: Runtime, number: str):
    transferred(runtime, number, "water", *ALL)
    with pytest.raises(TransitionNotAllowedError):
        by_person(runtime, number, proposals.release_later, fields=["name"])


def test_an_agency_that_gets_it_back_reads_what_it_had(runtime: Runtime, number: str):
    transferred(runtime, number)
    runtime.change(WATER, number, partial(casework.add_note, body="Pas à nous."))
    transferred(runtime, number, "parks")
    parks = officer("parks")
    assert read(runtime, parks, PersonRecord.name)[0] == "Michel Gagnon"
    assert "La barrière est cadenassée." in read(runtime, parks, MessageRecord.body)
    assert "Voir la patrouille." in read(runtime, parks, MessageRecord.body)
    assert "Pas à nous." not in read(runtime, parks, MessageRecord.body)
    assert found(runtime, parks, "Gagnon") == 1
    assert read(runtime, WATER, PersonRecord.name) == []


@pytest.mark.parametrize("agreed", [(), ("contact",)])
def test_other_contact_details_reach_the_person_and_who_may_read_them(
    runtime: Runtime, number: str, agreed: tuple[str, ...]
):
    transferred(runtime, number, "water", *agreed)
    new = {"email": "m.g@exemple.org", "phone": "", "address": ""}
    by_person(runtime, number, change_contact, reply_by=ReplyBy.EMAIL, **new)
    shown = ["m.g@exemple.org"] if agreed else [None]
    assert read(runtime, WATER, PersonRecord.email) == shown
    runtime.change(WATER, number, partial(casework.answer, body="Voici."))
    assert rows(runtime, OutboxRecord, number)[-1].recipient == "m.g@exemple.org"


POST = {"email": "", "phone": "", "address": "12, rue du Parc"}
PHONE = {"email": "", "phone": "514 555-0178", "address": ""}
BY_PEOPLE = pytest.mark.parametrize(
    ("reply_by", "reached"), [(ReplyBy.POST, POST), (ReplyBy.PHONE, PHONE)]
)


def reached_by(runtime: Runtime, actor: Actor) -> tuple[str, str]:
    """Return the telephone and the postal address of the one person that an actor reads."""
    [phone] = read(runtime, actor, PersonRecord.phone)
    [address] = read(runtime, actor, PersonRecord.address)
    return phone or "", address or ""


@on_both
@BY_PEOPLE
@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("is_asked", [True, False])
def test_how_to_reach_somebody_goes_unanswered_only_where_an_employee_wrote_their_words_down(
    runtime: Runtime,
    clock: FixedClock,
    reply_by: ReplyBy,
    reached: dict[str, str],
    channel: Channel,
    is_asked: bool,
):
    number = file(runtime, channel=channel, reply_by=reply_by, **reached).number
    propose(runtime, number)
    if is_asked:
        agree(runtime, number)
    else:
        clock.moment += timedelta(days=3)
        work(runtime, clock)
    goes = not is_asked and channel is not Channel.WEB
    assert reached_by(runtime, WATER) == (
        (reached["phone"], reached["address"]) if goes else ("", "")
    )
    assert read(runtime, WATER, PersonRecord.name) == [None]
    assert transfers(runtime, number)[0].held == (["name"] if goes else ["name", "contact"])


@pytest.mark.parametrize("channel", [Channel.WEB, Channel.POST])
def test_the_letter_says_whether_how_to_reach_somebody_goes_unanswered(
    runtime: Runtime, channel: Channel
):
    number = file(runtime, channel=channel, reply_by=ReplyBy.POST, **POST).number
    propose(runtime, number)
    (letter,) = (
        row for row in rows(runtime, OutboxRecord, number) if row.template == "transfer_proposed"
    )
    assert letter.params["contact_goes"] is (channel is Channel.POST)


@on_both
@BY_PEOPLE
def test_choosing_the_post_or_the_telephone_later_lets_the_agency_read_how(
    runtime: Runtime, number: str, reply_by: ReplyBy, reached: dict[str, str]
):
    transferred(runtime, number)
    by_person(runtime, number, change_contact, reply_by=reply_by, **reached)
    assert reached_by(runtime, WATER) == (reached["phone"], reached["address"])
    assert read(runtime, WATER, PersonRecord.name) == [None]
    assert transfers(runtime, number)[0].held == ["name", "documents", "messages"]
    assert kinds(runtime, number)[-2:] == ["transfer_agreed", "contact_changed"]


def test_the_agency_that_has_not_got_it_any_more_reads_nothing_new(runtime: Runtime, number: str):
    transferred(runtime, number)
    by_person(runtime, number, change_contact, reply_by=ReplyBy.POST, **POST)
    assert read(runtime, officer("parks"), PersonRecord.address) == []


def test_the_whole_person_is_kept(runtime: Runtime, number: str):
    transferred(runtime, number)
    kept = [(one.name, one.kept_for) for one in rows(runtime, PersonRecord, number)]
    assert kept == [("Michel Gagnon", "parks"), (None, None)]
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(MessageRecord.kept_for).distinct()).all() != [None]

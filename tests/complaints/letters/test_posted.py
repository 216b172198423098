"""Whoever chose the post gets every letter on paper, and the day it was posted is kept."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from portal.complaints.dates.extending import extend_answer
from portal.complaints.handling import casework
from portal.complaints.letters.outbox import send_due
from portal.complaints.letters.posted import printed_letters, record_posted
from portal.complaints.queries.waiting_letters import letters_to_post
from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL
from portal.domain.errors import IncompleteError, NotAllowedError, UnknownComplaintError
from portal.domain.time.promise import Allowance
from portal.gateways.printer import PrintedLetter, pdf_of
from portal.runtime import Runtime
from tests.complaints.cases import act, kinds, ruled_by
from tests.features.transfers.transferred import transferred
from tests.support import TUESDAY, FixedClock, RecordingMailer, file, officer, on_both

ADDRESS = "12, rue du Parc\nMontréal (Québec)  H2X 1Y4"


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime, reply_by="post", email="", address=ADDRESS).number


def waiting(runtime: Runtime, agency: str = "parks") -> list[tuple[str, str]]:
    """Return the letters that wait, as number and template."""
    with runtime.reading(officer(agency)) as session:
        return [(one.number, one.template) for one in letters_to_post(session, agency)]


def printed(runtime: Runtime, agency: str = "parks") -> list[PrintedLetter]:
    """Return the letters that wait, as they are printed."""
    with runtime.reading(officer(agency)) as session:
        ids = [one.id for one in letters_to_post(session, agency)]
        return printed_letters(
            session, runtime.config, runtime.agencies, runtime.features.letters, ids, runtime.now()
        )


def said(letter: PrintedLetter) -> str:
    """Return all that a letter says, its spaces ordinary."""
    return " ".join(" ".join(block.text for block in letter.blocks).split())


@on_both
def test_each_letter_waits_to_be_printed_and_no_mail_leaves(
    runtime: Runtime, number: str, mailbox: RecordingMailer
):
    act(runtime, number, casework.record_first_contact)
    act(runtime, number, casework.ask_complainant, body="Quel sentier?")
    templates = ["acknowledgement", "taken_in_charge", "question"]
    assert waiting(runtime) == [(number, template) for template in templates]
    send_due(runtime, runtime.now())
    assert mailbox.sent == []


def test_a_letter_says_to_whom_from_whom_and_when(runtime: Runtime, number: str):
    [letter] = printed(runtime)
    assert letter.recipient == ("Michel Gagnon", "12, rue du Parc", "Montréal (Québec)  H2X 1Y4")
    assert letter.sender[0] == runtime.agencies.agency("parks").name.fr
    assert letter.date == "24\xa0novembre\xa02026"
    assert letter.reference == f"Plainte {number}"
    assert letter.paper == "us-letter"
    assert letter.blocks[0].text == "Bonjour,"


def test_what_was_written_stands_in_the_letter_and_not_behind_a_link(
    runtime: Runtime, number: str, clock: FixedClock
):
    for what, told in (
        (casework.ask_complainant, {"body": "Quel sentier?"}),
        (extend_answer, {"by": Allowance.parse("5 working days"), "reason": "Une étude."}),
        (casework.answer, {"body": "Le sentier est rouvert."}),
    ):
        clock.moment += timedelta(hours=1)
        act(runtime, number, what, **told)
    letters = [said(letter) for letter in printed(runtime)]
    for letter, told in zip(letters[1:], ("Quel sentier?", "Une étude.", "rouvert"), strict=False):
        assert letter.count(told) == 1
    assert "Quel sentier?" not in letters[-1]
    assert not any(
        "La raison de ce délai est sur votre page de suivi" in letter for letter in letters
    )
    assert not any("courriel" in letter for letter in letters)


def test_the_letter_is_in_the_language_that_was_chosen(runtime: Runtime):
    file(runtime, reply_by="post", email="", address=ADDRESS, reply_language="en")
    [letter] = printed(runtime)
    assert (letter.language, letter.blocks[0].text) == ("en", "Hello,")


def test_paper_has_the_size_of_the_country(runtime: Runtime, number: str):
    calendar = runtime.agencies.agency("parks").settings.calendar.model_dump(mode="json")
    ruled_by(runtime, calendar={**calendar, "jurisdiction": "GB-EAW"})
    [letter] = printed(runtime)
    assert letter.paper == "a4"


def test_a_person_without_a_name_gets_letters_too(runtime: Runtime):
    file(runtime, filed_for="anonymous", reply_by="post", email="", address=ADDRESS)
    [letter] = printed(runtime)
    assert letter.recipient[0] == "La personne plaignante"


def test_the_letters_become_one_tagged_pdf(runtime: Runtime, number: str):
    act(runtime, number, casework.answer, body="Le *sentier* #est $rouvert$.\n- Un\n- Deux")
    pdf = pdf_of(printed(runtime))
    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf


@on_both
def test_posting_is_noted_once_with_its_day(runtime: Runtime, number: str, clock: FixedClock):
    clock.moment += timedelta(days=2)
    with runtime.reading(officer()) as session:
        [letter] = letters_to_post(session, "parks")
    post = partial(record_posted, letter_id=letter.id, day=date(2026, 11, 25))
    for _ in range(2):
        runtime.change(officer(), number, post)
    assert waiting(runtime) == []
    assert kinds(runtime, number).count("letter_posted") == 1
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(OutboxRecord.posted_on)).all() == [date(2026, 11, 25)]


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 26)])
def test_it_cannot_be_posted_before_it_was_written_nor_tomorrow(
    runtime: Runtime, number: str, clock: FixedClock, day: date
):
    clock.moment = TUESDAY + timedelta(days=1)
    with runtime.reading(officer()) as session:
        [letter] = letters_to_post(session, "parks")
    with pytest.raises(IncompleteError):
        runtime.change(officer(), number, partial(record_posted, letter_id=letter.id, day=day))
    assert waiting(runtime) == [(number, "acknowledgement")]


@on_both
def test_the_agency_that_got_the_complaint_prints_it_with_its_address(
    runtime: Runtime, number: str
):
    transferred(runtime, number, "water", "contact")
    runtime.change(officer("water"), number, partial(casework.answer, body="Voici."))
    letters = printed(runtime, "water")
    streets = {letter.recipient[1] for letter in letters}
    assert streets == {"12, rue du Parc"}
    assert "Michel Gagnon" not in {letter.recipient[0] for letter in letters}
    assert waiting(runtime) == []


@on_both
def test_a_letter_is_listed_once_where_the_agency_reads_the_person_twice(
    runtime: Runtime, number: str
):
    transferred(runtime, number)
    transferred(runtime, number, "parks")
    with runtime.reading(officer()) as session:
        listed = letters_to_post(session, "parks")
    assert len({one.id for one in listed}) == len(listed)
    assert {one.person for one in listed} == {"Michel Gagnon"}


def test_another_agency_sees_prints_and_posts_none_of_them(runtime: Runtime, number: str):
    assert waiting(runtime, "water") == []
    with runtime.reading(officer()) as session:
        [letter] = letters_to_post(session, "parks")
    stranger = officer("water")
    with runtime.reading(stranger) as session:
        worded = (runtime.config, runtime.agencies, runtime.features.letters)
        read = partial(printed_letters, session, *worded, [letter.id], TUESDAY)
        assert read() == []
    post = partial(record_posted, letter_id=letter.id, day=TUESDAY.date())
    with pytest.raises((UnknownComplaintError, NotAllowedError)):
        runtime.change(stranger, number, post)


def test_a_letter_of_another_complaint_is_not_marked(runtime: Runtime, number: str):
    other = file(runtime, reply_by="post", email="", address=ADDRESS).number
    with runtime.reading(officer()) as session:
        mine = next(one for one in letters_to_post(session, "parks") if one.number == number)
    post = partial(record_posted, letter_id=mine.id, day=TUESDAY.date())
    runtime.change(officer(), other, post)
    assert len(waiting(runtime)) == 2

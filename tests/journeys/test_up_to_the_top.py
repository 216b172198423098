"""A complaint that nobody answers climbs to the top authority, and past it, told at each step."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from portal.complaints.handling import casework
from portal.complaints.queries.access_codes import complaint_opened_by
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    escalations,
    history_holds,
    kinds,
    last,
    member,
    staffed,
)
from tests.journeys.steps import CITIZEN, next_date, to, work
from tests.support import FixedClock, RecordingMailer, file, on_both


@on_both
def test_nobody_answers_and_the_citizen_is_told_at_each_step(
    runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    staffed(runtime)
    receipt = file(runtime)
    number = receipt.number
    work(runtime, clock)
    assert [number in words for words in to(mailbox, CITIZEN)] == [True]

    posts = []
    for _ in ("to the director", "to the president"):
        next_date(runtime, number, clock)
        posts.append(complaint(runtime, number).holder)
    assert posts == ["director", "president"]
    assert len(to(mailbox, CITIZEN)) == 3
    assert "Directrice" in to(mailbox, CITIZEN)[1]
    assert "Présidente" in to(mailbox, CITIZEN)[2]
    for holder in ("manager.director.parks", "top_authority.president.parks"):
        assert number in to(mailbox, f"{holder}@exemple.org")[0]

    next_date(runtime, number, clock)
    assert "Ombudsman des exemples" in to(mailbox, CITIZEN)[3]
    assert len(to(mailbox, CITIZEN)) == 4
    late = complaint(runtime, number)
    assert (late.status, late.level, late.is_open) == ("received", 3, True)
    assert [one.to_level for one in escalations(runtime, number)] == [2, 3]

    president = member(runtime, Role.TOP_AUTHORITY, "parks", "top")
    act(runtime, number, casework.answer, president, body="Il est rouvert.")
    work(runtime, clock)
    assert last(runtime, number, "answered").facts["in_time"] is False
    assert len(to(mailbox, CITIZEN)) == 5
    assert history_holds(runtime)


@on_both
def test_no_letter_holds_a_name_a_story_or_a_code(
    runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    staffed(runtime)
    receipt = file(runtime, story="La passerelle du nord est tombée.")
    for _ in range(3):
        next_date(runtime, receipt.number, clock)
    written = "\n".join(letter.as_string() for letter in mailbox.sent)
    assert written.count(receipt.number) > 3
    said = ("Gagnon", "passerelle", receipt.code, f"{receipt.code[:4]}-{receipt.code[4:]}")
    assert [words for words in said if words in written] == []


@on_both
def test_two_workers_at_once_climb_one_step_and_send_each_letter_once(
    runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    staffed(runtime)
    numbers = [file(runtime).number for _ in range(3)]
    due = complaint(runtime, numbers[0]).due_at
    assert due is not None
    clock.moment = due
    together = threading.Barrier(2)

    def one_worker(_: int) -> None:
        together.wait()
        work(runtime, clock)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one_worker, range(2)))
    for number in numbers:
        assert complaint(runtime, number).level == 2
        assert kinds(runtime, number).count("escalated") == 1
        assert [one.fired for one in clocks(runtime, number, "answer")] == [1, 0]
    ids = [letter["Message-ID"] for letter in mailbox.sent]
    assert len(ids) == len(set(ids))
    assert len(to(mailbox, CITIZEN)) == 2 * len(numbers)
    assert history_holds(runtime)


def test_a_complainant_still_opens_a_complaint_that_climbed(runtime: Runtime, clock: FixedClock):
    receipt = file(runtime)
    next_date(runtime, receipt.number, clock)
    with runtime.reading(PORTAL) as session:
        opened = partial(complaint_opened_by, session, runtime.keyring)
        assert opened(receipt.number, receipt.code)[1] == receipt.number


def test_in_an_agency_of_two_levels_the_second_is_the_top(
    runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    staffed(runtime, "water")
    number = file(runtime, "water", reply_language="en").number
    for _ in range(2):
        next_date(runtime, number, clock)
    assert (complaint(runtime, number).level, complaint(runtime, number).holder) == (2, "chief")
    assert "Examples ombudsman" in to(mailbox, CITIZEN)[-1]

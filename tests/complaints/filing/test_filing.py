"""Sending a complaint: whole, once, with everything that begins with it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from sqlalchemy import func, select

from portal.complaints import kept_drafts
from portal.complaints.handling.filing import SUBJECT_LENGTH, Receipt, subject_of
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.planning import FilingPlan, plan_filing
from portal.complaints.records.complaint import ComplaintRecord, DraftRecord, PersonRecord
from portal.complaints.records.message import HistoryEntryRecord, OutboxRecord
from portal.domain.actor import PORTAL
from portal.domain.complaint import Channel, Draft, FiledFor, Status
from portal.domain.errors import DraftGoneError
from portal.domain.time.clock import ClockKind
from portal.plugin_api import hookimpl
from portal.runtime import Runtime
from tests.complaints.cases import clocks, complaint, history, history_holds, kinds, letters
from tests.complaints.filing.ordinary import CONTENT, DRAFT, send
from tests.support import TUESDAY, FixedClock, file, on_both


def begun(runtime: Runtime) -> str:
    words = DraftContent(words="sentier")
    return kept_drafts.start_draft(runtime.database, "fr", runtime.now(), words)[0]


def planned(runtime: Runtime, draft: Draft = DRAFT, agency: str = "parks") -> FilingPlan:
    return plan_filing(runtime.agencies.agency(agency), draft, runtime.now())


def test_what_the_check_page_promised_is_promised_by_the_sending_from_its_own_moment(
    runtime: Runtime, clock: FixedClock
):
    shown = planned(runtime)
    clock.moment += timedelta(minutes=7)
    sent = planned(runtime)
    days = [[row.due.last_day for row in plan.clocks] for plan in (shown, sent)]
    assert days[0] == days[1]
    assert {row.due.started_at for row in sent.clocks} == {clock.moment}
    assert structs.replace(sent, clocks=shown.clocks) == shown


@on_both
def test_numbers_are_consecutive_in_each_year(runtime: Runtime, clock: FixedClock):
    numbers = [send(runtime).number for _ in range(2)]
    clock.moment = datetime(2027, 1, 4, 15, tzinfo=UTC)
    numbers += [send(runtime).number for _ in range(2)]
    assert numbers == ["2026-000001", "2026-000002", "2027-000001", "2027-000002"]


def test_the_year_of_a_number_is_the_agencys_own(runtime: Runtime, clock: FixedClock):
    clock.moment = datetime(2027, 1, 1, 2, tzinfo=UTC)  # the evening before, in Montréal
    assert file(runtime, "parks").number == "2026-000001"
    assert file(runtime, "water").number == "2027-000001"


def kept_receipt(runtime: Runtime, draft_id: str) -> Receipt:
    with runtime.reading(PORTAL) as session:
        return Receipt.read(session.get_one(DraftRecord, draft_id).receipt)


@on_both
def test_one_draft_sent_twice_is_one_complaint_with_one_receipt(runtime: Runtime):
    draft_id = begun(runtime)
    receipt = send(runtime, draft_id)
    with pytest.raises(DraftGoneError):
        send(runtime, draft_id)
    assert kept_receipt(runtime, draft_id) == receipt
    assert _count(runtime, ComplaintRecord) == 1
    assert len(letters(runtime)) == 1


@on_both
def test_one_draft_sent_by_eight_at_once_is_one_complaint_with_one_receipt(runtime: Runtime):
    draft_id = begun(runtime)

    def one_more(_: int) -> Receipt | None:
        with suppress(DraftGoneError):
            return send(runtime, draft_id)
        return None

    with ThreadPoolExecutor(8) as pool:
        [receipt] = [one for one in pool.map(one_more, range(8)) if one]
    assert kept_receipt(runtime, draft_id) == receipt
    assert _count(runtime, ComplaintRecord) == 1
    assert send(runtime, begun(runtime)).number == "2026-000002"


@on_both
def test_a_draft_that_was_sent_keeps_its_receipt_and_nothing_of_what_was_typed(runtime: Runtime):
    draft_id = begun(runtime)
    receipt = send(runtime, draft_id)
    with runtime.reading(PORTAL) as session:
        draft = session.get_one(DraftRecord, draft_id)
        assert draft.content is None
        assert draft.receipt == receipt.stored()


@on_both
def test_the_history_of_a_new_complaint_verifies(runtime: Runtime):
    for agency in ("parks", "water"):
        file(runtime, agency)
    assert kinds(runtime, "2026-000001") == ["filed", "acknowledged"]
    assert history_holds(runtime)


def test_the_receipt_shows_the_end_of_the_history(runtime: Runtime):
    receipt = send(runtime)
    assert receipt.hash == history(runtime, receipt.number)[-1].hash
    assert Receipt.read(json.loads(json.dumps(receipt.stored()))) == receipt


@on_both
def test_the_clocks_run_as_the_plan_said(runtime: Runtime):
    plan = planned(runtime)
    number = send(runtime).number
    promised = {one.kind.value: one.due.due_at for one in plan.clocks}
    assert {one.kind: one.due_at for one in clocks(runtime, number)} == promised
    assert complaint(runtime, number).due_at == plan.clock(ClockKind.ANSWER).due.due_at
    assert {one.allowance for one in clocks(runtime, number, "answer")} == {"20 working days"}


@on_both
def test_the_acknowledgement_is_met_at_once_and_the_others_run(runtime: Runtime):
    number = send(runtime).number
    state = {one.kind: (one.pending, one.met_at) for one in clocks(runtime, number)}
    assert state == {
        "acknowledge": (False, TUESDAY),
        "first_contact": (True, None),
        "answer": (True, None),
    }


def test_where_silence_opens_a_recourse_it_has_a_clock_of_its_own(runtime: Runtime):
    number = file(runtime, "water").number
    [silence] = clocks(runtime, number, "silence")
    assert silence.pending
    assert silence.promise["silence"] == "ombuds"
    assert silence.due_at is not None


def test_a_complaint_begins_at_the_first_level_and_keeps_its_release(runtime: Runtime):
    filed = complaint(runtime, send(runtime).number)
    assert (filed.status, filed.level, filed.top_level) == (Status.RECEIVED, 1, 3)
    assert (filed.holder, filed.unit) == ("office", "trails")
    assert filed.release_id == runtime.agencies.agency("parks").release_id


def test_a_failing_plugin_is_in_the_history_and_the_complaint_is_filed(runtime: Runtime):
    class Failing:
        @hookimpl
        def receiving_unit(self, draft: object) -> str:
            raise ValueError("Michel Gagnon")

    agency = replace(runtime.agencies.agency("parks"), plugin=Failing())
    number = send(runtime, agency=agency).number
    assert kinds(runtime, number) == ["filed", "acknowledged", "plugin_failed"]
    entry = history(runtime, number)[-1]
    assert entry.facts == {"hook": "receiving_unit", "reason": "raised ValueError"}
    assert not entry.public
    assert history_holds(runtime)


@on_both
def test_letters_and_history_hold_nothing_personal(runtime: Runtime):
    send(runtime)
    with runtime.reading(PORTAL) as session:
        told = [*session.scalars(select(OutboxRecord.params))]
        told += session.scalars(select(HistoryEntryRecord.facts))
    text = json.dumps(told, ensure_ascii=False).lower()
    said = ("gagnon", "exemple.org", "819 555", "8195550101", "érables", "sentier", "rouvre")
    assert [word for word in said if word in text] == []


@pytest.mark.parametrize("reply_by", ["phone", "none", ""])
def test_who_did_not_choose_email_gets_none(runtime: Runtime, reply_by: str):
    send(runtime, content=replace(CONTENT, reply_by=reply_by))
    assert letters(runtime) == []


def test_who_chose_the_post_gets_it_printed(runtime: Runtime):
    send(runtime, content=replace(CONTENT, reply_by="post"))
    with runtime.reading(PORTAL) as session:
        letter = session.scalars(select(OutboxRecord)).one()
    assert (letter.by_post, letter.done, letter.recipient) == (True, True, None)


def test_the_acknowledgement_goes_to_the_complainant_in_their_language(runtime: Runtime):
    send(runtime, content=replace(CONTENT, reply_language="en"))
    with runtime.reading(PORTAL) as session:
        letter = session.scalars(select(OutboxRecord)).one()
    assert (letter.template, letter.recipient) == ("acknowledgement", "M.Gagnon@exemple.org")
    assert letter.language == "en"


def test_a_complaint_filed_anonymously_keeps_no_name(runtime: Runtime):
    send(
        runtime,
        content=replace(CONTENT, filed_for="anonymous"),
        draft=replace(DRAFT, filed_for=FiledFor.ANONYMOUS),
    )
    with runtime.reading(PORTAL) as session:
        assert list(session.scalars(select(PersonRecord.name))) == [None]


def test_a_complaint_filed_for_somebody_else_keeps_both(runtime: Runtime):
    send(
        runtime,
        content=replace(CONTENT, filed_for="other", other_name="Rose Roy", agreement="oui"),
        draft=replace(DRAFT, filed_for=FiledFor.OTHER),
    )
    with runtime.reading(PORTAL) as session:
        people = session.scalars(select(PersonRecord).order_by(PersonRecord.id)).all()
    assert [(one.role, one.name) for one in people] == [
        ("complainant", "Michel Gagnon"),
        ("other", "Rose Roy"),
    ]
    assert people[1].email is None


def test_addresses_are_found_whatever_their_case_and_missing_ones_are_not(runtime: Runtime):
    send(runtime)
    send(runtime, content=replace(CONTENT, email=""))
    with runtime.reading(PORTAL) as session:
        hashes = list(session.scalars(select(PersonRecord.email_hash).order_by(PersonRecord.id)))
    assert hashes == [runtime.keyring.hashed("m.gagnon@exemple.org", "email"), None]


def test_an_unknown_category_is_filed_under_the_default_one(runtime: Runtime):
    number = send(runtime, draft=replace(DRAFT, category="gone")).number
    assert complaint(runtime, number).category == "other"


def test_the_channel_is_kept(runtime: Runtime):
    number = send(runtime, draft=replace(DRAFT, channel=Channel.PHONE)).number
    assert complaint(runtime, number).channel == "phone"


def test_a_plan_writes_nothing(runtime: Runtime):
    planned(runtime)
    assert _count(runtime, ComplaintRecord) == 0


def test_the_plan_is_counted_from_the_moment_it_is_made(runtime: Runtime, clock: FixedClock):
    before = planned(runtime).clock(ClockKind.ANSWER).due.due_at
    clock.moment += timedelta(days=7)
    after = planned(runtime).clock(ClockKind.ANSWER).due.due_at
    assert before is not None
    assert after is not None
    assert before < after


@given(st.text(max_size=300))
def test_a_subject_is_the_beginning_of_the_story_on_one_short_line(story: str):
    subject = subject_of(story)
    assert len(subject) <= SUBJECT_LENGTH
    assert subject == " ".join(subject.split())
    assert " ".join(story.split()).startswith(subject.removesuffix("…"))


def _count(runtime: Runtime, record: type) -> int:
    with runtime.reading(PORTAL) as session:
        return session.scalar(select(func.count()).select_from(record)) or 0

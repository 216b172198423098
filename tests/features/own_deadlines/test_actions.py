"""Deadlines against a person: begun by a day, an answer or silence, recalled once, in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

from portal.complaints.handling import casework, following
from portal.domain.actor import complainant
from portal.domain.complaint import Draft, ReplyBy
from portal.features.own_deadlines.actions import give_days, recall_due, say_done, silence
from portal.features.own_deadlines.rules import Limit, RunsFrom, asked_limits
from portal.runtime import Runtime
from portal.worker import Worker
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import act, complaint, kinds, member, outbox_rows, ruled_by
from tests.features.own_deadlines.told import (
    OMBUDS,
    OMBUDS_WITHIN_60,
    REFUSED,
    REVIEW,
    TRIBUNAL,
    kept,
    recalls,
    refused,
)
from tests.pages.office.people import words
from tests.support import FixedClock, RecordingMailer, file, on_both
from tests.support.letters import text_of

ZONE = ZoneInfo("America/Toronto")
LAST_DAY = date(2026, 12, 31)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZONE).astimezone(UTC)


def days_before(days: int) -> datetime:
    return morning(LAST_DAY - timedelta(days=days))


def own(runtime: Runtime, number: str, what: Callable[..., None], **told: Any) -> None:
    act(runtime, number, what, complainant(complaint(runtime, number).id), **told)


def limits(runtime: Runtime) -> dict[str, Limit]:
    notices = runtime.agencies.agency("parks").consult().notices(Draft("trail", REFUSED))
    return {limit.key: limit for limit in asked_limits(notices)}


@on_both
def test_a_day_given_before_filing_is_counted_and_recalled(runtime: Runtime):
    number = refused(runtime).number
    [(key, deadline)] = kept(runtime, number).items()
    assert (key, deadline.last_day, deadline.left) == (REVIEW, LAST_DAY, (30, 10, 3))
    assert deadline.runs_from is RunsFrom.GIVEN
    for days in (31, 30, 29, 10, 9, 3, 2, 0, -1):
        recall_due(runtime, days_before(days))
    assert [row.params["as_of"] for row in recalls(runtime)] == [
        "2026-12-01",
        "2026-12-21",
        "2026-12-28",
    ]
    assert kept(runtime, number)[REVIEW].left == ()


def test_without_the_day_nothing_is_kept(runtime: Runtime):
    assert kept(runtime, refused(runtime, since="").number) == {}
    assert kept(runtime, file(runtime).number) == {}


def test_the_acknowledgement_tells_the_day_and_not_which(
    runtime: Runtime, mailbox: RecordingMailer
):
    refused(runtime)
    Worker(runtime).run_once(runtime.now())
    [letter] = [text_of(one) for one in mailbox.sent]
    assert (
        "un de ces délais finit le 31\xa0décembre\xa02026. Votre page de suivi dit lequel."
        in letter
    )
    assert "révision." not in letter.split("un de ces délais")[1]


def test_the_acknowledgement_says_which_day_does_not_wait_for_the_answer(
    runtime: Runtime, mailbox: RecordingMailer
):
    refused(runtime, since="2026-10-15")
    Worker(runtime).run_once(runtime.now())
    [letter] = [text_of(one) for one in mailbox.sent]
    assert "N’attendez pas la réponse à votre plainte" in letter
    assert "un de ces délais finit avant, le 14\xa0décembre\xa02026." in letter
    assert "révision." not in letter.split("un de ces délais")[1]


@on_both
def test_a_worker_down_for_a_month_recalls_once(runtime: Runtime):
    refused(runtime)
    assert recall_due(runtime, days_before(2)) == 1
    assert recall_due(runtime, days_before(2)) == 0
    [row] = recalls(runtime)
    assert row.params["days"] == ["2026-12-31"]


@on_both
def test_nothing_is_recalled_once_the_last_day_is_past(runtime: Runtime):
    number = refused(runtime).number
    assert recall_due(runtime, days_before(-1)) == 0
    assert recalls(runtime) == []
    assert kept(runtime, number)[REVIEW].left == ()


@on_both
def test_two_workers_recall_once(runtime: Runtime):
    refused(runtime)
    workers = [Thread(target=recall_due, args=(runtime, days_before(30))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(recalls(runtime)) == 1


def test_a_clock_set_back_recalls_nothing_again(runtime: Runtime):
    refused(runtime)
    recall_due(runtime, days_before(10))
    recall_due(runtime, days_before(20))
    recall_due(runtime, days_before(10))
    assert len(recalls(runtime)) == 1


@on_both
def test_what_is_done_is_recalled_no_more_and_keeps_its_date(runtime: Runtime):
    number = refused(runtime).number
    own(runtime, number, say_done, key=REVIEW, is_done=True)
    recall_due(runtime, days_before(30))
    assert recalls(runtime) == []
    assert kept(runtime, number)[REVIEW].last_day == LAST_DAY
    own(runtime, number, say_done, key=REVIEW, is_done=False)
    recall_due(runtime, days_before(10))
    assert len(recalls(runtime)) == 1


def test_reminders_are_stopped_and_begun_again(runtime: Runtime):
    number = refused(runtime).number
    own(runtime, number, silence, key=REVIEW, is_quiet=True)
    assert recall_due(runtime, days_before(30)) == 0
    own(runtime, number, silence, key=REVIEW, is_quiet=False)
    assert recall_due(runtime, days_before(30)) == 1


def test_a_deadline_that_is_not_there_is_left_alone(runtime: Runtime):
    number = refused(runtime).number
    own(runtime, number, say_done, key="notice.zouave.0", is_done=True)
    assert list(kept(runtime, number)) == [REVIEW]


def test_what_somebody_does_about_their_own_deadline_stands_in_no_history(runtime: Runtime):
    number = refused(runtime).number
    before = (kinds(runtime, number), complaint(runtime, number).version)
    own(runtime, number, say_done, key=REVIEW, is_done=True)
    recall_due(runtime, days_before(30))
    assert (kinds(runtime, number), complaint(runtime, number).version) == before


@on_both
def test_on_paper_it_is_written_seven_days_earlier_without_a_count(runtime: Runtime):
    refused(runtime, reply_by="post", email="", address="1, rue Exemple")
    assert recall_due(runtime, days_before(38)) == 0
    assert recall_due(runtime, days_before(37)) == 1
    [row] = recalls(runtime)
    assert row.by_post
    assert "as_of" not in row.params


def test_a_letter_that_would_come_too_late_is_not_written(runtime: Runtime):
    refused(runtime, reply_by="post", email="", address="1, rue Exemple")
    assert recall_due(runtime, days_before(6)) == 0
    assert recalls(runtime) == []


def test_whoever_hears_nowhere_gets_no_reminder_until_they_choose_a_means(runtime: Runtime):
    number = refused(runtime, reply_by="none", email="").number
    assert recall_due(runtime, days_before(30)) == 0
    contact = {"phone": "", "address": "", "email": "m.gagnon@exemple.org"}
    own(runtime, number, following.change_contact, reply_by=ReplyBy.EMAIL, **contact)
    assert recall_due(runtime, days_before(10)) == 1
    assert len(recalls(runtime)) == 1


@on_both
def test_a_day_given_later_counts_and_another_one_replaces_it(runtime: Runtime):
    number = refused(runtime).number
    tribunal = limits(runtime)[TRIBUNAL]
    own(runtime, number, give_days, days=[(tribunal, date(2026, 11, 20))])
    assert kept(runtime, number)[TRIBUNAL].last_day == date(2026, 12, 20)
    own(runtime, number, give_days, days=[(tribunal, date(2026, 11, 23))])
    assert kept(runtime, number)[TRIBUNAL].last_day == date(2026, 12, 23)


def test_two_that_end_together_are_recalled_in_one_letter(runtime: Runtime):
    number = refused(runtime).number
    tribunal = limits(runtime)[TRIBUNAL]
    own(runtime, number, give_days, days=[(tribunal, date(2026, 11, 24))])
    assert recall_due(runtime, days_before(9)) == 1
    [row] = recalls(runtime)
    assert row.params["days"] == ["2026-12-24", "2026-12-31"]


def test_settings_that_change_leave_what_was_told(runtime: Runtime):
    number = refused(runtime).number
    settings = runtime.agencies.agency("parks").settings.model_dump(mode="json")
    [notice] = [one for one in settings["notices"] if one["code"] == "permit"]
    notice["redirects"][0]["within"] = "10 calendar days"
    ruled_by(runtime, notices=settings["notices"])
    review = limits(runtime)[REVIEW]
    assert str(review.within) == "10 calendar days"
    own(runtime, number, give_days, days=[(review, date(2026, 11, 1))])
    assert kept(runtime, number)[REVIEW].last_day == LAST_DAY


@on_both
def test_the_answer_begins_the_times_of_other_recourses(runtime: Runtime, clock: FixedClock):
    ruled_by(runtime, recourses=OMBUDS_WITHIN_60)
    member(runtime)
    number = file(runtime).number
    act(runtime, number, casework.answer, body="Le sentier est ouvert.")
    deadline = kept(runtime, number)[OMBUDS]
    assert deadline.runs_from is RunsFrom.ANSWER
    assert deadline.last_day == clock().date() + timedelta(days=60)
    assert deadline.source == "https://parks.example/reglement"
    [letter] = [row for row in outbox_rows(runtime) if row.template == "answered"]
    assert letter.params["own_days"] == [deadline.last_day.isoformat()]


def test_another_answer_begins_the_time_anew_and_keeps_it_silent(
    runtime: Runtime, clock: FixedClock
):
    ruled_by(runtime, recourses=OMBUDS_WITHIN_60)
    member(runtime)
    number = file(runtime).number
    act(runtime, number, casework.answer, body="Le sentier est ouvert.")
    own(runtime, number, silence, key=OMBUDS, is_quiet=True)
    own(runtime, number, say_done, key=OMBUDS, is_done=True)
    clock.moment += timedelta(days=5)
    act(runtime, number, casework.answer, body="Le sentier ferme de nouveau.")
    deadline = kept(runtime, number)[OMBUDS]
    assert deadline.began_on == clock().date()
    assert (deadline.quiet, deadline.done_on) == (True, None)


def test_without_a_time_of_a_recourse_an_answer_begins_nothing(runtime: Runtime):
    member(runtime)
    number = file(runtime).number
    act(runtime, number, casework.answer, body="Le sentier est ouvert.")
    assert kept(runtime, number) == {}


def test_several_times_from_one_day_are_counted_together(runtime: Runtime):
    number = refused(runtime, since="").number
    together = [(limit, date(2026, 11, 20)) for limit in limits(runtime).values()]
    own(runtime, number, give_days, days=together)
    own(runtime, number, give_days, days=together)
    days = {key: one.last_day for key, one in kept(runtime, number).items()}
    assert days == {REVIEW: date(2027, 1, 19), TRIBUNAL: date(2026, 12, 20)}


def test_silence_begins_the_time_of_what_it_opens_on_its_own_day(
    runtime: Runtime, clock: FixedClock
):
    answer = {"within": "45 calendar days", "basis": "Loi", "silence": "ombuds"}
    deadlines = runtime.agencies.agency("parks").settings.deadlines.model_dump(mode="json")
    ruled_by(runtime, recourses=OMBUDS_WITHIN_60, deadlines={**deadlines, "answer": answer})
    number = file(runtime).number
    run_clocks(runtime, clock() + timedelta(days=60))  # two weeks late
    deadline = kept(runtime, number)[OMBUDS]
    assert deadline.runs_from is RunsFrom.SILENCE
    assert deadline.began_on == clock().date() + timedelta(days=46)


def test_a_complaint_that_is_withdrawn_stops_no_deadline(runtime: Runtime):
    number = refused(runtime).number
    own(runtime, number, following.withdraw)
    assert complaint(runtime, number).status == "withdrawn"
    assert recall_due(runtime, days_before(30)) == 1


def test_a_reminder_says_a_date_and_a_number_of_days_and_not_what_for(
    runtime: Runtime, mailbox: RecordingMailer
):
    refused(runtime)
    Worker(runtime).run_once(runtime.now())
    mailbox.sent.clear()
    Worker(runtime).run_once(days_before(10))
    [letter] = [one for one in mailbox.sent if "délai" in one["Subject"]]
    subject = "Plainte 2026-000001 : un délai finit le 31 décembre"
    assert words(letter["Subject"]) == subject
    told = words(text_of(letter))
    assert "Dernier jour : le 31 décembre, dans 10 jours." in told
    for secret in ("révision", "Régie, en", "permis", "refus", "Gagnon"):
        assert secret not in told
    assert len(outbox_rows(runtime)) >= 2

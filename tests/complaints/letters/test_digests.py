"""What clocks have to tell the staff leaves in one letter for each person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select, update

from portal.complaints.handling import casework
from portal.complaints.letters import digests
from portal.complaints.letters.digests import LISTED, PAUSE, tell_staff
from portal.complaints.letters.letters import notify, notify_handling
from portal.complaints.letters.outbox import send_due
from portal.complaints.records.message import NoticeRecord, OutboxRecord
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.runtime import Runtime
from portal.words.letters.to_staff import ApproachingDate, NewFromPerson
from tests.complaints.cases import act, complaint, letters, member
from tests.support import TUESDAY, FixedClock, RecordingMailer, file, on_both


def leave(
    runtime: Runtime,
    number: str,
    kind: str = "date_missed",
    role: Role = Role.HEAD,
    **params: Any,
) -> None:
    """Leave a notice for everybody with a role in the complaint's agency."""

    def to_role(work: Any, found: Any) -> None:
        members = work.staff.with_role(work.session, found.agency, role)
        notice = work.features.letters.read(kind, {"clock": "answer", **params})
        notify(work, found, members, notice)

    runtime.change(PORTAL, number, to_role)


def filed(runtime: Runtime, agency: str = "parks") -> str:
    return file(runtime, agency, reply_by="none", email="").number


def rows(runtime: Runtime) -> list[OutboxRecord]:
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(OutboxRecord).order_by(OutboxRecord.id)))


def waiting(runtime: Runtime) -> int:
    with runtime.reading(PORTAL) as session:
        return session.scalar(select(func.count()).select_from(NoticeRecord)) or 0


@on_both
def test_one_notice_is_the_letter_that_it_names(runtime: Runtime) -> None:
    head = member(runtime, Role.HEAD, post=None)
    number = filed(runtime)
    leave(runtime, number)
    assert tell_staff(runtime, TUESDAY) == 1
    assert letters(runtime, number) == [("date_missed", head.name)]
    assert (waiting(runtime), tell_staff(runtime, TUESDAY)) == (0, 0)


@on_both
def test_several_notices_are_one_letter_with_the_most_urgent_first(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    member(runtime, Role.HEAD, post=None)
    late, passed, soon = (filed(runtime) for _ in range(3))
    leave(runtime, late)
    leave(runtime, soon, "passed_to_you", missed=True, last_day="2026-12-03")
    leave(runtime, passed, "passed_to_you", missed=True, last_day="2026-12-01")
    assert tell_staff(runtime, TUESDAY) == 1
    (row,) = rows(runtime)
    assert (row.template, row.complaint_id, row.params) == ("digest", None, {})
    assert row.sealed["params"]["count"] == 3
    assert [one["number"] for one in row.sealed["params"]["listed"]] == [passed, soon, late]
    assert send_due(runtime, TUESDAY).sent == 1
    (message,) = mailbox.sent
    assert message["From"] == '"Plaintes (RDP)" <plaintes@plaintes.example>'
    assert "3 plaintes demandent votre attention" in message["Subject"]


def test_a_letter_lists_fifty_and_counts_the_others(runtime: Runtime) -> None:
    member(runtime, Role.HEAD, post=None)
    for _ in range(LISTED + 3):
        leave(runtime, filed(runtime))
    assert tell_staff(runtime, TUESDAY) == 1
    (row,) = rows(runtime)
    assert (len(row.sealed["params"]["listed"]), row.sealed["params"]["count"]) == (
        LISTED,
        LISTED + 3,
    )


def test_several_notices_of_one_complaint_are_told_by_the_most_urgent(runtime: Runtime) -> None:
    member(runtime, Role.HEAD, post=None)
    number = filed(runtime)
    leave(runtime, number)
    leave(runtime, number, "post_vacant")
    tell_staff(runtime, TUESDAY)
    assert [template for template, _ in letters(runtime, number)] == ["post_vacant"]


def test_each_person_is_told_in_their_language_and_across_their_agencies(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    head = member(runtime, Role.HEAD, post=None)
    with runtime.transaction() as session:
        from portal.complaints.accounts import add_membership

        assert head.user_id is not None
        add_membership(session, head.user_id, Role.HEAD, "water")
        session.execute(update(UserRecord).values(language="en"))
    leave(runtime, filed(runtime, "parks"))
    leave(runtime, filed(runtime, "water"))
    assert tell_staff(runtime, TUESDAY) == 1
    send_due(runtime, TUESDAY)
    (message,) = mailbox.sent
    assert message["From"] == "Complaints <plaintes@plaintes.example>"
    assert "2 complaints need your attention" in message["Subject"]
    part = message.get_body(("plain",))
    assert part is not None
    assert "PARKS BOARD, PROMISED DATE MISSED" in part.get_content()
    assert "office/water/list?vue=en-retard" in part.get_content()


def test_the_letter_says_nothing_of_the_complainant(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    member(runtime, Role.HEAD, post=None)
    for _ in range(2):
        number = file(runtime, story="Ma voisine Odile a tout vu.", reply_by="none").number
        leave(runtime, number)
    tell_staff(runtime, TUESDAY)
    send_due(runtime, TUESDAY)
    (message,) = mailbox.sent
    for private in ("Odile", "Gagnon", "gagnon"):
        assert private not in message.as_string()


def test_what_comes_soon_after_a_letter_is_gathered_for_the_next(runtime: Runtime) -> None:
    member(runtime, Role.HEAD, post=None)
    told = []
    for minute in range(61):
        leave(runtime, filed(runtime))
        told.append(tell_staff(runtime, TUESDAY + timedelta(minutes=minute)))
    assert [minute for minute, count in enumerate(told) if count] == list(range(0, 61, 10))
    assert waiting(runtime) == 0
    assert timedelta(minutes=10) == PAUSE


def test_a_letter_of_a_clock_that_was_set_back_silences_nobody(runtime: Runtime) -> None:
    member(runtime, Role.HEAD, post=None)
    leave(runtime, filed(runtime))
    assert tell_staff(runtime, TUESDAY + timedelta(days=365)) == 1
    leave(runtime, filed(runtime))
    assert tell_staff(runtime, TUESDAY) == 1


@on_both
def test_four_workers_tell_everybody_once(runtime: Runtime) -> None:
    member(runtime, Role.HEAD, post=None)
    numbers = [filed(runtime) for _ in range(8)]
    for number in numbers:
        leave(runtime, number)
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: tell_staff(runtime, TUESDAY), range(4)))
    assert sum(told) == len(rows(runtime)) == 1
    assert waiting(runtime) == 0


@on_both
def test_a_notice_undone_with_its_letter_is_told_by_the_next_run(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = member(runtime, Role.HEAD, post=None)
    number = filed(runtime)
    leave(runtime, number)

    def failing(*_: object) -> Any:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(digests, "_letter", failing)
        assert tell_staff(runtime, TUESDAY) == 0
    assert waiting(runtime) == 1
    assert tell_staff(runtime, TUESDAY) == 1
    assert letters(runtime, number) == [("date_missed", head.name)]


@on_both
def test_what_waits_for_somebody_who_left_is_told_to_whoever_is_answerable_now(
    runtime: Runtime,
) -> None:
    left = member(runtime, Role.HEAD, post=None)
    number = filed(runtime)
    leave(runtime, number)
    with runtime.transaction() as session:
        session.get_one(UserRecord, left.user_id).is_active = False
    office = member(runtime, Role.OFFICER, post="office")
    assert [tell_staff(runtime, TUESDAY) for _ in range(2)].count(1) == 1
    assert letters(runtime, number) == [("date_missed", office.name)]


def test_a_warning_of_a_complaint_that_was_answered_meanwhile_is_not_told(
    runtime: Runtime, clock: FixedClock
) -> None:
    member(runtime, Role.HEAD, post=None)
    number = filed(runtime)
    before: datetime = clock.moment

    def warn(work: Any, found: Any) -> None:
        [answer] = [one for one in _clocks(work, found) if one.kind == "answer"]
        members = work.staff.with_role(work.session, found.agency, Role.HEAD)
        notify(work, found, members, ApproachingDate("answer", 50), answer.id)

    runtime.change(PORTAL, number, warn)
    act(runtime, number, partial(casework.answer, body="Il est rouvert."))
    assert complaint(runtime, number).status == "answered"
    assert tell_staff(runtime, before) == 0
    assert waiting(runtime) == 0


def _clocks(work: Any, found: Any) -> list[Any]:
    from portal.complaints.records.complaint import ClockRecord

    return list(
        work.session.scalars(select(ClockRecord).where(ClockRecord.complaint_id == found.id))
    )


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("m", "un nouveau message"),
        ("d", "un nouveau document"),
        ("dd", "2 nouveaux documents"),
        ("mdmd", "2 nouveaux messages et 2 nouveaux documents"),
    ],
)
def test_what_a_person_sent_within_a_few_minutes_is_one_letter_that_says_what(
    runtime: Runtime, mailbox: RecordingMailer, clock: FixedClock, sent: str, said: str
) -> None:
    claire = member(runtime)
    number = filed(runtime)
    for what in sent:
        notice = NewFromPerson(messages=int(what == "m"), documents=int(what == "d"))
        runtime.change(PORTAL, number, partial(notify_handling, notice=notice))
        clock.moment += timedelta(seconds=40)
    assert tell_staff(runtime, runtime.now()) == 1
    send_due(runtime, runtime.now())
    (message,) = [one for one in mailbox.sent if one["To"] == claire.name]
    assert message["Subject"].replace("\xa0", " ") == f"Plainte {number} : {said}"


def test_what_was_stored_of_a_message_before_documents_were_told_is_still_worded() -> None:
    assert NewFromPerson.read({}) == NewFromPerson(messages=1, documents=0)

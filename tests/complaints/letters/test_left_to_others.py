"""Whom the history says was told, was told: or others in the same place were."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from portal.complaints.letters.digests import tell_staff
from portal.complaints.letters.letters import mail_row
from portal.complaints.letters.outbox import send_due
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord, NoticeRecord, OutboxRecord
from portal.complaints.records.people import MembershipRecord, UserRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.history import EntryKind
from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as conflicts
from portal.runtime import Runtime
from tests.complaints.cases import complaint, member
from tests.laws.going_up import go_up
from tests.support import TUESDAY, FixedClock, RecordingMailer, file, on_both
from tests.support.letters import whole

LEADS = "une lettre n’a pas de destinataire"


def filed(runtime: Runtime) -> str:
    return file(runtime, reply_by="none", email="").number


def left(runtime: Runtime, number: str, reader: Actor, kind: str = "date_missed") -> None:
    """Leave a notice to somebody, as it waits for the letter of the day."""
    facts = {"clock": "answer"} if kind == "date_missed" else {}
    told = {"number": number, "agency": "parks", **facts}
    with runtime.transaction() as session:
        session.add(
            NoticeRecord(
                complaint_id=complaint(runtime, number).id,
                user_id=reader.user_id,
                clock_id=None,
                kind=kind,
                params=told,
                at=runtime.now(),
            )
        )


def waits(runtime: Runtime) -> set[tuple[str, int]]:
    with runtime.reading(PORTAL) as session:
        rows = session.execute(select(NoticeRecord.kind, NoticeRecord.user_id))
        return {(row.kind, row.user_id) for row in rows}


def facts_of(runtime: Runtime, number: str, kind: EntryKind) -> dict[str, Any]:
    of = complaint(runtime, number).id
    entry = HistoryEntryRecord
    with runtime.reading(PORTAL) as session:
        asked = select(entry.facts).where(entry.complaint_id == of, entry.kind == kind.value)
        found: dict[str, Any] = session.scalars(asked.order_by(entry.seq)).all()[-1]
        return found


def now_is(runtime: Runtime, somebody: Actor, role: Role) -> None:
    with runtime.transaction() as session:
        is_theirs = MembershipRecord.user_id == somebody.user_id
        session.execute(update(MembershipRecord).where(is_theirs).values(role=role.value))


def keep_out(runtime: Runtime, number: str, somebody: Actor) -> None:
    runtime.change(PORTAL, number, partial(conflicts.declare, user_id=somebody.user_id))
    with runtime.transaction() as session:
        session.execute(NoticeRecord.__table__.delete())


@on_both
def test_whoever_opens_no_complaint_is_not_said_to_have_been_told_at_a_post(
    runtime: Runtime, clock: FixedClock
):
    """An administrator at the first level's post: their letter would be held back."""
    administrator = member(runtime, Role.ADMINISTRATOR, post="office")
    member(runtime, Role.MANAGER, post="director")
    number = filed(runtime)
    go_up(runtime, clock)
    told = facts_of(runtime, number, EntryKind.DATE_MISSED)
    assert (told.get("told"), told.get("nobody")) == ([], "vacant")
    assert ("date_missed", administrator.user_id) not in waits(runtime)


@on_both
def test_an_assignee_who_opens_it_no_more_is_not_said_to_have_been_told(
    runtime: Runtime, clock: FixedClock
):
    assignee, head = member(runtime), member(runtime, Role.HEAD, post=None)
    member(runtime, Role.MANAGER, post="director")
    number = filed(runtime)
    with runtime.transaction() as session:
        of = ComplaintRecord.number == number
        session.execute(update(ComplaintRecord).where(of).values(assignee_id=assignee.user_id))
    now_is(runtime, assignee, Role.ADMINISTRATOR)
    go_up(runtime, clock)
    assert facts_of(runtime, number, EntryKind.DATE_MISSED)["told"] == ["head"]
    assert assignee.user_id not in {user for _kind, user in waits(runtime)}
    assert head.user_id


@on_both
@pytest.mark.parametrize("kind", ["date_missed", "post_vacant"])
def test_an_alarm_whose_reader_was_kept_out_since_goes_to_others(runtime: Runtime, kind: str):
    officer, other = member(runtime), member(runtime, Role.HEAD, post=None)
    number = filed(runtime)
    keep_out(runtime, number, officer)
    left(runtime, number, officer, kind)
    assert tell_staff(runtime, TUESDAY) == 0
    assert (kind, other.user_id) in waits(runtime)
    assert officer.user_id not in {user for _kind, user in waits(runtime)}


def test_an_alarm_without_others_goes_to_the_administrators_without_its_number(
    runtime: Runtime, mailbox: RecordingMailer
):
    officer = member(runtime)
    administrator = member(runtime, Role.ADMINISTRATOR, post=None)
    number = filed(runtime)
    keep_out(runtime, number, officer)
    left(runtime, number, officer)
    tell_staff(runtime, TUESDAY)
    assert waits(runtime) == {("nobody_in_charge", administrator.user_id)}
    mailbox.sent.clear()
    tell_staff(runtime, TUESDAY)
    send_due(runtime, runtime.now())
    (letter,) = [one for one in mailbox.sent if one["To"] == administrator.name]
    assert number not in whole(letter)


def test_an_alarm_of_somebody_who_left_is_told_to_who_leads(runtime: Runtime):
    """The head left: an officer in charge is told, and the head who came."""
    gone = member(runtime, Role.HEAD, post=None)
    came, officer = member(runtime, Role.HEAD, post="other"), member(runtime)
    number = filed(runtime)
    left(runtime, number, gone)
    with runtime.transaction() as session:
        session.get_one(UserRecord, gone.user_id).is_active = False
    tell_staff(runtime, TUESDAY)
    assert {("date_missed", came.user_id), ("date_missed", officer.user_id)} >= waits(runtime)
    with runtime.reading(PORTAL) as session:
        told = set(session.scalars(select(OutboxRecord.recipient)))
    everybody = told | {
        who.name for who in (came, officer) if ("date_missed", who.user_id) in waits(runtime)
    }
    assert {came.name, officer.name} <= everybody


@on_both
def test_an_alarm_that_is_held_back_as_it_leaves_goes_to_others(runtime: Runtime):
    officer, head = member(runtime), member(runtime, Role.HEAD, post=None)
    number = filed(runtime)
    written(runtime, number, "date_missed", officer.name, clock="answer")
    keep_out(runtime, number, officer)
    send_due(runtime, runtime.now())
    assert waits(runtime) == {("date_missed", head.user_id)}
    send_due(runtime, runtime.now())
    assert waits(runtime) == {("date_missed", head.user_id)}


@on_both
def test_a_letter_to_an_address_that_no_account_has_is_told_to_the_head(
    runtime: Runtime, mailbox: RecordingMailer
):
    head = member(runtime, Role.HEAD, post=None)
    member(runtime, Role.ADMINISTRATOR, post=None)
    number = filed(runtime)
    written(runtime, number, "assigned", "partie@exemple.org")
    send_due(runtime, runtime.now())
    assert waits(runtime) == {("letter_unread", head.user_id)}
    tell_staff(runtime, TUESDAY)
    send_due(runtime, runtime.now())
    (letter,) = mailbox.sent
    assert (letter["To"], letter["Subject"]) == (
        head.name,
        f"Plainte {number}\N{NO-BREAK SPACE}: {LEADS}",
    )


def test_without_a_head_it_is_told_to_the_administrators_without_its_number(
    runtime: Runtime, mailbox: RecordingMailer
):
    administrator = member(runtime, Role.ADMINISTRATOR, post=None)
    number = filed(runtime)
    written(runtime, number, "assigned", "partie@exemple.org")
    send_due(runtime, runtime.now())
    assert waits(runtime) == {("letter_unread", administrator.user_id)}
    tell_staff(runtime, TUESDAY)
    mailbox.sent.clear()
    send_due(runtime, runtime.now())
    (letter,) = mailbox.sent
    assert letter["To"] == administrator.name
    assert number not in whole(letter)


def test_that_nobody_reads_it_is_not_told_again_of_itself(runtime: Runtime):
    member(runtime, Role.HEAD, post=None)
    number = filed(runtime)
    written(runtime, number, "letter_unread", "partie@exemple.org")
    send_due(runtime, runtime.now())
    assert waits(runtime) == set()


def written(runtime: Runtime, number: str, code: str, recipient: str, **facts: Any) -> None:
    """Write a letter about a complaint to this address, and nothing else that waits."""
    told = {"number": number, "agency": "parks", **facts}
    row = mail_row(code, recipient, "fr", told, runtime.now())
    with runtime.transaction() as session:
        session.execute(OutboxRecord.__table__.delete())
        session.add(OutboxRecord(complaint_id=complaint(runtime, number).id, **row))

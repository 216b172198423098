"""No letter to the staff tells more than the pages of whoever gets it, as it leaves."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.app import FEATURES
from portal.complaints.letters.digests import tell_staff
from portal.complaints.letters.letters import mail_row
from portal.complaints.letters.outbox import send_due
from portal.complaints.letters.outcomes import SentCount
from portal.complaints.queries.accounts import active_user_id
from portal.complaints.records.message import NoticeRecord, OutboxRecord
from portal.complaints.records.people import UserRecord
from portal.complaints.work import complaint_by_number
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.runtime import Runtime
from portal.words.letters.staff_parts import Notice, StaffLetter
from tests.complaints.cases import complaint
from tests.features.information_requests.asking_inside import ask
from tests.features.recommendations.recommended import recommend
from tests.laws.going_up import filed, go_up
from tests.pages.office.people import sign_in
from tests.support import FixedClock, RecordingMailer, add_user
from tests.support.letters import text_of, whole
from tests.words.letter_cases import PARAMS

NUMBER = re.compile(r"\b\d{4}-\d{6}\b")
READERS = {
    "officer": (Role.OFFICER, "parks", "office"),
    "head": (Role.HEAD, "parks", None),
    "director": (Role.MANAGER, "parks", "director"),
    "president": (Role.TOP_AUTHORITY, "parks", "president"),
    "administrator": (Role.ADMINISTRATOR, "parks", None),
    "intake": (Role.INTAKE, "parks", "office"),
    "portal's administrator": (Role.ADMINISTRATOR, None, None),
    "analyst": (Role.ANALYST, None, None),
    "auditor": (Role.AUDITOR, None, None),
    "officer elsewhere": (Role.OFFICER, "water", "office"),
}
TO_STAFF = {
    code: kind
    for code, kind in FEATURES.letters.every.items()
    if isinstance(kind, StaffLetter) or (isinstance(kind, type) and issubclass(kind, StaffLetter))
}
NOTICES = {
    code
    for code, kind in TO_STAFF.items()
    if isinstance(kind, Notice) or (isinstance(kind, type) and issubclass(kind, Notice))
}


@pytest.fixture
def complaints(runtime: Runtime, clock: FixedClock) -> dict[str, int]:
    """Two complaints, at the first level and at the second, each with one recommendation."""
    for name, (role, agency, post) in READERS.items():
        add_user(runtime, address(name), role, agency, post)
    above = filed(runtime)
    go_up(runtime, clock)
    below = filed(runtime)
    for number in (above, below):
        ask(runtime, number, question="Pourquoi?")
    return {number: recommend(runtime, number) for number in (above, below)}


def address(name: str) -> str:
    return f"{name.replace(' ', '.').replace(chr(39), '')}@exemple.org"


def kinds() -> list[tuple[str, dict[str, object]]]:
    return [(code, facts) for code in TO_STAFF for facts in PARAMS.get(code, [{}])]


def about(facts: dict[str, object], number: str, recommendation: int) -> dict[str, object]:
    """The facts of a letter as it would be of this complaint."""
    own = {"recommendation": recommendation} if "recommendation" in facts else {}
    return {"number": number, "agency": "parks", **facts, **own}


def numbers_in(messages: list[EmailMessage]) -> set[str]:
    return {number for message in messages for number in NUMBER.findall(whole(message))}


def is_opened(client: FlaskClient, number: str) -> bool:
    return client.get(f"/fr/gestion/parks/plaintes/{number}").status_code == 200


@pytest.mark.parametrize("name", READERS)
def test_every_number_in_a_letter_opens_for_whoever_gets_it(
    app: Flask,
    runtime: Runtime,
    mailbox: RecordingMailer,
    complaints: dict[str, int],
    name: str,
):
    send_all(runtime)
    mailbox.sent.clear()
    with runtime.transaction() as session:
        for number, recommendation in complaints.items():
            of = complaint(runtime, number).id
            for code, facts in kinds():
                told = about(facts, number, recommendation)
                row = mail_row(code, address(name), "fr", told, runtime.now())
                session.add(OutboxRecord(complaint_id=of, **row))
    send_all(runtime)
    client = app.test_client()
    sign_in(client, address(name))
    numbers = numbers_in(mailbox.sent)
    assert {number for number in numbers if not is_opened(client, number)} == set()
    assert numbers == {number for number in complaints if is_opened(client, number)}


def send_all(runtime: Runtime) -> None:
    while send_due(runtime, runtime.now()).is_full:
        pass


@pytest.mark.parametrize("name", READERS)
def test_a_digest_lists_and_counts_what_its_reader_may_open_or_is_asked(
    app: Flask,
    runtime: Runtime,
    mailbox: RecordingMailer,
    complaints: dict[str, int],
    name: str,
):
    tell_staff(runtime, runtime.now())
    send_all(runtime)
    mailbox.sent.clear()
    reader = user_id(runtime, name)
    others = [(code, facts) for code, facts in kinds() if code in NOTICES]
    with runtime.transaction() as session:
        session.execute(update(UserRecord).values(told_at=None, warned_at=None))
        for number, recommendation in complaints.items():
            of = complaint(runtime, number).id
            for code, facts in others:
                told = about(facts, number, recommendation)
                kept = {"complaint_id": of, "kind": code, "params": told, "at": runtime.now()}
                session.add(NoticeRecord(**kept, user_id=reader, clock_id=None))
    tell_staff(runtime, runtime.now())
    send_all(runtime)
    client = app.test_client()
    sign_in(client, address(name))
    numbers = numbers_in(mailbox.sent)
    assert numbers == {number for number in complaints if is_opened(client, number)}
    (digest,) = mailbox.sent
    listed = [line for line in text_of(digest).splitlines() if line.startswith("- ")]
    assert re.match(rf"{len(listed)} plaintes? demande", digest["Subject"]), text_of(digest)


@pytest.mark.parametrize("moment", ["told", "sent"])
def test_what_was_put_together_before_a_complaint_went_away_names_it_no_more(
    runtime: Runtime, mailbox: RecordingMailer, complaints: dict[str, int], moment: str
):
    """Not those who were to be told of it, nor who is kept out since, nor its former agency."""
    first, second = complaints
    tell_staff(runtime, runtime.now())
    send_all(runtime)
    mailbox.sent.clear()
    with runtime.transaction() as session:
        session.execute(update(UserRecord).values(told_at=None, warned_at=None))
        for number in complaints:
            told = {"number": number, "agency": "parks", "clock": "answer"}
            of = {"complaint_id": complaint(runtime, number).id, "clock_id": None}
            of |= {"kind": "date_missed", "params": told, "at": runtime.now()}
            session.add(NoticeRecord(**of, user_id=user_id(runtime, "officer")))
    if moment == "sent":
        tell_staff(runtime, runtime.now())
    with runtime.transaction() as session:
        complaint_by_number(session, first).agency = "water"
    tell_staff(runtime, runtime.now())
    send_all(runtime)
    (message,) = mailbox.sent
    assert numbers_in([message]) == {second}
    assert message["To"] == address("officer")


def test_a_letter_that_leads_its_reader_nowhere_is_not_sent_and_not_a_failure(
    runtime: Runtime, mailbox: RecordingMailer, complaints: dict[str, int]
):
    first, _second = complaints
    send_all(runtime)
    mailbox.sent.clear()
    told = {"number": first, "agency": "parks"}
    row = mail_row("assigned", address("officer elsewhere"), "fr", told, runtime.now())
    with runtime.transaction() as session:
        session.add(OutboxRecord(complaint_id=complaint(runtime, first).id, **row))
    assert send_due(runtime, runtime.now()) == SentCount(held_back=1)
    assert mailbox.sent == []
    assert send_due(runtime, runtime.now()) == SentCount()


def user_id(runtime: Runtime, name: str) -> int:
    with runtime.reading(PORTAL) as session:
        found = active_user_id(session, runtime.keyring, address(name))
        assert found is not None
        return found

"""Texts that somebody moved between rows of the database: nobody reads them, nothing is hidden."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Column

from portal.complaints.letters.outbox import SentCount, send_due
from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.complaints.records.message import HeldMessageRecord, OutboxRecord
from portal.domain.handling.held_messages import Outgoing
from portal.domain.role import Role
from portal.domain.text import NOT_OPENED
from portal.runtime import Runtime
from tests.pages.office.people import case_path, signed_in, words
from tests.support import RecordingMailer, file
from tests.support.swapped import swap

_C, _P, _O = (record.__table__.c for record in (ComplaintRecord, PersonRecord, OutboxRecord))
pytestmark = pytest.mark.past_the_portal

OTHERS = "Les loups ont mangé la passerelle."


def swapped(runtime: Runtime, *columns: Column[object]) -> None:
    """Swap what the first two rows keep in some columns."""
    with runtime.transaction() as session:
        for column in columns:
            swap(session.connection(), column, 1, 2)


@pytest.mark.parametrize(
    "columns",
    [(_C.story,), (_C.subject,), (_C.answers,), (_P.name, _P.email), (_C.story, _C.subject)],
    ids=lambda columns: " ".join(map(str, columns)),
)
def test_a_page_shows_the_rest_and_the_administrator_is_told(
    app: Flask, runtime: Runtime, columns: tuple[Column[object], ...]
):
    receipt = file(runtime)
    file(runtime, story=OTHERS, name="Zoé Zouave")
    swapped(runtime, *columns)
    citizen = app.test_client()
    answered = citizen.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    officer = signed_in(app, runtime)
    pages = [
        citizen.get(answered.location),
        officer.get("/fr/gestion/parks/file"),
        officer.get(case_path(receipt.number)),
    ]
    assert [page.status_code for page in pages] == [200, 200, 200]
    followed, _listed, case = (words(page.text) for page in pages)
    assert "loups" not in followed + case
    assert "Zouave" not in followed + case
    if _C.answers not in columns:
        assert NOT_OPENED in followed + case
    admin = signed_in(app, runtime, "admin@parcs.example", role=Role.ADMINISTRATOR, post=None)
    told = words(admin.get("/fr/reglages/parks").text)
    assert "Des textes ne peuvent pas être lus" in told
    assert str(columns[-1]).partition(".")[0] in told


def test_a_letter_whose_address_was_moved_goes_to_nobody(
    runtime: Runtime, mailbox: RecordingMailer
):
    file(runtime)
    file(runtime, email="zoe@exemple.org")
    swapped(runtime, _O.recipient)
    assert send_due(runtime, runtime.now()) == SentCount(failed=2)
    assert mailbox.sent == []


def test_what_waits_to_leave_and_was_moved_does_not_leave(runtime: Runtime):
    content = HeldMessageRecord.__table__.c.content.type.instead
    with pytest.raises(ValueError, match="body"):
        runtime.features.content_of(Outgoing.ANSWER.value, content)

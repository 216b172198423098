"""Whatever ends a complaint, what is owed after a report of reprisals goes on; no page leaks it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask, url_for

from portal.complaints.handling import casework
from portal.complaints.letters.outbox import send_due
from portal.domain.actor import complainant
from portal.domain.handling.confidential import CLOCKS
from portal.domain.role import Role
from portal.features.reprisals import actions as reprisals
from portal.runtime import Runtime
from tests.complaints.cases import act, clocks, complaint, letters, member
from tests.complaints.closed import conclude, withdraw
from tests.features.transfers.transferred import route
from tests.pages.office.people import signed_in
from tests.support import RecordingMailer, file, on_both

SECRET = "zouave"


def answered(runtime: Runtime, number: str) -> None:
    act(runtime, number, casework.answer, body="Voici.")


def reported(runtime: Runtime, agency: str = "parks") -> str:
    number = file(runtime, agency).number
    owner = complainant(complaint(runtime, number).id)
    told = partial(reprisals.report, body=f"Le {SECRET} me refuse l’entrée.")
    runtime.change(owner, number, told)
    return number


def owed(runtime: Runtime, number: str) -> list[str]:
    return [one.kind for one in clocks(runtime, number) if one.kind in CLOCKS and one.pending]


@on_both
@pytest.mark.parametrize(
    "end", [withdraw, conclude, answered], ids=["withdrawn", "closed", "answered"]
)
def test_no_end_of_a_complaint_ends_what_is_owed(
    runtime: Runtime, end: Callable[[Runtime, str], None]
):
    number = reported(runtime)
    before = owed(runtime, number)
    end(runtime, number)
    assert owed(runtime, number) == before
    assert complaint(runtime, number).reprisal_due_at is not None


def test_a_complaint_that_is_handed_on_takes_it_along_and_the_new_head_is_told(runtime: Runtime):
    there = member(runtime, Role.HEAD, "parks", None)
    number = reported(runtime, "desk")
    route(runtime, number)
    assert len(owed(runtime, number)) == len(CLOCKS) + 1
    assert ("reprisal_flagged", there.name) in letters(runtime, number)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER, Role.INTAKE, Role.AUDITOR])
def test_no_page_of_the_office_shows_the_text_to_who_does_not_protect(
    app: Flask, runtime: Runtime, role: Role
):
    number = reported(runtime)
    client = signed_in(app, runtime, role=role)
    with app.test_request_context():
        pages = {
            rule.endpoint: url_for(rule.endpoint, agency="parks", number=number, language="fr")
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("office.")
            and {"agency", "number"} == set(rule.arguments) - {"language"}
        }
    assert len(pages) > 10
    for name, path in pages.items():
        assert SECRET not in client.get(path).text, name


def test_no_letter_quotes_a_report(runtime: Runtime, mailbox: RecordingMailer):
    member(runtime, Role.HEAD, "parks", None)
    reported(runtime)
    send_due(runtime, runtime.now())
    told = [str(one.get_body(("plain",)).get_content()) for one in mailbox.sent]
    assert len(told) == 3
    assert not [text for text in told if SECRET in text]

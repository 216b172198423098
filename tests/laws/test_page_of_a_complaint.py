"""What the page of a complaint and the follow-up page ask of the database, whoever opens them.

No feature adds a statement, whatever it has to show; and once a page was opened, nothing that it
asks is made, narrowed or compiled anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, event
from sqlalchemy.engine.interfaces import CacheStats

from portal.complaints.handling import casework, documents
from portal.complaints.handling.documents import StoredDocument
from portal.complaints.handling.following import write_message
from portal.domain.role import Role
from portal.domain.time.promise import Allowance, Unit
from portal.features.conflicts_of_interest.actions import declare
from portal.features.contact_limits.actions import Limit, limit_contact
from portal.features.contact_limits.rules import Means
from portal.features.linking.actions import link_complaints
from portal.features.reprisals import actions as reprisals
from portal.runtime import Runtime
from tests.complaints.cases import act, member
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.features.groups import grouped
from tests.features.information_requests import asking_inside
from tests.features.joint_answers import asked_parts
from tests.features.recommendations.recommended import recommend
from tests.features.transfers.transferred import transferred
from tests.pages.office.people import case_path, signed_in
from tests.support import file, on_both
from tests.support.statements import sent_by

OF_A_CASE, OF_FOLLOWING = 9, 6
"""How many statements the pages take at most, with who is signed in and what the header counts."""

LIMIT = Limit((Means.WEEKLY,), "Quarante appels en trois jours.", Allowance(3, Unit.MONTHS))
SIGNED_IN = (
    (Role.OFFICER, "parks", "office"),
    (Role.HEAD, "parks", None),
    (Role.MANAGER, "parks", "office"),
    (Role.TOP_AUTHORITY, "parks", "president"),
    (Role.AUDITOR, None, None),
)


def with_everything(runtime: Runtime) -> tuple[str, str]:
    """A complaint with something of every feature that shows anything; its number and code."""
    receipt, other = file(runtime), file(runtime).number
    number = receipt.number
    head, writer = member(runtime, Role.HEAD, post=None), member(runtime, post="office")
    member(runtime, Role.MANAGER, post="director")
    owner = asked_parts.owner(runtime, number)
    key, limits = runtime.files.put(b"Le constat."), runtime.agencies.portal.attachments
    document = StoredDocument("constat.pdf", "application/pdf", 11, "0" * 64, key)
    act(runtime, number, documents.add_to_complaint, owner, document=document, limits=limits)
    act(runtime, number, write_message, owner, body="Le zouave dort.", once=None)
    act(runtime, number, casework.add_note, writer, body="Voir la patrouille.")
    act(runtime, number, link_complaints, writer, to=other)
    act(runtime, number, limit_contact, head, limit=LIMIT)
    kept_out = somebody(runtime, "Odile Zibeline")
    act(runtime, number, declare, head, user_id=kept_out.user_id)
    act(runtime, number, reprisals.report, owner, body="Menaces au guichet.", once=None)
    recommend(runtime, number, writer)
    grouped.opened(runtime, writer, number, other)
    asking_inside.ask(runtime, number, by=writer)
    asked_parts.begun(runtime, number, "story", "name")
    return number, receipt.code


def held_back(runtime: Runtime) -> tuple[str, str]:
    """A complaint that came from another agency without all that was said there."""
    receipt = file(runtime, "water")
    transferred(runtime, receipt.number, "parks")
    return receipt.number, receipt.code


def answered(runtime: Runtime) -> tuple[str, str]:
    """A complaint that was answered and closed."""
    receipt = file(runtime)
    asked_parts.answer(runtime, receipt.number, "Le sentier ouvre en mai.")
    asked_parts.close(runtime, receipt.number)
    return receipt.number, receipt.code


EVERY_KIND = (with_everything, held_back, answered)


@pytest.fixture(autouse=True)
def no_release_is_looked_for(runtime: Runtime) -> None:
    runtime._looked_at = float("inf")


def made_anew(runtime: Runtime, do: Callable[[], object]) -> list[str]:
    """Return what was made while something was done: SELECTs, and what is compiled of them."""
    made: list[str] = []
    begun, engines = Select.__init__, {runtime.database.writer, runtime.database.reader}

    def begin(select: Any, *of: Any, **more: Any) -> None:
        begun(select, *of, **more)
        made.append(f"select {of}")

    def note(*of: Any) -> None:
        if of[4] and of[4].compiled is not None and of[4].cache_hit is not CacheStats.CACHE_HIT:
            made.append(str(of[2]))

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Select, "__init__", begin)
        do()
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    return made


def opened(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


@on_both
@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize(("role", "agency", "post"), SIGNED_IN)
def test_whoever_opens_a_complaint_it_takes_no_more_statements(
    app: Flask, runtime: Runtime, kind, role: Role, agency: str | None, post: str | None
):
    number, _ = kind(runtime)
    client = signed_in(app, runtime, role=role, agency=agency, post=post)
    open_it = partial(opened, client, case_path(number))
    open_it()
    sent = sent_by(runtime, open_it)
    assert len(sent) <= OF_A_CASE, sent
    assert made_anew(runtime, open_it) == []


@on_both
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_whoever_follows_a_complaint_it_takes_no_more_statements(
    client: FlaskClient, runtime: Runtime, kind
):
    number, code = kind(runtime)
    path = client.post("/fr/suivi", data={"numero": number, "code": code}).location
    opened(client, path)
    sent = sent_by(runtime, partial(opened, client, path))
    assert len(sent) <= OF_FOLLOWING, sent
    assert made_anew(runtime, partial(opened, client, path)) == []

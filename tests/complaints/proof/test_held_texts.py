"""Texts that wait before they leave: changed or moved past the portal, none of them leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

import portal
from portal.complaints.letters.giving_back import KEPT_FOR, erase_old
from portal.complaints.records.message import HeldMessageRecord
from portal.db import schema
from portal.domain.actor import PORTAL, Actor
from portal.domain.handling.held_messages import CameBack
from portal.domain.role import Role
from portal.domain.text import NOT_OPENED
from portal.runtime import Runtime
from portal.worker import Worker, let_leave
from tests.complaints.held_messages.people import MINUTE, confirmed, held, somebody
from tests.complaints.proof.forging import tamper, why_broken
from tests.pages.office.people import bodies, case_path, sign_in, signed_in, words
from tests.support import file, on_both
from tests.support.swapped import swap

VERSIONS = Path(portal.__file__).parent / "db" / "migrations" / "versions"
[ADDING] = VERSIONS.glob("*_held_texts_added_up.py")
BEFORE = f"{int(ADDING.name[:4]) - 1:04}"
FIRST, SECOND = "2026-000001", "2026-000002"
OTHERS = "Les loups ont mangé la passerelle."
pytestmark = pytest.mark.past_the_portal

MOVED = (
    "UPDATE held_message SET complaint_id = 3 - complaint_id WHERE id = 1",
    "UPDATE held_message SET complaint_id = 3 - complaint_id WHERE id = 2",
)


@pytest.fixture
def two_held(runtime: Runtime) -> Runtime:
    """Two complaints, with an answer to each that is about to leave."""
    author = somebody(runtime, "claire")
    for body in ("Le sentier est rouvert.", OTHERS):
        confirmed(runtime, file(runtime).number, author, body)
    return runtime


def other(runtime: Runtime) -> Actor:
    """Return a colleague of the author."""
    return somebody(runtime, "denis")


def answers(runtime: Runtime) -> list[str]:
    """Return what was sent about the two complaints."""
    return bodies(runtime, FIRST, "answer") + bodies(runtime, SECOND, "answer")


@on_both
@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE held_message SET author_id = {other} WHERE id = 1",
        "UPDATE held_message SET leaves_at = NULL WHERE id = 1",
        "UPDATE held_message SET waiting = 'reader' WHERE id = 1",
        "DELETE FROM held_message WHERE id = 1",
    ],
)
def test_what_waits_is_in_the_sum(two_held: Runtime, forged: str):
    assert why_broken(two_held) == ""
    tamper(two_held, forged.format(other=other(two_held).user_id))
    assert "was changed" in why_broken(two_held)


@on_both
def test_what_leaves_or_comes_back_or_is_erased_leaves_the_sum(two_held: Runtime):
    now = two_held.now() + MINUTE
    let_leave(two_held, now)
    assert len(answers(two_held)) == 2
    assert why_broken(two_held) == ""
    confirmed(two_held, file(two_held).number, other(two_held))
    [text] = held(two_held, "2026-000003")
    with two_held.transaction(PORTAL) as session:
        kept = session.get_one(HeldMessageRecord, text.id)
        kept.waiting, kept.came_back_at, kept.leaves_at = "author", now, None
    assert why_broken(two_held) == ""
    with two_held.transaction(PORTAL) as session:
        assert erase_old(session, now + 2 * KEPT_FOR) == 1
    assert why_broken(two_held) == ""


@on_both
def test_those_from_before_are_added_up(two_held: Runtime):
    schema.downgrade(two_held.database, BEFORE)
    schema.upgrade(two_held.database)
    assert why_broken(two_held) == ""
    let_leave(two_held, two_held.now() + MINUTE)
    assert len(answers(two_held)) == 2
    assert why_broken(two_held) == ""


@on_both
def test_one_that_was_forged_before_is_not_signed(two_held: Runtime):
    schema.downgrade(two_held.database, BEFORE)
    with two_held.transaction() as session:
        swap(session.connection(), HeldMessageRecord.__table__.c.content, 1, 2)
    schema.upgrade(two_held.database)
    assert "was changed" in why_broken(two_held)


@pytest.mark.parametrize("way", ["texts", "rows", "author"])
def test_what_was_moved_leaves_nowhere_and_hides_nothing(app: Flask, two_held: Runtime, way: str):
    if way == "texts":
        with two_held.transaction() as session:
            swap(session.connection(), HeldMessageRecord.__table__.c.content, 1, 2)
    elif way == "rows":
        tamper(two_held, "DROP INDEX ix_held_message_on_its_way", *MOVED)
    else:
        to_other = f"UPDATE held_message SET author_id = {other(two_held).user_id}"
        tamper(two_held, to_other)
    assert "was changed" in why_broken(two_held)
    browser = signed_in(app, two_held, "denise@parcs.example")
    waiting = browser.get(case_path(FIRST))
    assert waiting.status_code == 200
    assert "ne partira pas" in words(waiting.text)
    Worker(two_held).run_once(two_held.now() + MINUTE)
    assert answers(two_held) == []
    for number in (FIRST, SECOND):
        [text] = held(two_held, number)
        assert (text.waiting, text.came_back) == ("author", CameBack.NOT_OPENED)
        assert bodies(two_held, number, "note") == [NOT_OPENED]
        page = browser.get(case_path(number))
        assert page.status_code == 200
        assert "loups" not in page.text
    admin = signed_in(app, two_held, "admin@parcs.example", role=Role.ADMINISTRATOR, post=None)
    told = words(admin.get("/fr/reglages/parks").text)
    assert "held_message.content" in told


def test_its_author_is_told_to_write_it_anew(app: Flask, two_held: Runtime):
    with two_held.transaction() as session:
        swap(session.connection(), HeldMessageRecord.__table__.c.content, 1, 2)
    Worker(two_held).run_once(two_held.now() + MINUTE)
    author = app.test_client()
    sign_in(author, "claire@parks.example")
    page = author.get(case_path(FIRST))
    assert page.status_code == 200
    assert "Il faut l’écrire de nouveau" in words(page.text)
    assert "Votre texte est ici, au complet" not in words(page.text)
    assert author.get(case_path(FIRST) + "?ecrire=reponse").status_code == 200

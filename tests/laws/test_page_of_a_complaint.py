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

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.laws.of_every_kind import answered, held_back, with_everything
from tests.pages.office.people import case_path, signed_in
from tests.support import on_both
from tests.support.statements import sent_by

OF_A_CASE, OF_FOLLOWING = 9, 6
"""How many statements the pages take at most, with who is signed in and what the header counts."""

SIGNED_IN = (
    (Role.OFFICER, "parks", "office"),
    (Role.HEAD, "parks", None),
    (Role.MANAGER, "parks", "office"),
    (Role.TOP_AUTHORITY, "parks", "president"),
    (Role.AUDITOR, None, None),
)


EVERY_KIND = (with_everything, held_back, answered)


@pytest.fixture(autouse=True)
def no_release_is_looked_for(runtime: Runtime) -> None:
    runtime._noticing._looked_at = float("inf")


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

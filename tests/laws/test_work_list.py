"""What the work list asks of the database: few statements, whoever looks, and none made anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, Table

from portal.complaints.queries import work_list
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.search.merging import merge_all
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.pages.office.people import signed_in
from tests.support import file, on_both
from tests.support.statements import sent_by

LIST = "/fr/gestion/parks/file?vue="
VIEWS = (
    *("equipe", "a-moi", "non-attribuees", "en-retard", "bientot", "fermees"),
    "ecrit-apres-la-fin",
    *("&compte=recues&periode=2026-11", "&compte=en-cours&age=0&q=sentier"),
    *("equipe&q=sentier", "fermees&q=sentier", "equipe&canal=web", "equipe&q=sentier&canal=web"),
)
# Who is signed in; what stands around the list, with what a search finds; its rows; what belongs to
# them, with how many there are; what is asked of the person.
STATEMENTS = 5
_NARROWED = (("agency",), ("agency", "is_open"))
OF_A_SEARCH = 2
"""What the index holds of the agency, and the blocks where the words stand."""
OF_A_FIGURE = 1
"""How much the figure counts that led to the list, whoever may see it."""


@pytest.fixture(autouse=True)
def no_release_is_looked_for(runtime: Runtime) -> None:
    runtime._noticing._looked_at = float("inf")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Select[Any]]:
    """The SELECTs that were made."""
    selects: list[Select[Any]] = []
    make: Callable[..., None] = Select.__init__

    def noted(self: Select[Any], *columns: Any) -> None:
        selects.append(self)
        make(self, *columns)

    monkeypatch.setattr(Select, "__init__", noted)
    return selects


def asked_by(runtime: Runtime, client: FlaskClient, view: str) -> list[str]:
    """Return what a view that was read before asks."""
    client.get(LIST + view)
    return sent_by(runtime, lambda: client.get(LIST + view))


@on_both
@pytest.mark.parametrize("view", VIEWS)
def test_it_asks_as_much_however_long_it_is(app: Flask, runtime: Runtime, view: str):
    officer = signed_in(app, runtime)
    for _ in range(2):
        file(runtime)
        merge_all(runtime.database, runtime.now())
        asked = asked_by(runtime, officer, view)
        most = STATEMENTS + OF_A_SEARCH * ("q=" in view) + OF_A_FIGURE * ("compte=" in view)
        assert len(asked) <= most, asked


@pytest.mark.parametrize("role", [Role.HEAD, Role.MANAGER, Role.TOP_AUTHORITY, Role.AUDITOR])
def test_no_role_asks_more(app: Flask, runtime: Runtime, role: Role):
    file(runtime)
    client = signed_in(app, runtime, role=role)
    asked = asked_by(runtime, client, "equipe")
    assert 0 < len(asked) <= STATEMENTS, asked


@on_both
@pytest.mark.parametrize("view", VIEWS)
def test_what_was_read_before_makes_no_statement(
    app: Flask, runtime: Runtime, made: list[Select[Any]], view: str
):
    file(runtime)
    officer = signed_in(app, runtime)
    officer.get(LIST + view)
    made.clear()
    assert officer.get(LIST + view).status_code == 200
    assert made == []


def test_each_part_of_a_list_is_in_the_order_of_an_index_of_its_agency():
    """In another, PostgreSQL may look for a few through every complaint that there is."""
    table = cast("Table", ComplaintRecord.__table__)
    indexes = [tuple(column.key for column in index.columns) for index in table.indexes]
    orders = [order.key for _, order in work_list._PARTS]
    begins = [(*narrowed, order) for order in orders for narrowed in _NARROWED]
    in_order = {begin[-1] for begin in begins for index in indexes if index[: len(begin)] == begin}
    assert in_order == {*orders}

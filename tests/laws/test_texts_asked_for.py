"""What pages ask the catalogue for: texts that something fills, counts or chooses, and no other.

Whatever a template says alike on every page is compiled with it.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.runtime import Runtime
from portal.words.catalogue import FrenchTexts
from tests.pages.office.people import case_path, signed_in
from tests.support import file

LIST = "/fr/gestion/parks/file?vue=equipe"
# Names of views, filters and actions: they are said by Python, once a page.
OF_A_LIST = 28
# How many days are left, and today at what time something was done last.
OF_A_ROW = 3
# Three dates that are explained, with each day on the way, the history, and what may be done.
OF_A_COMPLAINT = 125
OF_ITS_FOLLOWING = 86


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were asked for, each as often as it was."""
    asked: list[str] = []
    for name in ("gettext", "ngettext"):
        look_up = getattr(FrenchTexts, name)

        def noted(self: FrenchTexts, *text: str, look_up: Callable[..., str] = look_up) -> str:
            asked.append(text[0])
            return look_up(self, *text)

        monkeypatch.setattr(FrenchTexts, name, noted)
    return asked


def asked_by(client: FlaskClient, page: str, asked_for: list[str]) -> int:
    """Return for how many texts a page asks that was read before."""
    client.get(page)
    asked_for.clear()
    assert client.get(page).status_code == 200
    return len(asked_for)


def test_the_work_list_asks_for_few_texts_and_for_few_more_a_row(
    app: Flask, runtime: Runtime, asked_for: list[str]
):
    claire = signed_in(app, runtime)
    for rows in (1, 2, 3):
        file(runtime)
        assert asked_by(claire, LIST, asked_for) <= OF_A_LIST + OF_A_ROW * rows


def test_a_complaint_asks_for_what_happened_and_what_may_be_done(
    app: Flask, runtime: Runtime, asked_for: list[str]
):
    page = case_path(file(runtime).number)
    assert asked_by(signed_in(app, runtime), page, asked_for) <= OF_A_COMPLAINT


def test_who_follows_a_complaint_is_told_of_it_alone(
    client: FlaskClient, runtime: Runtime, asked_for: list[str]
):
    receipt = file(runtime)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    assert asked_by(client, f"/fr/suivi/{receipt.number}", asked_for) <= OF_ITS_FOLLOWING


def test_a_page_that_is_kept_asks_for_nothing(client: FlaskClient, asked_for: list[str]):
    assert asked_by(client, "/fr/", asked_for) == 0

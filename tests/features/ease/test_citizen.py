"""« Était-ce facile? » is one click on the sent page, counted once and tied to nothing."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect, select

from portal.domain.actor import PORTAL
from portal.features.ease.records import EaseCountRecord, EaseMarkRecord
from portal.features.ease.rules import Ease
from portal.runtime import Runtime
from tests.pages.citizen.journeys import at, code_in, number_in, post, to_check
from tests.pages.office.people import words


@pytest.fixture
def draft(client: FlaskClient) -> str:
    draft = to_check(client)
    post(client, draft, "verifier")
    return draft


def counts(runtime: Runtime) -> dict[tuple[date, str, str, str], int]:
    with runtime.reading(PORTAL) as session:
        every = session.scalars(select(EaseCountRecord))
        return {(one.day, one.cut, one.value, one.answer): one.n for one in every}


@pytest.mark.parametrize(
    ("page", "asked", "answers"),
    [
        ("/fr/plainte/{}/envoyee", "Était-ce facile?", ["Oui", "En partie", "Non"]),
        ("/en/complaint/{}/sent", "Was it easy?", ["Yes", "In part", "No"]),
    ],
)
def test_three_buttons_ask_it_without_any_text(
    client: FlaskClient, draft: str, page: str, asked: str, answers: list[str]
):
    text = client.get(page.format(draft)).text
    section = text[text.index('id="facile"') : text.index("</section>")]
    assert asked in words(section)
    assert all(f">{answer}</button>" in section for answer in answers)
    assert "<textarea" not in section


def test_an_answer_is_counted_by_agency_and_by_language_of_its_day(
    client: FlaskClient, draft: str, runtime: Runtime
):
    answer = client.post(at(draft, "facile"), data={"facile": "oui"})
    assert answer.status_code == 303
    day = date(2026, 11, 24)
    assert counts(runtime) == {
        (day, "agency", "parks", Ease.YES): 1,
        (day, "language", "fr", Ease.YES): 1,
    }


def test_the_code_is_still_shown_with_thanks_afterwards(client: FlaskClient, draft: str):
    code = code_in(client.get(at(draft, "envoyee")).text)
    answer = client.post(at(draft, "facile"), data={"facile": "non"})
    page = client.get(answer.location).text
    assert code_in(page) == code
    assert "Merci. C’est compté, sans lien avec votre plainte." in words(page)
    assert 'name="facile"' not in page


def test_a_double_click_counts_once_and_the_first_answer_stands(
    client: FlaskClient, draft: str, runtime: Runtime
):
    for value in ("oui", "oui", "non"):
        assert client.post(at(draft, "facile"), data={"facile": value}).status_code == 303
    assert set(counts(runtime).values()) == {1}
    assert {answer for _, _, _, answer in counts(runtime)} == {Ease.YES}


def test_no_other_cookie_is_set(client: FlaskClient, draft: str):
    client.get(at(draft, "envoyee"))
    before = set(client._cookies)
    client.post(at(draft, "facile"), data={"facile": "oui"})
    assert set(client._cookies) == before


def test_nothing_that_is_kept_names_the_complaint(
    client: FlaskClient, draft: str, runtime: Runtime
):
    number = number_in(client.get(at(draft, "envoyee")).text)
    client.post(at(draft, "facile"), data={"facile": "oui"})
    with runtime.reading(PORTAL) as session:
        [mark] = session.scalars(select(EaseMarkRecord))
        assert (mark.mark, number) != (draft, mark.mark)
        known = inspect(session.connection())
        tables = (EaseMarkRecord.__tablename__, EaseCountRecord.__tablename__)
        columns = {column["name"] for table in tables for column in known.get_columns(table)}
    assert columns == {"mark", "day", "cut", "value", "answer", "n"}


@pytest.mark.parametrize("typed", [{}, {"facile": "peut-être"}])
def test_what_is_no_answer_counts_nothing(
    client: FlaskClient, draft: str, runtime: Runtime, typed: dict[str, str]
):
    assert client.post(at(draft, "facile"), data=typed).status_code == 303
    assert counts(runtime) == {}


def test_nobody_says_it_of_a_draft_that_is_not_sent_or_not_theirs(
    client: FlaskClient, runtime: Runtime
):
    unsent = to_check(client)
    client.post(at(unsent, "facile"), data={"facile": "oui"})
    post(client, unsent, "verifier")
    stranger = client.application.test_client()
    assert stranger.post(at(unsent, "facile"), data={"facile": "oui"}).status_code == 404
    assert counts(runtime) == {}

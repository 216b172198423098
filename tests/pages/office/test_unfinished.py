"""A text does not leave with blanks of its model, nor in a language that nobody chose."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import bodies, case_path, words
from tests.releases.publishing import publish
from tests.support import file
from tests.support.agencies import PARKS_YAML
from tests.support.languages import ENGLISH, FRENCH

MODELS = """\
letters:
  - code: usual
    name: {fr: Réponse courante, en: Usual answer}
    use: answer
    text:
      fr: "Bonjour,\\n\\nCe que nous avons vérifié :\\n\\nCe que nous faisons pour vous :"
      en: "Hello,\\n\\nWhat we checked:\\n\\nWhat we are doing for you:"
"""
HOLLOW = "Bonjour,\n\nCe que nous avons vérifié :\n\nCe que nous faisons pour vous :"
FILLED = HOLLOW.replace("vérifié :", "vérifié :\nLe relevé.") + "\nUn remboursement."


@pytest.fixture
def claire(claire: FlaskClient, runtime: Runtime) -> FlaskClient:
    """Claire, whose agency has a model that asks for words."""
    publish(runtime, PARKS_YAML + MODELS)
    return claire


@pytest.mark.parametrize("how", [{}, {"send": "yes"}])
def test_a_model_left_blank_is_not_shown_as_a_letter_and_says_where(
    claire: FlaskClient, runtime: Runtime, how: dict[str, str]
):
    number = file(runtime).number
    page = claire.post(case_path(number, "repondre"), data={"body": HOLLOW, "version": "1", **how})
    assert page.status_code == 422
    told = words(page.text)
    assert "« Ce que nous avons vérifié : » « Ce que nous faisons pour vous : »" in told
    assert HOLLOW.splitlines()[2] in page.text.split("<textarea")[1]
    assert bodies(runtime, number, "answer") == []


@pytest.mark.parametrize("how", [{}, {"send": "yes"}])
def test_a_mark_to_be_replaced_is_not_shown_as_a_letter_and_says_where(
    claire: FlaskClient, runtime: Runtime, how: dict[str, str]
):
    number = file(runtime).number
    body = "Bonjour [nom],\n\nLe sentier ouvre le XX mai, etc..."
    page = claire.post(case_path(number, "repondre"), data={"body": body, "version": "1", **how})
    assert page.status_code == 422
    assert "« Bonjour [nom], » « Le sentier ouvre le XX mai, etc... »" in words(page.text)
    assert bodies(runtime, number, "answer") == []


def test_a_model_with_something_after_each_of_its_lines_is_shown_as_a_letter(
    claire: FlaskClient, runtime: Runtime
):
    number = file(runtime).number
    page = claire.post(case_path(number, "repondre"), data={"body": FILLED, "version": "1"})
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("language", "action", "field", "more"),
    [
        ("en", "repondre", "body", {}),
        ("fr", "repondre", "body", {}),
        ("en", "demander", "body", {}),
        ("en", "prolonger", "reason", {"amount": "5"}),
    ],
)
def test_a_text_in_the_language_that_they_did_not_choose_says_where_it_begins(
    claire: FlaskClient,
    runtime: Runtime,
    language: str,
    action: str,
    field: str,
    more: dict[str, str],
):
    number = file(runtime, reply_language=language).number
    text = FRENCH if language == "en" else ENGLISH
    page = claire.post(case_path(number, action), data={field: text, "version": "1", **more})
    assert page.status_code == 422
    assert "Écrivez dans sa langue" in page.text
    right = {field: ENGLISH if language == "en" else FRENCH, "version": "1", **more}
    assert claire.post(case_path(number, action), data=right).status_code == 200

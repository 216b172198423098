"""Where two agencies may be meant, one question in everyday words decides between them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.pages.citizen.journeys import at, begin, post
from tests.pages.office.people import words
from tests.pages.settings.pages import publish, save
from tests.support.agencies import PARKS_YAML

EVERYDAY = "  everyday: {fr: un sentier ou un camping, en: a trail or a campground}\n"
BOTH = "ma facture pour le sentier du compteur"
ASKED = "Une question pour choisir"


@pytest.fixture(autouse=True)
def both_say_it_in_everyday_words(admin: FlaskClient) -> None:
    save(admin, PARKS_YAML.replace("  aliases: [parcs", f"{EVERYDAY}  aliases: [parcs"))
    publish(admin)


def page_of(client: FlaskClient, draft: str) -> str:
    return client.get(at(draft, "organisme")).text


def standing(page: str) -> list[str]:
    """Return the agencies to be chosen that are not folded away, but the desk."""
    open_part = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    chosen = re.findall(r'<button[^>]*name="organisme"[^>]*value="([^"]*)"', open_part)
    return [code for code in chosen if code in ("parks", "water")]


def test_the_question_says_what_each_is_for_as_a_neighbour_would(client: FlaskClient):
    page = page_of(client, begin(client, mots=BOTH))
    assert ASKED in page
    assert "un sentier ou un camping</button>" in page
    assert "l’eau du robinet, une facture d’eau</button>" in page
    assert sorted(standing(page)) == ["parks", "water"]


@pytest.mark.parametrize("code", ["parks", "water"])
def test_who_answers_it_has_one_agency_and_the_other_folded(client: FlaskClient, code: str):
    draft = begin(client, mots=BOTH)
    post(client, draft, "organisme", plutot=code)
    page = page_of(client, draft)
    assert ASKED not in page
    assert standing(page) == [code]
    assert f'value="{BOTH}"' in page


def test_neither_folds_both_and_leaves_every_other_way(client: FlaskClient):
    draft = begin(client, mots=BOTH)
    post(client, draft, "organisme", plutot="aucun")
    page = page_of(client, draft)
    assert standing(page) == []
    assert "Voir quand même des organismes de ce portail" in words(page)
    assert "Continuer sans choisir" in page


def test_other_words_ask_anew_and_the_same_words_do_not(client: FlaskClient):
    draft = begin(client, mots=BOTH)
    post(client, draft, "organisme", plutot="parks")
    post(client, draft, "organisme", mots=BOTH)
    assert standing(page_of(client, draft)) == ["parks"]
    post(client, draft, "organisme", mots=f"{BOTH} du parc")
    assert ASKED in page_of(client, draft)


@pytest.mark.parametrize("invented", ["nowhere", "desk", "<b>", ""])
def test_an_answer_that_was_not_offered_decides_nothing(client: FlaskClient, invented: str):
    draft = begin(client, mots=BOTH)
    assert post(client, draft, "organisme", plutot=invented).status_code == 303
    assert ASKED in page_of(client, draft)


def test_one_agency_alone_asks_nothing(client: FlaskClient):
    assert ASKED not in page_of(client, begin(client, mots="le sentier du parc"))


def test_without_everyday_words_of_both_the_two_are_shown(admin: FlaskClient, client: FlaskClient):
    save(admin, PARKS_YAML.replace("[parcs nationaux]", "[parcs nationaux, les parcs]"))
    publish(admin)
    page = page_of(client, begin(client, mots=BOTH))
    assert ASKED not in page
    assert sorted(standing(page)) == ["parks", "water"]

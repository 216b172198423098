"""What the finder page says once examples taught it: one answer, several, or none of ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.finder.learned.beside import place_of_learned
from portal.finder.learned.kept import keep_learned
from portal.runtime import Runtime
from tests.pages.citizen.journeys import at, begin

HEAD = "category,language,acceptable,text\n"
TEXTS = {
    "water": """bill,fr,,Ma facture d’eau a triplé sans raison
bill,en,,My water bill went up though I was away all winter
bill,fr,,Le compteur d’eau tourne quand tout est fermé
""",
    "parks": """trail,fr,,Une branche morte pend au-dessus du sentier
trail,en,,A rotten tree fell across the trail
trail,fr,,Les arbres du sentier ne sont jamais élagués
""",
    "_none": """bank,fr,,Ma banque a bloqué ma carte de crédit
bank,en,,The bank charges me fees I never agreed to
bank,fr,,La banque refuse de rembourser une fraude
""",
}


@pytest.fixture(autouse=True)
def taught(runtime: Runtime, tmp_path: Path) -> None:
    files = [tmp_path / f"{code}.csv" for code in TEXTS]
    for file in files:
        file.write_text(HEAD + TEXTS[file.stem], encoding="utf-8")
    runtime.config.data.mkdir(exist_ok=True, parents=True)
    keep_learned(files, place_of_learned(runtime.config.agencies, runtime.config.data))


def finder_page(client: FlaskClient, words: str) -> str:
    return client.get(at(begin(client, mots=words), "organisme")).text


def folded_away(text: str) -> str:
    return "".join(re.findall(r"<details>.*?</details>", text, re.DOTALL))


def test_a_clear_match_stands_alone(client: FlaskClient):
    text = finder_page(client, "mon compteur d’eau et ma facture")

    assert "Un organisme possible" in text
    assert "Service des eaux" in text.replace(folded_away(text), "")
    assert "«\N{NO-BREAK SPACE}compteur\N{NO-BREAK SPACE}»" in text


def test_where_none_of_ours_answers_the_page_says_so_and_folds_the_nearest(client: FlaskClient):
    text = finder_page(client, "ma banque garde ma carte de crédit")

    assert "Aucun organisme de ce portail ne semble en répondre" in text
    assert "Ce que vous avez écrit est gardé." in text
    assert "Voir quand même des organismes de ce portail" in folded_away(text)
    assert "Continuer sans choisir" in text


def test_the_person_may_still_choose_an_agency_that_does_not_seem_to_answer(client: FlaskClient):
    assert 'name="organisme" value="water"' in folded_away(
        finder_page(client, "ma banque garde ma carte de crédit").replace('type="hidden" ', "")
    )


def test_english_words_get_the_same_answer_on_the_english_page(client: FlaskClient):
    response = client.post("/en/complaint", data={"mots": "the bank charges fees on my card"})
    text = client.get(response.location).text

    assert "No agency on this portal seems to handle this" in text
    assert "See agencies on this portal all the same" in text


def test_the_category_that_examples_tell_is_the_one_of_the_complaint(
    client: FlaskClient, runtime: Runtime
):
    assert runtime.heard_category("water", "ma facture a triplé", "fr") == "bill"
    assert runtime.heard_category("parks", "un arbre est tombé", "fr") == "trail"

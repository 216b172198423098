from flask.testing import FlaskClient

from portal.complaints.records.complaint import DraftRecord
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.pages.citizen.journeys import STORY, WORDS, at, begin, post, to_check


def place_of(runtime: Runtime, draft: str) -> tuple[str | None, str | None]:
    with runtime.reading(PORTAL) as session:
        record = session.get(DraftRecord, draft)
        return record.agency, record.category


def test_an_agency_is_proposed_with_its_reasons_and_its_time(client: FlaskClient):
    text = client.get(at(begin(client), "organisme")).text
    assert "Régie des parcs" in text
    assert "Proposé à cause de vos mots" in text
    assert "sentier" in text
    assert "20\N{NO-BREAK SPACE}jours ouvrables" in text or "20 jours ouvrables" in text
    assert "délai d’exemple" in text


def test_a_sourced_time_is_not_called_a_sample(client: FlaskClient):
    text = client.get(at(begin(client, mots="compteur et facture d’eau"), "organisme")).text
    assert "10 jours ouvrables" in text
    assert "délai d’exemple" not in text


def test_choosing_an_agency_leads_to_the_story(client: FlaskClient, runtime: Runtime):
    draft = begin(client)
    response = post(client, draft, "organisme", organisme="parks", categorie="trail")
    assert response.location == at(draft, "recit")
    assert place_of(runtime, draft) == ("parks", "trail")


def test_whoever_does_not_choose_is_received_by_the_intake_desk(
    client: FlaskClient, runtime: Runtime
):
    draft = begin(client)
    post(client, draft, "organisme", organisme="desk")
    assert place_of(runtime, draft) == ("desk", None)


def test_searching_again_keeps_the_new_words_out_of_the_address(client: FlaskClient):
    draft = begin(client)
    response = post(client, draft, "organisme", mots="compteur")
    assert response.location == at(draft, "organisme")
    assert "Service des eaux" in client.get(response.location).text


def test_words_that_nobody_answers_for_still_have_a_way_on(client: FlaskClient):
    text = client.get(at(begin(client, mots="xyzzy"), "organisme")).text
    assert "Aucun organisme trouvé" in text
    assert "Continuer sans choisir" in text


def test_danger_stands_alone_and_agencies_are_folded_below_it(client: FlaskClient):
    page = at(begin(client, mots="un feu près du train et du sentier"), "organisme")
    text = client.get(page).text
    assert "Compagnie des trains" not in text
    folded = text.index("Porter plainte ensuite")
    assert text.index("Appelez le 911") < text.rindex("<details>", 0, folded)
    assert folded < text.index("Régie des parcs")
    assert "Continuer sans choisir" in text


def test_where_danger_rings_no_card_gives_a_subject_or_the_words_it_was_found_by(
    client: FlaskClient,
):
    calm = client.get(at(begin(client, mots="le sentier est fermé"), "organisme")).text
    assert "Proposé à cause de vos mots" in calm
    assert 'name="categorie-parks"' in calm
    text = client.get(at(begin(client, mots="un feu près du sentier"), "organisme")).text
    assert "Appelez le 911" in text
    assert "Régie des parcs" in text
    assert "Proposé à cause de vos mots" not in text
    assert "<strong>Sujet" not in text
    assert 'name="categorie-parks"' not in text


def test_a_page_of_the_draft_asks_for_an_agency_first(client: FlaskClient):
    draft = begin(client)
    for page in ("recit", "questions", "reponse", "verifier", "documents", "sujet"):
        assert client.get(at(draft, page)).location == at(draft, "organisme")


def test_long_words_are_the_beginning_of_the_story(client: FlaskClient):
    words = f"{WORDS} depuis un mois et personne ne fait rien"
    draft = begin(client, mots=words)
    post(client, draft, "organisme", organisme="parks")
    assert f"{words}</textarea>" in client.get(at(draft, "recit")).text


def test_another_agency_keeps_the_story_and_asks_its_own_questions(client: FlaskClient):
    draft = to_check(client)
    response = post(client, draft, "organisme", organisme="water")
    assert response.location == at(draft, "verifier")
    text = client.get(response.location).text
    assert "Service des eaux" in text
    assert STORY.splitlines()[0] in text
    assert "Quel sentier?" not in text

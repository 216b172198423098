import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.complaints.records.complaint import DraftRecord
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.pages.citizen.journeys import ANSWERS, REPLY, STORY, at, begin, post, to_check, to_reply
from tests.pages.office.people import words


def content_of(runtime: Runtime, draft: str) -> dict:
    with runtime.reading(PORTAL) as session:
        return session.get(DraftRecord, draft).content


def with_agency(client: FlaskClient, agency: str = "parks", category: str = "trail") -> str:
    draft = begin(client)
    post(client, draft, "organisme", organisme=agency, categorie=category)
    return draft


TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=TURNING)


def test_an_empty_story_is_asked_for_again(client: FlaskClient):
    response = post(client, with_agency(client), "recit", recit="  ")
    assert response.status_code == 422
    assert "<title>Erreur\N{NO-BREAK SPACE}: " in response.text
    assert response.text.count("Racontez ce qui s’est passé") >= 3
    assert 'aria-invalid="true"' in response.text


def test_a_story_too_long_says_by_how_much_and_is_kept(client: FlaskClient, runtime: Runtime):
    draft = with_agency(client)
    response = post(client, draft, "recit", recit="a" * 4212)
    assert response.status_code == 422
    assert "Raccourcissez votre texte de 212 caractères, ou joignez un document" in response.text
    assert content_of(runtime, draft)["story"] == "a" * 4212


def test_line_ends_of_browsers_do_not_count_twice(client: FlaskClient):
    draft = with_agency(client, "water", "bill")
    assert post(client, draft, "recit", recit="a\r\n" * 2000 + "a").status_code == 422
    assert post(client, draft, "recit", recit="a\r\n" * 1999 + "aa").status_code == 303


def test_the_story_finds_its_category_where_none_was_chosen(client: FlaskClient, runtime: Runtime):
    draft = begin(client, organisme="parks")
    post(client, draft, "recit", recit="Le préposé à l’accueil était impoli avec moi.")
    with runtime.reading(PORTAL) as session:
        assert session.get(DraftRecord, draft).category == "welcome"


def test_questions_follow_the_story_only_where_the_category_has_some(client: FlaskClient):
    asked = post(client, with_agency(client), "recit", recit=STORY)
    assert asked.location.endswith("/questions")
    unasked = post(client, with_agency(client, category="welcome"), "recit", recit=STORY)
    assert unasked.location.endswith("/reponse")


def test_the_steps_are_counted_once_it_is_said_for_whom(client: FlaskClient):
    for category, whom, steps in (
        ("trail", "self", 4),
        ("welcome", "self", 3),
        ("trail", "other", 5),
    ):
        draft = with_agency(client, category=category)
        assert "Étape 1 de" not in client.get(at(draft, "recit")).text
        client.post(at(draft, "reponse"), data={**REPLY, "qui": whom, "nom-autre": "Rose Roy"})
        assert f"Étape 1 de {steps}" in client.get(at(draft, "recit")).text


def test_the_steps_are_not_counted_before_the_story_finds_the_category(client: FlaskClient):
    draft = begin(client, organisme="parks")
    page = client.get(at(draft, "recit")).text
    assert "Étape 1" in page
    assert "Étape 1 de" not in page
    post(client, draft, "recit", recit="Le préposé à l’accueil était impoli avec moi.")
    assert "Étape 2" in client.get(at(draft, "reponse")).text


def test_answers_to_correct_come_back_as_they_were_typed(client: FlaskClient):
    draft = with_agency(client)
    post(client, draft, "recit", recit=STORY)
    typed = {**ANSWERS, "q-place": "", "q-since-month": "13"}
    response = client.post(at(draft, "questions"), data=typed)
    assert response.status_code == 422
    assert "Il y a 2 réponses à corriger" in response.text
    assert 'value="13"' in response.text
    assert 'href="#q-place"' in response.text


def test_optional_questions_are_shown_once_and_may_stay_empty(client: FlaskClient):
    draft = to_reply(client)
    client.post(at(draft, "questions"), data={"q-place": "Lac", "pour-sujet": "parks/trail"})
    assert client.get(at(draft, "questions")).status_code == 200


def test_the_reply_page_names_everything_that_is_missing(client: FlaskClient):
    response = post(client, to_reply(client), "reponse", qui="other", moyen="phone", telephone="12")
    for missing in (
        "Écrivez votre nom, ou choisissez de rester anonyme",
        "Écrivez le nom de la personne concernée",
        "Dites si cette personne est d’accord",
        "Écrivez un numéro de téléphone à 10",
        "Choisissez la langue de la réponse",
    ):
        assert missing in response.text


@pytest.mark.parametrize(
    ("field", "typed", "is_good"),
    [
        ("courriel", "m.gagnon@exemple.org", True),
        ("courriel", " M.Gagnon@Exemple.ORG ", True),
        ("courriel", "m.gagnon.exemple", False),
        ("courriel", "m@exemple", False),
        ("courriel", "é@exemple.org", False),
        ("courriel", "jean@exemple.123", False),
        ("telephone", "514 555-0178", True),
        ("telephone", "(514) 555.0178", True),
        ("telephone", "1-514-555-0178", True),
        ("telephone", "+33 1 23 45 67 89", True),
        ("telephone", "555-0178", False),
        ("adresse", "12, rue Exemple\nQuébec", True),
        ("adresse", "", False),
    ],
)
def test_contact_details_are_taken_as_people_type_them(
    client: FlaskClient, field: str, typed: str, is_good: bool
):
    means = {"courriel": "email", "telephone": "phone", "adresse": "post"}[field]
    response = client.post(
        at(to_reply(client), "reponse"), data={**REPLY, "moyen": means, field: typed}
    )
    assert response.status_code == (303 if is_good else 422)


def test_a_number_is_shown_again_in_its_one_form_or_as_typed_where_it_is_refused(
    client: FlaskClient, runtime: Runtime
):
    draft = to_reply(client)
    typed = {**REPLY, "moyen": "phone", "telephone": "(418) 555 0199 ext. 2"}
    assert client.post(at(draft, "reponse"), data=typed).status_code == 303
    assert content_of(runtime, draft)["phone"] == "418 555-0199 #2"
    refused = client.post(at(draft, "reponse"), data={**typed, "telephone": "555 0199, poste 2"})
    assert refused.status_code == 422
    assert 'value="555 0199, poste 2"' in refused.text


@pytest.mark.parametrize("field", ["nom", "adresse"])
def test_a_name_or_address_too_long_says_by_how_much_and_is_shown(client: FlaskClient, field: str):
    typed = {**REPLY, "moyen": "post", "adresse": "12, rue Exemple", field: "x" * 203}
    response = client.post(at(to_reply(client), "reponse"), data=typed)
    assert response.status_code == 422
    assert "Raccourcissez cette réponse de 3 caractères" in response.text
    assert "x" * 203 in response.text


def test_a_name_that_turns_the_words_beside_it_is_kept_without_turning_them(
    client: FlaskClient, runtime: Runtime
):
    draft = to_reply(client)
    client.post(at(draft, "reponse"), data={**REPLY, "nom": "Eve \u202elanoitan"})
    assert content_of(runtime, draft)["name"] == "Eve lanoitan"


def test_an_anonymous_person_needs_no_name(client: FlaskClient):
    form = {"qui": "anonymous", "moyen": "none", "langue": "fr"}
    response = client.post(at(to_reply(client), "reponse"), data=form)
    assert response.location.endswith("/verifier")


def test_without_an_agreement_the_reason_is_asked_for_and_kept(client: FlaskClient):
    draft = to_reply(client)
    form = {**REPLY, "qui": "other", "nom-autre": "Ma mère", "accord": "no"}
    assert client.post(at(draft, "reponse"), data=form).status_code == 422
    form["accord-raison"] = "Elle est dans le coma"
    assert client.post(at(draft, "reponse"), data=form).status_code == 303
    assert 'value="Elle est dans le coma"' in client.get(at(draft, "reponse")).text


def test_a_change_from_the_check_page_leads_back_to_it(client: FlaskClient):
    draft = to_check(client)
    assert post(client, draft, "recit", recit="Autre chose.").location == at(draft, "verifier")


def test_another_subject_asks_its_questions_first(client: FlaskClient):
    draft = with_agency(client, category="welcome")
    post(client, draft, "recit", recit=STORY)
    client.post(at(draft, "reponse"), data=REPLY)
    assert post(client, draft, "sujet", sujet="trail").location == at(draft, "questions")


def test_going_back_to_a_subject_finds_its_answers_again(client: FlaskClient):
    draft = to_check(client)
    post(client, draft, "sujet", sujet="welcome")
    assert "Sentier du lac" not in client.get(at(draft, "verifier")).text
    post(client, draft, "sujet", sujet="trail")
    assert "Sentier du lac" in client.get(at(draft, "verifier")).text


def test_the_check_page_leads_to_what_is_still_missing(client: FlaskClient):
    draft = to_reply(client)
    assert client.get(at(draft, "verifier")).location == at(draft, "reponse")


def test_the_check_page_shows_the_adaptations_asked_for(client: FlaskClient):
    assert "Adaptations" not in client.get(at(to_check(client), "verifier")).text
    page = client.get(at(to_check(client, besoin="braille"), "verifier")).text
    assert "Braille" in page
    assert "reponse#besoin" in page


def test_the_check_page_promises_dates_and_ticks_nothing(client: FlaskClient):
    text = client.get(at(to_check(client), "verifier")).text
    assert "Au plus tard le 22\xa0décembre\xa02026" in text
    assert "Au plus tard le 26\xa0novembre\xa02026" in text
    assert "checked" not in text
    assert "Porter plainte ne peut pas vous faire perdre un service ni un droit." in text


def test_additions_are_kept_and_lead_back_to_the_check_page(client: FlaskClient):
    draft = to_check(client)
    response = client.post(
        at(draft, "precisions"), data={"demande": "Rouvrir le sentier", "quand-ou": "En octobre"}
    )
    assert response.location == at(draft, "verifier")
    text = client.get(response.location).text
    assert "Rouvrir le sentier" in text
    assert "En octobre" in text


def test_a_page_in_the_other_language_shows_what_was_typed(client: FlaskClient):
    draft = to_check(client)
    text = client.get(f"/en/complaint/{draft}/check").text
    assert "Check your complaint before you send it" in text
    assert "No later than 22\xa0December\xa02026" in text
    assert STORY.splitlines()[0] in text


def test_markup_in_a_story_is_shown_as_text(client: FlaskClient):
    draft = to_check(client)
    post(client, draft, "recit", recit="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(at(draft, "verifier")).text


@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@example(story=" ")
@given(story=st.text(LETTERS, min_size=1, max_size=300))
def test_whatever_is_typed_comes_back_as_it_was(client: FlaskClient, runtime: Runtime, story: str):
    draft = with_agency(client, "water", "bill")
    post(client, draft, "recit", recit=story)
    # Blanks alone are no story: nothing is kept of them.
    assert content_of(runtime, draft).get("story", "") == story.strip()


def test_answers_to_questions_that_another_tab_left_behind_are_kept_in_the_story(
    client: FlaskClient,
):
    draft = with_agency(client)
    post(client, draft, "recit", recit=STORY)
    post(client, draft, "organisme", organisme="water", categorie="")
    answer = client.post(at(draft, "questions"), data=ANSWERS, follow_redirects=True)
    assert "Vos réponses aux questions d’avant sont gardées au bas de votre récit." in answer.text
    told = client.get(at(draft, "recit")).text.count("Sentier du lac")
    assert told
    again = client.post(at(draft, "questions"), data=ANSWERS, follow_redirects=True)
    assert "gardées au bas" not in again.text
    assert client.get(at(draft, "recit")).text.count("Sentier du lac") == told


def test_a_name_too_long_to_be_read_is_told_its_own_limit(client: FlaskClient):
    draft = to_reply(client)
    answer = post(client, draft, "reponse", **{**REPLY, "nom": "a" * 1_001})
    assert answer.status_code == 413
    assert "Raccourcissez de 801 caractères" in words(answer.text)
    assert "son champ en prend 200 au plus" in words(answer.text)


def test_a_story_far_too_long_is_told_the_limit_of_its_field_with_thousands_apart(
    client: FlaskClient,
):
    answer = post(client, with_agency(client), "recit", recit="a" * 30_000)
    assert answer.status_code == 413
    assert "Raccourcissez de 26 000 caractères" in words(answer.text)
    assert "son champ en prend 4 000 au plus" in words(answer.text)


def test_a_story_too_long_says_by_how_many_thousands(client: FlaskClient):
    answer = post(client, with_agency(client), "recit", recit="a" * 14_000)
    assert "Raccourcissez votre texte de 10 000 caractères" in words(answer.text)


@pytest.mark.parametrize("typed", ["ma banque m’a chargé des frais", "bruit"])
def test_the_words_of_the_home_page_begin_the_story_however_few(client: FlaskClient, typed: str):
    draft = begin(client, mots=typed)
    post(client, draft, "organisme", organisme="parks")
    assert f">\n{typed}</textarea>" in client.get(at(draft, "recit")).text


@pytest.mark.parametrize(
    ("language", "promise", "protection", "send"),
    [
        ("fr", "Au plus tard le", "ne peut pas vous faire perdre", "Envoyer ma plainte"),
        ("en", "No later than", "cannot make you lose", "Send my complaint"),
    ],
)
def test_the_promised_date_and_the_protection_stand_above_the_button_that_sends(
    client: FlaskClient, language: str, promise: str, protection: str, send: str
):
    draft = to_check(client)
    page = client.get(at(draft, "verifier"))
    if language == "en":
        page = client.get(f"/en/complaint/{draft}/check")
    main = words(page.text.split("<main")[1])
    assert main.index(promise) < main.rindex(send)
    assert main.index(protection) < main.rindex(send)

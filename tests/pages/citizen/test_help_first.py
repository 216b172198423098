"""Help stands before anything else on every page that shows what somebody in danger wrote."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.agencies.settings.categories import NoticeWhen, QuestionSettings
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.actor import PORTAL
from portal.domain.meaning import Danger, Heard
from portal.runtime import Runtime
from tests.pages.citizen.journeys import NUMBER, REPLY, at, begin, post, to_check
from tests.support import TUESDAY, file

DANGER = "Il y a un feu dans mon bloc et personne ne répond au téléphone."
NO_DANGER = "Le sentier est fermé depuis trois semaines et personne ne dit pourquoi."


def helps_first(page: str) -> bool:
    """Tell whether help with its numbers comes before the title, its crumbs and its messages."""
    main = page[page.index('id="contenu"') :]
    first = main.find("En cas de danger")
    if first < 0:
        assert "tel:911" not in main
        return False
    assert first < main.index("<h1")
    assert re.search(r'<a[^>]*href="tel:911">911</a>', main[: main.index("<h1")])
    assert 'href="tel:+18005550177"' in main[: main.index("<h1")]
    return True


def kept(client: FlaskClient, story: str) -> str:
    draft = begin(client)
    post(client, draft, "organisme", organisme="parks")
    post(client, draft, "recit", recit=story)
    return draft


@pytest.mark.parametrize(
    ("words", "helps"), [("un feu au parc", True), ("un arbre au parc", False)]
)
def test_where_the_agency_is_looked_for(client: FlaskClient, words: str, helps: bool):
    assert helps_first(client.get(at(begin(client, mots=words), "organisme")).text) is helps


@pytest.mark.parametrize(("story", "helps"), [(DANGER, True), (NO_DANGER, False)])
@pytest.mark.parametrize(
    "page", ["recit", "sujet", "reponse", "precisions", "documents", "enregistrer", "supprimer"]
)
def test_on_every_page_once_the_story_is_told(
    client: FlaskClient, page: str, story: str, helps: bool
):
    draft = kept(client, story)
    text = client.get(at(draft, page)).text
    assert helps_first(text) is helps
    assert text.count("En cas de danger") <= 1


@pytest.mark.parametrize(("words", "helps"), [(DANGER, True), (NO_DANGER, False)])
def test_where_the_story_begins_with_words_that_told_of_it(
    client: FlaskClient, words: str, helps: bool
):
    draft = begin(client, mots=words)
    assert helps_first(client.get(at(draft, "enregistrer")).text) is helps
    post(client, draft, "organisme", organisme="parks")
    assert helps_first(client.get(at(draft, "recit")).text) is helps


def test_not_where_the_story_says_it_otherwise(client: FlaskClient):
    draft = begin(client, mots=DANGER)
    post(client, draft, "organisme", organisme="parks")
    post(client, draft, "recit", recit=NO_DANGER)
    assert not helps_first(client.get(at(draft, "reponse")).text)


def test_before_and_after_it_is_sent(client: FlaskClient):
    draft = to_check(client)
    post(client, draft, "recit", recit=DANGER)
    assert helps_first(client.get(at(draft, "verifier")).text)
    post(client, draft, "verifier")
    assert helps_first(client.get(at(draft, "envoyee")).text)
    assert helps_first(client.get(f"/fr/suivi/{NUMBER}").text)


def test_a_wish_tells_it_as_well(client: FlaskClient):
    draft = to_check(client)
    post(client, draft, "precisions", demande=DANGER)
    assert helps_first(client.get(at(draft, "verifier")).text)


def test_after_a_message_for_thirty_days(client: FlaskClient, runtime: Runtime):
    receipt = file(runtime, story=NO_DANGER)
    page = f"/fr/suivi/{receipt.number}"
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    assert not helps_first(client.get(page).text)
    client.post(f"{page}/message", data={"message": DANGER})

    assert helps_first(client.get(page).text)

    runtime.now = lambda: TUESDAY + timedelta(days=31)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    assert not helps_first(client.get(page).text)


SAFE = {"fr": "La personne est-elle en sécurité?", "en": "Is the person safe?"}


def ask_if_safe(runtime: Runtime) -> None:
    """Make the parks ask whether the person is safe, and show help for a no."""
    runtime.notice_releases()
    agency = runtime.agencies.agency("parks")
    question = QuestionSettings.model_validate({"code": "safe", "label": SAFE, "kind": "yes/no"})
    first, *others = agency.settings.categories
    wanted = {"answers": [{"question": "safe", "answer": "no"}]}
    danger = next(notice for notice in agency.settings.notices if notice.code == "danger")
    calling = danger.model_copy(update={"when": NoticeWhen.model_validate(wanted)})
    changed = agency.settings.model_copy(
        update={
            "categories": (first.model_copy(update={"questions": (question,)}), *others),
            "notices": (calling,),
        }
    )
    runtime.agencies.in_force.agencies["parks"] = type(agency)(changed, agency.release_id)


@pytest.mark.parametrize(("answer", "helps"), [("no", True), ("yes", False), ("", False)])
def test_an_answer_that_tells_of_danger_shows_help_from_the_next_page_on(
    client: FlaskClient, runtime: Runtime, answer: str, helps: bool
):
    ask_if_safe(runtime)
    draft = begin(client)
    post(client, draft, "organisme", organisme="parks", categorie="trail")
    post(client, draft, "recit", recit=NO_DANGER)
    answers = {"q-safe": answer, "pour-sujet": "parks/trail"}
    after = client.post(at(draft, "questions"), data=answers)
    assert helps_first(client.get(after.location).text) is helps
    client.post(at(draft, "reponse"), data=REPLY)
    checked = client.get(at(draft, "verifier")).text
    assert helps_first(checked) is helps
    assert not answer or SAFE["fr"] in checked

    post(client, draft, "verifier")

    assert helps_first(client.get(at(draft, "envoyee")).text) is helps
    assert helps_first(client.get(f"/fr/suivi/{NUMBER}").text) is helps


def hear_maybe(runtime: Runtime) -> None:
    """Make the parks hear in every text a danger that may be none."""
    runtime.notice_releases()
    agency = runtime.agencies.agency("parks")
    notices = [
        notice.model_copy(update={"when": NoticeWhen(danger=(Danger.EMERGENCY,))})
        for notice in agency.settings.notices
        if notice.code == "danger"
    ]
    runtime.agencies.in_force.agencies["parks"] = type(agency)(
        agency.settings.model_copy(update={"notices": tuple(notices)}),
        agency.release_id,
        hears=lambda _subject, text: [Heard(Danger.EMERGENCY, 0, len(text), is_sure=False)],
    )


@pytest.mark.parametrize("page", ["sujet", "reponse", "enregistrer", "verifier", "envoyee"])
def test_what_may_be_a_danger_shows_one_line_with_numbers(
    client: FlaskClient, runtime: Runtime, page: str
):
    hear_maybe(runtime)
    draft = to_check(client)
    post(client, draft, "recit", recit=NO_DANGER)
    if page == "envoyee":
        post(client, draft, "verifier")
    text = client.get(at(draft, page)).text
    before = text[text.index('id="contenu"') : text.index("<h1")]
    assert "Si vous ou quelqu’un d’autre êtes en danger" in before
    assert 'href="tel:911"' in before
    assert "En cas de danger" not in before


def test_the_line_is_there_in_english(client: FlaskClient, runtime: Runtime):
    hear_maybe(runtime)
    page = client.get(f"/en/complaint/{to_check(client)}/check").text
    assert "If you or someone else is in danger:" in page


def test_the_answer_makes_the_complaint_look_urgent(runtime: Runtime):
    ask_if_safe(runtime)
    file(runtime, story=NO_DANGER, category="trail", answers={"safe": False})
    with runtime.reading(PORTAL) as session:
        found = session.execute(select(ComplaintRecord.urgency, ComplaintRecord.urgency_why)).one()
    assert tuple(found) == ("found", f"{SAFE['fr']} Non")


def test_in_english_too(client: FlaskClient):
    draft = to_check(client)
    post(client, draft, "recit", recit=DANGER)
    page = client.get(f"/en/complaint/{draft}/check").text
    assert page.index("In an emergency") < page.index("<h1")
    assert "Helpline" in page


def test_a_decision_that_is_contested_is_told_on_the_page_to_follow_until_it_is_answered(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime, story=NO_DANGER)
    page = f"/fr/suivi/{receipt.number}"
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    before = client.get(page).text
    client.post(f"{page}/message", data={"message": "Et mon permis refusé, qui le revoit?"})
    after = client.get(page).text
    assert "Un refus se fait réviser" not in before
    assert "Un refus se fait réviser" in after

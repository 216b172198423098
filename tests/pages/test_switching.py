import pytest
from flask.testing import FlaskClient

from tests.pages.citizen.journeys import ANSWERS, REPLY, at, to_check, to_reply
from tests.support.forms import forms_of

TEXT = "Ligne une, « entre » <crochets>.\nLigne deux."


def english(draft: str, page: str) -> str:
    return f"/en/complaint/{draft}/{page}"


def held(page: str) -> dict[str, str]:
    """Return what the fields of the page's own form hold, choices only if they are made."""
    [form] = [form for form in forms_of(page) if form.id == "formulaire"]
    return {
        one.name: one.value
        for one in form.fields
        if one.kind not in ("radio", "checkbox") or one.is_chosen
    }


def switched(client: FlaskClient, address: str, form: dict[str, str]) -> str:
    answer = client.post(address, data={**form, "changer-langue": "formulaire"})
    assert answer.status_code == 200
    return answer.text


def test_changing_the_language_keeps_what_is_typed(client: FlaskClient):
    draft = to_reply(client)
    page = switched(client, english(draft, "story"), {"recit": TEXT})
    assert '<html lang="en-CA">' in page
    assert held(page)["recit"].replace("\r\n", "\n") == TEXT
    assert TEXT not in client.get(english(draft, "story")).text


def test_choices_that_were_made_stay_made(client: FlaskClient):
    draft = to_check(client)
    typed = {**REPLY, "moyen": "phone", "telephone": "418 555-0199"}
    fields = held(switched(client, english(draft, "answer"), typed))
    assert fields["moyen"] == "phone"
    assert fields["telephone"] == "418 555-0199"
    assert fields["qui"] == "self"


def test_the_three_fields_of_a_day_stay_as_they_were_typed(client: FlaskClient):
    draft = to_reply(client)
    typed = {**ANSWERS, "q-since-day": "trente", "q-place": "Là"}
    fields = held(switched(client, english(draft, "questions"), typed))
    assert (fields["q-since-day"], fields["q-place"]) == ("trente", "Là")


def test_pressing_enter_in_a_field_does_not_change_the_language(client: FlaskClient):
    page = client.get(at(to_reply(client), "reponse")).text
    buttons = [piece for piece in page.split("<button")[1:] if 'form="formulaire"' in piece]
    assert "formaction" not in buttons[0]
    assert "formaction" in buttons[1]


def test_a_page_that_cannot_be_shown_in_the_other_language_keeps_what_is_typed(client: FlaskClient):
    answer = client.post(
        "/en/complaint/none/story", data={"recit": TEXT, "changer-langue": "formulaire"}
    )
    assert answer.status_code == 409
    assert "&lt;crochets&gt;" in answer.text


@pytest.mark.parametrize(
    ("page", "form", "field"),
    [
        ("/en/", "recherche", "mots"),
        ("/en/follow", "formulaire", "numero"),
        ("/en/resume", "formulaire", "code"),
        ("/en/receipt", "formulaire", "numero"),
    ],
)
def test_words_of_the_first_pages_go_over_to_the_other_language(
    client: FlaskClient, page: str, form: str, field: str
):
    answer = client.post(page, data={field: "« Zouave » 2026", "changer-langue": form})
    assert (answer.status_code, 'lang="en-CA"' in answer.text) == (200, True)
    assert 'value="« Zouave » 2026"' in answer.text


def test_a_message_that_waits_for_its_code_waits_in_the_other_language_too(client: FlaskClient):
    asked = client.post("/fr/suivi/2026-000001/message", data={"texte": TEXT})
    [form] = [form for form in forms_of(asked.text) if form.id == "formulaire"]
    assert 'formaction="/en/follow"' in asked.text
    page = client.post("/en/follow", data={**form.filled([]), "changer-langue": "formulaire"}).text
    [switched_form] = [form for form in forms_of(page) if form.id == "formulaire"]
    assert "Your follow-up" in page
    held = {one.name: one.value for one in switched_form.fields}
    assert held["garde"] == {one.name: one.value for one in form.fields}["garde"] != ""
    assert held["numero"] == "2026-000001"

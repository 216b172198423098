"""Notices to citizens are changed by forms that show them as they are read before filing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import BEARS
from tests.pages.settings.pages import HOME, hidden, leads_to_the_text, publish, save
from tests.support.agencies import PARKS_YAML

FORM = f"{HOME}/avis"
PERMIT = "Un refus se fait réviser"
CODE = "si_vous_voyez_un_ours_reculez"
PERMITS = {
    **BEARS,
    "kind": "out_of_scope",
    "categories": [],
    "words": "",
    "title_fr": "Permis de pêche",
    "title_en": "Fishing permits",
}


def send(admin: FlaskClient, path: str = "/+", **form: Any) -> TestResponse:
    version = hidden(admin.get(f"{FORM}/+").text, "version")
    return admin.post(f"{FORM}{path}", data={**form, "version": version})


def titles(admin: FlaskClient) -> list[str]:
    """Return the agency's own notices, in the order of the list."""
    return re.findall(r'avis/\w+">([^<]+)</a></th>', admin.get(FORM).text)


def text_of(admin: FlaskClient) -> str:
    return admin.get(f"{HOME}/texte").text


def test_a_notice_is_written_and_published(admin: FlaskClient):
    answer = send(admin, **BEARS)
    assert answer.location.endswith("/fr/reglages/parks/avis")
    page = words(admin.get(FORM).text)
    assert "Danger : montré en premier État d’un sentier · 2 mots du récit" in page
    assert "when: {categories: [trail], words: [ours, bear]}" in text_of(admin)
    assert "La version 2 est en vigueur" in publish(admin)


def test_the_notice_is_seen_as_citizens_read_it_without_saving(admin: FlaskClient):
    page = send(admin, **BEARS, preview="yes").text
    assert '<div class="c-msg c-msg--warn"><h3>Si vous voyez un ours, reculez</h3>' in page
    assert 'href="https://ours.example/"' in page
    assert "Un brouillon" not in admin.get(HOME).text


@pytest.mark.parametrize(
    "when", [{"words": ""}, {"categories": []}, {"categories": [], "words": ""}]
)
def test_it_is_seen_whatever_it_is_shown_for(admin: FlaskClient, when: dict[str, object]):
    page = send(admin, **{**BEARS, **when}, preview="yes").text
    assert "<h3>Si vous voyez un ours, reculez</h3>" in page


def test_a_notice_for_nothing_in_particular_is_always_shown(admin: FlaskClient):
    send(admin, **BEARS)
    send(admin, f"/{CODE}", **{**BEARS, "categories": [], "words": ""})
    assert text_of(admin).count("when:") == 1
    assert "Danger : montré en premier toujours" in words(admin.get(FORM).text)


def test_a_category_that_is_not_the_agencys_is_passed_over(admin: FlaskClient):
    send(admin, **{**BEARS, "categories": ["lake", "welcome", "trail"]})
    assert "categories: [trail, welcome]" in text_of(admin)


def test_notices_change_places_and_go(admin: FlaskClient):
    for form in (BEARS, PERMITS):
        send(admin, **form)
    assert titles(admin) == [PERMIT, "Si vous voyez un ours, reculez", "Permis de pêche"]
    send(admin, "", up="permis_de_peche")
    assert titles(admin) == [PERMIT, "Permis de pêche", "Si vous voyez un ours, reculez"]
    for code in ("permit", "permis_de_peche", CODE):
        assert send(admin, f"/{code}", remove="yes").status_code == 303
    assert titles(admin) == []
    assert "Aucun avis de l’organisme" in admin.get(FORM).text
    assert "notices:" not in text_of(admin)


def test_common_notices_are_named_and_not_changed_here(admin: FlaskClient):
    page = words(admin.get(FORM).text)
    assert "Ils sont montrés pour tous les organismes : En cas de danger" in page
    assert admin.get(f"{FORM}/danger").status_code == 404


def test_a_new_notice_never_takes_the_code_of_a_common_one(admin: FlaskClient):
    send(admin, **{**BEARS, "title_fr": "Danger"})
    assert "code: danger_2" in text_of(admin)
    assert "En cas de danger" in admin.get(FORM).text


def test_a_notice_keeps_its_code_and_what_the_form_does_not_show(admin: FlaskClient):
    send(admin, **BEARS)
    save(
        admin, html_free(text_of(admin)).replace("kind: danger", "# Since June.\n    kind: danger")
    )
    send(admin, f"/{CODE}", **{**BEARS, "kind": "information", "title_fr": "Ours", "link": ""})
    text = text_of(admin)
    assert f"code: {CODE}\n    # Since June.\n    kind: information" in text
    assert "ours.example" not in text
    page = admin.get(f"{FORM}/{CODE}").text
    assert 'value="Ours"' in page
    assert re.search(r'value="information" checked', page)
    assert re.search(r'value="trail" checked', page)


def html_free(page: str) -> str:
    """Return the text that stands in the text area of a page."""
    match = re.search(r'<textarea[^>]* id="text"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert match is not None
    return match[1].replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("kind", "oracle", "Choisissez pourquoi le citoyen est averti"),
        ("title_fr", " ", "Écrivez le titre en français"),
        ("text_fr", "", "Écrivez l’avis en français"),
        ("link", "ours.example", "qui commence par https://"),
    ],
)
def test_a_mistake_stands_at_its_field_and_loses_nothing(
    admin: FlaskClient, field: str, typed: str, sentence: str
):
    answer = send(admin, **{**BEARS, field: typed})
    assert answer.status_code == 422
    error = re.search(rf'id="{field}-e">(.*?)</p>', answer.text, re.DOTALL)
    assert error is not None
    assert sentence in words(error[1])
    assert "bear" in answer.text
    assert re.search(r'value="trail" checked', answer.text)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin, PARKS_YAML + "# Mine.\n")
    answer = admin.post(f"{FORM}/+", data={**BEARS, "version": "0"})
    assert answer.status_code == 409
    assert "Si vous voyez un ours" in answer.text
    assert admin.post(FORM, data={"up": CODE, "version": "0"}).status_code == 409


def test_a_draft_with_mistakes_is_corrected_as_a_text_first(admin: FlaskClient):
    save(admin, "schema: 1")
    answers = (
        admin.get(FORM),
        admin.get(f"{FORM}/+"),
        admin.post(FORM, data={"up": CODE}),
        admin.post(f"{FORM}/+", data=BEARS),
    )
    assert all(map(leads_to_the_text, answers))


def test_a_notice_that_never_was_is_not_found(admin: FlaskClient):
    assert admin.get(f"{FORM}/nobody").status_code == 404


def test_notices_are_reached_from_the_settings(admin: FlaskClient):
    assert 'href="/fr/reglages/parks/avis"' in admin.get(HOME).text
    assert admin.get("/en/settings/parks/notices").status_code == 200


def test_kinds_of_danger_and_disagreement_are_ticked(admin: FlaskClient, runtime: Runtime):
    heard = {**BEARS, "words": "", "categories": [], "danger": ["child", "suicide", "dragon"]}
    send(admin, **heard, decision=["amount"])
    assert "when: {danger: [suicide, child], decision: [amount]}" in text_of(admin)
    listed = words(admin.get(FORM).text)
    assert "Danger : montré en premier Pensées suicidaires, Enfant en danger, Montant" in listed
    page = admin.get(f"{FORM}/{CODE}").text
    assert re.search(r'name="danger"[^>]* value="child" checked', page)
    assert not re.search(r'name="danger"[^>]* value="violence" checked', page)
    assert "<h3>Si vous voyez un ours, reculez</h3>" in page
    assert "La version 2 est en vigueur" in publish(admin)
    kept = runtime.agencies.agency("parks").settings.notices
    assert [*next(notice.when for notice in kept if notice.code == CODE).danger] == [
        "suicide",
        "child",
    ]


PHONES = {
    "phone_number": ["988", "514 555-0110", ""],
    "phone_fr": ["Prévention du suicide", "Les gardes", ""],
    "phone_en": ["Suicide prevention", "", ""],
}


def test_whom_to_call_is_typed_and_dialled(admin: FlaskClient):
    page = send(admin, **BEARS, **PHONES, preview="yes").text
    assert 'href="tel:988"' in page
    send(admin, **BEARS, **PHONES)
    assert "number: &#34;988&#34;" in text_of(admin)
    assert "{fr: Prévention du suicide, en: Suicide prevention}" in text_of(admin)
    page = admin.get(f"{FORM}/{CODE}").text
    assert 'value="514 555-0110"' in page
    gone = {**PHONES, "phone_number": ["", "514 555-0110"], "phone_fr": ["", "Les gardes"]}
    send(admin, f"/{CODE}", **BEARS, **{**gone, "phone_en": ["", ""]})
    assert "988" not in text_of(admin)
    assert "514 555-0110" in text_of(admin)


def test_there_is_room_for_more_numbers_without_saving(admin: FlaskClient):
    page = send(admin, **BEARS, **PHONES, more="yes").text
    assert 'id="phone_number-6"' in page
    assert 'value="988"' in page
    assert "Un brouillon" not in admin.get(HOME).text


@pytest.mark.parametrize(
    ("row", "field", "sentence"),
    [
        (("les gardes", "Les gardes", ""), "phone_number-1", "Écrivez un numéro qui se compose"),
        (("", "Les gardes", ""), "phone_number-1", "Écrivez un numéro qui se compose"),
        (("988", "", ""), "phone_fr-1", "Dites en français qui répond à ce numéro"),
    ],
)
def test_a_number_that_calls_nobody_is_told_at_its_row(
    admin: FlaskClient, row: tuple[str, str, str], field: str, sentence: str
):
    number, french, english = row
    phones = {"phone_number": [number], "phone_fr": [french], "phone_en": [english]}
    answer = send(admin, **BEARS, **phones)
    assert answer.status_code == 422
    error = re.search(rf'id="{field}-e">(.*?)</p>', answer.text, re.DOTALL)
    assert error is not None
    assert sentence in words(error[1])
    assert "Appelez les gardes" in answer.text


REVIEW = {
    "redirect_body_fr": "La Régie, en révision",
    "redirect_body_en": "The Board, for a review",
    "redirect_form": "https://parks.example/review",
    "redirect_form_en": "https://parks.example/en/review",
    "redirect_amount": "30",
    "redirect_counted": "calendar days",
    "redirect_since_fr": "le refus",
    "redirect_since_en": "the refusal",
    "redirect_runs": "question:since",
    "redirect_put_off": "yes",
    "redirect_source": "Loi, art. 9",
}


def test_where_to_turn_next_is_typed_with_the_time_that_runs(admin: FlaskClient, runtime: Runtime):
    page = words(send(admin, **BEARS, **REVIEW, preview="yes").text)
    assert "La Régie, en révision Délai : 30 jours civils depuis le refus" in page
    send(admin, **BEARS, **REVIEW)
    assert "La version 2 est en vigueur" in publish(admin)
    notices = runtime.agencies.agency("parks").settings.notices
    [way] = next(notice for notice in notices if notice.code == CODE).redirects
    assert (str(way.within), way.question, way.next_open_day) == ("30 calendar days", "since", True)
    assert (way.confidence.value, way.source) == ("sourced", "Loi, art. 9")


def test_a_way_that_begins_with_the_answer_has_the_time_of_its_recourse(admin: FlaskClient):
    untimed = dict.fromkeys(REVIEW, "") | {
        "redirect_body_fr": "Le tribunal",
        "redirect_counted": "calendar days",
        "redirect_runs": "answer",
    }
    send(admin, **BEARS, **untimed)
    assert "starts: answer" in text_of(admin)
    assert "within" not in text_of(admin).partition(CODE)[2]


def test_there_is_room_for_another_way_without_saving(admin: FlaskClient):
    page = send(admin, **BEARS, **REVIEW, more_redirects="yes").text
    assert 'id="redirect_body_fr-2"' in page
    assert 'value="La Régie, en révision"' in page
    assert "Un brouillon" not in admin.get(HOME).text


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"body_fr": ""}, "body_fr", "Dites en français où s’adresser"),
        ({"form": "parks.example"}, "form", "qui commence par https://"),
        ({"amount": "bientôt"}, "amount", "Écrivez un nombre entier"),
        ({"amount": ""}, "amount", "Écrivez le délai, ou videz ce qui va avec lui"),
        ({"since_fr": "", "since_en": ""}, "since_fr", "à partir de quoi le délai court"),
        ({"runs": "answer"}, "amount", "Videz le délai : il se dit au recours du même nom"),
    ],
)
def test_a_way_that_leads_nowhere_is_told_at_its_row(
    admin: FlaskClient, typed: dict[str, str], field: str, sentence: str
):
    way = {**REVIEW, **{f"redirect_{name}": value for name, value in typed.items()}}
    answer = send(admin, **BEARS, **way)
    assert answer.status_code == 422
    error = re.search(rf'id="redirect_{field}-1-e">(.*?)</p>', answer.text, re.DOTALL)
    assert error is not None
    assert sentence in words(error[1])
    assert "Appelez les gardes" in answer.text

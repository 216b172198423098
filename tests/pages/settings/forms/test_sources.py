"""A length of time typed on a page claims no source that nobody named."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.agencies.settings.deadlines import DeadlineSettings
from portal.conformance.checks.counted_dates import each_sourced_time_names_its_page
from portal.conformance.kit.check import Subject
from portal.conformance.opening import subject_of
from portal.domain.time.promise import Confidence
from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import CAMP, COURT, LEVEL, SIXTY, typed
from tests.pages.settings.pages import HOME, hidden, save
from tests.support.agencies import AGENCIES, PARKS_YAML

PAGE = "https://parcs.example/reglement"
CAMPING = f"{HOME}/categories/camping_ferme"


def drafted(admin: FlaskClient) -> Subject:
    """Return the draft as the conformance kit examines it."""
    page = admin.get(f"{HOME}/texte").text
    match = re.search(r'<textarea[^>]*name="text"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert match is not None
    beside = subject_of(AGENCIES / "parks.yaml", folder=AGENCIES)
    return Subject("parks.yaml", html.unescape(match[1]), beside.portal)


def camping(admin: FlaskClient) -> DeadlineSettings:
    """Return what the draft promises for the category that the tests add."""
    categories = {category.code: category for category in drafted(admin).sound.categories}
    answer = categories["camping_ferme"].deadlines.answer
    assert answer is not None
    return answer


def save_again(admin: FlaskClient, page: str, form: dict[str, str]) -> None:
    """Send a form as somebody who has just opened it."""
    admin.post(page, data={**form, "version": hidden(admin.get(page).text, "version")})


def test_a_categorys_time_without_a_source_is_a_sample(admin: FlaskClient):
    admin.post(f"{HOME}/categories/+", data=CAMP)
    assert camping(admin).confidence is Confidence.ASSUMED
    assert camping(admin).basis.fr == "Engagement de l’organisme"


def test_a_categorys_time_with_its_page_is_confirmed(admin: FlaskClient):
    form = {**CAMP, "basis_fr": "Règlement, article 4", "source": PAGE}
    admin.post(f"{HOME}/categories/+", data=form)
    assert camping(admin).confidence is Confidence.SOURCED
    assert camping(admin).basis.fr == "Règlement, article 4"
    assert not list(each_sourced_time_names_its_page(drafted(admin)))


def test_a_time_loses_its_certainty_with_its_page(admin: FlaskClient):
    admin.post(f"{HOME}/categories/+", data={**CAMP, "source": PAGE})
    save_again(admin, CAMPING, {**CAMP, "amount": "7"})
    assert camping(admin).confidence is Confidence.ASSUMED
    assert camping(admin).source is None


def test_what_was_inferred_stays_so_until_it_becomes_another_length(admin: FlaskClient):
    own = "{answer: {within: 5 working days, basis: Charte, confidence: inferred}}"
    save(admin, f"{PARKS_YAML}deadlines: {own}\n")
    for amount, known in (("5", Confidence.INFERRED), ("6", Confidence.ASSUMED)):
        form = typed(admin.get(f"{HOME}/delais").text)
        basis = {"answer_basis_fr": f"Notre charte {amount}", "answer_amount": amount}
        admin.post(f"{HOME}/delais", data={**form, **basis})
        assert drafted(admin).sound.deadlines.answer.confidence is known


def test_a_form_that_leaves_the_time_leaves_its_lines(admin: FlaskClient):
    own = "    deadlines: {answer: {within: 5 working days, basis: Charte}}  # ours\n"
    save(admin, PARKS_YAML.replace("    theme: other\n", f"    theme: other\n{own}"))
    form = {**CAMP, "name_fr": "Tout le reste", "amount": "5"}
    basis = {"basis_fr": "Charte", "basis_en": "Charte"}
    save_again(admin, f"{HOME}/categories/other", {**form, **basis})
    assert own in drafted(admin).text
    assert "Tout le reste" in drafted(admin).text


@pytest.mark.parametrize(
    ("source", "known"), [("", Confidence.ASSUMED), (PAGE, Confidence.SOURCED)]
)
def test_the_agencys_own_time_is_known_by_its_page(
    admin: FlaskClient, source: str, known: Confidence
):
    form = {**typed(admin.get(f"{HOME}/delais").text), "answer_amount": "10"}
    admin.post(f"{HOME}/delais", data={**form, "answer_source": source})
    subject = drafted(admin)
    assert subject.sound.deadlines.answer.confidence is known
    assert not list(each_sourced_time_names_its_page(subject))


def test_a_levels_time_typed_on_the_page_is_no_more_certain(admin: FlaskClient):
    admin.post(f"{HOME}/paliers/+", data=LEVEL)
    steps = {step.to: step for step in drafted(admin).sound.escalation}
    assert steps["direction_regionale"].confidence is Confidence.ASSUMED


def test_a_source_that_is_no_page_is_told_at_its_field(admin: FlaskClient):
    sentence = "Écrivez l’adresse complète, qui commence par https://"
    answer = admin.post(f"{HOME}/categories/+", data={**CAMP, "source": "notre règlement"})
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    form = {**typed(admin.get(f"{HOME}/delais").text), "acknowledge_source": "notre règlement"}
    assert sentence in words(admin.post(f"{HOME}/delais", data=form).text)


# Another length is not proved by what proved the one before.

ASKED = "Ce délai était de 20 jours ouvrables. Dites sur quoi le nouveau repose"
LAW = "{within: 20 working days, basis: Loi, confidence: sourced, source: 'https://loi.example/12'}"


def deadlines(admin: FlaskClient, **changed: str) -> TestResponse:
    form = typed(admin.get(f"{HOME}/delais").text)
    return admin.post(f"{HOME}/delais", data={**form, **changed})


def test_another_length_asks_again_what_it_rests_on(admin: FlaskClient):
    save(admin, f"{PARKS_YAML}deadlines: {{answer: {LAW}}}\n")
    for button in ({}, {"preview": "yes"}):
        answer = deadlines(admin, answer_amount="10", **button)
        assert answer.status_code == 422
        assert ASKED in words(answer.text)
        assert 'name="answer_still"' in answer.text
        assert 'href="#answer_still"' in answer.text
    assert drafted(admin).sound.deadlines.answer.within.amount == 20
    english = admin.post(
        "/en/settings/parks/deadlines",
        data={**typed(admin.get(f"{HOME}/delais").text), "answer_amount": "10"},
    )
    assert "The time allowed was 20 working days." in words(english.text)


def test_a_source_that_is_confirmed_is_kept(admin: FlaskClient):
    save(admin, f"{PARKS_YAML}deadlines: {{answer: {LAW}}}\n")
    assert deadlines(admin, answer_amount="10", answer_still="yes").status_code == 303
    answer = drafted(admin).sound.deadlines.answer
    assert (answer.within.amount, answer.source) == (10, "https://loi.example/12")
    assert answer.confidence is Confidence.SOURCED


@pytest.mark.parametrize(
    ("changed", "known"),
    [({"answer_source": PAGE}, Confidence.SOURCED), ({"answer_source": ""}, Confidence.ASSUMED)],
)
def test_another_source_or_none_answers_it(
    admin: FlaskClient, changed: dict[str, str], known: Confidence
):
    save(admin, f"{PARKS_YAML}deadlines: {{answer: {LAW}}}\n")
    assert deadlines(admin, answer_amount="10", **changed).status_code == 303
    assert drafted(admin).sound.deadlines.answer.confidence is known


def test_nothing_is_asked_of_the_same_length_or_of_the_agencys_own_word(admin: FlaskClient):
    own = "{within: 20 working days, basis: Engagement de l’organisme}"
    save(admin, f"{PARKS_YAML}deadlines: {{answer: {LAW}, acknowledge: {own}}}\n")
    changed = {"answer_basis_fr": "Loi sur les parcs", "answer_still": "yes"}
    assert deadlines(admin, acknowledge_amount="1", **changed).status_code == 303
    settings = drafted(admin).sound.deadlines
    assert (settings.acknowledge.within.amount, settings.answer.within.amount) == (1, 20)
    assert 'id="answer_still"' not in admin.get(f"{HOME}/delais").text


def test_it_is_asked_of_every_length_that_something_proves(admin: FlaskClient):
    forms = {
        "recours/+": {**COURT, "source": PAGE, "amount": "60", "counted": "calendar days"},
        "reprise": {**SIXTY, "source": PAGE},
        "categories/+": {**CAMP, "source": PAGE},
    }
    for page, form in forms.items():
        version = hidden(admin.get(f"{HOME}/{page}").text, "version")
        admin.post(f"{HOME}/{page}", data={**form, "version": version})
    pages = ("recours/tribunal_des_sentiers", "reprise", "categories/camping_ferme")
    for page, form in zip(pages, forms.values(), strict=True):
        version = hidden(admin.get(f"{HOME}/{page}").text, "version")
        changed = {**form, "amount": "11", "version": version}
        answer = admin.post(f"{HOME}/{page}", data=changed)
        assert answer.status_code == 422, page
        assert 'id="still-e"' in answer.text, page
        sent = admin.post(f"{HOME}/{page}", data={**changed, "still": "yes"})
        assert sent.status_code == 303, page

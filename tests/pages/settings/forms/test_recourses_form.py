"""Other recourses are put in order and changed by forms that show them as citizens read them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.forms.filled_in import COURT
from tests.pages.settings.pages import HOME, hidden, leads_to_the_text, publish, save
from tests.support import file
from tests.support.agencies import PARKS_YAML, TEN_DAYS
from tests.support.forms import forms_of

FORM = f"{HOME}/recours"
REVIEW = {
    "body_fr": "Révision par la Régie",
    "body_en": "Review by the Board",
    "how_fr": "Demandez-la sur la page de suivi",
    "how_en": "Ask for it on the follow-up page",
    "deadline_fr": "Dans les 30 jours suivant la réponse",
    "deadline_en": "Within 30 days of the answer",
    "review": "yes",
}
OWN_ALONE = PARKS_YAML.replace("  - ombuds\n", "")
TIMED = PARKS_YAML.replace(
    "    review: true\n",
    "    review: true\n    within: 30 calendar days\n    next_open_day: true\n    source: la loi\n",
)
SILENT = PARKS_YAML.replace(
    "    examples:",
    "    deadlines: {answer: {within: 9 working days, basis: Loi, silence: ombuds}}\n    examples:",
)


def version_of(admin: FlaskClient) -> str:
    return hidden(admin.get(FORM).text, "version")


def bodies(admin: FlaskClient) -> list[str]:
    """Return whom the list names, in its order."""
    return re.findall(r'recours/\w+">([^<]+)</a></th>', admin.get(FORM).text)


def send(admin: FlaskClient, path: str = "/+", **form: str):
    return admin.post(f"{FORM}{path}", data={**form, "version": version_of(admin)})


def test_ones_own_recourse_is_written_and_published(admin: FlaskClient, runtime: Runtime):
    answer = send(admin, **COURT)
    assert answer.location.endswith("/fr/reglages/parks/recours")
    assert bodies(admin)[-1] == "Tribunal des sentiers"
    assert "La version 2 est en vigueur" in publish(admin)
    runtime.notice_releases()
    runtime.take_up_changes()
    page = words(admin.get("/fr/organismes/parks").text)
    assert "Tribunal des sentiers Par une demande écrite. Délai : 60 jours" in page


def test_the_recourse_is_seen_as_citizens_read_it_without_saving(admin: FlaskClient):
    page = send(admin, **COURT, preview="yes").text
    assert "<h3>Tribunal des sentiers</h3>" in page
    assert 'href="tel:+15145550123"' in page
    assert "Un brouillon" not in admin.get(HOME).text
    assert "<h3>Ombudsman des exemples</h3>" in admin.get(FORM).text


def test_a_new_review_stands_ahead_of_every_other(admin: FlaskClient):
    send(admin, **{**COURT, "review": "yes"})
    assert bodies(admin)[0] == "Tribunal des sentiers"


def test_recourses_change_places_but_a_review_is_never_last(admin: FlaskClient):
    send(admin, **COURT)
    send(admin, "", up="tribunal_des_sentiers")
    assert bodies(admin) == [
        "Révision par la Régie",
        "Tribunal des sentiers",
        "Ombudsman des exemples",
    ]
    send(admin, "", down="review")
    answer = send(admin, "", down="review")
    assert "Une révision ne peut pas être la dernière" in words(admin.get(answer.location).text)
    assert bodies(admin)[-1] == "Ombudsman des exemples"


def test_a_common_recourse_is_added_and_taken_away(admin: FlaskClient):
    save(admin, OWN_ALONE)
    page = admin.get(FORM).text
    assert '<option value="ombuds">Ombudsman des exemples</option>' in page
    send(admin, "", common="ombuds")
    assert bodies(admin)[-1] == "Ombudsman des exemples"
    assert "Recours commun à ajouter" not in admin.get(FORM).text
    assert "\n  - ombuds\n" in admin.get(f"{HOME}/texte").text
    assert send(admin, "/ombuds", remove="yes").status_code == 303
    assert bodies(admin) == ["Révision par la Régie"]


def test_a_common_recourse_is_not_rewritten(admin: FlaskClient):
    page = admin.get(f"{FORM}/ombuds").text
    assert "Recours commun" in page
    assert 'name="body_fr"' not in page
    send(admin, "/ombuds", **COURT)
    assert bodies(admin) == ["Révision par la Régie", "Ombudsman des exemples"]


def test_choosing_no_common_recourse_says_so(admin: FlaskClient):
    save(admin, OWN_ALONE)
    for chosen in ("", "review", "nobody"):
        answer = send(admin, "", common=chosen)
        assert "Choisissez un recours commun" in admin.get(answer.location).text


def test_the_last_recourse_stays(admin: FlaskClient):
    save(admin, OWN_ALONE)
    assert "chaque lettre doit en nommer un" in admin.get(f"{FORM}/review").text
    answer = send(admin, "/review", remove="yes")
    assert answer.status_code == 422
    assert bodies(admin) == ["Révision par la Régie"]


def test_a_recourse_that_silence_opens_stays(admin: FlaskClient):
    save(admin, SILENT)
    answer = send(admin, "/ombuds", remove="yes")
    assert answer.status_code == 422
    assert "un délai de « État d’un sentier » l’ouvre" in words(answer.text)
    assert "Ombudsman des exemples" in bodies(admin)


def test_what_would_leave_a_review_at_the_end_stays(admin: FlaskClient):
    last = {"code": "board", "body": "{fr: Conseil, en: Board}"}
    own = f"  - {{code: {last['code']}, body: {last['body']}, how: {{fr: a, en: b}}, "
    save(
        admin,
        PARKS_YAML.replace("recourses:\n", f"recourses:\n{own}deadline: {{fr: c, en: d}}}}\n"),
    )
    answer = send(admin, "/ombuds", remove="yes")
    assert answer.status_code == 422
    assert "Une révision ne peut pas être la dernière" in words(answer.text)


def test_the_last_recourse_does_not_become_a_review(admin: FlaskClient):
    send(admin, **COURT)
    answer = send(admin, "/tribunal_des_sentiers", **COURT | {"review": "yes"})
    assert answer.status_code == 422
    assert "Une révision ne peut pas être la dernière" in words(answer.text)


def test_a_recourse_is_changed_and_keeps_its_code(admin: FlaskClient):
    form = {**REVIEW, "body_fr": "Révision par le conseil", "link": "", "phone": ""}
    send(admin, "/review", **form)
    text = admin.get(f"{HOME}/texte").text
    assert "code: review\n    body: {fr: Révision par le conseil, en: Review by the Board}" in text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("body_fr", " ", "Écrivez le nom en français"),
        ("how_fr", "", "Dites en français comment s’y adresser"),
        ("deadline_fr", "", "Dites en français jusqu’à quand"),
        ("link", "http://tribunal.example", "qui commence par https://"),
        ("phone", "le jour", "Écrivez un numéro de téléphone"),
    ],
)
def test_a_mistake_stands_at_its_field_and_loses_nothing(
    admin: FlaskClient, field: str, typed: str, sentence: str
):
    answer = send(admin, **{**COURT, field: typed})
    assert answer.status_code == 422
    error = re.search(rf'id="{field}-e">(.*?)</p>', answer.text, re.DOTALL)
    assert error is not None
    assert sentence in words(error[1])
    assert "Trails tribunal" in answer.text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin, TEN_DAYS)
    answer = admin.post(f"{FORM}/+", data=COURT)
    assert answer.status_code == 409
    assert "Tribunal des sentiers" in answer.text
    assert admin.post(FORM, data={"up": "ombuds", "version": "0"}).status_code == 303
    assert admin.post(FORM, data={"down": "ombuds", "version": "0"}).status_code == 409


def test_a_draft_with_mistakes_is_corrected_as_a_text_first(admin: FlaskClient):
    save(admin, "schema: 1")
    answers = (
        admin.get(FORM),
        admin.get(f"{FORM}/review"),
        admin.post(FORM, data={"up": "ombuds"}),
        admin.post(f"{FORM}/+", data=COURT),
    )
    assert all(map(leads_to_the_text, answers))


def test_a_review_of_decisions_is_told_to_those_whom_decisions_concern(
    admin: FlaskClient, runtime: Runtime
):
    send(admin, "/review", **REVIEW, categories="trail")
    assert "Pour ces sujets : État d’un sentier" in words(admin.get(FORM).text)
    assert "La version 2 est en vigueur" in publish(admin)
    runtime.notice_releases()
    runtime.take_up_changes()
    assert "Pour ces sujets : État d’un sentier" in words(admin.get("/fr/organismes/parks").text)
    for subject, told in (("trail", True), ("welcome", False)):
        filed = file(runtime, category=subject)
        client = admin.application.test_client()
        client.post("/fr/suivi", data={"numero": filed.number, "code": filed.code})
        page = words(client.get(f"/fr/suivi/{filed.number}").text)
        assert ("Révision par la Régie" in page) is told
        assert "Ombudsman des exemples" in page


def test_no_subject_is_left_without_a_recourse(admin: FlaskClient):
    save(admin, OWN_ALONE)
    answer = send(admin, "/review", **REVIEW, categories="trail")
    assert answer.status_code == 422
    assert "Cochez aussi « Accueil » : ce sujet n’aurait plus de recours" in words(answer.text)


def test_a_recourse_that_never_was_is_not_found(admin: FlaskClient):
    assert admin.get(f"{FORM}/nobody").status_code == 404
    assert admin.post(f"{FORM}/nobody", data=COURT).status_code == 404


def test_recourses_are_reached_from_the_settings(admin: FlaskClient):
    assert 'href="/fr/reglages/parks/recours"' in admin.get(HOME).text
    assert admin.get("/en/settings/parks/recourses").status_code == 200


def shown(admin: FlaskClient, path: str = "/review") -> dict[str, str]:
    """Return what a browser sends of the page of a recourse that nobody touched."""
    page = admin.get(f"{FORM}{path}").text
    sent = next(form for form in forms_of(page) if form.id == "formulaire").filled(())
    return {name: value for name, value in sent.items() if name != "version"}


def written(admin: FlaskClient) -> str:
    """Return what the draft says of recourses."""
    listed = admin.get(f"{HOME}/texte").text.partition("recourses:")[2]
    return listed.partition("notices:")[0]


def test_the_time_that_a_recourse_leaves_stays_where_its_words_are_changed(admin: FlaskClient):
    save(admin, TIMED)
    changed = {**shown(admin), "how_fr": "Demandez-la dans le suivi"}
    assert send(admin, "/review", **changed).status_code == 303
    text = written(admin)
    assert "Demandez-la dans le suivi" in text
    assert "within: 30 calendar days" in text
    assert "next_open_day: true" in text
    assert "source: la loi" in text
    assert "confidence" not in text


def test_the_time_that_runs_against_the_person_is_typed_and_told(
    admin: FlaskClient, runtime: Runtime
):
    timed = {**shown(admin), "amount": "2", "counted": "weeks", "next_open_day": "yes"}
    page = words(send(admin, "/review", **timed, preview="yes").text)
    assert "Après une réponse envoyée aujourd’hui, la personne lirait : dernier jour, le" in page
    assert "within:" not in written(admin)
    assert send(admin, "/review", **timed).status_code == 303
    text = written(admin)
    assert "within: &#34;2 weeks&#34;" in text
    assert "next_open_day: true" in text
    assert "confidence: assumed" in text
    assert "La version 2 est en vigueur" in publish(admin)
    runtime.notice_releases()
    runtime.take_up_changes()
    kept = runtime.agencies.agency("parks").settings.recourses[0]
    assert str(kept.within) == "2 weeks"


def test_a_source_makes_the_time_known_and_no_number_takes_it_away(admin: FlaskClient):
    timed = {**shown(admin), "amount": "30", "counted": "calendar days", "source": "Loi, art. 9"}
    send(admin, "/review", **timed)
    assert "confidence: sourced" in written(admin)
    assert "source: &#34;Loi, art. 9&#34;" in written(admin)
    assert shown(admin)["amount"] == "30"
    send(admin, "/review", **{**shown(admin), "amount": "", "source": ""})
    assert "confidence" not in written(admin)
    assert "within" not in written(admin)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": "bientôt"}, "Écrivez un nombre entier, par exemple 30"),
        ({"amount": "2", "counted": "hours"}, "Écrivez un nombre entier, par exemple 30"),
        ({"next_open_day": "yes"}, "Écrivez le délai, ou videz ce qui va avec lui"),
        ({"source": "Loi, art. 9"}, "Écrivez le délai, ou videz ce qui va avec lui"),
    ],
)
def test_a_time_that_cannot_be_counted_is_told_at_its_number(
    admin: FlaskClient, typed: dict[str, str], sentence: str
):
    answer = send(admin, "/+", **{**COURT, **typed})
    assert answer.status_code == 422
    error = re.search(r'id="amount-e">(.*?)</p>', answer.text, re.DOTALL)
    assert error is not None
    assert sentence in words(error[1])
    assert "Trails tribunal" in answer.text

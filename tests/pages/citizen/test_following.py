import re
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import EVERY
from portal.complaints.dates import running_clocks
from portal.complaints.handling import casework, escalation, following
from portal.complaints.records.complaint import PersonRecord
from portal.complaints.records.message import MessageRecord
from portal.domain.actor import PORTAL
from portal.domain.complaint import Status
from portal.domain.handling.confidential import ENTRIES
from portal.domain.history import INSIDE, EntryKind
from portal.domain.role import Role
from portal.pages.citizen import case_summary
from portal.pages.features import Contributions
from portal.pages.shown import history_words
from portal.pages.shown.history_words import ToldWords
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.pages.citizen.journeys import NUMBER, code_in, number_in, opened, sent
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, add_user, file, officer
from tests.support.forms import forms_of


def by_officer(runtime: Runtime, act, **kwargs: object) -> None:
    user = add_user(runtime, "claire.roy@parcs.example")
    runtime.change(officer(user_id=user), NUMBER, partial(act, **kwargs))


def pass_the_date(runtime: Runtime, clock: FixedClock) -> None:
    """Let every clock that has run out act, once each."""
    clock.moment += timedelta(days=40)
    with runtime.reading(PORTAL) as session:
        due = running_clocks.clocks_run_out(session, clock.moment)
    for overdue in due:
        runtime.change(
            PORTAL,
            overdue.number,
            partial(running_clocks.act_if_run_out, clock_id=overdue.clock_id),
        )


def test_number_and_code_open_the_complaint_however_they_are_typed(client: FlaskClient):
    text = sent(client)
    elsewhere = client.application.test_client()
    form = {"numero": number_in(text).replace("-", " "), "code": code_in(text).lower()}
    assert elsewhere.post("/fr/suivi", data=form).location == f"/fr/suivi/{NUMBER}"


def test_a_wrong_number_and_a_wrong_code_say_the_same(client: FlaskClient, runtime: Runtime):
    receipt = file(runtime)
    pairs = [(receipt.number, "AAAA-AAAA"), ("2026-999999", receipt.code)]
    texts = []
    for number, code in pairs:
        response = client.post("/fr/suivi", data={"numero": number, "code": code})
        assert response.status_code == 422
        texts.append(re.sub(r' value="[^"]*"', "", response.text))
    assert "Ce numéro et ce code ne vont pas ensemble. Vérifiez les deux" in texts[0]
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("address", "words"),
    [("/fr/suivi", "Écrivez le code d’accès"), ("/en/follow", "Enter the access code")],
)
@pytest.mark.parametrize("code", ["", " - "])
def test_a_code_left_empty_is_told_as_missing_whatever_the_number(
    client: FlaskClient, runtime: Runtime, address: str, words: str, code: str
):
    texts = []
    for number in (file(runtime).number, "2026-999998"):
        response = client.post(address, data={"numero": number, "code": code})
        assert response.status_code == 422
        texts.append(re.sub(r' value="[^"]*"', "", response.text))
    assert words in texts[0]
    assert 'href="#code"' in texts[0]
    assert "vont pas ensemble" not in texts[0]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("typed", ["001339", "1", "?", ""])
def test_what_is_no_number_is_told_how_one_looks(client: FlaskClient, typed: str):
    response = client.post("/fr/suivi", data={"numero": typed, "code": "AAAA-AAAA"})
    assert response.status_code == 422
    assert "Écrivez le numéro au complet, avec l’année, comme 2026-004182" in response.text
    assert f'value="{typed}"' in response.text or not typed


def test_a_complaint_is_shut_without_its_code(client: FlaskClient, runtime: Runtime):
    file(runtime)
    for page in ("", "/message", "/document", "/coordonnees", "/retirer", "/documents/1"):
        response = client.get(f"/fr/suivi/{NUMBER}{page}")
        assert response.location == f"/fr/suivi?numero={NUMBER}"


def test_one_code_does_not_open_another_complaint(client: FlaskClient, runtime: Runtime):
    opened(client, runtime)
    other = file(runtime)
    assert client.get(f"/fr/suivi/{other.number}").status_code == 303


def test_the_complaint_shuts_after_half_an_hour_at_rest(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    page = opened(client, runtime)
    clock.moment += timedelta(minutes=29)
    assert client.get(page).status_code == 200
    clock.moment += timedelta(minutes=29)
    assert client.get(page).status_code == 200
    clock.moment += timedelta(minutes=30)
    assert client.get(page).status_code == 303


def test_the_complaint_can_be_shut_on_a_shared_device(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    client.post(f"{page}/quitter")
    assert client.get(page).status_code == 303


def test_the_page_says_the_state_the_date_and_the_days_left(client: FlaskClient, runtime: Runtime):
    text = client.get(opened(client, runtime)).text
    assert "Votre plainte est reçue" in text
    assert "Au plus tard le 22\xa0décembre\xa02026" in text
    assert "Il reste 20" in text
    assert "délai d’exemple" in text
    assert "Directrice" in text


def test_the_address_is_shown_so_that_only_its_owner_knows_it(
    client: FlaskClient, runtime: Runtime
):
    text = client.get(opened(client, runtime)).text
    assert "m.g•••@exemple.org" in text
    assert "m.gagnon@exemple.org" not in text


def test_a_question_comes_first_and_is_answered_by_a_message(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    by_officer(runtime, casework.ask_complainant, body="Quel est le numéro du sentier?")
    text = client.get(page).text
    assert "Nous attendons une précision de votre part" in text
    assert text.index("Quel est le numéro du sentier?") < text.index("Historique")
    client.post(f"{page}/message", data={"message": "Le 7.", "une-fois": "x"})
    assert "Votre plainte est à l’étude" in client.get(page).text


def test_the_person_in_charge_is_named(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    by_officer(runtime, casework.record_first_contact)
    text = client.get(page).text
    assert "Votre plainte est prise en charge" in text
    assert "Claire.Roy" in text


def test_notes_and_words_to_the_top_authority_are_not_shown(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    user = add_user(runtime, "claire.roy@parcs.example")
    actor = officer(user_id=user)
    runtime.change(actor, NUMBER, partial(casework.add_note, body="note interne secrète"))
    add_user(runtime, "top@parcs.example", Role.TOP_AUTHORITY, post="president")
    question = partial(escalation.pass_to_top, question="question interne", opinion="avis interne")
    runtime.change(actor, NUMBER, question)
    text = client.get(page).text
    assert "interne" not in text
    assert "Plainte transmise à la plus haute autorité" in text
    assert "Responsable maintenant\N{NO-BREAK SPACE}: Présidente" in text


def test_a_late_answer_is_said_first_with_who_is_responsible_and_the_recourses(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime)
    pass_the_date(runtime, clock)
    page = client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code}).location
    text = client.get(page).text
    assert "La réponse est en retard" in text
    assert "La date promise était le 22\xa0décembre\xa02026." in text
    assert "<strong>Directrice</strong>" in text
    assert text.index("La réponse est en retard") < text.index("Étapes de votre plainte")
    assert "Ombudsman des exemples" in text


def test_the_answer_is_read_in_full_with_its_recourses(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    by_officer(runtime, casework.answer, body="Le sentier rouvre lundi.")
    text = client.get(page).text
    assert "Une réponse vous a été donnée" in text
    assert "Le sentier rouvre lundi." in text
    assert "Si cette réponse ne vous convient pas" in text
    assert "Réponse attendue" not in text


def test_a_message_sent_twice_is_kept_once(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    for _ in range(2):
        form = {"message": "Une précision.", "une-fois": "abc"}
        assert client.post(f"{page}/message", data=form).status_code == 303
    with runtime.reading(PORTAL) as session:
        assert len(session.scalars(select(MessageRecord)).all()) == 1


def test_other_words_of_the_same_form_are_another_message(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    for body in ("Une précision.", "Une autre précision."):
        client.post(f"{page}/message", data={"message": body, "une-fois": "abc"})
    told = client.get(page).text
    assert "Une précision." in told
    assert "Une autre précision." in told


def test_the_mark_of_one_complaints_form_does_not_silence_another(
    client: FlaskClient, runtime: Runtime
):
    pages = [opened(client, runtime), opened(client, runtime)]
    for page in pages:
        client.post(f"{page}/message", data={"message": "Une précision.", "une-fois": "abc"})
    assert all("Une précision." in client.get(page).text for page in pages)


def test_a_message_says_what_it_asks_for(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    assert "Demander un appel" in client.get(f"{page}/message?objet=appel").text
    client.post(f"{page}/message", data={"message": "Le matin.", "objet": "appel"})
    assert "Vous demandez un appel ou une rencontre." in words(client.get(page).text)
    assert "You are asking for a call or a meeting." in words(client.get(in_english(page)).text)
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(MessageRecord.body)).all()[-1] == "Le matin."


def in_english(page: str) -> str:
    return page.replace("/fr/suivi", "/en/follow")


def test_a_request_for_a_call_is_read_in_the_language_of_whoever_reads_it(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    page = in_english(opened(client, runtime))
    client.post(f"{page}/message", data={"message": "In the morning.", "objet": "appel"})
    office = signed_in(app, runtime)
    number = page.rsplit("/", 1)[-1]
    seen = words(office.get(case_path(number)).text)
    assert "Demande un appel ou une rencontre." in seen
    assert "Request a call" not in seen


def test_a_request_for_a_call_asks_for_the_number_and_keeps_it_where_none_is_known(
    client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    form = client.get(f"{page}/message?objet=appel").text
    assert 'name="telephone"' in form
    assert 'name="telephone"' not in client.get(f"{page}/message").text
    typed = {"message": "Le matin.", "objet": "appel", "telephone": "555"}
    wrong = client.post(f"{page}/message", data=typed)
    assert wrong.status_code == 422
    assert 'value="555"' in wrong.text
    client.post(f"{page}/message", data={**typed, "telephone": "514 555-0178"})
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(MessageRecord.body)).all()[-1] == "514 555-0178\n\nLe matin."
        [person] = session.scalars(select(PersonRecord))
        assert (person.phone, person.email) == ("514 555-0178", "m.gagnon@exemple.org")
    assert 'value="514 555-0178"' in client.get(f"{page}/message?objet=appel").text


def test_a_call_is_asked_for_by_a_number_alone(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    form = words(client.get(f"{page}/message?objet=appel").text)
    assert "De quoi voulez-vous parler, et quand vous joindre? (facultatif)" in form
    assert "Aucun délai n’est promis pour vous appeler" in form
    english = words(client.get(f"{in_english(page)}/message?objet=appel").text)
    assert "No time limit is promised for calling you" in english

    nothing = client.post(f"{page}/message", data={"objet": "appel", "telephone": ""})
    assert nothing.status_code == 422
    assert "Écrivez le numéro où vous appeler, ou quelques mots" in words(nothing.text)
    asked = {"objet": "appel", "telephone": "514 555-0178"}
    done = client.post(f"{page}/message", data=asked)
    assert "Votre demande est envoyée." in words(client.get(done.location).text)
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(MessageRecord.body)).all()[-1] == "514 555-0178"


@pytest.mark.parametrize("body", ["", "   ", "a" * 4001])
def test_a_message_to_correct_comes_back(client: FlaskClient, runtime: Runtime, body: str):
    response = client.post(f"{opened(client, runtime)}/message", data={"message": body})
    assert response.status_code == 422
    assert body.strip() in response.text


def test_contact_details_change_without_the_history_naming_them(
    client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    form = {"moyen": "phone", "telephone": "514 555-0178", "courriel": "m.gagnon@exemple.org"}
    assert client.post(f"{page}/coordonnees", data=form).status_code == 303
    with runtime.reading(PORTAL) as session:
        person = session.scalars(select(PersonRecord)).one()
    assert (person.phone, person.email) == ("514 555-0178", None)
    text = client.get(page).text
    assert "Coordonnées changées" in text
    assert "555-0178" not in text


def test_withdrawing_says_what_it_does_and_then_does_it(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    assert "Vous pouvez garder votre plainte jusqu’au" in words(client.get(f"{page}/retirer").text)
    client.post(f"{page}/retirer", data={"raison": "C’est réglé.", "confirmer": "yes"})
    act(runtime, NUMBER, following.withdraw, PORTAL)
    text = client.get(page).text
    assert "Votre plainte est retirée" in text
    assert "Aucune réponse n’est plus promise" in text
    assert "Réponse : 22 décembre 2026, ne court plus" in words(text)
    assert "C’est réglé." in text
    assert f'href="{page}/retirer"' not in text


def test_a_message_after_that_is_taken_and_says_that_nothing_is_promised(
    client: FlaskClient, runtime: Runtime
):
    page, told = opened(client, runtime), "aucune réponse n’est promise"
    assert told not in client.get(f"{page}/message").text
    client.post(f"{page}/retirer", data={"confirmer": "yes"})
    act(runtime, NUMBER, following.withdraw, PORTAL)
    assert told in client.get(f"{page}/message").text
    client.post(f"{page}/message", data={"message": "Un mot de plus."})
    assert "Un mot de plus." in client.get(page).text


def test_withdrawing_twice_does_not_break_anything(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    client.post(f"{page}/retirer", data={"confirmer": "yes"})
    act(runtime, NUMBER, following.withdraw, PORTAL)
    assert client.post(f"{page}/retirer", data={"confirmer": "yes"}).status_code == 422
    assert "Votre plainte est retirée" in client.get(page).text


def test_what_cannot_be_withdrawn_says_so_and_its_words_may_go_as_a_message(
    client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    act(runtime, NUMBER, casework.answer, body="Voici.")
    shown = client.get(f"{page}/retirer").text
    assert "elle ne peut plus être retirée" in shown
    assert "ne vous doit plus de réponse" not in shown
    refused = client.post(f"{page}/retirer", data={"raison": "Un mot d’adieu."}).text
    assert "Rien n’est envoyé" in refused
    assert "Un mot d’adieu.</textarea>" in refused
    assert f'action="{page}/message"' in refused
    assert "Envoyer de nouveau" not in refused
    assert client.post(f"{page}/message", data={"message": "Un mot d’adieu."}).status_code == 303
    assert "Un mot d’adieu." in client.get(page).text


def test_the_acknowledgement_stays_told_once_the_address_changed(
    client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    changed = {"moyen": "email", "courriel": "autre@exemple.org"}
    assert client.post(f"{page}/coordonnees", data=changed).status_code == 303
    text = client.get(page).text
    assert "adressé aux coordonnées que vous aviez alors" in text


def test_every_state_has_its_words():
    assert set(case_summary.TITLES) == set(Status)


def test_everything_public_that_happens_has_its_words_or_goes_without_saying():
    adds = Contributions(part for feature in EVERY for part in feature.PAGES.adds)
    worded = {*history_words.TITLES, *(words.kind for words in adds.of(ToldWords))}
    # What told of reprisals in earlier versions is shown to nobody.
    told = set(EntryKind) - ENTRIES
    assert told - {*worded, EntryKind.ACKNOWLEDGED} == set(INSIDE) - ENTRIES


def messages(runtime: Runtime) -> list[str]:
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(MessageRecord.body)))


def test_going_back_and_sending_again_keeps_one_message(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    for mark in ("abc", "def"):
        client.post(f"{page}/message", data={"message": "Toujours rien?", "une-fois": mark})
    assert messages(runtime) == ["Toujours rien?"]


def test_the_same_words_are_another_message_once_something_was_written_or_a_day_passed(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime)
    code = {"numero": receipt.number, "code": receipt.code}
    page = client.post("/fr/suivi", data=code).location
    client.post(f"{page}/message", data={"message": "Toujours rien?", "une-fois": "a"})
    client.post(f"{page}/message", data={"message": "Le pont aussi.", "une-fois": "b"})
    client.post(f"{page}/message", data={"message": "Toujours rien?", "une-fois": "c"})
    assert len(messages(runtime)) == 3
    clock.moment += timedelta(days=2)
    client.post("/fr/suivi", data=code)
    client.post(f"{page}/message", data={"message": "Toujours rien?", "une-fois": "d"})
    assert len(messages(runtime)) == 4


def test_a_message_sent_after_the_follow_up_closed_waits_for_the_code(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime)
    code = {"numero": receipt.number, "code": receipt.code}
    page = client.post("/fr/suivi", data=code).location
    clock.moment += timedelta(minutes=31)
    asked = client.post(f"{page}/message", data={"message": "Le pont aussi.", "une-fois": "a"})
    assert asked.status_code == 401
    [form] = forms_of(asked.text)
    wrong = client.post(form.action, data=form.filled([receipt.number, "AAAA-AAAA"]))
    [form] = forms_of(wrong.text)
    [again] = forms_of(client.post(form.action, data=form.filled(code.values())).text)
    assert messages(runtime) == []
    assert client.post(again.action, data=again.filled([])).status_code == 303
    assert messages(runtime) == ["Le pont aussi."]


def test_what_waits_for_one_complaint_is_not_shown_with_another_ones_code(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    first, other = file(runtime), file(runtime)
    code = {"numero": first.number, "code": first.code}
    page = client.post("/fr/suivi", data=code).location
    clock.moment += timedelta(minutes=31)
    asked = client.post(f"{page}/message", data={"message": "Le pont aussi.", "une-fois": "a"})
    [form] = forms_of(asked.text)
    opened_other = client.post(form.action, data=form.filled([other.number, other.code]))
    assert opened_other.location == f"/fr/suivi/{other.number}"


def test_the_acknowledgement_is_said_to_have_gone_to_no_other_address(
    client: FlaskClient, runtime: Runtime
):
    place = opened(client, runtime, email="odile@exemple.org", reply_by="email")
    assert "•••@exemple.org" in client.get(place).text
    form = {"moyen": "email", "courriel": "autre@ailleurs.example"}
    answer = client.post(f"{place}/coordonnees", data=form)
    assert answer.status_code == 303, answer.text
    page = client.get(place).text
    assert "Coordonnées changées" in page
    assert "accusé de réception est adressé" not in page


@pytest.mark.parametrize(
    "typed", [{"numero": "ABCD-EFGH-JKMN", "code": ""}, {"numero": "", "code": "abcdefghjkmn"}]
)
def test_the_code_of_a_draft_is_told_where_it_is_written(
    client: FlaskClient, typed: dict[str, str]
):
    said = words(client.post("/fr/suivi", data=typed).text)
    assert "il s’écrit à « Reprendre mon brouillon »" in said
    english = words(client.post("/en/follow", data=typed).text)
    assert "12 characters may be that of a draft: enter it under" in english
    other = words(client.post("/fr/suivi", data={"numero": "4182", "code": "ABCD2345"}).text)
    assert "celui d’un brouillon" not in other


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/fr/confidentialite", "vous relisez ce que vous avez envoyé"),
        ("/en/privacy", "you can read again what you sent"),
        ("/fr/suivi/code-perdu", "Vous n’avez plus le numéro de plainte non plus?"),
        ("/en/follow/lost-code", "You no longer have the complaint number either?"),
    ],
)
def test_pages_say_the_true_way(client: FlaskClient, address: str, said: str):
    assert said in words(client.get(address).text)


def test_no_text_message_is_announced_where_none_leaves(client: FlaskClient):
    assert "texto" not in words(client.get("/fr/suivi/code-perdu/demande").text)

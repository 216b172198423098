"""Withdrawing takes two steps, and five days in which one button keeps the complaint."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.handling import casework
from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.features.withdrawals.rules import Suggested
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, kinds, last, letters, staffed
from tests.features.joint_answers.asked_parts import begun
from tests.features.own_motion.opened import own_file
from tests.features.withdrawals.asked import ask_to_withdraw, keep, let_it_bind
from tests.journeys.steps import followed
from tests.pages.citizen.journeys import followed_page
from tests.pages.office.people import bodies, case_path, signed_in, words
from tests.support import FixedClock, add_user, file

UNTIL = (
    "Vous pouvez garder votre plainte jusqu’au 30 novembre 2026 compris : cela annule le retrait, "
    "et vous pourrez la retirer de nouveau plus tard. Sinon, elle est retirée le lendemain, le "
    "1er décembre 2026."
)
STAYS = "tant que votre plainte n’est pas retirée, ses dates restent"
SEVERAL = "Cela vaut aussi pour les autres organismes qui répondent à votre plainte"
ALARM = "Un retrait suggéré par l’organisme"
ASKING = {"asked": "person", "contact": "phone", "reason": "Elle dit que c’est réglé."}


def opened(client: FlaskClient, runtime: Runtime) -> str:
    receipt = file(runtime)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    return f"/fr/suivi/{receipt.number}"


def number_of(page: str) -> str:
    return page.rpartition("/")[2]


def test_nothing_happens_before_the_second_step_which_says_what_does(
    client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    first = words(client.get(f"{page}/retirer").text)
    assert UNTIL in first
    assert "Qui traite votre plainte lit ce que vous écrivez ici." in first
    second = client.post(f"{page}/retirer", data={"raison": "C’est réglé."})
    assert second.status_code == 200
    told = words(second.text)
    assert UNTIL in told
    assert "D’ici là, rien ne s’arrête" in told
    assert "les autres organismes" not in told
    assert "la personne pour qui vous portez plainte" not in told
    assert "Quelqu’un vous a-t-il suggéré de la retirer? (facultatif)" in told
    assert "C’est réglé.</textarea>" in second.text
    assert kinds(runtime, number_of(page))[-1] != "withdrawal_asked"


def test_a_text_too_long_comes_back_on_the_first_step(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    answer = client.post(f"{page}/retirer", data={"raison": "a" * 20_000})
    assert answer.status_code == 422
    assert 'href="#raison"' in answer.text
    assert 'name="confirmer"' not in answer.text


def test_who_suggested_it_is_on_no_page_of_an_officer_and_on_those_of_who_is_above(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    staffed(runtime)
    page = opened(client, runtime)
    number = number_of(page)
    form = {"confirmer": "yes", "suggere": "organisme"}
    assert client.post(f"{page}/retirer", data=form).status_code == 303
    officer = signed_in(app, runtime)
    for path in ("", "?onglet=journal", "/note"):
        shown = words(officer.get(case_path(number) + path).text)
        assert ALARM not in shown
        assert "suggéré" not in shown
    for role in (Role.HEAD, Role.TOP_AUTHORITY):
        above = signed_in(app, runtime, f"{role.value}@parcs.example", role, post=None)
        assert ALARM in words(above.get(case_path(number)).text)


def test_no_file_that_an_agency_makes_names_who_suggested_it_and_the_persons_own_holds_the_chain(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    number = number_of(page)
    ask_to_withdraw(runtime, number, suggested=Suggested.AGENCY)
    assert "withdrawal_suggested" in kinds(runtime, number)
    mine = unpacked(client.post(f"{page}/dossier").data)
    assert "withdrawal_suggested" in mine["history.jsonl"]
    for name, role in (("claire", Role.OFFICER), ("tete", Role.HEAD)):
        staff = signed_in(app, runtime, f"{name}@parcs.example", role, post=None)
        made = unpacked(staff.post(case_path(number, "dossier")).data)
        assert "plainte.html" in made
        assert "history.jsonl" not in made
        assert not [content for content in made.values() if "suggested" in content]
        assert not [content for content in made.values() if "suggéré" in content]


def unpacked(content: bytes) -> dict[str, str]:
    """Return what the files of an archive say, by their names."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_head_who_handles_it_reads_nothing_of_it(app: Flask, runtime: Runtime):
    number = file(runtime).number
    head = signed_in(app, runtime, "tete@parcs.example", Role.HEAD, post=None)
    ask_to_withdraw(runtime, number, suggested=Suggested.AGENCY)
    assert ALARM in words(head.get(case_path(number)).text)
    act(runtime, number, casework.assign, user_id=1)
    assert ALARM not in words(head.get(case_path(number)).text)


def test_a_head_who_handled_it_reads_nothing_of_it_by_giving_it_to_another(
    app: Flask, runtime: Runtime
):
    number = file(runtime).number
    head = signed_in(app, runtime, "tete@parcs.example", Role.HEAD, post=None)
    other = add_user(runtime, "claire@parcs.example", Role.OFFICER, "parks", "office")
    act(runtime, number, casework.assign, user_id=1)
    ask_to_withdraw(runtime, number, suggested=Suggested.AGENCY)
    act(runtime, number, casework.assign, user_id=other)
    assert ALARM not in words(head.get(case_path(number)).text)


def test_somebody_who_replaces_the_head_does_not_read_it(app: Flask, runtime: Runtime):
    number = file(runtime).number
    auditor = signed_in(app, runtime, "audit@portail.example", Role.AUDITOR, None, None)
    ask_to_withdraw(runtime, number, suggested=Suggested.AGENCY)
    assert ALARM not in words(auditor.get(case_path(number)).text)


def test_one_button_keeps_it_and_it_may_be_asked_for_again(client: FlaskClient, runtime: Runtime):
    page = opened(client, runtime)
    client.post(f"{page}/retirer", data={"confirmer": "yes"})
    told = words(client.get(page).text)
    assert UNTIL in told
    assert STAYS in told
    assert f'href="{page}/retirer"' not in client.get(page).text
    assert client.get(f"{page}/retirer").status_code == 303
    assert client.post(f"{page}/garder").status_code == 303
    told = words(client.get(page).text)
    assert "Vous gardez votre plainte." in told
    assert UNTIL not in told
    assert STAYS not in told
    assert f'href="{page}/retirer"' in client.get(page).text
    assert client.post(f"{page}/garder").status_code == 303
    assert kinds(runtime, number_of(page)).count("withdrawal_fallen") == 1


def test_a_withdrawal_called_off_is_among_the_dates_of_its_person_no_more(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime)
    ask_to_withdraw(runtime, receipt.number)
    assert "Retrait de la plainte :" in followed_page(app, receipt)
    keep(runtime, receipt.number)
    page = followed_page(app, receipt)
    assert "Retrait de la plainte" not in page
    assert "Les autres dates de cette plainte" in page
    ask_to_withdraw(runtime, receipt.number)
    let_it_bind(runtime, receipt.number, clock)
    assert followed_page(app, receipt).count("Retrait de la plainte :") == 1


def test_an_officer_reads_the_day_and_that_nothing_stops(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    client.post(f"{page}/retirer", data={"confirmer": "yes", "raison": "C’est réglé."})
    number, officer = number_of(page), signed_in(app, runtime)
    shown = words(officer.get(case_path(number)).text)
    assert (
        "La plainte sera retirée après le 30 novembre 2026, sauf si la personne la garde" in shown
    )
    assert "C’est réglé." in shown
    assert "Retrait demandé" in words(officer.get("/fr/gestion/parks/file?vue=non-attribuees").text)


def test_a_withdrawal_by_telephone_is_noted_on_a_page_and_told_to_the_person(
    app: Flask, client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    page = opened(client, runtime)
    number, officer = number_of(page), signed_in(app, runtime)
    path = case_path(number, "noter-un-retrait")
    assert path in officer.get(case_path(number)).text
    refused = officer.post(path, data={"version": "1", "reason": ASKING["reason"]})
    assert refused.status_code == 422
    for field in ("asked", "contact"):
        assert f'href="#{field}"' in refused.text
    assert "Choisissez qui l’a demandé" in words(refused.text)
    assert "Choisissez comment la personne l’a demandé" in words(refused.text)
    assert "Qui agit pour elle" not in words(refused.text)
    assert ASKING["reason"] in refused.text
    assert officer.post(path, data={"version": "1", **ASKING}).status_code == 303
    shown = words(officer.get(case_path(number)).text)
    assert "Demandé par : La personne elle-même, au téléphone." in shown
    told = words(client.get(page).text)
    noted = "L’organisme a noté que vous avez demandé de retirer votre plainte, au téléphone."
    assert noted in told
    assert ASKING["reason"] in told
    assert ("withdrawal_waits", "m.gagnon@exemple.org") in letters(runtime, number)
    assert bodies(runtime, number, "withdrawal") == [ASKING["reason"]]
    assert client.post(f"{page}/suggere", data={"suggere": "organisme"}).status_code == 303
    assert last(runtime, number, "withdrawal_suggested").facts == {"by": "agency"}
    assert "suggéré de la retirer" not in words(client.get(page).text)
    let_it_bind(runtime, number, clock)
    assert complaint(runtime, number).status == "withdrawn"


def test_who_acts_for_the_person_is_offered_where_somebody_does_who_is_told_of_no_letter(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime, filed_for="other", other_name="Rita Gagnon")
    officer = signed_in(app, runtime)
    form = officer.get(case_path(receipt.number, "noter-un-retrait")).text
    assert "Qui agit pour elle" in words(form)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    second = client.post(f"/fr/suivi/{receipt.number}/retirer").text
    assert "la personne pour qui vous portez plainte ne reçoit aucune lettre" in words(second)


def test_who_rings_back_keeps_the_complaint_and_reads_who_asked_and_how(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    page = opened(client, runtime)
    number, officer = number_of(page), signed_in(app, runtime)
    path = case_path(number, "noter-une-plainte-gardee")
    assert path not in officer.get(case_path(number)).text
    officer.post(case_path(number, "noter-un-retrait"), data={"version": "1", **ASKING})
    assert path in officer.get(case_path(number)).text
    version = str(complaint(runtime, number).version)
    assert officer.post(path, data={"version": version}).status_code == 422
    said = {"version": version, "asked": "person", "contact": "phone"}
    assert officer.post(path, data=said).status_code == 303
    shown = words(officer.get(case_path(number)).text)
    assert "La personne elle-même, au téléphone. La personne garde sa plainte." in shown
    told = words(client.get(page).text)
    assert "L’organisme a noté que vous gardez votre plainte, au téléphone." in told
    assert UNTIL not in told
    assert ("withdrawal_kept", "m.gagnon@exemple.org") in letters(runtime, number)


def test_a_file_that_nobody_complains_in_is_withdrawn_by_nobody(app: Flask, runtime: Runtime):
    number, officer = own_file(runtime), signed_in(app, runtime)
    assert "noter-un-retrait" not in officer.get(case_path(number)).text
    version = str(complaint(runtime, number).version)
    officer.post(case_path(number, "noter-un-retrait"), data={"version": version, **ASKING})
    assert "withdrawal_asked" not in kinds(runtime, number)


def test_of_several_agencies_every_page_says_that_each_goes_on_and_stops(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    page = opened(client, runtime)
    part = begun(runtime, number_of(page))
    water = runtime.agencies.agency("water").name.in_("fr")
    for shown in (client.get(f"{page}/retirer"), client.post(f"{page}/retirer")):
        assert f"{SEVERAL} : {water}." in words(shown.text)
    client.post(f"{page}/retirer", data={"confirmer": "yes"})
    assert f"{SEVERAL} : {water}." in words(client.get(page).text)
    assert complaint(runtime, part).is_open
    let_it_bind(runtime, number_of(page), clock)
    assert complaint(runtime, part).status == "withdrawn"
    with runtime.reading(PORTAL) as session:
        ended = select(OutboxRecord.params).where(OutboxRecord.template == "withdrawn")
        told = [params for params in session.scalars(ended) if params.get("are_several")]
    assert [params["number"] for params in told] == [number_of(page)]


def test_who_only_looks_notes_no_withdrawal(app: Flask, runtime: Runtime):
    number = file(runtime).number
    auditor = signed_in(app, runtime, "audit@portail.example", Role.AUDITOR, None, None)
    path = case_path(number, "noter-un-retrait")
    assert auditor.post(path, data={"version": "1", **ASKING}).status_code == 403


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_whole_way_in_both_languages(
    app: Flask, runtime: Runtime, clock: FixedClock, language: str
):
    say = {
        "fr": ("Continuer", "Retirer ma plainte", "Garder ma plainte", "Votre plainte est retirée"),
        "en": ("Continue", "Withdraw my complaint", "Keep my complaint", "withdrawn"),
    }[language]
    receipt = file(runtime)
    person = followed(app, language, receipt.number, receipt.code)
    form = person.path + {"fr": "/retirer", "en": "/withdraw"}[language]
    person.open(form).send(say[0], raison="C’est réglé.").send(say[1])
    person.send(say[2])
    assert complaint(runtime, receipt.number).is_open
    person.open(form).send(say[0]).send(say[1])
    let_it_bind(runtime, receipt.number, clock)
    again = followed(app, language, receipt.number, receipt.code)
    assert say[3] in again.text

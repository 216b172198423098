"""What an officer is shown of the other agencies of a complaint, and asks of them."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.complaints.handling.filing import Receipt
from portal.features.joint_answers import actions_filing
from portal.features.joint_answers.rules import NamedAgency, OtherAgencies
from portal.runtime import Runtime
from tests.complaints.cases import complaint, issues
from tests.features.joint_answers.asked_parts import ASKED, answer, ask, begun, parts
from tests.pages.office.people import case_path, sign_in, signed_in, words
from tests.support import add_user, file


def followed(app: Flask, receipt: Receipt) -> TestResponse:
    """Return the page on which the complainant follows their complaint."""
    client = app.test_client()
    known = {"numero": receipt.number, "code": receipt.code}
    return client.post("/fr/suivi", data=known, follow_redirects=True)


def test_nothing_typed_is_lost_and_each_missing_thing_is_named(app: Flask, runtime: Runtime):
    number, client = file(runtime).number, signed_in(app, runtime)
    path = case_path(number, "demander-une-partie")
    refused = client.post(path, data={"question": ASKED})
    assert refused.status_code == 422
    assert 'href="#receiving"' in refused.text
    assert ASKED in refused.text
    refused = client.post(path, data={"receiving": "water", "question": " "})
    assert 'href="#question"' in refused.text
    assert parts(runtime, number) == ()


def without_its_part(runtime: Runtime) -> Receipt:
    """A complaint that names the water board, which could not be given its part."""
    named = [OtherAgencies((NamedAgency("water", ASKED, ("story",)),))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions_filing, "plan_named", lambda *_: None)
        return file(runtime, parts=named)


def test_whoever_named_an_agency_when_filing_is_not_asked_again(app: Flask, runtime: Runtime):
    number, client = without_its_part(runtime).number, signed_in(app, runtime)
    page = words(client.get(case_path(number)).text)
    assert "La personne nomme un autre organisme Service des eaux" in page
    path = case_path(number, "demander-une-partie")
    assert ASKED in client.get(f"{path}?receiving=water").text
    typed = {"receiving": "water", "question": ASKED}
    typed["version"] = str(complaint(runtime, number).version)
    assert "Il reçoit sa partie tout de suite." in words(client.post(path, data=typed).text)
    client.post(path, data=typed | {"send": "yes"})
    assert parts(runtime, number)[0].begun_at == runtime.now()
    assert "La personne nomme" not in words(client.get(case_path(number)).text)


def test_whoever_named_an_agency_is_told_that_the_other_decides_until_it_asks(
    app: Flask, runtime: Runtime
):
    told = "Un organisme que vous avez nommé n’a pas sa partie Service des eaux"
    receipt = without_its_part(runtime)
    page = words(followed(app, receipt).text)
    assert told in page
    assert "décide s’il lui demande sa partie de la réponse" in page
    assert told not in words(followed(app, file(runtime)).text)
    ask(runtime, receipt.number)
    assert told not in words(followed(app, receipt).text)
    other = without_its_part(runtime)
    answer(runtime, other.number, "Le sentier est ouvert.")
    assert told not in words(followed(app, other).text)


def test_each_agency_reads_by_which_way_the_answer_to_a_part_goes(app: Flask, runtime: Runtime):
    lead, theirs = signed_in(app, runtime), app.test_client()
    add_user(runtime, "omar@eaux.example", agency="water")
    sign_in(theirs, "omar@eaux.example")

    def shown(number: str, part: str) -> tuple[str, str]:
        path = f"/fr/gestion/water/plaintes/{part}"
        return words(lead.get(case_path(number)).text), words(theirs.get(path).text)

    with_it, late = file(runtime).number, file(runtime).number
    part, late_part = begun(runtime, with_it), begun(runtime, late)
    ours, their = shown(with_it, part)
    assert "rassemble ce qui est prêt quand elle part" in ours
    assert "Si votre réponse est prête avant la leur, elle part avec elle" in their
    answer(runtime, part, "La conduite est réparée.")
    assert "Elle part avec la leur, sous votre nom." in shown(with_it, part)[1]
    answer(runtime, with_it, "Le sentier est ouvert.")
    ours, their = shown(with_it, part)
    assert "rassemble ce qui est prêt" not in ours
    assert "La personne a votre réponse." in their
    answer(runtime, late, "Le sentier est ouvert.")
    ours, their = shown(late, late_part)
    assert "Ce qui est encore attendu parvient directement à la personne." in ours
    assert "la vôtre lui parvient directement" in their
    answer(runtime, late_part, "La conduite est réparée.")
    ours, their = shown(late, late_part)
    assert "Ce qui est encore attendu" not in ours
    assert "La personne a votre réponse." in their


def test_what_was_handed_in_is_read_and_closing_says_what_is_awaited(app: Flask, runtime: Runtime):
    number, client = file(runtime).number, signed_in(app, runtime)
    part = begun(runtime, number)
    assert "Date à venir" not in client.get(case_path(number)).text
    answer(runtime, number, "Le sentier est ouvert.")
    assert "Une partie est encore attendue" in words(client.get(case_path(number, "fermer")).text)
    answer(runtime, part, "La conduite est réparée.")
    assert "La conduite est réparée." in client.get(case_path(number)).text
    assert "encore attendue" not in client.get(case_path(number, "fermer")).text


def test_closing_a_part_promises_no_letter(app: Flask, runtime: Runtime):
    part = begun(runtime, file(runtime).number)
    answer(runtime, part, "La conduite est réparée.")
    client = signed_in(app, runtime, "paul@eaux.example", agency="water")
    issue = issues(runtime, part)[0].id
    said = {f"finding-{issue}": "unfounded", f"reasons-{issue}": "La conduite est saine."}
    preview = words(client.post(case_path(part, "fermer", "water"), data=said).text)
    assert "la personne ne reçoit rien" in preview
    assert "La conduite est saine." in preview
    assert "Un courriel avertit la personne" not in preview


@pytest.mark.parametrize("action", ["transferer", "demander-une-partie"])
def test_a_part_offers_neither_a_transfer_nor_a_part(app: Flask, runtime: Runtime, action: str):
    part = begun(runtime, file(runtime).number)
    client = signed_in(app, runtime, "paul@eaux.example", agency="water")
    page = client.get(case_path(part, agency="water")).text
    assert f"/{action}" not in page
    assert "Nom retenu" in words(page)


def test_a_part_is_called_off_on_its_page_and_both_agencies_and_the_person_read_why(
    app: Flask, runtime: Runtime
):
    receipt = file(runtime)
    number, client = receipt.number, signed_in(app, runtime)
    part = begun(runtime, number)
    path = case_path(number, "retirer-une-partie")
    assert f"{path}?part=1" in client.get(case_path(number)).text
    typed = {"reason": "Nous répondons nous-mêmes.", "version": complaint(runtime, number).version}
    refused = client.post(path, data=typed)
    assert (refused.status_code, 'href="#part"' in refused.text) == (422, True)
    assert typed["reason"] in refused.text
    refused = client.post(path, data={"part": "1", "reason": ""})
    assert 'href="#reason"' in refused.text
    assert client.post(path, data={**typed, "part": "1"}).status_code == 303
    theirs = signed_in(app, runtime, "paul@eaux.example", agency="water")
    place = case_path(part, agency="water")
    for page in (client.get(case_path(number)), theirs.get(place), followed(app, receipt)):
        assert typed["reason"] in words(page.text)
    page = words(client.get(case_path(number)).text)
    assert "Demande retirée" in page
    assert f"Claire Partie {part}, Service des eaux. {typed['reason']}" in page
    assert "Cette partie ne vous est plus demandée" in words(theirs.get(place).text)
    assert "Aucune partie n’est attendue" in words(client.get(path).text)
    told = words(followed(app, receipt).text)
    assert told.count("Un autre organisme ne répond plus à une partie") == 1


def test_what_the_agencies_say_of_a_part_is_not_shown_to_the_person(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    number, client = receipt.number, signed_in(app, runtime)
    part = begun(runtime, number)
    theirs = signed_in(app, runtime, "paul@eaux.example", agency="water")
    said = {"reason": "La conduite est privée.", "version": complaint(runtime, part).version}
    path = case_path(part, "pas-concerne", "water")
    assert theirs.post(path, data={"reason": " "}).status_code == 422
    assert theirs.post(path, data=said).status_code == 303
    assert "pas-concerne" not in theirs.get(case_path(part, agency="water")).text
    page = words(client.get(case_path(number)).text)
    assert "Cet organisme dit ne pas être concerné La conduite est privée." in page
    kept = {"reason": "Elle est publique.", "part": "1"}
    kept["version"] = str(complaint(runtime, number).version)
    path = case_path(number, "maintenir-une-partie")
    assert "La conduite est privée." in client.get(f"{path}?part=1").text
    assert client.post(path, data=kept).status_code == 303
    assert "maintenir-une-partie" not in client.get(case_path(number)).text
    assert "Elle est publique." in theirs.get(case_path(part, agency="water")).text
    told = followed(app, receipt).text
    assert not [one for one in ("privée", "publique") if one in told]


def test_a_part_that_was_answered_after_all_waits_for_no_decision(app: Flask, runtime: Runtime):
    part = begun(runtime, file(runtime).number)
    theirs = signed_in(app, runtime, "paul@eaux.example", agency="water")
    said = {"reason": "La conduite est privée.", "version": complaint(runtime, part).version}
    theirs.post(case_path(part, "pas-concerne", "water"), data=said)
    place = case_path(part, agency="water")
    assert "Vous avez dit ne pas être concernés" in words(theirs.get(place).text)
    answer(runtime, part, "La conduite est réparée.")
    assert "Vous avez dit ne pas être concernés" not in words(theirs.get(place).text)

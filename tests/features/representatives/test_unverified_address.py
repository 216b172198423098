"""An address that only their representative gave of the person opens nothing once that is over."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from portal.domain.errors import IncompleteError
from portal.features.representatives.actions_ending import (
    Reached,
    end_by_agency,
    end_representations,
)
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, history_holds, kinds, last, letters, told
from tests.features.representatives.represented import (
    MOTHER,
    REACHED,
    code_sent,
    filed_for,
    opened,
    take_over,
    verified,
    worked,
)
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, RecordingMailer, officer, on_both
from tests.support.letters import text_of

BY_EMAIL = "/fr/reprendre-ma-plainte/courriel"


def codes_to(runtime: Runtime, number: str) -> list[str]:
    """Return to whom codes to take it over went."""
    return [to for code, to in letters(runtime, number) if code == "code_to_take_over"]


@on_both
def test_no_code_goes_there_of_itself_nor_by_asking(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    number = filed_for(runtime).number
    act(runtime, number, end_by_agency, officer(), reason="Abus.")
    app.test_client().post(BY_EMAIL, data={"numero": number, "courriel-connu": MOTHER})
    worked(runtime, clock)
    assert codes_to(runtime, number) == []
    assert last(runtime, number, "representation_ended").facts["is_reached"] is False
    assert history_holds(runtime)


@on_both
def test_a_code_that_left_before_the_end_opens_nothing_after_it(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    number = filed_for(runtime).number
    app.test_client().post(BY_EMAIL, data={"numero": number, "courriel-connu": MOTHER})
    worked(runtime, clock)
    code = code_sent(mailbox)
    act(runtime, number, end_by_agency, officer(), reason="Abus.")
    form = {"numero": number, "code-unique": code}
    assert app.test_client().post("/fr/reprendre-ma-plainte", data=form).status_code == 422


@on_both
@pytest.mark.parametrize("proof", ["oral", "none"])
def test_by_their_own_second_address_a_representative_takes_nothing_over(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, proof: str
):
    receipt = filed_for(runtime, represents_proof=proof)
    number = receipt.number
    app.test_client().post(BY_EMAIL, data={"numero": number, "courriel-connu": MOTHER})
    worked(runtime, clock)
    son = app.test_client()
    code = {"numero": number, "code-unique": code_sent(mailbox)}
    assert son.post("/fr/reprendre-ma-plainte", data=code).status_code == 303
    page = words(son.get("/fr/reprendre-ma-plainte/choisir").text)
    assert "L’organisme vérifie d’abord que c’est bien vous" in page
    assert "Comment vous joindre" not in page
    form = {"moyen": "email", "courriel": MOTHER, "lecture": "non"}
    assert son.post("/fr/reprendre-ma-plainte/choisir", data=form).status_code == 403
    assert son.get("/fr/reprendre-ma-plainte/code").status_code == 303
    assert "taken_back" not in kinds(runtime, number)
    assert opened(app, number, receipt.code).get(f"/fr/suivi/{number}").status_code == 200
    letter = words(next(text_of(one) for one in mailbox.sent if MOTHER in str(one["To"])))
    assert "il vérifie d’abord que c’est bien vous" in letter
    assert "suivez-la vous-même" not in str(mailbox.sent[-1]["Subject"])
    # A verified address leads on, by the very code that went there.
    verified(runtime, number)
    assert take_over(son, number, code["code-unique"])
    assert history_holds(runtime)


def test_whoever_wishes_to_take_over_is_heard_and_the_officer_is_told_once(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    number = filed_for(runtime, represents_proof="oral", represents_why="").number
    claire = signed_in(app, runtime)
    worked(runtime, clock)
    person = app.test_client()
    code = {"numero": number, "code-unique": code_sent(mailbox)}
    person.post("/fr/reprendre-ma-plainte", data=code)
    assert "Demander à l’organisme" in person.get("/fr/reprendre-ma-plainte/choisir").text
    for _ in range(2):
        person.post("/fr/reprendre-ma-plainte/verification")
    assert "C’est demandé à l’organisme." in person.get("/fr/reprendre-ma-plainte/choisir").text
    assert kinds(runtime, number).count("takeover_wished") == 1
    assert [kind for kind, _to in told(runtime, number)].count("person_wishes_to_follow") == 1
    page = words(claire.get(case_path(number)).text)
    wished = page.split("Demande de suivre la plainte soi-même, à vérifier")[1]
    assert "Qui a reçu le code" in wished[:60]
    assert "à ce que seule la personne qui représente a donné" in page
    assert "il sert seulement à dire son accord" in words(
        claire.get(case_path(number, "ecrire-a-la-personne")).text
    )
    assert history_holds(runtime)


def test_a_stranger_to_the_code_wishes_nothing(app: Flask, runtime: Runtime):
    number = filed_for(runtime).number
    assert app.test_client().post("/fr/reprendre-ma-plainte/verification").status_code == 303
    assert "takeover_wished" not in kinds(runtime, number)


@on_both
def test_what_the_agency_verified_gets_the_code(runtime: Runtime):
    number = filed_for(runtime).number
    act(runtime, number, end_by_agency, officer(), reason="Abus.", reached=REACHED)
    assert codes_to(runtime, number) == [MOTHER]
    assert last(runtime, number, "representation_ended").facts["is_reached"] is True
    assert history_holds(runtime)


@on_both
def test_an_end_by_itself_sends_to_what_was_verified_before(runtime: Runtime, clock: FixedClock):
    number = filed_for(runtime).number
    verified(runtime, number)
    act(runtime, number, end_by_agency, officer(), reason="Elle le demande.")
    assert codes_to(runtime, number) == [MOTHER, MOTHER]
    other = filed_for(runtime, represents_for="file", represents_until="").number
    end_representations(runtime, clock.moment)
    assert codes_to(runtime, other) == []


@pytest.mark.parametrize("reached", [Reached("", "", "Connue."), Reached(MOTHER, "", " ")])
def test_nothing_is_verified_without_an_address_and_how_it_is_known(
    runtime: Runtime, reached: Reached
):
    number = filed_for(runtime).number
    with pytest.raises(IncompleteError):
        act(runtime, number, end_by_agency, officer(), reason="Abus.", reached=reached)


@on_both
def test_whoever_took_it_over_wrongly_is_shut_out_by_a_new_code(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    number = filed_for(runtime).number
    # The agency was deceived: it verified an address, and it was a stranger's.
    verified(runtime, number)
    worked(runtime, clock)
    stranger = app.test_client()
    taken = take_over(stranger, number, code_sent(mailbox))
    page = f"/fr/suivi/{number}"
    assert stranger.get(page).status_code == 200
    clock.moment += timedelta(minutes=1)
    verified(runtime, number)
    assert stranger.get(page).status_code != 200
    assert stranger.get("/fr/reprendre-ma-plainte/code").status_code != 200
    assert opened(app, number, taken).get(page).status_code != 200
    worked(runtime, clock)
    new = take_over(app.test_client(), number, code_sent(mailbox))
    assert opened(app, number, new).get(page).status_code == 200
    assert history_holds(runtime)


def test_the_officer_reads_whose_word_it_is_and_chooses(app: Flask, runtime: Runtime):
    claire, number = signed_in(app, runtime), filed_for(runtime).number
    given = f"{MOTHER} (donné par la personne qui représente ou représentait, à vérifier)"
    assert given in words(claire.get(case_path(number)).text)
    page = "fin-de-la-representation"
    asked = claire.get(case_path(number, page)).text
    assert given in words(asked)
    assert re.search(r'value="wait"[^>]*checked', asked)
    form = {"version": str(complaint(runtime, number).version), "reason": "Abus."}
    wrong = claire.post(case_path(number, page), data={**form, "person": "keep"})
    assert 'href="#how"' in wrong.text
    other = {**form, "person": "other", "how": "Vue."}
    wrong = claire.post(case_path(number, page), data=other)
    assert 'href="#person_email"' in wrong.text

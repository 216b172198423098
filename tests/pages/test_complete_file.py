"""What both sides read while the time for the answer waits for the complete file, and after."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask

from portal.complaints.dates.answer_dates import complete_file
from portal.complaints.handling import casework
from portal.runtime import Runtime
from tests.complaints.dates.other_rules import WITH_WAIT
from tests.pages.citizen.journeys import at, post, to_check
from tests.pages.office.people import case_path, complaint, signed_in, words
from tests.releases.publishing import publish
from tests.support import file, officer

AFTER = "10 jours ouvrables après la réception des documents"
AT_LATEST = (
    "Le délai part au plus tard le 1er décembre 2026, même si un document manque encore. "
    "(délai d’exemple)"
)
PROMISED = "Au plus tard le 8 décembre 2026"


@pytest.fixture(autouse=True)
def waiting(runtime: Runtime) -> None:
    publish(runtime, WITH_WAIT, moving=False)


def followed(app: Flask, runtime: Runtime, language: str = "fr/suivi"):
    receipt = file(runtime)
    citizen = app.test_client()
    citizen.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    return receipt.number, lambda: words(citizen.get(f"/{language}/{receipt.number}").text)


def test_the_citizen_reads_what_the_time_waits_for_before_and_after_sending(app: Flask):
    client = app.test_client()
    draft = to_check(client)
    checked = words(client.get(at(draft, "verifier")).text)
    assert AFTER in checked
    assert AT_LATEST in checked
    post(client, draft, "verifier")
    sent = words(client.get(at(draft, "envoyee")).text)
    assert AFTER in sent
    assert AT_LATEST in sent


def test_the_agency_s_page_says_it_too(app: Flask):
    assert AFTER in words(app.test_client().get("/fr/organismes/parks").text)


def test_the_follow_up_page_gives_the_date_once_the_file_is_complete(app: Flask, runtime: Runtime):
    number, page = followed(app, runtime)
    assert AFTER in page()
    assert AT_LATEST in page()
    assert "plus haute autorité. Un autre recours" not in page()
    runtime.change(officer(), number, complete_file)
    assert PROMISED in page()
    assert AFTER not in page()
    assert "Le dossier est complet. Nouvelle date" in page()


def test_it_is_told_in_english(app: Flask, runtime: Runtime):
    _, page = followed(app, runtime, "en/follow")
    assert "10 working days after the documents are received" in page()


def test_the_file_says_what_is_missing_until_when_and_what_follows(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    before = words(claire.get(case_path(number)).text)
    assert "Dites-lui quels documents manquent, ou notez que le dossier est complet." in before
    runtime.change(officer(), number, partial(casework.record_first_contact))
    after = words(claire.get(case_path(number)).text)
    assert "noter que le dossier est complet, au plus tard le 1er décembre 2026." in after
    assert "Prolonger le délai" not in after


def test_the_work_list_marks_it_and_counts_the_days_to_complete_it(app: Flask, runtime: Runtime):
    file(runtime)
    page = words(signed_in(app, runtime).get("/fr/gestion/parks/file?vue=equipe").text)
    assert "Dossier à compléter" in page
    assert "5 jours" in page


def test_the_page_of_the_action_tells_the_date_and_starts_the_time(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    page = claire.get(case_path(number, "complet"))
    assert PROMISED in words(page.text)
    assert complaint(runtime, number).version == 1
    sent = claire.post(case_path(number, "complet"), data={"version": "1"})
    assert sent.status_code == 303
    after = words(claire.get(case_path(number)).text)
    assert "8 décembre 2026" in after
    assert "Dossier complet : le délai de réponse est parti" in after
    assert "Le délai part du moment où le dossier a été complet, ou devait l’être : 24 nov" in after
    assert "Noter que le dossier est complet" not in after


def test_where_nothing_waits_the_page_says_so_and_starts_nothing(app: Flask, runtime: Runtime):
    number = file(runtime, "water").number
    claire = signed_in(app, runtime, agency="water")
    page = claire.get(case_path(number, "complet", "water"))
    assert "il court déjà" in words(page.text)
    path = case_path(number, "complet", "water")
    assert claire.post(path, data={"version": "1"}).status_code == 409

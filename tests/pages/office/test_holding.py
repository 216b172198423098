"""The minute in which an answer may be taken back, as officers see it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import issues
from tests.pages.office.people import bodies, case_path, change, complaint, signed_in, words
from tests.releases.publishing import publish
from tests.support import FixedClock, add_user, file
from tests.support.agencies import PARKS_YAML

SECONDS = timedelta(seconds=1)
EXTENSION = {"version": "1", "amount": "3", "reason": "Le rapport tarde."}


@pytest.fixture(autouse=True)
def hold(runtime: Runtime) -> None:
    runtime.config.hold_seconds = 60


def confirm(client: FlaskClient, number: str, action: str = "repondre", **form: str):
    data = {"version": "1", "body": "Le sentier est rouvert.", "send": "yes", **form}
    return client.post(case_path(number, action), data=data)


def held_id(page: str) -> str:
    return re.findall(r'name="held" value="(\d+)"', page)[0]


def test_the_page_says_until_when_it_may_be_taken_back(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    number, claire = file(runtime).number, signed_in(app, runtime)
    data = {"version": "1", "body": "Voici."}
    preview = words(claire.post(case_path(number, "repondre"), data=data).text)
    assert "Rien ne part avant 60 secondes" in preview
    assert confirm(claire, number).status_code == 303
    page = claire.get(case_path(number)).text
    assert "La réponse part à 10 h 01 min 00 s." in words(page)
    assert "Annuler l’envoi" in page
    english = claire.get(f"/en/office/parks/complaints/{number}").text
    assert "The answer leaves at 10:01:00 a.m." in words(english)
    assert complaint(runtime, number).status == "received"


def test_cancelling_brings_every_word_back_into_the_composer(app: Flask, runtime: Runtime):
    number, claire = file(runtime).number, signed_in(app, runtime)
    confirm(claire, number, body="Mot pour mot,\nsur deux lignes.")
    page = claire.get(case_path(number)).text
    stopped = claire.post(case_path(number, "annuler-envoi"), data={"held": held_id(page)})
    assert stopped.location.endswith("#ecrire")
    assert "Rien n’est parti." in claire.get(case_path(number)).text
    # A second click of the same button says what is true.
    claire.post(case_path(number, "annuler-envoi"), data={"held": held_id(page)})
    page = claire.get(case_path(number)).text
    assert "L’envoi de ce texte a déjà été annulé : il n’est pas parti." in words(page)
    assert "Il est parti" not in page
    assert "Mot pour mot,\nsur deux lignes.</textarea>" in page
    alone = claire.get(case_path(number, "repondre")).text
    assert "Mot pour mot,\nsur deux lignes.</textarea>" in alone
    assert bodies(runtime, number, "answer") == []
    claire.post(case_path(number, "laisser-tomber"), data={"kind": "answer"})
    assert "Mot pour mot" not in claire.get(case_path(number)).text


def test_a_question_comes_back_as_a_question_with_its_pause(app: Flask, runtime: Runtime):
    number = file(runtime, "water").number
    claire = signed_in(app, runtime, "claire@eaux.example", agency="water")
    path = case_path(number, "demander", "water")
    form = {"version": "1", "body": "Combien?", "pause": "meter", "send": "yes"}
    assert claire.post(path, data=form).status_code == 303
    case = case_path(number, agency="water")
    stop = {"held": held_id(claire.get(case).text)}
    claire.post(case_path(number, "annuler-envoi", "water"), data=stop)
    page = claire.get(case).text
    assert "Combien?</textarea>" in page
    assert re.search(r'value="meter" checked', page)


def test_whoever_opens_the_complaint_after_the_minute_sees_it_sent(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    number, claire = file(runtime).number, signed_in(app, runtime)
    confirm(claire, number)
    page = claire.get(case_path(number)).text
    clock.moment += 60 * SECONDS
    after = claire.get(case_path(number)).text
    assert "Annuler l’envoi" not in after
    assert complaint(runtime, number).status == "answered"
    late = claire.post(case_path(number, "annuler-envoi"), data={"held": held_id(page)})
    assert late.status_code == 303
    assert "Il est parti" in claire.get(case_path(number)).text
    assert len(bodies(runtime, number, "answer")) == 1


def test_every_page_says_when_an_answer_left_and_when_it_was_confirmed(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    receipt, claire = file(runtime), signed_in(app, runtime)
    confirm(claire, receipt.number)
    clock.moment += 60 * SECONDS
    theirs = words(claire.get(case_path(receipt.number)).text)
    citizen = app.test_client()
    citizen.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    page = words(citizen.get(f"/fr/suivi/{receipt.number}").text)
    told = "Texte confirmé le 24 novembre 2026 à 10 h : c’est ce qui compte pour la date promise."
    for shown in (theirs, page):
        assert "24 novembre 2026 à 10 h 01" in shown
        assert told in shown
    english = words(claire.get(f"/en/office/parks/complaints/{receipt.number}").text)
    assert "Text confirmed on 24 November 2026 at 10:00 a.m.: this is what counts" in english


def test_what_leaves_in_the_minute_of_its_confirmation_says_it_once(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    receipt, claire = file(runtime), signed_in(app, runtime)
    runtime.config.hold_seconds = 10
    confirm(claire, receipt.number)
    clock.moment += 10 * SECONDS
    assert "Texte confirmé" not in words(claire.get(case_path(receipt.number)).text)


def test_a_second_click_confirms_nothing_twice(app: Flask, runtime: Runtime):
    number, claire = file(runtime).number, signed_in(app, runtime)
    assert [confirm(claire, number).status_code for _ in range(2)] == [303, 409]


def test_the_complainant_sees_nothing_of_it(app: Flask, runtime: Runtime):
    receipt, claire = file(runtime), signed_in(app, runtime)
    confirm(claire, receipt.number, body="Rien avant une minute.")
    citizen = app.test_client()
    data = {"numero": receipt.number, "code": receipt.code}
    followed = citizen.post("/fr/suivi", data=data, follow_redirects=True)
    assert receipt.number in followed.text
    assert "Rien avant" not in followed.text


def test_what_did_not_leave_is_read_by_whoever_handles_the_complaint_next(
    app: Flask, runtime: Runtime
):
    number, claire = file(runtime).number, signed_in(app, runtime)
    anne = signed_in(app, runtime, "anne@parcs.example")
    confirm(claire, number, body="Le pont rouvre demain.")
    form = {"version": str(complaint(runtime, number).version)}
    assert claire.post(case_path(number, "me-retirer"), data=form).status_code == 303
    page = words(anne.get(case_path(number)).text)
    assert "Texte confirmé par Claire, qui n’est pas parti : La réponse." in page
    assert "Le pont rouvre demain." in page


class TestSecondReading:
    @pytest.fixture(autouse=True)
    def reading(self, runtime: Runtime) -> None:
        publish(runtime, PARKS_YAML + "second_reader: {answers: always}\n")

    def test_the_preview_names_who_reads_and_the_list_shows_it_to_them(
        self, app: Flask, runtime: Runtime
    ):
        number, claire = file(runtime).number, signed_in(app, runtime)
        anne = signed_in(app, runtime, "anne@parcs.example")
        data = {"version": "1", "body": "Voici."}
        preview = claire.post(case_path(number, "repondre"), data=data)
        assert "la relit avant l’envoi : Anne." in words(preview.text)
        confirm(claire, number)
        listed = words(anne.get("/fr/gestion/parks/file?vue=a-relire").text)
        assert number in listed
        assert "À relire 1" in listed
        assert number not in claire.get("/fr/gestion/parks/file?vue=a-relire").text
        page = words(anne.get(case_path(number)).text)
        assert "Relire, avant qu’elle parte, la réponse écrite par Claire." in page
        assert "Attendre la deuxième lecture" in words(claire.get(case_path(number)).text)

    def test_it_leaves_or_comes_back_with_a_remark(self, app: Flask, runtime: Runtime):
        number, claire = file(runtime).number, signed_in(app, runtime)
        anne = signed_in(app, runtime, "anne@parcs.example")
        confirm(claire, number, body="Le sentier est rouvert.")
        page = anne.get(case_path(number, "relire")).text
        assert "Le sentier est rouvert." in page
        assert "Ombudsman des exemples" in page
        form = {"version": str(complaint(runtime, number).version), "held": held_id(page)}
        wrong = anne.post(case_path(number, "relire"), data=form)
        assert 'href="#verdict"' in wrong.text
        wrong = anne.post(case_path(number, "relire"), data=form | {"verdict": "renvoyer"})
        assert 'href="#remark"' in wrong.text
        sent = form | {"verdict": "renvoyer", "remark": "Dites lequel."}
        assert anne.post(case_path(number, "relire"), data=sent).status_code == 303
        page = claire.get(case_path(number)).text
        assert "Dites lequel." in page
        assert "Le sentier est rouvert.</textarea>" in page

    def test_a_settlement_is_read_with_all_that_it_concludes(self, app: Flask, runtime: Runtime):
        number, claire = file(runtime).number, signed_in(app, runtime)
        anne = signed_in(app, runtime, "anne@parcs.example")
        issue = issues(runtime, number)[0].id
        findings = {f"finding-{issue}": "settled", f"reasons-{issue}": "Elle est d’accord."}
        confirm(claire, number, "regler", contact="phone", **findings)
        page = words(anne.get(case_path(number, "relire")).text)
        for sentence in ("elle est fermée dès que la réponse part", "au téléphone"):
            assert sentence in page
        assert "Réglée sans conclusion Motifs Elle est d’accord." in page

    def test_nobody_else_to_read_is_said_on_the_preview(self, app: Flask, runtime: Runtime):
        number, claire = file(runtime).number, signed_in(app, runtime)
        add_user(runtime, "rene@parcs.example", Role.ADMINISTRATOR, post=None)
        data = {"version": "1", "body": "Voici."}
        preview = words(claire.post(case_path(number, "repondre"), data=data).text)
        assert "Personne d’autre ne peut relire cette réponse" in preview
        assert "Rene" in preview
        refused = confirm(claire, number)
        assert refused.status_code == 422
        assert "Personne d’autre" in refused.text

    def test_its_own_author_is_told_that_it_waits_for_others_and_confirms_nothing(
        self, app: Flask, runtime: Runtime
    ):
        number, claire = file(runtime).number, signed_in(app, runtime)
        add_user(runtime, "anne@parcs.example")
        page = case_path(number, "relire")
        assert "Aucune réponse n’attend d’être relue." in claire.get(page).text
        confirm(claire, number)
        shown = claire.get(page).text
        assert "Une réponse attend d’être relue, mais pas par vous." in words(shown)
        assert "Confirmer ma lecture" not in shown


class TestAnExtension:
    def test_shows_the_letter_waits_and_comes_back_to_its_form(self, app: Flask, runtime: Runtime):
        number, claire = file(runtime).number, signed_in(app, runtime)
        path, before = case_path(number, "prolonger"), complaint(runtime, number).due_at
        preview = words(claire.post(path, data=EXTENSION).text)
        for sentence in ("Le rapport tarde.", "Plainte 2026-000001 : nouvelle date", "Ombudsman"):
            assert sentence in preview
        assert "Rien ne part avant 60 secondes" in preview
        assert bodies(runtime, number, "extension") == []
        claire.post(path, data=EXTENSION | {"send": "yes"})
        page = claire.get(case_path(number)).text
        assert "La décision qui prolonge le délai part à 10 h 01 min 00 s." in words(page)
        assert path not in page
        stopped = claire.post(case_path(number, "annuler-envoi"), data={"held": held_id(page)})
        assert stopped.location == path
        form = claire.get(path).text
        assert "Rien n’est parti." in form
        assert "Le rapport tarde.</textarea>" in form
        assert '<option value="3" selected>' in form
        assert complaint(runtime, number).due_at == before

    @pytest.mark.parametrize("amount", ["", "03", "trois", "9" * 5000, "٣"])
    def test_by_what_is_not_offered_is_refused_at_its_field(
        self, app: Flask, runtime: Runtime, amount: str
    ):
        number, claire = file(runtime).number, signed_in(app, runtime)
        refused = claire.post(case_path(number, "prolonger"), data=EXTENSION | {"amount": amount})
        assert refused.status_code == 422
        assert 'href="#amount"' in refused.text
        assert "Le rapport tarde.</textarea>" in refused.text

    def test_of_a_date_that_passed_keeps_what_was_typed(
        self, app: Flask, runtime: Runtime, clock: FixedClock
    ):
        number = file(runtime).number
        clock.moment = complaint(runtime, number).due_at
        claire = signed_in(app, runtime)
        late = claire.post(case_path(number, "prolonger"), data=EXTENSION)
        assert late.status_code == 409
        assert "Le rapport tarde.</textarea>" in late.text


class TestAClosing:
    def closing(self, runtime: Runtime, number: str, **more: str) -> dict[str, str]:
        issue = issues(runtime, number)[0].id
        version = str(complaint(runtime, number).version)
        findings = {f"finding-{issue}": "founded", f"reasons-{issue}": "Le pont était brisé."}
        given = {f"remedies-{issue}": "correction"}
        return {"version": version, **findings, f"measure-{issue}": "Réparé.", **given, **more}

    def test_shows_the_letter_waits_and_comes_back_to_its_form(self, app: Flask, runtime: Runtime):
        number, claire = file(runtime).number, signed_in(app, runtime)
        change(runtime, number, casework.answer, body="Voici.")
        path = case_path(number, "fermer")
        preview = claire.post(path, data=self.closing(runtime, number)).text
        for sentence in ("Le pont était brisé.", "votre plainte est fermée", "Ombudsman"):
            assert sentence in words(preview)
        assert complaint(runtime, number).status == "answered"
        claire.post(path, data=self.closing(runtime, number, send="yes"))
        page = claire.get(case_path(number)).text
        assert "La décision qui ferme la plainte part à 10 h 01 min 00 s." in words(page)
        claire.post(case_path(number, "annuler-envoi"), data={"held": held_id(page)})
        form = claire.get(path).text
        assert "Le pont était brisé.</textarea>" in form
        assert "Réparé.</textarea>" in form
        assert 'value="founded" checked' in form
        assert 'value="correction" checked' in form
        assert complaint(runtime, number).status == "answered"

    def test_a_stale_one_is_refused_with_both_texts(self, app: Flask, runtime: Runtime):
        number, claire = file(runtime).number, signed_in(app, runtime)
        change(runtime, number, casework.answer, body="Voici.")
        form = self.closing(runtime, number, send="yes")
        change(runtime, number, casework.add_note, body="Attends mon appel.")
        stale = claire.post(case_path(number, "fermer"), data=form)
        assert stale.status_code == 409
        assert "Attends mon appel." in stale.text
        assert "Le pont était brisé.</textarea>" in stale.text

    def test_the_button_of_the_preview_leads_back_with_everything_typed(
        self, app: Flask, runtime: Runtime
    ):
        number, claire = file(runtime).number, signed_in(app, runtime)
        change(runtime, number, casework.answer, body="Voici.")
        path = case_path(number, "fermer")
        again = claire.post(path, data=self.closing(runtime, number, change="yes")).text
        assert "Le pont était brisé.</textarea>" in again


def test_an_answer_that_came_back_stays_though_a_question_is_asked(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    number, claire = file(runtime).number, signed_in(app, runtime)
    confirm(claire, number, body="Ma longue réponse.")
    claire.post(
        case_path(number, "annuler-envoi"),
        data={"held": held_id(claire.get(case_path(number)).text)},
    )
    version = str(complaint(runtime, number).version)
    assert confirm(claire, number, "demander", body="Combien?", version=version).status_code == 303
    held = held_id(claire.get(case_path(number)).text)
    claire.post(case_path(number, "annuler-envoi"), data={"held": held})
    assert "Combien?</textarea>" in claire.get(case_path(number, "demander")).text
    assert "Ma longue réponse.</textarea>" in claire.get(case_path(number, "repondre")).text
    claire.post(case_path(number, "laisser-tomber"), data={"kind": "question"})
    assert "Ma longue réponse." in claire.get(case_path(number)).text
    assert claire.post(case_path(number, "laisser-tomber"), data={"kind": "x"}).status_code == 400

"""« Régler et fermer », and the closing page, as officers fill them in."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.complaints.handling import casework
from portal.runtime import Runtime
from tests.complaints.cases import act, answer_before_checks, issues
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.pages.office.people import bodies, case_path, change, complaint, signed_in, words
from tests.support import file


def form_of(runtime: Runtime, number: str, **more: str) -> dict[str, str]:
    issue = issues(runtime, number)[0].id
    return {
        "version": str(complaint(runtime, number).version),
        "contact": "phone",
        "body": "Conformément à notre appel, nous rouvrons demain.",
        f"finding-{issue}": "settled",
        f"reasons-{issue}": "La personne est d’accord.",
        **more,
    }


@pytest.mark.parametrize("hold", [0, 60])
def test_one_screen_and_one_confirmation_answer_and_close(app: Flask, runtime: Runtime, hold: int):
    runtime.config.hold_seconds = hold
    number, claire = file(runtime).number, signed_in(app, runtime)
    path, form = case_path(number, "regler"), form_of(runtime, number)
    assert path in claire.get(case_path(number)).text
    page = claire.get(path).text
    assert 'value="settled" checked' in page
    preview = claire.post(path, data=form).text
    assert "Ombudsman des exemples" in preview
    assert "Mot du métier" in preview
    assert "selon" in preview
    assert complaint(runtime, number).status == "received"
    assert claire.post(path, data=form | {"send": "yes"}).status_code == 303
    expected = "received" if hold else "closed"
    assert complaint(runtime, number).status == expected


def test_everything_that_is_missing_leads_to_its_field(app: Flask, runtime: Runtime):
    number, claire = file(runtime).number, signed_in(app, runtime)
    answer = claire.post(case_path(number, "regler"), data={"version": "1"})
    issue = issues(runtime, number)[0].id
    assert answer.status_code == 422
    for field in ("contact", "body", f"finding-{issue}", f"reasons-{issue}"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}"' in answer.text


def test_the_preview_leads_back_with_everything_typed(app: Flask, runtime: Runtime):
    number, claire = file(runtime).number, signed_in(app, runtime)
    form = form_of(runtime, number, change="yes")
    page = claire.post(case_path(number, "regler"), data=form).text
    assert "nous rouvrons demain.</textarea>" in page
    assert "La personne est d’accord.</textarea>" in page


def test_taken_back_the_whole_screen_is_as_it_was(app: Flask, runtime: Runtime):
    runtime.config.hold_seconds = 60
    number, claire = file(runtime).number, signed_in(app, runtime)
    path = case_path(number, "regler")
    claire.post(path, data=form_of(runtime, number, send="yes"))
    held = claire.get(case_path(number)).text.split('name="held" value="')[1].split('"')[0]
    stopped = claire.post(case_path(number, "annuler-envoi"), data={"held": held})
    assert stopped.location.endswith(path)
    page = claire.get(path).text
    assert "nous rouvrons demain.</textarea>" in page
    assert "La personne est d’accord.</textarea>" in page
    assert 'value="phone" checked' in page


def test_it_is_offered_until_the_complaint_is_answered(app: Flask, runtime: Runtime):
    number, claire = file(runtime).number, signed_in(app, runtime)
    change(runtime, number, casework.answer, body="Voici.")
    assert case_path(number, "regler") not in claire.get(case_path(number)).text


class TestClosing:
    def test_an_answer_of_somebody_whom_it_concerns_leads_to_another_one(
        self, app: Flask, runtime: Runtime
    ):
        number = file(runtime, story="Luc Côté m’a crié après.").number
        luc, claire = somebody(runtime, "Luc Côté"), signed_in(app, runtime)
        act(runtime, number, casework.answer, luc, body="C’est faux.")
        page = claire.post(case_path(number, "fermer"), data=form_of(runtime, number))
        assert page.status_code == 422
        assert 'href="#signatory"' in page.text
        assert 'id="signatory"' in page.text

    def test_an_answer_without_a_check_is_checked_on_the_page(self, app: Flask, runtime: Runtime):
        number, claire = file(runtime).number, signed_in(app, runtime)
        change(runtime, number, casework.answer, body="Nonobstant tout, voici.")
        answer_before_checks(runtime, number)
        page = claire.get(case_path(number, "fermer")).text
        assert "Nonobstant" in page
        missing = claire.post(case_path(number, "fermer"), data=form_of(runtime, number))
        assert 'href="#language"' in missing.text
        shown = form_of(runtime, number, language_shown="yes", send="yes")
        assert claire.post(case_path(number, "fermer"), data=shown).status_code == 303

    def test_the_history_tells_what_the_check_counted(self, app: Flask, runtime: Runtime):
        number, claire = file(runtime).number, signed_in(app, runtime)
        change(runtime, number, casework.answer, body="Nonobstant tout, voici.")
        assert "Langage clair : 1 remarque." in words(claire.get(case_path(number)).text)
        assert len(bodies(runtime, number, "answer")) == 1

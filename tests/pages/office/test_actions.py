from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.handling import casework, following
from portal.complaints.records.complaint import IssueRecord
from portal.domain.actor import PORTAL, complainant
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.pages.office.people import bodies, case_path, change, complaint, signed_in, words
from tests.support import FixedClock, add_user, file

ACTIONS = (
    *("premier-contact", "etudier", "repondre", "demander", "note", "attribuer", "categorie"),
    *("prolonger", "transmettre", "fermer"),
)


def send(client: FlaskClient, number: str, action: str, version: int = 1, **form: str):
    return client.post(case_path(number, action), data={"version": str(version), **form})


def issue_of(runtime: Runtime, number: str) -> int:
    owner = complaint(runtime, number).id
    with runtime.reading(PORTAL) as session:
        return session.scalars(
            select(IssueRecord.id).where(IssueRecord.complaint_id == owner)
        ).one()


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_has_a_page_that_says_what_will_happen_and_changes_nothing(
    app: Flask, runtime: Runtime, action: str
):
    number = file(runtime).number
    # Passing up has a form only where somebody can act at the top.
    add_user(runtime, "top@parcs.example", Role.TOP_AUTHORITY, post="president")
    page = signed_in(app, runtime).get(case_path(number, action))
    assert page.status_code == 200
    assert "Ne rien changer" in page.text
    assert complaint(runtime, number).version == 1


@pytest.mark.parametrize("action", ACTIONS)
def test_somebody_who_only_looks_is_refused_every_action(app: Flask, runtime: Runtime, action: str):
    number = file(runtime).number
    auditor = signed_in(app, runtime, "audit@portail.example", Role.AUDITOR, None, None)
    assert auditor.get(case_path(number, action)).status_code == 403
    assert send(auditor, number, action, body="x", send="yes").status_code == 403
    assert complaint(runtime, number).version == 1


def test_the_first_contact_takes_the_complaint_in_charge(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    assert (
        send(claire, number, "premier-contact", contact="phone", note="Boîte vocale.").status_code
        == 303
    )
    taken = complaint(runtime, number)
    assert (taken.status, taken.assignee_id) == ("taken_in_charge", 1)
    assert bodies(runtime, number, "note") == ["Boîte vocale."]


def test_an_answer_is_previewed_before_anything_leaves(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    preview = send(claire, number, "repondre", body="Le sentier est réparé.")
    assert preview.status_code == 200
    assert "Ombudsman des exemples" in preview.text
    assert complaint(runtime, number).version == 1


def test_the_letter_that_leaves_is_the_one_that_was_previewed(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    preview = send(claire, number, "repondre", body="Le sentier\r\nest réparé.")
    shown = words(preview.text.split("s-entry--out")[1].split("Langage clair")[0])
    assert send(claire, number, "repondre", body="Le sentier\r\nest réparé.", send="yes").location
    (sent,) = bodies(runtime, number, "answer")
    assert " ".join(sent.split()) in shown
    assert complaint(runtime, number).status == "answered"


def test_sending_an_answer_twice_sends_it_once(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    for expected in (303, 409):
        answer = send(claire, number, "repondre", body="Voici.", send="yes")
        assert answer.status_code == expected
    assert len(bodies(runtime, number, "answer")) == 1


def test_a_preview_can_be_changed_without_losing_a_word(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    page = claire.post(case_path(number), data={"body": "À reprendre.", "kind": "reponse"})
    assert "À reprendre." in page.text


@pytest.mark.parametrize("action", ["repondre", "demander", "note"])
def test_an_empty_text_is_asked_for_again(app: Flask, runtime: Runtime, action: str):
    number = file(runtime).number
    answer = send(signed_in(app, runtime), number, action, body="  ")
    assert answer.status_code == 422
    assert 'href="#body"' in answer.text


def test_a_question_waits_for_the_person_and_the_date_keeps_running(app: Flask, runtime: Runtime):
    number = file(runtime).number
    due_at = complaint(runtime, number).due_at
    claire = signed_in(app, runtime)
    send(claire, number, "demander", body="Quel jour?", send="yes")
    asked = complaint(runtime, number)
    assert (asked.status, asked.due_at) == ("waiting", due_at)


def test_a_note_stays_inside(app: Flask, runtime: Runtime):
    number = file(runtime).number
    send(signed_in(app, runtime), number, "note", body="Vérifier le rapport.")
    assert bodies(runtime, number, "note") == ["Vérifier le rapport."]
    assert complaint(runtime, number).status == "received"


def test_a_complaint_is_given_to_a_member_who_handles_complaints(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    luc = add_user(runtime, "luc@parcs.example")
    stranger = add_user(runtime, "paul@eaux.example", agency="water")
    page = claire.get(case_path(number, "attribuer")).text
    assert f'value="{luc}"' in page
    assert f'value="{stranger}"' not in page
    assert send(claire, number, "attribuer", assignee=str(stranger)).status_code == 422
    assert send(claire, number, "attribuer", assignee=str(luc)).status_code == 303
    assert complaint(runtime, number).assignee_id == luc


def test_another_category_moves_no_date(app: Flask, runtime: Runtime):
    number = file(runtime).number
    due_at = complaint(runtime, number).due_at
    claire = signed_in(app, runtime)
    assert send(claire, number, "categorie", category="inconnue").status_code == 422
    assert send(claire, number, "categorie", category="welcome").status_code == 303
    moved = complaint(runtime, number)
    assert (moved.category, moved.theme, moved.due_at) == ("welcome", "courtesy", due_at)


class TestExtending:
    def test_offers_each_length_with_the_date_it_leads_to(self, app: Flask, runtime: Runtime):
        number = file(runtime).number
        page = words(signed_in(app, runtime).get(case_path(number, "prolonger")).text)
        assert "13 janvier 2027 (10 jours ouvrables)" in page
        assert "23 décembre 2026 (1 jour ouvrable)" in page

    def test_moves_the_date_once(self, app: Flask, runtime: Runtime):
        number = file(runtime).number
        due_at = complaint(runtime, number).due_at
        claire = signed_in(app, runtime)
        form = {"amount": "3", "reason": "Rapport attendu.", "send": "yes"}
        assert send(claire, number, "prolonger", **form).status_code == 303
        extended = complaint(runtime, number)
        assert extended.due_at > due_at
        again = send(claire, number, "prolonger", extended.version, amount="3", reason="Encore.")
        assert again.status_code == 422
        assert "ne peut plus être prolongé" in again.text

    @pytest.mark.parametrize(
        ("form", "field"),
        [
            ({"amount": "11", "reason": "Long."}, "amount"),
            ({"amount": "0", "reason": "Rien."}, "amount"),
            ({"amount": "-1", "reason": "Moins."}, "amount"),
            ({"amount": "3", "reason": " "}, "reason"),
        ],
    )
    def test_says_what_to_correct(
        self, app: Flask, runtime: Runtime, form: dict[str, str], field: str
    ):
        number = file(runtime).number
        answer = send(signed_in(app, runtime), number, "prolonger", **form)
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text

    def test_is_too_late_once_the_date_has_passed(
        self, app: Flask, runtime: Runtime, clock: FixedClock
    ):
        number = file(runtime).number
        clock.moment += timedelta(days=40)
        claire = signed_in(app, runtime)
        answer = send(claire, number, "prolonger", amount="3", reason="Trop tard.")
        assert answer.status_code == 409
        assert "Trop tard." in answer.text


class TestTwoPeopleAtOnce:
    def test_both_texts_are_shown_and_nothing_is_replaced(self, app: Flask, runtime: Runtime):
        number = file(runtime).number
        claire = signed_in(app, runtime)
        change(runtime, number, casework.add_note, body="Luc a déjà appelé.")
        answer = send(claire, number, "repondre", body="Ma réponse patiente.", send="yes")
        assert answer.status_code == 409
        assert "Luc a déjà appelé." in answer.text
        assert "Ma réponse patiente." in answer.text
        assert bodies(runtime, number, "answer") == []

    def test_what_was_already_seen_is_not_shown_as_new(self, app: Flask, runtime: Runtime):
        number = file(runtime).number
        change(runtime, number, casework.add_note, body="Vue depuis longtemps.")
        seen = complaint(runtime, number).version
        claire = signed_in(app, runtime)
        change(runtime, number, casework.add_note, body="Toute nouvelle.")
        answer = send(claire, number, "note", seen, body="La mienne.")
        assert "Toute nouvelle." in answer.text
        assert "Vue depuis longtemps." not in answer.text

    def test_a_message_of_the_citizen_counts_as_a_change(self, app: Flask, runtime: Runtime):
        number = file(runtime).number
        claire = signed_in(app, runtime)
        writer = complainant(complaint(runtime, number).id)
        wrote = partial(following.write_message, body="J’ajoute ceci.", once=None)
        runtime.change(writer, number, wrote)
        answer = send(claire, number, "repondre", body="Voici.", send="yes")
        assert answer.status_code == 409
        assert "J’ajoute ceci." in answer.text

    def test_having_read_both_texts_one_may_send(self, app: Flask, runtime: Runtime):
        number = file(runtime).number
        claire = signed_in(app, runtime)
        change(runtime, number, casework.add_note, body="Luc a déjà appelé.")
        page = send(claire, number, "note", body="La mienne.").text
        version = int(page.split('name="version" value="')[1].split('"')[0])
        assert send(claire, number, "note", version, body="La mienne.").status_code == 303
        assert bodies(runtime, number, "note") == ["Luc a déjà appelé.", "La mienne."]

    def test_a_correction_still_rests_on_what_was_first_seen(self, app: Flask, runtime: Runtime):
        number = file(runtime).number
        claire = signed_in(app, runtime)
        change(runtime, number, casework.add_note, body="Luc a déjà appelé.")
        page = send(claire, number, "note", body=" ").text
        assert 'name="version" value="1"' in page

    def test_a_complaint_that_ended_meanwhile_keeps_the_text(self, app: Flask, runtime: Runtime):
        number = file(runtime).number
        claire = signed_in(app, runtime)
        writer = complainant(complaint(runtime, number).id)
        runtime.change(writer, number, following.withdraw)
        version = complaint(runtime, number).version
        answer = send(claire, number, "repondre", version, body="Ma réponse.", send="yes")
        assert answer.status_code == 409
        assert "Ma réponse." in answer.text


class TestClosing:
    def test_lists_everything_that_is_missing_at_once(self, app: Flask, runtime: Runtime):
        number = file(runtime).number
        answer = send(signed_in(app, runtime), number, "fermer")
        issue = issue_of(runtime, number)
        assert answer.status_code == 422
        for field in ("answer", f"finding-{issue}", f"reasons-{issue}"):
            assert f'href="#{field}"' in answer.text
            assert f'id="{field}"' in answer.text

    def test_keeps_the_finding_the_reasons_and_the_measure(self, app: Flask, runtime: Runtime):
        number = file(runtime).number
        change(runtime, number, casework.answer, body="Voici.")
        issue = issue_of(runtime, number)
        form = {
            f"finding-{issue}": "founded",
            f"reasons-{issue}": "La passerelle était brisée.",
            f"measure-{issue}": "Réparée le 1er décembre.",
            f"remedies-{issue}": "apology",
        }
        version = complaint(runtime, number).version
        sent = send(signed_in(app, runtime), number, "fermer", version, **form, send="yes")
        assert sent.status_code == 303
        closed = complaint(runtime, number)
        assert (closed.status, closed.is_open, closed.finding) == ("closed", False, "founded")

    def test_keeps_what_was_typed_when_something_is_missing(self, app: Flask, runtime: Runtime):
        number = file(runtime).number
        change(runtime, number, casework.answer, body="Voici.")
        issue = issue_of(runtime, number)
        form = {f"reasons-{issue}": "Des motifs écrits."}
        assert "Des motifs écrits." in send(signed_in(app, runtime), number, "fermer", **form).text


@pytest.mark.parametrize("version", ["", "x", "-3", "99"])
def test_a_version_that_nobody_saw_changes_nothing(app: Flask, runtime: Runtime, version: str):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    data = {"body": "Note.", "version": version}
    assert claire.post(case_path(number, "note"), data=data).status_code == 409
    assert bodies(runtime, number, "note") == []

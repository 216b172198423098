"""An employee writes down a complaint that came by phone, at the counter or on paper."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import AttachmentRecord, HistoryEntryRecord
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import clocks, kinds, outbox_rows, ruled_by, templates
from tests.features.absences.absent import user_id
from tests.features.conflicts_of_interest.named_staff import follow_up, somebody
from tests.pages.office.people import complaint, let_dates_pass, sign_in, signed_in, words
from tests.pages.office.told import FRIDAY, TOLD, received
from tests.pages.office.written_down import NEW, form, number_on, send
from tests.releases.publishing import publish
from tests.support import TUESDAY, FixedClock, on_both
from tests.support.agencies import TEN_DAYS


@on_both
def test_a_call_is_written_down_and_counts_from_the_day_when_it_came(
    claire: FlaskClient, runtime: Runtime
):
    done = claire.get(send(claire, form(claire)).location)
    number = number_on(done.text)
    written = complaint(runtime, number)
    assert (written.channel, written.language, written.status) == ("phone", "fr", "received")
    assert written.received_at.isoformat() == "2026-11-20T13:30:00+00:00"
    assert {clock.started_at for clock in clocks(runtime, number)} == {written.received_at}
    page = words(claire.get(f"/fr/gestion/parks/plaintes/{number}").text)
    assert "Jeanne Tremblay, par Claire" in page
    assert "Reçue le 20 novembre 2026." in page


def test_whoever_is_reached_by_an_agency_alone_is_told_that_another_may_learn_how(
    claire: FlaskClient,
):
    said = "Sans réponse de votre part, il reçoit votre récit et vos coordonnées"
    assert "ses coordonnées suivent sa plainte" in words(claire.get(form(claire)).text)
    assert said in words(claire.get(send(claire, form(claire)).location).text)
    by_page = {"moyen": "none", "telephone": None}
    assert said not in words(claire.get(send(claire, form(claire), **by_page).location).text)


@pytest.mark.parametrize("hour", ["16:05", "16 h 05", "4:05 pm"])
def test_a_call_has_its_hour_from_which_time_counts(
    claire: FlaskClient, runtime: Runtime, hour: str
):
    done = claire.get(send(claire, form(claire), heure=hour).location)
    written = complaint(runtime, number_on(done.text))
    assert written.received_at.isoformat() == "2026-11-20T21:05:00+00:00"
    assert "Reçue le 20 novembre 2026 à 16 h 05" in words(done.text)
    assert "L’organisme était fermé." not in done.text


def test_a_call_after_closing_counts_from_the_next_working_day_and_says_so(
    claire: FlaskClient, runtime: Runtime
):
    done = claire.get(send(claire, form(claire), heure="21:30").location)
    number = number_on(done.text)
    assert complaint(runtime, number).received_at.isoformat() == "2026-11-21T02:30:00+00:00"
    zero = {clock.explanation["day_zero"] for clock in clocks(runtime, number)}
    assert zero == {"2026-11-23"}
    assert "comme si la plainte était arrivée le 23 novembre 2026." in words(done.text)


@pytest.mark.parametrize("hour", ["", "25:00", "midi"])
def test_an_hour_that_is_needed_or_is_none_is_asked_for(claire: FlaskClient, hour: str):
    answer = send(claire, form(claire), heure=hour)
    assert answer.status_code == 422
    assert "Écrivez l’heure à laquelle la personne a appelé ou est venue" in words(answer.text)


def test_an_hour_to_come_is_refused_and_a_call_of_now_needs_none(
    claire: FlaskClient, runtime: Runtime
):
    today = received(TUESDAY.date())
    later = send(claire, form(claire), heure="10:01", **today)
    assert (later.status_code, "Cette heure est à venir" in later.text) == (422, True)
    done = claire.get(send(claire, form(claire), heure="", **today).location)
    assert complaint(runtime, number_on(done.text)).received_at == TUESDAY


@pytest.mark.parametrize("channel", ["phone", "counter"])
def test_without_an_hour_a_call_of_today_came_now_also_after_closing(
    app: Flask, runtime: Runtime, clock: FixedClock, channel: str
):
    clock.moment = TUESDAY.replace(hour=23, minute=2)
    claire = signed_in(app, runtime)
    today = received(TUESDAY.date())
    done = claire.get(send(claire, form(claire), canal=channel, heure="", **today).location)
    assert complaint(runtime, number_on(done.text)).received_at == clock.moment
    assert "Reçue le 24 novembre 2026 à 18 h 02" in words(done.text)


def test_civil_days_count_from_the_receipt_whatever_the_hour_and_the_page_says_no_other_day(
    claire: FlaskClient, runtime: Runtime
):
    deadlines = runtime.agencies.agency("parks").settings.deadlines.model_dump(mode="json")
    deadlines["answer"]["within"] = "45 calendar days"
    deadlines["first_contact"]["within"] = "5 calendar days"
    ruled_by(runtime, deadlines=deadlines)
    done = claire.get(send(claire, form(claire), heure="21:30").location)
    zero = {clock.explanation["day_zero"] for clock in clocks(runtime, number_on(done.text))}
    assert "2026-11-20" in zero
    assert "comme si la plainte était arrivée" not in words(done.text)


def test_more_time_is_spoken_of_only_where_the_rule_lets_the_agency_take_some(
    claire: FlaskClient, runtime: Runtime
):
    said = "S’il faut plus de temps"
    assert said in words(claire.get(send(claire, form(claire)).location).text)
    deadlines = runtime.agencies.agency("parks").settings.deadlines.model_dump(mode="json")
    deadlines["answer"]["extension"] = None
    ruled_by(runtime, deadlines=deadlines)
    assert said not in words(claire.get(send(claire, form(claire)).location).text)


def test_a_subject_that_nobody_chose_is_shown_before_it_counts(
    claire: FlaskClient, runtime: Runtime
):
    path = form(claire)
    answer = send(claire, path, sujet="")
    assert answer.status_code == 200
    assert "Confirmez le sujet" in answer.text
    assert '<option value="trail" selected>' in answer.text
    done = claire.get(send(claire, path, sujet="welcome").location)
    assert complaint(runtime, number_on(done.text)).category == "welcome"


def test_what_came_by_post_has_no_hour(claire: FlaskClient, runtime: Runtime):
    done = claire.get(send(claire, form(claire), canal="post", heure="").location)
    written = complaint(runtime, number_on(done.text))
    assert written.received_at.isoformat() == "2026-11-20T13:30:00+00:00"


@on_both
@pytest.mark.parametrize("way", ["post", "email"])
def test_one_call_makes_one_letter(claire: FlaskClient, runtime: Runtime, way: str):
    reached = {"adresse": "1, rue Une", "courriel": "j.tremblay@exemple.org"}
    sent = send(claire, form(claire), moyen=way, **reached, **{"prise-en-charge": "yes"})
    number = number_on(claire.get(sent.location).text)
    assert templates(runtime, number).count("taken_in_charge") == 0
    [received_] = [row for row in outbox_rows(runtime) if row.template == "acknowledgement"]
    assert received_.params["is_taken"] is True
    assert "first_contact_day" not in received_.params


def test_the_person_follows_it_with_the_number_and_the_code_that_they_are_given(
    claire: FlaskClient, app: Flask
):
    done = claire.get(send(claire, form(claire)).location)
    code = re.search(r"<dd>([A-Z2-9]{4}-[A-Z2-9]{4})</dd>", done.text)
    assert code
    assert "/fr/suivi" in done.text
    citizen = app.test_client()
    credentials = {"numero": number_on(done.text), "code": code[1]}
    followed = citizen.post("/fr/suivi", data=credentials, follow_redirects=True)
    assert "Le sentier est fermé" in followed.text


def test_sent_twice_it_is_one_complaint(claire: FlaskClient, app: Flask, runtime: Runtime):
    path = form(claire)
    other = app.test_client()
    sign_in(other, "claire@parcs.example")
    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(lambda client: send(client, path), (claire, other)))
    assert {answer.location for answer in (*sent, send(claire, path))} == {f"{path}/inscrite"}
    with runtime.reading(PORTAL) as session:
        assert session.scalar(select(func.count()).select_from(ComplaintRecord)) == 1


def test_taken_in_charge_at_once_the_first_contact_is_made(claire: FlaskClient, runtime: Runtime):
    done = claire.get(send(claire, form(claire), **{"prise-en-charge": "yes"}).location)
    number = number_on(done.text)
    assert kinds(runtime, number) == ["filed", "acknowledged", "taken_in_charge"]
    assert complaint(runtime, number).assignee_id is not None


@pytest.mark.parametrize("more", [{}, {"prise-en-charge": "yes"}])
def test_whoever_writes_down_a_call_about_themselves_can_still_tell_the_code(
    app: Flask, runtime: Runtime, more: dict[str, str]
):
    somebody(runtime, "Luc Côté")
    luc = app.test_client()
    sign_in(luc, "luc.cote@exemple.org")
    sent = send(luc, form(luc), recit="Luc Côté m’a raccroché au nez deux fois.", **more)
    done = luc.get(sent.location)
    assert done.status_code == 200
    assert re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", done.text)
    path = f"/fr/gestion/parks/plaintes/{number_on(done.text)}"
    assert luc.get(path).status_code == 404


def test_the_page_with_the_code_closes_for_whoever_may_not_open_the_complaint(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    somebody(runtime, "Zoé Chef", Role.HEAD, None)
    somebody(runtime, "Luc Côté")
    luc = app.test_client()
    sign_in(luc, "luc.cote@exemple.org")
    done = send(luc, form(luc), recit="Luc Côté m’a raccroché au nez deux fois.").location
    page = luc.get(done).text
    assert "Dix minutes après l’inscription, cette page ne s’ouvre plus." in words(page)
    assert f"plaintes/{number_on(page)}" not in page
    follow_up(runtime)
    assert templates(runtime).count("conflict_of_writer") == 1
    clock.moment += timedelta(minutes=9)
    assert luc.get(done).status_code == 200
    clock.moment += timedelta(minutes=1)
    assert luc.get(done).status_code == 404


def test_the_page_with_the_code_stays_open_for_everybody_else(
    claire: FlaskClient, clock: FixedClock
):
    done = send(claire, form(claire)).location
    clock.moment += timedelta(minutes=11)
    page = claire.get(done)
    assert page.status_code == 200
    assert "cette page ne s’ouvre plus" not in page.text


def test_the_unit_that_referred_the_person_is_kept(claire: FlaskClient, runtime: Runtime):
    done = claire.get(send(claire, form(claire), oriente="other").location)
    with runtime.reading(PORTAL) as session:
        filed = session.scalar(select(HistoryEntryRecord).where(HistoryEntryRecord.kind == "filed"))
        assert filed is not None
        assert filed.facts["referred_by"] == "other"
        assert (filed.actor, filed.user_id) == ("staff", user_id(runtime, "claire@parcs.example"))
    page = claire.get(f"/fr/gestion/parks/plaintes/{number_on(done.text)}").text
    assert "Orientée par un employé : un autre service." in words(page)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("canal", None, "Choisissez comment la plainte est arrivée"),
        ("recue-day", "", "Écrivez le jour où la plainte est arrivée"),
        ("recue-year", "2027", "Ce jour est à venir."),
        ("recue-year", "2024", "Ce jour est passé depuis plus d’un an."),
        ("langue", None, "Choisissez la langue de la personne"),
        ("recit", "", "Écrivez ce que la personne raconte"),
        ("recit", "a" * 4001, "Raccourcissez le récit de 1 caractère"),
        ("moyen", None, "Choisissez comment la personne recevra la réponse"),
        ("telephone", "418", "Écrivez un numéro de téléphone à 10 chiffres"),
    ],
)
def test_each_mistake_is_said_and_what_was_typed_stays(
    claire: FlaskClient, runtime: Runtime, field: str, value: str | None, problem: str
):
    path = form(claire)
    refused = send(claire, path, **{field: value})
    assert refused.status_code == 422
    assert problem in words(refused.text)
    assert "Jeanne Tremblay" in claire.get(path).text
    with runtime.reading(PORTAL) as session:
        assert session.scalar(select(func.count()).select_from(ComplaintRecord)) == 0


def test_the_details_of_each_means_are_asked_for(claire: FlaskClient):
    path = form(claire)
    by_mail = send(claire, path, moyen="email", courriel="jeanne")
    assert "Écrivez une adresse courriel complète" in words(by_mail.text)
    accented = send(claire, path, moyen="email", courriel="josée@exemple.org")
    assert "Écrivez l’adresse courriel sans accent" in words(accented.text)
    by_post = send(claire, path, moyen="post", adresse="")
    assert "Écrivez l’adresse postale complète" in words(by_post.text)


def test_only_what_the_chosen_means_needs_is_kept(claire: FlaskClient, runtime: Runtime):
    sent = send(claire, form(claire), moyen="none", courriel="jeanne@exemple.org")
    number = number_on(claire.get(sent.location).text)
    page = claire.get(f"/fr/gestion/parks/plaintes/{number}").text
    assert "jeanne@exemple.org" not in page
    assert "418 555-0199" not in page
    assert templates(runtime) == []


def test_a_person_without_a_name_is_anonymous(claire: FlaskClient, runtime: Runtime):
    sent = send(claire, form(claire), nom="", moyen="none")
    number = number_on(claire.get(sent.location).text)
    assert complaint(runtime, number).filed_for == "anonymous"


@pytest.mark.parametrize(
    ("hour", "counted_from"), [("8:30", None), ("16:29", None), ("19:00", "2026-11-23")]
)
def test_the_letter_of_a_call_after_closing_says_from_when_days_count(
    claire: FlaskClient, runtime: Runtime, hour: str, counted_from: str | None
):
    reached = {"moyen": "email", "courriel": "jeanne@exemple.org"}
    done = words(claire.get(send(claire, form(claire), heure=hour, **reached).location).text)
    [letter] = outbox_rows(runtime)
    assert letter.params.get("counted_from") == counted_from
    told = "comme si la plainte était arrivée le 23 novembre"
    assert (told in done.replace("\xa0", " ")) is (counted_from is not None)


@pytest.mark.parametrize(("language", "leads"), [("fr", False), ("en", True)])
def test_the_sheet_that_is_handed_over_leads_to_the_language_of_the_person(
    claire: FlaskClient, language: str, leads: bool
):
    done = send(claire, form(claire), langue=language).location
    page = claire.get(done).text
    assert ("La voir en anglais" in page) is leads
    if leads:
        [theirs] = re.findall(r'href="(/en/office/parks/new/[^"]*/done)">La voir', page)
        assert "The complaint is registered" in claire.get(theirs).text


def test_the_acknowledgement_leaves_for_an_e_mail_address(claire: FlaskClient, runtime: Runtime):
    send(claire, form(claire), moyen="email", courriel="jeanne@exemple.org")
    assert templates(runtime) == ["acknowledgement"]


def test_a_scanned_letter_goes_with_it(claire: FlaskClient, runtime: Runtime):
    scan = (BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"), "lettre.pdf")
    refused = send(claire, path := form(claire), documents=scan, recit="")
    assert "lettre.pdf (" in refused.text
    send(claire, path)
    with runtime.reading(PORTAL) as session:
        kept = session.scalars(select(AttachmentRecord)).one()
        assert (kept.name, kept.draft_id, kept.complaint_id is None) == ("lettre.pdf", None, False)


def test_the_questions_of_the_subject_may_stay_without_an_answer_but_none_is_wrong(
    claire: FlaskClient, runtime: Runtime
):
    path = form(claire)
    asked = send(claire, path, sujet="trail", questions="yes")
    assert asked.status_code == 200
    assert "Les questions pour ce sujet : " in words(asked.text)
    wrong = {"q-since-day": "31", "q-since-month": "2", "q-since-year": "2026"}
    refused = send(claire, path, sujet="trail", **wrong)
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    right = {**wrong, "q-since-day": "28"}
    number = number_on(claire.get(send(claire, path, sujet="trail", **right).location).text)
    written = complaint(runtime, number)
    assert (written.category, written.answers["given"]) == ("trail", {"since": "2026-02-28"})


def test_nobody_else_opens_what_is_being_written_down(
    claire: FlaskClient, app: Flask, runtime: Runtime
):
    path = form(claire)
    send(claire, path, canal=None)
    paul = signed_in(app, runtime, "paul@parcs.example")
    assert "Jeanne Tremblay" not in paul.get(path).text
    assert send(paul, path).status_code == 404
    assert "Jeanne Tremblay" in claire.get(path).text


def test_another_agency_is_not_reached_by_changing_the_address(
    claire: FlaskClient, app: Flask, runtime: Runtime
):
    assert claire.get("/fr/gestion/roads/nouvelle").status_code == 403
    path = form(claire)
    send(claire, path, canal=None)
    elsewhere = path.replace("/parks/", "/roads/")
    assert claire.get(elsewhere).status_code == 403


@pytest.mark.parametrize("role", [Role.MANAGER, Role.HEAD, Role.TOP_AUTHORITY])
def test_whoever_works_there_writes_one_down(app: Flask, runtime: Runtime, role: Role):
    client = signed_in(app, runtime, "quelqu.un@parcs.example", role, post="direction")
    sent = send(client, form(client), **{"prise-en-charge": "yes"})
    number = number_on(client.get(sent.location).text)
    taken = "taken_in_charge" in kinds(runtime, number)
    assert taken is (role is Role.HEAD)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR])
def test_whoever_only_looks_or_configures_does_not(app: Flask, runtime: Runtime, role: Role):
    client = signed_in(app, runtime, "quelqu.un@parcs.example", role, post=None)
    assert client.get(NEW).status_code == 403


def test_a_date_that_passed_before_it_was_written_down_is_missed_at_once(
    claire: FlaskClient, runtime: Runtime, clock: FixedClock
):
    long_ago = TUESDAY.date() - timedelta(days=90)
    number = number_on(claire.get(send(claire, form(claire), **received(long_ago)).location).text)
    let_dates_pass(runtime)
    assert "escalated" in kinds(runtime, number)


def test_the_page_speaks_english(claire: FlaskClient):
    page = words(claire.get("/en/office/parks/new", follow_redirects=True).text)
    assert "Register a complaint" in page
    assert "Time runs from the moment when it came in." in page


def test_what_may_be_left_out_is_folded_away_until_it_holds_something(claire: FlaskClient):
    path = form(claire)
    assert "<details><summary>Sujet, documents" in claire.get(path).text
    assert "<details open><summary>" in send(claire, path, sujet="trail", recit="").text


def test_the_first_button_that_the_enter_key_presses_registers_it(claire: FlaskClient):
    page = claire.get(form(claire)).text
    buttons = re.findall(r"<button[^>]*>", page[page.index('enctype="multipart') :])
    assert "name=" not in buttons[0]
    assert 'name="questions"' in buttons[1]


def test_what_came_before_other_deadlines_is_promised_what_held_when_it_came(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    clock.moment = TUESDAY + timedelta(days=13)
    publish(runtime, TEN_DAYS, noticed=False)
    runtime.take_up_changes()
    clock.moment += timedelta(days=3)
    claire = signed_in(app, runtime)
    of_now = runtime.agencies.agency("parks")
    before, after = (
        number_on(claire.get(send(claire, form(claire), **received(day)).location).text)
        for day in (date(2026, 12, 1), date(2026, 12, 8))
    )
    allowances = [clocks(runtime, number, "answer")[0].allowance for number in (before, after)]
    assert allowances == ["20 working days", "10 working days"]
    assert complaint(runtime, before).release_id != of_now.release_id
    assert complaint(runtime, after).release_id == of_now.release_id


def test_an_hour_that_counts_for_nothing_is_told_and_not_dropped(app: Flask, runtime: Runtime):
    officer = signed_in(app, runtime)
    entry = officer.get("/fr/gestion/parks/nouvelle").location
    answer = officer.post(
        entry, data={**TOLD, **received(FRIDAY), "canal": "post", "heure": "19 h"}
    )
    assert answer.status_code == 422
    assert "Effacez l’heure" in words(answer.text)
    assert 'value="19 h"' in answer.text

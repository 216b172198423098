"""What the person sees of two dates: the agency's own, and the one promised at first."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from portal.complaints.dates.extending import extend_answer
from portal.domain.time.promise import Allowance
from portal.runtime import Runtime
from portal.words.dates import day_words
from tests.complaints.cases import act, clocks
from tests.features.transfers.transferred import route, transferred
from tests.pages.citizen.journeys import followed_page
from tests.pages.office.people import case_path, let_dates_pass, signed_in, words
from tests.support import FixedClock, file

WATER = "Le compteur est brisé et ma facture d’eau a doublé."
DAY = timedelta(days=1)
TWO_DAYS = Allowance.parse("2 working days")
KEPT = "Celle promise quand vous avez envoyé votre plainte reste comptée : le 22 décembre 2026."


def said(day: date) -> str:
    return words(day_words(day, "fr"))


def test_both_dates_stand_side_by_side_where_the_agencys_comes_later(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime, "desk")
    clock.moment += 3 * DAY
    route(runtime, receipt.number)
    page = followed_page(app, receipt)
    assert "Au plus tard le 30 décembre 2026" in page
    assert KEPT in page


def test_the_date_of_the_sending_is_the_same_after_an_extension_by_the_next_agency(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime, "desk")
    clock.moment += 3 * DAY
    route(runtime, receipt.number)
    act(runtime, receipt.number, extend_answer, by=TWO_DAYS, reason="Une visite.")
    assert KEPT in followed_page(app, receipt)
    office = words(signed_in(app, runtime).get(case_path(receipt.number)).text)
    assert "Promise quand la plainte a été envoyée 22 décembre 2026" in office


def test_an_extension_before_the_transfer_is_told_as_another_date(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    number = receipt.number
    promised = clocks(runtime, number, "answer")[-1].last_day
    act(runtime, number, extend_answer, by=TWO_DAYS, reason="Une visite.")
    later = clocks(runtime, number, "answer")[-1].last_day
    transferred(runtime, number)
    page = followed_page(app, receipt)
    assert later > promised
    assert f"promise quand vous avez envoyé votre plainte, le {said(promised)}" in page
    assert f"elle court depuis jusqu’au {said(later)}" in page


def test_where_the_agencys_comes_first_it_is_said_simply(app: Flask, runtime: Runtime):
    receipt = file(runtime, "desk", story=WATER)
    route(runtime, receipt.number, "water")
    page = followed_page(app, receipt)
    assert "Au plus tard le 8 décembre 2026" in page
    assert KEPT not in page
    assert "au plus tard la date promise quand vous avez envoyé votre plainte" in page


def test_a_first_date_that_passed_is_said_first_with_the_other_recourses(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime, "desk")
    clock.moment += 3 * DAY
    route(runtime, receipt.number)
    clock.moment += 26 * DAY
    let_dates_pass(runtime)
    page = followed_page(app, receipt)
    assert "La première date promise est passée" in page
    assert "une réponse était promise pour le 22 décembre 2026" in page
    assert "La réponse est en retard" not in page


def test_the_office_sees_it_beside_its_own(app: Flask, runtime: Runtime):
    receipt = file(runtime, "desk")
    route(runtime, receipt.number)
    page = words(signed_in(app, runtime).get(case_path(receipt.number)).text)
    assert "Promise quand la plainte a été envoyée 22 décembre 2026" in page


def test_the_person_sees_by_when_the_desk_hands_it_on(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime, "desk")
    assert "Remise à un organisme Au plus tard le 25 novembre 2026" in followed_page(app, receipt)
    clock.moment += 2 * DAY
    let_dates_pass(runtime)
    assert "La date prévue, le 25 novembre 2026, est passée." in followed_page(app, receipt)
    route(runtime, receipt.number)
    assert "La date prévue" not in followed_page(app, receipt)

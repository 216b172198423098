"""What the person sees of two dates: the agency's own, and the one promised at first."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from portal.runtime import Runtime
from tests.features.transfers.transferred import route
from tests.pages.citizen.journeys import followed_page
from tests.pages.office.people import case_path, let_dates_pass, signed_in, words
from tests.support import FixedClock, file

WATER = "Le compteur est brisé et ma facture d’eau a doublé."
DAY = timedelta(days=1)
KEPT = "Celle promise quand vous avez envoyé votre plainte reste comptée : le 22 décembre 2026."


def test_both_dates_stand_side_by_side_where_the_agencys_comes_later(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    receipt = file(runtime, "desk")
    clock.moment += 3 * DAY
    route(runtime, receipt.number)
    page = followed_page(app, receipt)
    assert "Au plus tard le 30 décembre 2026" in page
    assert KEPT in page


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

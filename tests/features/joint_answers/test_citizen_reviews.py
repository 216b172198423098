"""The complainant asks for the review of one agency's answer, on a page of its own."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from portal.complaints.handling import casework
from portal.complaints.handling.filing import Receipt
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, due, kinds
from tests.features.joint_answers.asked_parts import REASON, answer, ask, begun, close, review
from tests.pages.office.people import words
from tests.support import FixedClock, file

PLACES = {"fr": "/fr/suivi/{}/organismes/1/revision", "en": "/en/follow/{}/agencies/1/review"}
DAYS = {
    "fr": ("8 décembre 2026", "9 décembre 2026"),
    "en": ("8 December 2026", "9 December 2026"),
}
REVIEW = {"fr": "Demander la révision de sa réponse", "en": "Ask for its answer to be reviewed"}


def follow(client, receipt: Receipt) -> None:
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})


def opened(client, runtime: Runtime) -> tuple[Receipt, str]:
    """Follow a complaint whose joint answer was given; return its receipt and its part's number."""
    receipt = file(runtime)
    part = begun(runtime, receipt.number)
    answer(runtime, part, "La conduite est réparée.")
    answer(runtime, receipt.number, "Le sentier est ouvert.")
    follow(client, receipt)
    return receipt, part


@pytest.mark.parametrize("language", PLACES)
def test_the_follow_up_page_leads_there_and_says_afterwards_that_it_is_reviewed(
    client, runtime: Runtime, clock: FixedClock, language: str
):
    receipt, part = opened(client, runtime)
    place = PLACES[language].format(receipt.number)
    page = client.get(place.rsplit("/", 3)[0])
    assert (place in page.text, REVIEW[language] in words(page.text)) == (True, True)
    higher = {"fr": "la révise, à un palier plus haut", "en": "will review it, at a higher level"}
    assert higher[language] in words(client.get(place).text)
    sent = client.post(place, data={"raison": REASON, "une-fois": "x"}, follow_redirects=True)
    told = words(sent.text)
    assert {"fr": "En révision", "en": "Being reviewed"}[language] in told
    assert REASON in told
    assert place not in sent.text
    assert client.get(place).status_code == 303
    assert complaint(runtime, receipt.number).status == "answered"
    clock.moment += timedelta(days=1)
    act(runtime, part, casework.answer, body="Nous y retournons lundi.")
    follow(client, receipt)
    after = words(client.get(place.rsplit("/", 3)[0]).text)
    assert "Nous y retournons lundi." in after
    assert "Le sentier est ouvert." in after


def test_without_a_reason_it_is_asked_for_again(client, runtime: Runtime):
    receipt, part = opened(client, runtime)
    refused = client.post(PLACES["fr"].format(receipt.number), data={"raison": " "})
    assert (refused.status_code, 'href="#raison"' in refused.text) == (422, True)
    assert "review_asked" not in kinds(runtime, part)


def test_too_late_what_was_typed_can_be_sent_as_a_message_to_that_agency(
    client, runtime: Runtime, clock: FixedClock
):
    receipt, part = opened(client, runtime)
    close(runtime, part)
    clock.moment = due(runtime, part, "reopening")
    follow(client, receipt)
    place = PLACES["fr"].format(receipt.number)
    over = words(client.get(place).text)
    assert "ne peut pas être révisée maintenant" in over
    assert "Autres recours" in over
    late = client.post(place, data={"raison": REASON})
    assert (late.status_code, REASON in late.text) == (409, True)
    assert 'name="a" value="1"' in late.text


def test_before_the_answer_and_for_what_is_no_part_there_is_nothing_to_review(
    client, runtime: Runtime
):
    receipt = file(runtime)
    follow(client, receipt)
    place = PLACES["fr"].format(receipt.number)
    assert client.get(place).status_code == 404
    ask(runtime, receipt.number)
    assert client.get(place).status_code == 404


def test_a_review_under_way_is_told_to_whoever_asks_again(client, runtime: Runtime):
    receipt, part = opened(client, runtime)
    review(runtime, receipt.number, part)
    again = client.post(PLACES["fr"].format(receipt.number), data={"raison": "Encore."})
    assert again.status_code == 409
    assert "déjà en révision" in words(again.text)
    assert "Encore." in again.text


@pytest.mark.parametrize("language", PLACES)
def test_the_new_date_is_read_before_asking_and_again_if_it_moved(
    client, runtime: Runtime, clock: FixedClock, language: str
):
    receipt, part = opened(client, runtime)
    place, days = PLACES[language].format(receipt.number), DAYS[language]
    shown = client.get(place).text
    assert days[0] in words(shown)
    clock.moment += timedelta(days=1)
    follow(client, receipt)
    asked = {"raison": REASON, "une-fois": "x", "shown": mark_in(shown)}
    moved = client.post(place, data=asked)
    assert (moved.status_code, REASON in moved.text) == (409, True)
    assert days[1] in words(moved.text)
    assert "review_asked" not in kinds(runtime, part)
    sent = client.post(place, data=asked | {"shown": mark_in(moved.text)}, follow_redirects=True)
    assert days[1] in words(sent.text)


def mark_in(page: str) -> str:
    """Return what a page says of itself that it showed."""
    return unescape(re.search(r'name="shown" value="([^"]*)"', page)[1])

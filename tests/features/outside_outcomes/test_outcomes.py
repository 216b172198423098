"""An outside body tells by a signed link what became of a complaint, and nothing of it is shown."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.handling.filing import Receipt
from portal.domain.actor import PORTAL, complainant
from portal.domain.conclusion import Outcome
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.features.outside_outcomes.actions import make_link, tell_outcome
from portal.features.outside_outcomes.queries import links_of
from portal.features.outside_outcomes.rules import LASTS_MONTHS, read_token, token_of
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, history_holds, kinds, templates
from tests.complaints.closed import conclude
from tests.pages.citizen.journeys import followed_page
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, add_user, file, officer

STORY = "Le gardien du sentier Untel m’a insultée."
NAME, EMAIL = "Solange Gagnon", "solange@exemple.org"
BODY = "ombuds"


def closed(runtime: Runtime) -> Receipt:
    receipt = file(runtime, story=STORY, name=NAME, email=EMAIL)
    conclude(runtime, receipt.number)
    return receipt


def linked(runtime: Runtime, number: str) -> str:
    """Return the address of a link that the head of the service makes."""
    act(runtime, number, make_link, officer(role=Role.HEAD), body=BODY)
    link = runtime.read(PORTAL, links_of, complaint(runtime, number).id)[-1]
    return f"/fr/issue-exterieure/{token_of(runtime.keyring, number, link)}"


def told(client: FlaskClient, address: str, outcome: str) -> str:
    return words(client.post(address, data={"issue": outcome}, follow_redirects=True).text)


def outcome_of(runtime: Runtime, number: str) -> Outcome | None:
    return runtime.read(PORTAL, links_of, complaint(runtime, number).id)[-1].outcome


def test_the_page_shows_the_number_the_agency_and_the_choice_and_nothing_else(
    app: Flask, runtime: Runtime
):
    number = closed(runtime).number
    address = linked(runtime, number)
    for there in (address, address.replace("/fr/issue-exterieure/", "/en/outside-outcome/")):
        page = app.test_client().get(there).text
        assert number in words(page)
        assert page.count('type="radio"') == len(Outcome)
        for secret in (STORY, NAME, "Gagnon", EMAIL, "Untel", "Le sentier est ouvert", "relevés"):
            assert secret not in page


def test_it_is_told_once_corrected_once_and_told_to_the_head_and_in_the_history(
    app: Flask, runtime: Runtime
):
    add_user(runtime, "head@parks.example", Role.HEAD)
    receipt = closed(runtime)
    address, body = linked(runtime, receipt.number), app.test_client()
    assert "Choisissez ce qu’est devenue la plainte" in told(body, address, "")
    assert "Vous avez dit" in told(body, address, "upheld")
    told(body, address, "upheld")
    assert kinds(runtime, receipt.number).count("outside_outcome_told") == 1
    assert "Corriger, une seule fois" in words(body.get(address).text)
    assert "Cela ne peut plus être changé ici" in told(body, address, "partly")
    assert "La réponse de l’organisme est changée en partie" in told(body, address, "changed")
    assert outcome_of(runtime, receipt.number) is Outcome.PARTLY
    assert templates(runtime, receipt.number).count("outside_outcome") == 2
    page = followed_page(app, receipt)
    assert "Un organisme extérieur a dit ce qu’il a décidé" in page
    assert "La réponse de l’organisme est changée en partie" in page
    assert history_holds(runtime)


def test_a_link_ends_and_another_may_be_made(app: Flask, runtime: Runtime, clock: FixedClock):
    number = closed(runtime).number
    first = linked(runtime, number)
    assert linked(runtime, number) == first
    clock.moment += timedelta(days=31 * LASTS_MONTHS)
    body = app.test_client()
    assert "n’est plus valable" in words(body.get(first).text)
    assert "n’est plus valable" in told(body, first, "changed")
    assert outcome_of(runtime, number) is None
    assert linked(runtime, number) != first


def test_whatever_is_changed_in_a_link_it_opens_nothing(app: Flask, runtime: Runtime):
    number, other = closed(runtime).number, closed(runtime).number
    address, of_other = linked(runtime, number), linked(runtime, other)
    at, signature = address.rsplit("-", 1)
    forged = [
        f"{at}-{'0' * 32}",
        f"{at}-{of_other.rsplit('-', 1)[1]}",
        f"{of_other.rsplit('-', 1)[0]}-{signature}",
        f"{at.rsplit('-', 1)[0]}-1-{signature}",
        address[:-1],
        f"{address}0",
        address.replace(number, "2026-999999"),
    ]
    body = app.test_client()
    for there in forged:
        assert body.get(there).status_code == 404
        assert body.post(there, data={"issue": "changed"}).status_code == 404
    assert outcome_of(runtime, number) is outcome_of(runtime, other) is None


@given(st.text(max_size=80))
def test_no_text_is_read_as_more_than_a_token(text: str):
    said = read_token(text)
    assert said is None or "-".join((said[0], str(said[1]).zfill(1), said[2])).endswith(said[2])


def test_the_head_makes_a_link_and_no_officer_does(app: Flask, runtime: Runtime):
    number = closed(runtime).number
    path = case_path(number, "issue-exterieure")
    assert signed_in(app, runtime).get(path).status_code == 403
    head = signed_in(app, runtime, "head@parks.example", Role.HEAD)
    assert path in head.get(case_path(number)).text
    form = {"version": str(complaint(runtime, number).version), "send": "yes"}
    assert head.post(path, data=form).status_code == 422
    page = head.post(path, data=form | {"organisme-exterieur": BODY}, follow_redirects=True).text
    assert re.search(rf"/fr/issue-exterieure/{number}-\d+-\w{{32}}", page)
    with pytest.raises(NotAllowedError):
        act(runtime, number, make_link, body=BODY)


def test_whoever_complained_makes_one_from_their_page_once_they_have_an_answer(
    app: Flask, runtime: Runtime
):
    receipt = file(runtime)
    person = complainant(complaint(runtime, receipt.number).id)
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, receipt.number, make_link, person, body=BODY)
    conclude(runtime, receipt.number)
    with pytest.raises(IncompleteError):
        act(runtime, receipt.number, make_link, person, body="nobody")
    client = app.test_client()
    followed = client.post(
        "/fr/suivi", data={"numero": receipt.number, "code": receipt.code}
    ).location
    assert f"{followed}/issue-exterieure" in client.get(followed).text
    assert client.post(f"{followed}/issue-exterieure", data={}).status_code == 422
    form = {"organisme-exterieur": BODY}
    page = client.post(f"{followed}/issue-exterieure", data=form, follow_redirects=True).text
    [address] = re.findall(r"http[^<]*(/fr/issue-exterieure/[^<]*)<", page)
    assert "Vous avez dit" in told(app.test_client(), address, "changed")


def test_what_is_told_is_told_by_its_link_alone(runtime: Runtime):
    number = closed(runtime).number
    linked(runtime, number)
    [link] = runtime.read(PORTAL, links_of, complaint(runtime, number).id)
    for outcome in (Outcome.CHANGED, Outcome.UPHELD):
        act(runtime, number, tell_outcome, PORTAL, seq=link.seq, outcome=outcome)
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, tell_outcome, PORTAL, seq=link.seq, outcome=Outcome.PARTLY)

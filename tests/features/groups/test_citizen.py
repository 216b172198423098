"""« Cela m’est arrivé aussi »: what the public sees of a group, and who counts once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal.domain.actor import PORTAL
from portal.features.groups.actions_followers import CONFIRMED_WITHIN
from portal.features.groups.queries_held import forget_asked_before
from portal.features.groups.queries_in_part import counted_in
from portal.features.groups.records import GroupFollowerRecord, GroupRecord
from portal.features.groups.rules import ChosenGroup
from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.cases import kinds, member
from tests.features.groups.grouped import STORIES, gathered, numbers, opened, stored
from tests.features.groups.published import TITLE, TOO, publish
from tests.pages.office.people import words
from tests.support import FixedClock, RecordingMailer, file

AGREED = {"courriel": "odile@exemple.org", "accord": "yes"}


@pytest.fixture
def group(runtime: Runtime) -> int:
    """A group of three complaints whose title the public sees."""
    made = opened(runtime, member(runtime), *numbers(runtime))
    publish(runtime, made)
    return made


def followers(runtime: Runtime) -> list[GroupFollowerRecord]:
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(GroupFollowerRecord).order_by(GroupFollowerRecord.id)))


def counted(runtime: Runtime) -> int:
    with runtime.reading(PORTAL) as session:
        return counted_in(session, 1).counted


def link_of(runtime: Runtime, mailbox: RecordingMailer, clock: FixedClock) -> str:
    """Let the letters leave, and return the link of the last one that confirms."""
    Worker(runtime).run_once(clock.moment)
    text = mailbox.sent[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return "/fr/confirmer-adresse/" + text.split("/confirmer-adresse/")[1].split()[0]


def test_only_the_title_is_public_and_the_number_from_five_on(
    app: Flask, client: FlaskClient, runtime: Runtime, group: int
):
    page = words(client.get(TOO).text)
    assert TITLE in page
    assert "Signalé par" not in page
    for secret in (STORIES[0], "La passerelle est brisée.", "2026-000001", "Gagnon"):
        assert secret not in page
    for _ in range(2):
        app.test_client().post(TOO)
    assert "Signalé par 5 personnes." in words(client.get(TOO).text)


def test_what_is_not_published_is_not_there(client: FlaskClient, runtime: Runtime):
    opened(runtime, member(runtime), *numbers(runtime))
    assert client.get(TOO).status_code == 404
    assert client.post(TOO).status_code == 404
    assert client.post(f"{TOO}/plainte").status_code == 404


def test_another_agency_s_address_does_not_show_it(client: FlaskClient, group: int):
    assert client.get("/fr/organismes/water/aussi/1").status_code == 404


def test_a_browser_counts_once(client: FlaskClient, runtime: Runtime, group: int):
    assert "C’est compté" in client.post(TOO).text
    assert "C’était déjà compté" in client.post(TOO).text
    assert counted(runtime) == 1


def test_an_address_counts_once_whatever_the_browser(
    app: Flask,
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    group: int,
):
    client.post(TOO, data=AGREED)
    client.post(link_of(runtime, mailbox, clock))
    app.test_client().post(TOO, data={**AGREED, "courriel": "Odile@exemple.org"})
    assert counted(runtime) == 2
    assert "confirmée" in client.post(link_of(runtime, mailbox, clock)).text
    assert counted(runtime) == 1
    (one,) = followers(runtime)
    assert one.confirmed_at is not None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"courriel": "odile"}, "Écrivez une adresse courriel complète, avec le signe @"),
        ({"courriel": "odile@exemple.org"}, "Cochez la case, ou effacez l’adresse"),
        ({"accord": "yes"}, "Écrivez votre adresse, ou décochez la case"),
    ],
)
def test_an_address_is_kept_only_with_agreement(
    client: FlaskClient, runtime: Runtime, group: int, typed: dict[str, str], told: str
):
    answer = client.post(TOO, data=typed)
    assert answer.status_code == 422
    assert told in words(answer.text)
    assert typed.get("courriel", "") in answer.text
    assert followers(runtime) == []


def test_a_link_confirms_by_a_button_once_and_for_two_days(
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    group: int,
):
    client.post(TOO, data=AGREED)
    link = link_of(runtime, mailbox, clock)
    assert client.get(link).status_code == 200
    assert followers(runtime)[0].confirmed_at is None
    assert client.post(link).status_code == 200
    assert client.post(link).status_code == 410


def test_what_nobody_confirms_is_forgotten(
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    group: int,
):
    client.post(TOO, data=AGREED)
    link = link_of(runtime, mailbox, clock)
    clock.moment += timedelta(days=2, minutes=1)
    assert client.post(link).status_code == 410
    with runtime.transaction() as session:
        assert forget_asked_before(session, clock.moment - CONFIRMED_WITHIN) == 1
    (one,) = followers(runtime)
    assert (one.email, one.is_counted) == (None, True)


def test_the_address_is_sealed_at_rest(client: FlaskClient, runtime: Runtime, group: int):
    client.post(TOO, data=AGREED)
    with runtime.database.reader.connect() as connection:
        kept = connection.exec_driver_sql("SELECT email FROM complaint_group_follower").scalar()
    assert b"odile" not in bytes(kept)


def test_nobody_stops_another_person_s_letters(client: FlaskClient, runtime: Runtime, group: int):
    client.post(TOO, data=AGREED)
    wrong = client.post("/fr/ne-plus-avertir/1/00000000000000000000000000000000")
    assert wrong.status_code == 404
    assert followers(runtime)[0].email == AGREED["courriel"]


def test_the_finder_and_the_agency_s_page_lead_to_what_others_reported(
    client: FlaskClient, runtime: Runtime, group: int
):
    found = client.post(
        "/fr/plainte", data={"mots": "passerelle brisée sur un sentier"}, follow_redirects=True
    )
    assert "D’autres personnes l’ont signalé" in words(found.text)
    assert TOO in found.text
    other = client.post(
        "/fr/plainte", data={"mots": "sentier couvert de boue"}, follow_redirects=True
    )
    assert TOO not in other.text
    assert TOO in client.get("/fr/organismes/parks").text


def test_what_comes_in_by_the_public_page_opens_an_answered_group_again(
    runtime: Runtime, group: int
):
    with runtime.transaction() as session:
        session.execute(update(GroupRecord).values(state="answered"))
    receipt = file(runtime, story=STORIES[4], parts=[ChosenGroup(group)])
    assert gathered(runtime, group)[-1] == receipt.number
    assert stored(runtime, group).state == "open"


def test_a_complaint_joins_no_group_of_another_agency_nor_one_that_is_not_public(
    runtime: Runtime, group: int
):
    theirs = file(runtime, "water", parts=[ChosenGroup(group)]).number
    private = opened(runtime, member(runtime, post="second"), file(runtime).number, name="x")
    ours = file(runtime, parts=[ChosenGroup(private)]).number
    for number in (theirs, ours):
        assert "grouped" not in kinds(runtime, number)

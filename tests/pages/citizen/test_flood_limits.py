"""Wrong codes slow the address that sends them, and lock no complaint and no library."""

import shutil
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.pages import flood_limits
from portal.pages.flood_limits import ACKNOWLEDGED
from portal.runtime import Runtime
from portal.worker import Worker
from tests.pages.citizen.documents import GOOD, add
from tests.pages.citizen.journeys import (
    at,
    number_in,
    post,
    resume_code_of,
    sent,
    to_check,
    to_reply,
)
from tests.pages.office.people import case_path, sign_in, words
from tests.support import FixedClock, RecordingMailer, add_user, file


@pytest.fixture
def client(runtime: Runtime) -> FlaskClient:
    runtime.config = runtime.config.model_copy(update={"flood_limits": True})
    app: Flask = create_app(runtime)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app.test_client()


def tried(client: FlaskClient, number: str, code: str, address: str = "10.0.0.1") -> int:
    form = {"numero": number, "code": code}
    place = {"REMOTE_ADDR": address}
    return client.post("/fr/suivi", data=form, environ_base=place).status_code


def wrong(client: FlaskClient, number: str, address: str = "10.0.0.1") -> int:
    return tried(client, number, "AAAA-AAAA", address)


def resumed(client: FlaskClient, code: str, address: str = "10.0.0.1") -> int:
    place = {"REMOTE_ADDR": address}
    return client.post("/fr/reprendre", data={"code": code}, environ_base=place).status_code


def test_ten_wrong_codes_slow_the_address_and_nobody_else(client: FlaskClient, runtime: Runtime):
    receipt = file(runtime)
    assert [wrong(client, receipt.number) for _ in range(11)] == [422] * 10 + [429]
    for n in range(2, 60):
        wrong(client, receipt.number, f"10.0.0.{n}")
    assert tried(client, receipt.number, receipt.code, "192.0.2.1") == 303


def test_a_refused_code_is_told_when_to_try_again_and_loses_nothing(client: FlaskClient):
    for _ in range(10):
        wrong(client, "2026-000001")
    place = {"REMOTE_ADDR": "10.0.0.1"}
    form = {"numero": "2026-000001", "code": "BBBB-BBBB"}
    answer = client.post("/fr/suivi", data=form, environ_base=place)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    assert "Réessayez dans 1 minute" in answer.text
    assert 'value="BBBB-BBBB"' in answer.text


def test_a_number_that_nobody_has_is_slowed_the_same(client: FlaskClient):
    assert [wrong(client, "2026-999999") for _ in range(11)] == [422] * 10 + [429]


def test_in_a_library_everybody_opens_their_own_while_one_attacks(
    client: FlaskClient, runtime: Runtime
):
    receipts = [file(runtime) for _ in range(5)]
    for _ in range(400):
        wrong(client, receipts[0].number)
    assert {tried(client, one.number, one.code) for one in receipts[1:]} == {303}


def test_at_a_flooded_address_a_right_code_passes_from_a_new_browser(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    for number in range(320):
        wrong(client, f"2025-{number:06}")
    assert tried(another_browser(client), receipt.number, receipt.code) == 303


def test_no_neighbour_keeps_an_owner_from_a_complaint_that_they_opened_with_this_browser(
    client: FlaskClient, runtime: Runtime
):
    receipt = file(runtime)
    assert tried(client, receipt.number, receipt.code) == 303
    neighbour = another_browser(client)
    assert [wrong(neighbour, receipt.number) for _ in range(12)][-1] == 429
    with client.session_transaction() as session:
        session.clear()
    assert tried(neighbour, receipt.number, receipt.code) == 429
    assert tried(client, receipt.number, receipt.code) == 303


def another_browser(client: FlaskClient) -> FlaskClient:
    """Return another browser."""
    return client.application.test_client()


def test_an_attacker_with_a_network_of_ipv6_is_one_address(client: FlaskClient):
    answers = [wrong(client, "2026-000001", f"2001:db8::{n:x}") for n in range(1, 12)]
    assert answers == [422] * 10 + [429]


def test_right_pairs_are_never_counted(client: FlaskClient, runtime: Runtime):
    receipt = file(runtime)
    assert {tried(client, receipt.number, receipt.code) for _ in range(310)} == {303}


def test_codes_of_an_earlier_release_share_one_budget(client: FlaskClient):
    codes = [f"AAAA-AA{number:02d}" for number in range(11)]
    assert [resumed(client, code) for code in codes] == [422] * 10 + [429]


def test_a_resume_code_opens_its_draft_where_somebody_else_guesses(client: FlaskClient):
    draft = to_reply(client)
    post(client, draft, "enregistrer")
    code = resume_code_of(client, draft)
    for number in range(20):
        resumed(client, f"AAAA-AAAA-AA{number:02d}")
    assert resumed(client, code) == 303
    assert client.get(at(draft, "recit")).status_code == 200


def test_somebody_elses_mailbox_is_not_filled_and_the_complaint_is_kept(
    client: FlaskClient, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    """The address is nobody's until somebody proves it: whoever likes to types it."""
    form = {"courriel": "Victime@exemple.org"}
    pages = [sent(client, **form) for _ in range(ACKNOWLEDGED.free + 2)]
    worker = Worker(runtime)
    worker.run_once(clock.moment)
    assert len([one for one in mailbox.sent if "ictime@" in one["To"]]) == ACKNOWLEDGED.free
    said = ["Nous envoyons le numéro à" in page for page in pages]
    assert said == [True] * ACKNOWLEDGED.free + [False] * 2
    assert "trop de plaintes ont donné la même adresse en peu de temps" in pages[-1]
    other = sent(client, courriel="autre@exemple.org")
    assert "Nous envoyons le numéro à" in other


def test_whoever_reads_the_complaint_is_told_that_no_letter_acknowledged_it(
    client: FlaskClient, runtime: Runtime
):
    first = client.application.test_client()
    acknowledged = number_in(sent(first))
    pages = [sent(client) for _ in range(ACKNOWLEDGED.free)]
    number = number_in(pages[-1])
    add_user(runtime, "claire@parcs.example")
    officer = client.application.test_client()
    sign_in(officer, "claire@parcs.example")
    for page in (
        client.get(f"/fr/suivi/{number}"),
        officer.get(case_path(number)),
    ):
        assert "Aucun accusé de réception n’est parti" in words(page.text)
    other = words(first.get(f"/fr/suivi/{acknowledged}").text)
    assert "L’accusé de réception est adressé à" in other
    assert "Aucun accusé de réception" not in other


def test_one_address_begins_so_many_complaints_an_hour_and_others_go_on(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(flood_limits, "DRAFTS_AN_HOUR", 3)
    form = {"mots": "La passerelle est brisée"}
    begun = [client.post("/fr/plainte", data=form) for _ in range(4)]
    assert [answer.status_code for answer in begun] == [303] * 3 + [429]
    assert int(begun[-1].headers["Retry-After"]) <= 3600
    assert "La passerelle est brisée" in begun[-1].text
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    assert client.post("/fr/plainte", data=form, environ_base=elsewhere).status_code == 303


def test_one_address_attaches_so_much_an_hour_to_what_is_not_sent(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(flood_limits, "KILOBYTES_AN_HOUR", 2)
    draft = to_check(client)
    assert [add(client, draft, GOOD).status_code for _ in range(3)] == [303, 303, 429]


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_documents_of_what_is_not_sent_never_fill_the_disk_and_the_complaint_is_sent(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    draft = to_check(client)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: _Usage(1_000, 1_000, 0))
    refused = add(client, draft, GOOD)
    assert refused.status_code == 503
    assert "Envoyez votre plainte sans ces documents" in words(refused.text)
    assert GOOD[0] not in client.get(at(draft, "documents")).text
    monkeypatch.undo()
    assert add(client, draft, GOOD).status_code == 303

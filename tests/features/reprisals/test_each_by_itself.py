"""Reports that different people may read: none of them shows in what becomes of another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec import to_builtins

from portal.domain.role import Role
from portal.features.reprisals.actions_dates import keep_dates
from portal.features.reprisals.rules import Against, ProtectionFile, Reader, read_files
from portal.runtime import Runtime
from tests.features.reprisals.reported import WORDS, kept, kept_files, reported, told
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, file, on_both

ACCUSING = "La directrice m’a menacé."


@pytest.fixture
def number(app: Flask, runtime: Runtime, client: FlaskClient) -> str:
    """A complaint that its complainant has opened with its code."""
    receipt = file(runtime)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    return receipt.number


@pytest.fixture
def head(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, "anne@parcs.example", Role.HEAD, post=None)


@pytest.fixture
def top(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, "pdg@parcs.example", Role.TOP_AUTHORITY, post="president")


def waiting(client: FlaskClient) -> str:
    return words(client.get("/fr/gestion/parks/confidentiel").text)


@on_both
def test_the_head_acts_on_the_first_while_the_second_accuses_her(
    runtime: Runtime, number: str, head: FlaskClient, top: FlaskClient
):
    reported(runtime, number)
    seen = [waiting(head), words(head.get(case_path(number)).text)]
    assert reported(runtime, number, ACCUSING, Against.HEAD).told is Reader.TOP
    assert [waiting(head), words(head.get(case_path(number)).text)] == seen
    [key, _] = [one.key for one in kept_files(runtime, number)]
    sent = {"body": "Appelée.", "version": "0", "file_key": key}
    assert head.post(case_path(number, "proteger"), data=sent).status_code == 303
    first, second = kept_files(runtime, number)
    assert [len(one.acts) for one in (first, second)] == [1, 0]
    assert ACCUSING not in head.get(case_path(number, "proteger")).text
    assert "Noter le premier geste" in waiting(top)
    assert "Noter le suivi après 30 jours" in waiting(top)


def test_an_act_is_noted_in_the_file_that_its_form_was_opened_for(
    runtime: Runtime, number: str, head: FlaskClient, top: FlaskClient
):
    reported(runtime, number), reported(runtime, number, ACCUSING, Against.HEAD)
    second = kept_files(runtime, number)[1].key
    form = top.get(f"{case_path(number, 'proteger')}?file_key={second}").text
    assert ACCUSING in form
    assert WORDS not in form
    assert f'name="file_key" value="{second}"' in form
    sent = {"body": "Rencontrée.", "version": "0", "file_key": second}
    assert top.post(case_path(number, "proteger"), data=sent).status_code == 303
    assert [len(one.acts) for one in kept_files(runtime, number)] == [0, 1]
    # A key that is none of theirs is noted nowhere.
    sent = {"body": "Encore.", "version": "0", "file_key": second, "une-fois": "b"}
    assert head.post(case_path(number, "proteger"), data=sent).status_code == 409


def test_what_is_said_of_each_report_is_true_of_it(
    runtime: Runtime, client: FlaskClient, clock: FixedClock, number: str, head: FlaskClient
):
    reported(runtime, number)
    assert "Signalement du" not in words(client.get(f"/fr/suivi/{number}").text)
    clock.moment += timedelta(minutes=5)
    reported(runtime, number, ACCUSING, Against.HEAD)
    _, first, second = words(client.get(f"/fr/suivi/{number}").text).split("Signalement du 24")[:3]
    both = "seules la personne qui dirige le service des plaintes et la plus haute autorité"
    assert both in first
    assert both not in second
    assert "seule la plus haute autorité peut lire ce signalement" in second


def test_each_has_its_own_dates_and_reminders(
    runtime: Runtime, clock: FixedClock, number: str, head: FlaskClient, top: FlaskClient
):
    reported(runtime, number), reported(runtime, number, ACCUSING, Against.HEAD)
    clock.moment = kept_files(runtime, number)[0].owed[0].due_at
    assert keep_dates(runtime, clock.moment) == 1
    missed = [to for letter, to in told(runtime) if letter == "confidential_missed"]
    assert sorted(missed) == ["anne@parcs.example", "pdg@parcs.example", "pdg@parcs.example"]


def test_a_report_of_what_the_head_may_read_joins_no_report_about_her(
    runtime: Runtime, number: str, head: FlaskClient
):
    reported(runtime, number, ACCUSING, Against.HEAD)
    reported(runtime, number), reported(runtime, number)
    assert [len(one.reports) for one in kept_files(runtime, number)] == [1, 2]
    page = head.get(case_path(number)).text
    assert WORDS in words(page)
    assert ACCUSING not in page


def test_the_same_form_sent_twice_is_kept_once_whatever_came_between(
    runtime: Runtime, number: str, head: FlaskClient
):
    reported(runtime, number, once="a")
    reported(runtime, number, ACCUSING, Against.HEAD, once="b")
    assert reported(runtime, number, once="a").told is Reader.HEAD
    assert [len(one.reports) for one in kept_files(runtime, number)] == [1, 1]


def test_a_file_of_an_earlier_version_opens_as_one(runtime: Runtime, number: str):
    reported(runtime, number)
    file = kept(runtime, number)
    [stored] = read_files(_plain(file))
    assert (stored.key, stored.reports) == ("", file.reports)


def _plain(file: ProtectionFile) -> dict[str, object]:
    """Return a file as an earlier version stored it: one, and without a key."""
    kept_then = to_builtins(file)
    del kept_then["key"]
    return kept_then

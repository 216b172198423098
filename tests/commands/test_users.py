from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.commands.users import users
from portal.runtime import Runtime
from tests.releases.lakes import begin
from tests.support.agencies import AGENCIES

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `portal users …` on a fresh portal."""
    monkeypatch.chdir(tmp_path)
    environment = {
        "PORTAL_DATA": str(tmp_path),
        "PORTAL_DATABASE": database_url,
        "PORTAL_AGENCIES": str(AGENCIES),
    }

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(users, words, env=environment)

    return invoke


def add(run: Run, email: str = "claire@parcs.example", password: str = "a long password") -> Result:
    return run("add", email, "--name", "Claire Roy", "--password", password)


def test_an_account_with_a_membership_is_listed(run: Run):
    assert add(run).exit_code == 0
    given = run(
        *("memberships", "claire@parcs.example"),
        *("--role", "officer", "--agency", "parks", "--post", "office"),
    )
    assert given.exit_code == 0
    listed = run("list").output
    assert "claire@parcs.example · Claire Roy · officer parks office" in listed


def test_a_membership_can_be_taken_away(run: Run):
    add(run)
    run("memberships", "claire@parcs.example", "--role", "analyst")
    run("memberships", "claire@parcs.example", "--role", "analyst", "--remove")
    assert "no membership" in run("list").output


def test_a_deactivated_account_is_listed_as_such(run: Run):
    add(run)
    assert run("deactivate", "claire@parcs.example").exit_code == 0
    assert "(deactivated)" in run("list").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("deactivate", "nobody@parcs.example"), "Nobody signs in with nobody@parcs.example"),
        (("password", "claire@parcs.example", "--password", "short"), "at least 12 characters"),
        (
            ("memberships", "claire@parcs.example", "--role", "officer", "--agency", "sea"),
            "sea is not an agency: desk, parks, water",
        ),
        (
            (
                *("memberships", "claire@parcs.example", "--role", "manager"),
                *("--agency", "parks", "--post", "king"),
            ),
            "king is not a post of parks: office, director, president",
        ),
        (
            ("memberships", "claire@parcs.example", "--role", "intake"),
            "Nobody is intake of the whole portal: add --agency desk.",
        ),
        (
            ("memberships", "claire@parcs.example", "--role", "intake", "--agency", "parks"),
            "The intake desk is desk: nobody is intake of parks.",
        ),
    ],
)
def test_a_mistake_is_said_and_nothing_is_changed(run: Run, words: tuple[str, ...], told: str):
    add(run)
    before = run("list").output
    refused = run(*words)
    assert refused.exit_code == 1
    assert told in refused.output.replace("has at least", "at least")
    assert run("list").output == before


def test_an_address_is_given_to_one_person(run: Run):
    add(run)
    assert "already signs in" in add(run, "Claire@Parcs.example").output


def test_the_people_of_an_agency_in_preparation_are_named_already(run: Run, runtime: Runtime):
    begin(runtime)
    add(run)
    words = ("memberships", "claire@parcs.example", "--role", "administrator", "--agency", "lacs")
    assert run(*words).exit_code == 0
    assert "service, top" in run(*words, "--post", "king").output
    days = ("--from", "2036-12-01", "--until", "2036-12-10")
    assert run("absent", "claire@parcs.example", "--agency", "lacs", *days).exit_code == 0


def at_work(run: Run, *emails: str) -> None:
    for email in emails:
        add(run, email)
        run("memberships", email, "--role", "officer", "--agency", "parks")


def test_an_absence_is_recorded_and_ended(run: Run):
    at_work(run, "claire@parcs.example", "paul@parcs.example")
    days = ("--from", "2036-12-01", "--until", "2036-12-10")
    absent = ("absent", "claire@parcs.example", "--agency", "parks", *days)
    told = run(*absent, "--substitute", "paul@parcs.example")
    assert told.exit_code == 0
    assert "from 2036-12-01 until 2036-12-10, replaced by paul@parcs.example." in told.output
    twice = run(*absent)
    assert twice.exit_code == 1
    assert "Another absence" in twice.output
    assert "is back" in run("back", "claire@parcs.example", "--agency", "parks").output
    assert "was not away" in run("back", "claire@parcs.example", "--agency", "parks").output
    assert "replaced by nobody" in run(*absent).output


def test_an_absence_of_somebody_or_somewhere_unknown_is_refused(run: Run):
    days = ("--from", "2036-12-01", "--until", "2036-12-10")
    nobody = run("absent", "claire@parcs.example", "--agency", "parks", *days)
    assert "Nobody signs in" in nobody.output
    nowhere = run("absent", "claire@parcs.example", "--agency", "zoo", *days)
    assert "zoo is not an agency" in nowhere.output

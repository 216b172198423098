"""Releases that somebody changes past the portal: each is named, and complaints go on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

import portal
from portal.complaints.proof.signed_releases import found_by_upgrade, releases_break
from portal.complaints.records.complaint import AgencyReleaseRecord
from portal.db import schema
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.domain.text import Text
from portal.releases.calendar_moves import ask_to_move_dates, move_dates
from portal.runtime import Runtime
from tests.complaints.proof.forging import tamper, verified
from tests.pages.office.people import signed_in, words
from tests.releases.publishing import CLOSED_THREE_DAYS, publish, take_up
from tests.support import file, on_both
from tests.support.agencies import PARKS_YAML

VERSIONS = Path(portal.__file__).parent / "db" / "migrations" / "versions"
[SIGNING] = VERSIONS.glob("*_releases_signed.py")
BEFORE = f"{int(SIGNING.name[:4]) - 1:04}"
OF_PARKS = "WHERE agency = 'parks' AND rank = 1"
FORGED = {
    "agency": "'elsewhere'",
    "rank": "7",
    "settings": """'{"deadlines": "9999"}'""",
    "text": "'deadlines: never'",
    "digest": "'0'",
    "plugin": "'theirs'",
    "plugin_version": "'2'",
    "source": "'page '",
    "created_at": "'2020-01-01 00:00:00+00'",
    "in_force_from": "'2020-01-01 00:00:00+00'",
    "dates_to_move": "TRUE",
    "dates_reason": """'{"fr": "Plus tard", "en": "Later"}'""",
    "published_by": "7",
    "signature": "NULL",
}


def reasons(runtime: Runtime) -> list[str]:
    """Return everything that does not hold of the releases."""
    with runtime.reading(PORTAL) as session:
        broken = releases_break(session, runtime.keyring.public_key)
        return [each.reason for each in broken]


def found(runtime: Runtime) -> int:
    """Return how many releases were signed as an upgrade found them."""
    with runtime.reading(PORTAL) as session:
        return found_by_upgrade(session, runtime.keyring.public_key)


def forge(runtime: Runtime, name: str) -> None:
    """Change a column of the release that the parks have in force."""
    tamper(runtime, f"UPDATE agency_release SET {name} = {FORGED[name]} {OF_PARKS}")


def delete_unseen(runtime: Runtime, release_id: int) -> None:
    """Delete a release that complaints lead to, as whoever owns the database can."""
    deleted = f"DELETE FROM agency_release WHERE id = {release_id}"
    if runtime.database.is_sqlite:
        # SQLite looks after what leads elsewhere only for whoever asks it to.
        with closing(sqlite3.connect(str(runtime.database.writer.url.database))) as connection:
            connection.execute(deleted)
            connection.commit()
        return
    with runtime.transaction() as session:
        session.connection().execute(text("SET LOCAL session_replication_role = replica"))
        session.connection().execute(text(deleted))


def test_each_column_is_tried():
    columns = {column.key for column in AgencyReleaseRecord.__table__.c}
    assert columns - {"id", "in_force"} == FORGED.keys()


@on_both
@pytest.mark.parametrize("name", FORGED)
def test_a_release_that_was_changed_is_named(runtime: Runtime, name: str):
    assert reasons(runtime) == []
    forge(runtime, name)
    agency = "elsewhere" if name == "agency" else "parks"
    rank = 7 if name == "rank" else 1
    assert f"release {rank} of {agency} is not as it was signed" in reasons(runtime)
    assert verified(runtime).broken is not None


@on_both
def test_what_two_releases_say_is_not_exchanged(runtime: Runtime):
    publish(runtime, CLOSED_THREE_DAYS)
    assert reasons(runtime) == []
    moved = ("UPDATE agency_release SET rank = {} WHERE agency = 'parks' AND rank = {}", (9, 1))
    again = [(1, 2), (2, 9)]
    tamper(runtime, *(moved[0].format(*ranks) for ranks in (moved[1], *again)))
    assert [each for each in reasons(runtime) if "not as it was signed" in each] == [
        f"release {rank} of parks is not as it was signed" for rank in (1, 2)
    ]


@on_both
def test_an_earlier_release_is_not_put_in_force_again(runtime: Runtime):
    publish(runtime, CLOSED_THREE_DAYS)
    tamper(runtime, "UPDATE agency_release SET in_force = (rank = 1) WHERE agency = 'parks'")
    assert reasons(runtime) == [
        "release 1 of parks is in force, and release 2 came last",
        "release 2 of parks is not in force, and release 2 came last",
    ]


@on_both
def test_a_release_under_which_complaints_came_is_missed(runtime: Runtime):
    publish(runtime, CLOSED_THREE_DAYS)
    newest = runtime.agencies.agency("parks").release_id
    file(runtime)
    delete_unseen(runtime, newest)
    assert f"the release {newest}, under which complaints came, is missing" in reasons(runtime)


@on_both
def test_one_in_the_middle_is_missed(runtime: Runtime):
    publish(runtime, CLOSED_THREE_DAYS)
    publish(runtime, PARKS_YAML.replace("Accueil", "Bienvenue"), moving=False)
    tamper(runtime, "DELETE FROM agency_release WHERE agency = 'parks' AND rank = 2")
    assert "release 2 of parks is missing" in reasons(runtime)


@on_both
def test_what_the_portal_changes_itself_is_signed_anew(runtime: Runtime, agency_files: Path):
    file(runtime)
    take_up(runtime, agency_files)
    with runtime.transaction() as session:
        current = runtime.agencies.agency("parks").release_id
        ask_to_move_dates(session, "parks", current, Text("Nous déménageons.", "We move."))
    assert reasons(runtime) == []
    assert move_dates(runtime) == 1
    assert reasons(runtime) == []
    take_up(runtime, agency_files, f"{CLOSED_THREE_DAYS}# A remark that changes nothing.\n")
    assert reasons(runtime) == []


@on_both
def test_one_that_was_forged_is_not_signed_anew(runtime: Runtime, agency_files: Path):
    file(runtime)
    take_up(runtime, agency_files)
    tamper(
        runtime, "UPDATE agency_release SET published_by = 7 WHERE agency = 'parks' AND in_force"
    )
    take_up(runtime, agency_files, f"{CLOSED_THREE_DAYS}# A remark that changes nothing.\n")
    assert reasons(runtime) == ["release 2 of parks is not as it was signed"]


@on_both
def test_a_replaced_one_stays_named(runtime: Runtime):
    forge(runtime, "dates_to_move")
    publish(runtime, CLOSED_THREE_DAYS)
    assert reasons(runtime) == ["release 1 of parks is not as it was signed"]


@on_both
def test_those_from_before_are_signed_as_they_were_found(runtime: Runtime, agency_files: Path):
    file(runtime)
    publish(runtime, CLOSED_THREE_DAYS)
    assert found(runtime) == 0
    schema.downgrade(runtime.database, BEFORE)
    schema.upgrade(runtime.database)
    assert reasons(runtime) == []
    before = found(runtime)
    assert before > 1
    assert verified(runtime).found_releases == before
    assert move_dates(runtime) == 1
    assert found(runtime) == before
    take_up(runtime, agency_files, PARKS_YAML.replace("Accueil", "Bienvenue"))
    forge(runtime, "published_by")
    assert reasons(runtime) == ["release 1 of parks is not as it was signed"]
    assert found(runtime) == before - 1


def test_the_administrator_is_told_and_complaints_go_on(app: Flask, runtime: Runtime):
    client = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    told = "Des réglages ont été changés sans passer par le portail"
    assert told not in words(client.get("/fr/reglages/parks").text)
    forge(runtime, "published_by")
    page = words(client.get("/fr/reglages/parks").text)
    assert told in page
    assert "(version 1)" in page
    english = words(client.get("/en/settings/parks").text)
    assert "Settings were changed without going through the portal" in english
    assert file(runtime).number == "2026-000001"


def test_what_all_agencies_share_is_told_too_and_nothing_of_another_agency(
    app: Flask, runtime: Runtime
):
    client = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    tamper(runtime, "UPDATE agency_release SET published_by = 7 WHERE agency <> 'parks'")
    page = words(client.get("/fr/reglages/parks").text)
    assert "(version 1, commune à tous les organismes)" in page

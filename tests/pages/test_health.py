"""What machines are told: whether the process lives, and whether it can serve."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from structlog.testing import capture_logs

from portal.db import schema
from portal.db.installation import enter_installation
from portal.keyring import load_keyring, new_keyring
from portal.keys_file import KeysFile
from portal.releases.files import sync_releases
from portal.runtime import Runtime
from tests.support import on_both

READY = ({"status": "ready", "missing": [], "warnings": []}, 200)


def waiting(*missing: str) -> tuple[object, int]:
    return {"status": "waiting", "missing": [*missing], "warnings": []}, 503


def asked(client: FlaskClient) -> tuple[object, int]:
    answer = client.get("/readyz")
    return answer.json, answer.status_code


@on_both
def test_what_holds_less_than_was_kept_last_is_not_ready_and_the_log_says_what_to_do(
    client: FlaskClient, runtime: Runtime, tmp_path: Path
):
    runtime.remember_last_kept(tmp_path / "last-kept.json")
    runtime.glance(runtime.last_kept.note)
    assert client.get("/readyz").status_code == 200
    runtime.last_kept.note_number("2026-000009")
    with capture_logs() as lines:
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json["missing"]) == (503, ["last_kept"])
    [line] = lines
    assert line["last_kept"].startswith("the number 2026-000009 was given, and it goes up to")
    assert line["last_kept"].endswith("or accept this one by portal db accept-older")
    runtime.last_kept.accept(runtime.database, runtime.now())
    assert client.get("/readyz").status_code == 200


@on_both
def test_a_portal_on_a_sound_database_is_ready(client: FlaskClient):
    with capture_logs() as lines:
        assert asked(client) == READY
    assert lines == []


@on_both
def test_one_whose_database_lacks_a_table_is_not_and_the_log_alone_says_which(
    client: FlaskClient, runtime: Runtime
):
    with runtime.database.writer.begin() as connection:
        connection.execute(text("DROP TABLE settings_replay"))
    with capture_logs() as lines:
        for _ in range(3):
            assert asked(client) == waiting("migrations")
    assert lines == [
        {
            "event": "not ready",
            "log_level": "error",
            "migrations": f"The database says that it is at {schema.head()},"
            " but table settings_replay is missing",
        }
    ]


@on_both
def test_one_whose_database_is_gone_or_empty_is_not_and_the_process_lives(
    client: FlaskClient, runtime: Runtime
):
    schema.downgrade(runtime.database)
    with capture_logs() as lines:
        assert asked(client) == waiting("migrations", "agencies")
    assert lines[0]["migrations"] == "The database is not migrated"
    assert client.get("/healthz").json == {"status": "ok"}


def test_that_it_is_ready_again_is_logged_once(client: FlaskClient, runtime: Runtime):
    schema.downgrade(runtime.database)
    asked(client)
    schema.upgrade(runtime.database)
    with runtime.transaction() as session:
        sync_releases(session, runtime.config.agencies, runtime.now())
    with capture_logs() as lines:
        assert [asked(client) for _ in range(2)] == [READY, READY]
    assert [line["event"] for line in lines] == ["ready"]


@on_both
def test_one_with_other_keys_or_beside_other_documents_is_not_ready(
    client: FlaskClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    key = runtime.files.put(b"here")
    enter_installation(runtime.database, key)
    assert asked(client) == READY
    runtime.files.remove(key)
    assert asked(client) == waiting("files")
    ours = runtime.keyring
    mixed = type(ours)(ours.sealing, ours.index, new_keyring().signing)
    for engine in (runtime.database.writer, runtime.database.reader):
        # The dialect is that of other tests, too.
        monkeypatch.setattr(engine.dialect, "keyring", mixed)
    assert asked(client) == waiting("keys")


def test_a_file_of_keys_that_is_gone_is_a_warning_and_people_are_served(
    client: FlaskClient, runtime: Runtime, tmp_path: Path
):
    path = tmp_path / "keys.json"
    runtime.keys_file = KeysFile(path, load_keyring(path))
    assert asked(client) == READY
    path.unlink()
    assert asked(client) == ({"status": "ready", "missing": [], "warnings": ["keys_file"]}, 200)

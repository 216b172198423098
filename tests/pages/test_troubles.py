"""While the machine is in trouble, pages say so, and nobody is told that something is kept."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from portal.complaints.records.complaint import ComplaintRecord
from portal.db import write_lock
from portal.domain import troubles
from portal.domain.actor import PORTAL
from portal.domain.troubles import TroubleError
from portal.pages.troubles import TROUBLES
from portal.runtime import Runtime
from tests.pages.citizen.journeys import STORY, at, begin, post, to_check
from tests.pages.office.people import case_path, signed_in
from tests.support import FixedClock, file, on_both
from tests.support.postgres import Postgres
from tests.support.trouble import file_of, fill, locked, read_only, remove, small_disk

NOTHING_KEPT = "Le portail ne peut rien enregistrer en ce moment"
NOTHING_READ = "Le portail n’a pas accès à ses données en ce moment"
BUSY = "Le portail est trop occupé en ce moment"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk") as folder:
        yield folder


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, backend: str, sqlite_template: Path, tmp_path: Path
) -> Iterator[str]:
    """A database, on a disk of its own where the test asks for one."""
    if backend == "postgresql":
        with request.getfixturevalue("postgres").lend() as address:
            yield address
        return
    folder = request.getfixturevalue("disk") if "disk" in request.fixturenames else tmp_path
    shutil.copy(sqlite_template, folder / "portal.sqlite")
    yield f"sqlite:///{folder / 'portal.sqlite'}"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_lock, "PATIENCE", 0.2)


def is_in_trouble(answer: TestResponse, title: str) -> bool:
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert f"<h1>{title}</h1>" in answer.text
    return True


def filed(runtime: Runtime) -> int:
    with runtime.reading(PORTAL) as session:
        return len(session.scalars(select(ComplaintRecord.id)).all())


def test_every_trouble_has_words():
    kinds = {kind for kind in vars(troubles).values() if isinstance(kind, type)}
    assert {*TROUBLES} == {kind for kind in kinds if issubclass(kind, TroubleError)}


def test_on_a_full_disk_nothing_is_acknowledged_and_it_goes_on_by_itself(
    client: FlaskClient, app: Flask, runtime: Runtime, disk: Path
):
    receipt, draft = file(runtime), to_check(client)
    officer = signed_in(app, runtime)
    filler = fill(disk)
    assert is_in_trouble(post(client, draft, "verifier"), NOTHING_KEPT)
    assert is_in_trouble(officer.get(case_path(receipt.number)), NOTHING_KEPT)
    assert client.get("/fr/").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["missing"]) == (503, ["writing"])
    assert filed(runtime) == 1
    filler.unlink()
    assert client.get("/readyz").status_code == 200
    assert officer.get(case_path(receipt.number)).status_code == 200
    assert post(client, draft, "verifier").status_code == 303
    assert filed(runtime) == 2


def test_what_was_typed_comes_back_with_a_button_that_sends_it(
    client: FlaskClient, runtime: Runtime
):
    draft = begin(client)
    post(client, draft, "organisme", organisme="parks", categorie="trail")
    with read_only(runtime.database):
        answer = client.post(
            at(draft, "recit"),
            data={"recit": STORY},
            headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        )
        assert is_in_trouble(answer, NOTHING_KEPT)
        assert STORY.replace("\n", "\r\n") in answer.text or STORY in answer.text
        assert "Envoyer de nouveau" in answer.text


@pytest.mark.usefixtures("impatient")
def test_while_somebody_else_writes_readers_read_and_writers_are_told_to_wait(
    client: FlaskClient, runtime: Runtime
):
    draft = to_check(client)
    with locked(runtime.database):
        answer = post(client, draft, "verifier")
        assert is_in_trouble(answer, BUSY)
        assert answer.headers["Retry-After"] == "5"
        assert client.get(at(draft, "verifier")).status_code == 200
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
    assert post(client, draft, "verifier").status_code == 303


@pytest.mark.usefixtures("impatient")
def test_what_was_sent_is_told_with_its_number_and_its_code_though_others_write(
    client: FlaskClient, runtime: Runtime
):
    draft = to_check(client)
    sent = post(client, draft, "verifier").headers["Location"]
    with locked(runtime.database):
        told = client.get(sent)
        assert told.status_code == 200
        assert "2026-000001" in told.text
        [code] = set(re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}", told.text))
        assert client.get("/fr/suivi/2026-000001").status_code == 303
    assert code in client.get(sent).text
    assert client.get("/fr/suivi/2026-000001").status_code == 200


@pytest.mark.usefixtures("impatient")
def test_whoever_follows_goes_on_reading_though_others_write(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    client.get(post(client, to_check(client), "verifier").headers["Location"])
    clock.moment += timedelta(minutes=2)
    with locked(runtime.database):
        assert client.get("/fr/suivi/2026-000001").status_code == 200
    assert client.get("/fr/suivi/2026-000001").status_code == 200


def test_once_the_database_was_removed_no_complaint_has_a_receipt(
    client: FlaskClient, app: Flask, runtime: Runtime
):
    drafts = [to_check(client) for _ in range(5)]
    officer = signed_in(app, runtime)
    remove(runtime.database)
    for draft in drafts:
        assert is_in_trouble(post(client, draft, "verifier"), NOTHING_READ)
    asked = {"numero": "2026-000001", "code": "AAAA-2222"}
    english = client.post("/en/follow", data=asked)
    assert is_in_trouble(english, "The portal cannot reach its data right now")
    assert is_in_trouble(officer.get("/fr/gestion/parks/file"), NOTHING_READ)
    with client.get("/static/portail.css") as colours:
        assert colours.status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert "database" in answer.json["missing"]


def test_a_copy_that_is_put_back_is_served(client: FlaskClient, runtime: Runtime, tmp_path: Path):
    runtime.database.close()
    path = file_of(runtime.database)
    shutil.copy(path, tmp_path / "copy")
    assert client.get("/fr/").status_code == 200
    remove(runtime.database)
    assert client.get("/readyz").status_code == 503
    shutil.copy(tmp_path / "copy", path)
    assert client.get("/readyz").status_code == 200
    assert client.get("/fr/suivi").status_code == 200
    assert post(client, to_check(client), "verifier").status_code == 303


def replace_by(copy: Path, path: Path) -> None:
    """Put a copy in the place of a database that is open, without the log of the one before."""
    for beside in path.parent.glob(f"{path.name}-*"):
        beside.unlink()
    copy.replace(path)


def test_an_older_file_in_its_place_is_refused_for_as_long_as_it_stands_there(
    client: FlaskClient, app: Flask, runtime: Runtime, tmp_path: Path
):
    officer = signed_in(app, runtime)
    runtime.remember_last_kept(tmp_path / "last-kept.json")
    runtime.glance(runtime.last_kept.note)
    runtime.database.close()
    path = file_of(runtime.database)
    shutil.copy(path, tmp_path / "older")
    number, draft = file(runtime).number, to_check(client)
    replace_by(tmp_path / "older", path)
    with capture_logs() as lines:
        for _ in range(3):
            assert is_in_trouble(post(client, draft, "verifier"), NOTHING_READ)
            assert is_in_trouble(officer.get(case_path(number)), NOTHING_READ)
            assert client.get("/readyz").status_code == 503
    assert f"the number {number} was given, and it goes up to 2026-000000" in str(lines)


def test_another_file_in_its_place_is_read_and_written_to_from_then_on(
    client: FlaskClient, app: Flask, runtime: Runtime, tmp_path: Path
):
    officer, number = signed_in(app, runtime), file(runtime).number
    runtime.database.close()
    path = file_of(runtime.database)
    shutil.copy(path, tmp_path / "copy")
    assert officer.get(case_path(number)).status_code == 200
    replace_by(tmp_path / "copy", path)
    assert officer.get(case_path(number)).status_code == 200
    later = file(runtime).number
    with closing(sqlite3.connect(path)) as put_back:
        numbers = put_back.execute("SELECT number FROM complaint").fetchall()
    assert {*numbers} == {(number,), (later,)}


def test_the_log_says_more_than_the_page_and_nothing_of_anybody(
    client: FlaskClient, runtime: Runtime
):
    draft = to_check(client)
    with read_only(runtime.database), capture_logs() as lines:
        post(client, draft, "verifier")
    [line] = [line for line in lines if line["event"] == "in trouble"]
    assert line["trouble"] == "ReadOnlyDataError"
    assert line["why"] == "attempt to write a readonly database"


@on_both
def test_a_page_without_its_frame_still_says_it(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("portal.pages.troubles.error_page", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(
        Runtime, "notice_releases", lambda _: (_ for _ in ()).throw(troubles.DataGoneError("x"))
    )
    answer = client.get("/en/follow")
    assert answer.status_code == 503
    assert "The portal cannot reach its data right now" in answer.text


@contextmanager
def stopped(postgres: Postgres) -> Iterator[None]:
    """Let nobody into the lent database, and throw out whoever is there."""
    postgres.run("ALTER DATABASE lent_portal ALLOW_CONNECTIONS false")
    postgres.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'lent_portal'"
    )
    try:
        yield
    finally:
        postgres.run("ALTER DATABASE lent_portal ALLOW_CONNECTIONS true")


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_while_postgresql_is_gone_nothing_is_acknowledged_and_it_goes_on_by_itself(
    client: FlaskClient, runtime: Runtime, postgres: Postgres
):
    draft = to_check(client)
    with stopped(postgres):
        assert is_in_trouble(post(client, draft, "verifier"), NOTHING_READ)
        assert is_in_trouble(client.get(at(draft, "verifier")), NOTHING_READ)
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert post(client, draft, "verifier").status_code == 303
    assert filed(runtime) == 1


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_nobody_waits_for_a_row_that_is_held_for_longer_than_five_seconds(runtime: Runtime):
    with runtime.database.glancing() as connection:
        assert connection.scalar(text("SHOW lock_timeout")) == "5s"

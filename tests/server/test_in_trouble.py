"""A server on a machine in trouble: who reads is answered, who writes is told, and it goes on."""

from __future__ import annotations

import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from tests.server.served import Served, Visitor, serving, until


def begun(served: Served) -> tuple[int, float]:
    """Begin a complaint; return the status of the answer, and how long it took."""
    visitor = Visitor(served.port)
    hidden = visitor.get("/fr/").hidden
    began = time.monotonic()
    status = visitor.post("/fr/plainte", **{**hidden, "mots": "Le sentier est fermé"}).status
    return status, time.monotonic() - began


def read(served: Served, path: str) -> tuple[int, float]:
    """Open a page; return the status of the answer, and how long it took."""
    began = time.monotonic()
    return Visitor(served.port).get(path).status, time.monotonic() - began


def test_while_a_writer_is_stuck_readers_are_answered_and_writers_refused(tmp_path: Path):
    with serving(tmp_path, "--no-worker", flood_limits="false") as served:
        assert begun(served)[0] == 303
        path = tmp_path / "data" / "portal.sqlite"
        with (
            closing(sqlite3.connect(path, isolation_level=None)) as other,
            ThreadPoolExecutor(24) as people,
        ):
            other.execute("BEGIN IMMEDIATE")
            writing = [people.submit(begun, served) for _ in range(24)]
            time.sleep(1.5)
            reading = [read(served, page) for page in ("/fr/suivi", "/healthz") * 10]
            refused = [each.result() for each in writing]
            assert read(served, "/readyz")[0] == 503
            other.execute("ROLLBACK")
        assert {status for status, _ in refused} == {503}
        assert max(seconds for _, seconds in refused) < 8
        assert sum(seconds > 4 for _, seconds in refused) <= 8, "a few for each process"
        assert {status for status, _ in reading} == {200}
        assert max(seconds for _, seconds in reading) < 1
        assert begun(served)[0] == 303
        assert read(served, "/readyz")[0] == 200


def test_once_the_database_was_removed_nothing_is_begun_until_it_is_back(tmp_path: Path):
    with serving(tmp_path, "--no-worker", flood_limits="false") as served:
        assert begun(served)[0] == 303
        data, copy = tmp_path / "data", tmp_path / "copy"
        shutil.copytree(data, copy)
        pages = [Visitor(served.port) for _ in range(5)]
        hidden = [page.get("/fr/").hidden for page in pages]
        for file in data.glob("portal.sqlite*"):
            file.unlink()
        asked = zip(pages, hidden, strict=True)
        answers = [page.post("/fr/plainte", **typed, mots="Le sentier") for page, typed in asked]
        assert [answer.status for answer in answers] == [503] * 5
        assert read(served, "/readyz")[0] == 503
        assert read(served, "/healthz")[0] == 200
        for file in copy.glob("portal.sqlite*"):
            shutil.copy(file, data)
        until(lambda: read(served, "/readyz")[0] == 200)
        assert begun(served)[0] == 303


def test_a_process_that_never_missed_the_database_serves_from_the_one_put_back(tmp_path: Path):
    with serving(tmp_path, "--no-worker", flood_limits="false") as served:
        assert begun(served)[0] == 303
        data, copy = tmp_path / "data", tmp_path / "copy"
        one, other = served.living("pages")
        with served.only(one):
            assert begun(served)[0] == 303
        with served.only(other):
            page = Visitor(served.port)
            typed = page.get("/fr/").hidden
            assert begun(served)[0] == 303
        shutil.copytree(data, copy)
        for file in data.glob("portal.sqlite*"):
            file.unlink()
        with served.only(one):
            assert read(served, "/readyz")[0] == 503
            for file in copy.glob("portal.sqlite*"):
                shutil.copy(file, data)
            until(lambda: read(served, "/readyz")[0] == 200)
        with served.only(other):
            assert page.post("/fr/plainte", **typed, mots="Le sentier").status == 303

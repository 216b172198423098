"""A database of each release is brought to this version with everything that it holds."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select, text

from portal.app import create_app, open_portal
from portal.cli import main
from portal.complaints.records.complaint import ComplaintRecord
from portal.config import Config
from portal.db import schema
from portal.db.base import SealedJson, SealedText
from portal.db.structure import METADATA
from portal.demo.people import PASSWORD
from portal.demo.to_follow import CODE, to_follow
from portal.domain.actor import PORTAL
from portal.domain.time.replay import replayed
from portal.features.reprisals.queries import files_of
from portal.runtime import Runtime
from portal.worker import Worker
from tests.kept_databases import keep
from tests.kept_databases.filling import STATES, fill_in, lacking
from tests.kept_databases.kept import AGENCIES, Content, content_of, kept_releases, lost
from tests.support import TUESDAY
from tests.support.searching import ids_matching

MOVED: dict[str, str] = {}
"""Where a migration put a table or a column of a release: "table" or "table.column", by before."""
GONE = {"user_account.failed_count", "user_account.locked_until"}
"""Columns that a migration took away for good: accounts have no lock of their own (D-284)."""

SEALED_SINCE = {"routing_rule.reason", "routing_rule.revoked_why", "conflict.user_id"}
"""Columns that a migration sealed: what they say is compared once it is opened."""

SIGNED_ANEW = {"complaint.head_signature"}
"""Columns that a migration signed anew, with more than they covered before (D-305)."""

GONE |= {"complaint.reprisal_due_at"}
OF_REPORTS = {
    "clock": "kind",
    "message": "kind",
    "outbox": "template",
}
"""What stood in clear of reports of reprisals, by what told so: it is sealed apart (D-293)."""

MADE_ANEW = {"complaint_search", "report_count"}
"""Tables of a release that a migration erases: what stood there is made anew by the worker."""

COUNTED_ANEW = {"report_mark.entry_id"}
"""Columns that a migration set back: the worker counts again from there."""

SEALED = (SealedText, SealedJson)
_EACH = [(kept, kind) for kept in kept_releases() for kind in ("sqlite", "postgresql")]


@dataclass(frozen=True)
class Upgraded:
    """An installation of a release, brought to this version: what it held before, and holds."""

    runtime: Runtime
    before: Content
    after: Content
    environment: dict[str, str]

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(main, words, env=self.environment)

    def rows(self, table: str) -> list[dict[str, object]]:
        """Return the rows of a table as they were before."""
        return [*self.before[table].values()]


@pytest.fixture(
    scope="module", params=_EACH, ids=[f"{kept.version}-{kind}" for kept, kind in _EACH]
)
def upgraded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Upgraded]:
    kept, kind = request.param
    data = tmp_path_factory.mktemp("data")
    kept.put_into(data)
    address = ""
    if kind == "postgresql":
        server = request.getfixturevalue("postgres")
        server.run("CREATE DATABASE released")
        address = server.at("released")
        kept.restore_postgresql(address)
    config = Config(data=data, database=address, agencies=AGENCIES, flood_limits=False)
    runtime = open_portal(config)
    runtime.now = lambda: TUESDAY
    before = held_by(runtime)
    schema.upgrade(runtime.database)
    environment = {
        "PORTAL_DATA": str(data),
        "PORTAL_DATABASE": address,
        "PORTAL_AGENCIES": str(AGENCIES),
        "PORTAL_LOG_LEVEL": "error",
    }
    yield Upgraded(runtime, before, held_by(runtime), environment)
    runtime.database.close()
    if kind == "postgresql":
        server.run("DROP DATABASE released WITH (FORCE)")


@pytest.fixture(scope="module")
def app(upgraded: Upgraded) -> Flask:
    app = create_app(upgraded.runtime)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


def test_it_is_at_head_and_what_the_models_say(upgraded: Upgraded):
    told = upgraded.run("db", "check")
    at_head, pages = told.output.splitlines()
    assert (told.exit_code, at_head) == (0, f"The database is at head ({schema.head()}).")
    assert pages == "No damaged page was found." or "keeps no checksums" in pages


def test_something_of_everything_was_kept(upgraded: Upgraded):
    assert [table for table, rows in upgraded.before.items() if not rows] == []
    assert {row["status"] for row in upgraded.rows("complaint")} == STATES
    assert len({row["agency"] for row in upgraded.rows("complaint")}) == 3


def test_nothing_is_lost_and_nothing_is_another(upgraded: Upgraded):
    before = {table: rows for table, rows in upgraded.before.items() if table not in MADE_ANEW}
    another = GONE | SEALED_SINCE | SIGNED_ANEW | COUNTED_ANEW
    assert "\n".join(lost(_without_reports(before), upgraded.after, MOVED, another)) == ""


def test_everything_that_is_sealed_opens(upgraded: Upgraded):
    opened = stored = 0
    with upgraded.runtime.database.reader.connect() as connection:
        for table in METADATA.sorted_tables:
            sealed = [one for one in table.columns if isinstance(one.type, SEALED)]
            for row in connection.execute(select(*sealed)) if sealed else ():
                opened += sum(value is not None for value in row)
            for kept in upgraded.after[table.name].values():
                stored += sum(kept[column.name] is not None for column in sealed)
    assert opened == stored > 500
    assert upgraded.runtime.database.unopened() == set()


def test_what_was_sealed_since_says_what_it_said(upgraded: Upgraded):
    for place in sorted(SEALED_SINCE):
        table, _, column = place.partition(".")
        column_now = METADATA.tables[table].c[column]
        with upgraded.runtime.database.reader.connect() as connection:
            now = [*connection.scalars(select(column_now).order_by(METADATA.tables[table].c.id))]
        before = sorted(upgraded.rows(table), key=lambda row: row["id"])  # type: ignore[arg-type,return-value]
        assert now == [row[column] for row in before]


def test_the_histories_hold(upgraded: Upgraded):
    told = upgraded.run("history", "verify")
    entries, complaints = len(upgraded.rows("history_entry")), len(upgraded.rows("complaint"))
    held = f"History holds: {entries} entries of {complaints} complaints"
    assert told.output.startswith(f"{held}. No root covers it yet")


def _without_reports(content: Content) -> Content:
    """Return what was kept but for what is sealed apart, and for digests, which are sealed too."""
    left = dict(content)
    for table, column in OF_REPORTS.items():
        told = {key: str(row[column]) for key, row in left[table].items()}
        left[table] = {
            key: row
            for key, row in left[table].items()
            if not told[key].startswith(("reprisal", "nobody_protects"))
            and (table, told[key]) != ("outbox", "digest")
        }
    return left


def test_what_was_reported_of_reprisals_is_sealed_apart(upgraded: Upgraded):
    dates = [row for row in upgraded.rows("clock") if str(row["kind"]).startswith("reprisal")]
    numbers = {row["id"]: str(row["number"]) for row in upgraded.rows("complaint")}
    promised = sorted((numbers[row["complaint_id"]], _written(row["due_at"])) for row in dates)
    with upgraded.runtime.reading(PORTAL) as session:
        found = [files_of(session, upgraded.runtime.keyring, one) for one in numbers.values()]
    files = [file for of_one in found for file in of_one]
    moved = [(file.number, _written(one.due_at)) for file in files for one in file.dates]
    assert sorted(moved) == promised != []
    assert all(file.reports for file in files)


def test_every_promised_date_is_the_one_that_was_promised(upgraded: Upgraded):
    numbers = {row["id"]: row["number"] for row in upgraded.rows("complaint")}
    before = sorted(
        (str(numbers[row["complaint_id"]]), str(row["kind"]), _written(row["due_at"]))
        for row in _without_reports(upgraded.before)["clock"].values()
    )
    dumped = map(json.loads, upgraded.run("dump", "clocks").stdout.splitlines())
    after = sorted((row["complaint"], row["kind"], row["due_at"] or "") for row in dumped)
    assert after == before


def test_each_date_is_counted_again_from_its_explanation(upgraded: Upgraded):
    for row in _one_of_each_state(upgraded):
        told = upgraded.run("clocks", "explain", str(row["number"]), "--json")
        assert told.exit_code == 0, told.output
        for facts in json.loads(told.stdout):
            moment = replayed(facts)
            assert facts["due_at"] == (moment and moment.isoformat())


def test_the_staff_opens_a_complaint_in_each_state(upgraded: Upgraded, app: Flask):
    for row in _one_of_each_state(upgraded):
        client = app.test_client()
        email = f"chef.{row['agency']}@demo.plaintes.example"
        signed_in = client.post("/fr/connexion", data={"email": email, "password": PASSWORD})
        assert signed_in.status_code == 303
        page = client.get(f"/fr/gestion/{row['agency']}/plaintes/{row['number']}")
        assert page.status_code == 200, row["number"]
        assert str(row["number"]) in page.text


def test_complainants_follow_theirs_with_the_code_they_have(upgraded: Upgraded, app: Flask):
    numbers = [one.number for one in to_follow(upgraded.runtime)]
    assert numbers
    for number in numbers:
        client = app.test_client()
        opened = client.post("/fr/suivi", data={"numero": number, "code": CODE})
        assert opened.status_code == 303
        page = client.get(opened.location)
        assert page.status_code == 200
        assert number in page.text


def test_documents_open(upgraded: Upgraded):
    for row in upgraded.rows("attachment"):
        content = upgraded.runtime.files.get(str(row["file_key"]))
        assert hashlib.sha256(content).hexdigest() == row["sha256"]


def test_words_still_find_complaints_once_the_worker_made_the_index_anew(upgraded: Upgraded):
    runtime = upgraded.runtime
    Worker(runtime).run_once(TUESDAY)
    indexed = held_by(runtime)["search_text"].values()
    assert len({row["complaint_id"] for row in indexed}) == len(upgraded.before["complaint"])
    with runtime.reading(PORTAL) as session:
        for complaint in session.scalars(select(ComplaintRecord)):
            word = max(re.findall(r"\w+", complaint.story), key=len)
            assert complaint.id in ids_matching(session, runtime.keyring, word), word


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Runtime]:
    """An installation of the newest release, to lose something."""
    kept_releases()[-1].put_into(tmp_path)
    runtime = open_portal(Config(data=tmp_path, agencies=AGENCIES))
    yield runtime
    runtime.database.close()


def test_whatever_a_migration_would_lose_is_told(copied: Runtime):
    losses = {
        "DELETE FROM access_log": "row ('1',) of access_log is gone",
        "DROP TABLE saved_search": "table saved_search is gone",
        "ALTER TABLE outbox DROP COLUMN problem": "problem of row ('1',) of outbox is gone",
        "UPDATE alarm SET reason = NULL": "reason of row ('1',) of alarm is another",
        "UPDATE clock SET last_day = '2031-01-01' WHERE id = 2": (
            "last_day of row ('2',) of clock is another"
        ),
    }
    before = held_by(copied)
    with copied.database.writer.begin() as connection:
        for statement in losses:
            connection.execute(text(statement))
    assert {*losses.values()} <= {*lost(before, held_by(copied))}


def test_what_a_migration_moved_is_looked_for_where_it_went(copied: Runtime):
    before = held_by(copied)
    with copied.database.writer.begin() as connection:
        connection.execute(text("ALTER TABLE clock RENAME COLUMN warned TO warned_of"))
        connection.execute(text("ALTER TABLE clock RENAME TO promise"))
    after = held_by(copied)
    assert lost(before, after) == ["table clock is gone"]
    assert lost(before, after, {"clock": "promise", "clock.warned": "promise.warned_of"}) == []


def test_what_is_kept_can_be_made_anew(runtime: Runtime):
    fill_in(runtime, seed=1)
    made_by_hand = {"absence", "agency_change", "attachment", "draft", "held_message", "notice"}
    assert not made_by_hand & {*lacking(runtime)}


def test_what_is_kept_of_a_release_stays(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keep, "is_released", lambda _: True)
    told = CliRunner().invoke(keep.main, [])
    assert told.exit_code == 1
    assert "is released: what is kept of it is what that version wrote" in told.output


def held_by(runtime: Runtime) -> Content:
    with runtime.database.reader.connect() as connection:
        return content_of(connection)


def _one_of_each_state(upgraded: Upgraded) -> list[dict[str, object]]:
    """Return one complaint of each state in each agency."""
    found = {(row["agency"], row["status"]): row for row in upgraded.rows("complaint")}
    return [*found.values()]


def _written(moment: object) -> str:
    """Return a stored moment as it is dumped."""
    if moment is None:
        return ""
    assert isinstance(moment, datetime)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")

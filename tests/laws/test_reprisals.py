"""Two complaints alike but for reports of reprisals: whoever does not protect gets the same.

Two portals live the same days. In one the complainant reports reprisals, on the page and by
telephone, and the head acts. Whatever an officer, a manager, the desk, an analyst, an administrator
or an auditor may ask for is equal to the byte, letters and exports too; so is the database to
whoever has no keys, but for one table and for how many digests there are. In two others there is a
report, and in one of them a second about the head, who gets the same as without it.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from portal.app import FEATURES
from portal.complaints.handling import casework
from portal.complaints.proof.exported import export_history
from portal.complaints.queries import exports
from portal.config import Config
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.gateways.file_store import FolderStore
from portal.keyring import Keyring
from portal.runtime import Runtime, build_runtime
from portal.worker import Worker
from tests.complaints.cases import act
from tests.features.reprisals.reported import kept_files
from tests.kept_databases.kept import content_of
from tests.pages.office.people import case_path, sign_in
from tests.support import FixedClock, RecordingMailer, add_user, file, on_both
from tests.support.agencies import AGENCIES
from tests.support.wiring import carrying

SECRET = "Le zouave me menace."
LOOKING: dict[str, tuple[Role, str | None, str | None]] = {
    "officer": (Role.OFFICER, "parks", "office"),
    "manager": (Role.MANAGER, "parks", "director"),
    "intake": (Role.INTAKE, None, None),
    "analyst": (Role.ANALYST, None, None),
    "administrator": (Role.ADMINISTRATOR, "parks", None),
    "auditor": (Role.AUDITOR, None, None),
}
KNOWING = {"head": (Role.HEAD, "parks", None), "top": (Role.TOP_AUTHORITY, "parks", "president")}
# Ids and tokens that are drawn by lot, and the machine's own time: they differ in any two portals.
_BY_LOT = re.compile(
    r'(?<=name="csrf_token" value=")[^"]+|(?<=name="une-fois" value=")[^"]+'
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d{6}(\+00:00)?"
    r"|[0-9a-f]{16,}|(?<![\w/])[A-Za-z0-9_/+-]{22,}={0,2}(?![\w/])"
)


class World:
    """One of the two portals, and whoever signs in there."""

    def __init__(self, app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer):
        self.app, self.runtime, self.clock, self.mailbox = app, runtime, clock, mailbox
        for name, (role, agency, post) in (LOOKING | KNOWING).items():
            add_user(runtime, f"{name}@exemple.org", role, agency, post)
        receipt = file(runtime)
        file(runtime)
        self.number, self.code = receipt.number, receipt.code

    def live(self, *, reports: bool, about_head: bool = False) -> None:
        """Let the complaint be filed, handled and answered; with or without reports."""
        citizen, officer = self.app.test_client(), self.client("officer")
        citizen.post("/fr/suivi", data={"numero": self.number, "code": self.code})
        citizen.post(f"/fr/suivi/{self.number}/message", data={"message": "Encore moi."})
        told = {"body": f"{SECRET} Encore.", "version": "0"}
        if reports:
            citizen.post(f"/fr/suivi/{self.number}/represailles", data={"faits": SECRET})
            officer.get(case_path(self.number, "represailles"))
            officer.post(case_path(self.number, "represailles"), data=told)
            if about_head:
                accusing = {"faits": "La directrice me menace.", "against": "head"}
                citizen.post(f"/fr/suivi/{self.number}/represailles", data=accusing)
        else:
            officer.get(case_path(self.number)), officer.get(case_path(self.number))
        self._work(hours=40)
        head = self.client("head")
        head.get("/fr/gestion/parks/confidentiel")
        if reports:
            head.get(case_path(self.number, "proteger"))
            head.post(case_path(self.number, "proteger"), data={"body": SECRET, "version": "0"})
            [first, *_] = kept_files(self.runtime, self.number)
            assert [one.is_late for one in first.acts] == [True]
        else:
            head.get(case_path(self.number)), head.get(case_path(self.number))
        self._work(days=3)
        act(self.runtime, self.number, casework.record_first_contact)
        self._work(days=31)
        act(self.runtime, self.number, casework.answer, body="Le sentier ouvre en mai.")
        self._work(minutes=5)

    def client(self, name: str) -> FlaskClient:
        client = self.app.test_client()
        sign_in(client, f"{name}@exemple.org")
        return client

    def _work(self, **later: int) -> None:
        """Let the worker do what is due, and once more after some time."""
        worker = Worker(self.runtime)
        worker.run_once(self.runtime.now())
        self.clock.moment += timedelta(**later)
        for _ in range(3):
            worker.run_once(self.runtime.now())

    def pages(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield every page that may be asked for, and what somebody gets of it."""
        client = self.client(name)
        for path in self._paths():
            answer = client.get(path)
            yield path, f"{answer.status_code} {self._said(answer.data)}"

    def _paths(self) -> list[str]:
        known = {"agency": "parks", "number": self.number, "code": "parks", "language": "fr"}
        with self.app.test_request_context():
            paths = [
                url_for(rule.endpoint, **{one: known.get(one, 1) for one in rule.arguments})
                for rule in self.app.url_map.iter_rules()
                if "GET" in (rule.methods or ())
                and not rule.rule.startswith(("/static", "/readyz", "/healthz", "/metrics"))
            ]
        lists = [f"/fr/gestion/parks/file?vue={view}" for view in ("equipe", "fermees", "a-moi")]
        return [
            *paths,
            *lists,
            "/fr/gestion/parks/file?q=zouave",
            "/fr/gestion/parks/file?q=sentier",
        ]

    def _said(self, data: bytes) -> str:
        if data.startswith(b"PK"):
            with zipfile.ZipFile(BytesIO(data)) as archive:
                return "".join(self._said(archive.read(name)) for name in archive.namelist())
        return _BY_LOT.sub("?", data.decode("utf-8", "replace"))

    def ready_file(self) -> str:
        """Return the file that an officer takes, part by part."""
        return self._said(self.client("officer").post(case_path(self.number, "dossier")).data)

    def letters(self, knowing: Collection[str] = tuple(KNOWING)) -> list[tuple[str, str, str]]:
        """Return every letter to somebody who is not to know."""
        return sorted(
            (str(one["To"]), str(one["Subject"]), str(one.get_body(("plain",)).get_content()))
            for one in self.mailbox.sent
            if not any(f"{name}@" in str(one["To"]) for name in knowing)
        )

    def exports(self) -> dict[str, str]:
        """Return what the commands give out, the digests apart."""
        with self.runtime.reading(PORTAL) as session:
            lines = {
                "complaints": list(exports.complaints(session)),
                "clocks": list(exports.clocks(session)),
                "history": list(export_history(session, self.runtime.keyring)),
                "outbox": [one for one in exports.outbox(session) if one["template"] != "digest"],
            }
        for one in lines["outbox"]:
            one.pop("id")
        return {
            name: _BY_LOT.sub("?", json.dumps(rows, default=str)) for name, rows in lines.items()
        }

    def without_keys(self) -> dict[str, list[str]]:
        """Return each table as whoever has no keys reads it, what is sealed by its length."""
        with self.runtime.database.reader.connect() as connection:
            tables = content_of(connection)
        return {name: sorted(map(_clear, rows.values())) for name, rows in tables.items()}


def _clear(row: dict[str, Any]) -> str:
    """Return a row as it is read without keys; its own id tells no more than its place."""
    shown = {
        key: f"{len(value)} bytes" if isinstance(value, bytes | memoryview) else str(value)
        for key, value in row.items()
        if key != "id"
    }
    return _BY_LOT.sub("?", json.dumps(shown))


_WithAndWithout = Callable[[dict[str, bool], dict[str, bool]], tuple[World, World]]


@pytest.fixture
def lived(
    backend: str,
    request: pytest.FixtureRequest,
    keyring: Keyring,
    tmp_path: Path,
    app_of_all: Flask,
) -> Iterator[_WithAndWithout]:
    """Make two portals that lived the same days, each but for what was reported in it."""
    with ExitStack() as stack:

        def world(name: str, reported: dict[str, bool]) -> World:
            address = stack.enter_context(_database(backend, request, tmp_path, name))
            clock, mailbox = FixedClock(), RecordingMailer()
            folder = tmp_path / name
            config = Config(
                data=folder,
                database=address,
                agencies=AGENCIES,
                flood_limits=False,
                hold_seconds=0,
            )
            files = FolderStore(folder / "files", keyring)
            runtime = build_runtime(config, keyring, mailbox, files, FEATURES, clock)
            stack.callback(runtime.database.close)
            with _serving(app_of_all, runtime):
                made = World(app_of_all, runtime, clock, mailbox)
                made.live(**reported)
            return made

        yield lambda with_it, without: (world("reports", with_it), world("none", without))


@pytest.fixture
def worlds(lived: _WithAndWithout) -> tuple[World, World]:
    """Two portals of which the first has reports."""
    return lived({"reports": True}, {"reports": False})


@contextmanager
def _serving(app: Flask, runtime: Runtime) -> Iterator[None]:
    with carrying(app, runtime):
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        yield


@contextmanager
def _database(
    backend: str, request: pytest.FixtureRequest, folder: Path, name: str
) -> Iterator[str]:
    if backend == "sqlite":
        path = folder / f"{name}.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres")
    with server.lend() if name == "none" else server.copied() as address:
        yield address


def shown_to(world: World, names: Collection[str], knowing: Collection[str]) -> dict[str, Any]:
    """Return what these people may ask for, and the letters to all but those who are to know."""
    with _serving(world.app, world.runtime):
        of_roles = {name: dict(world.pages(name)) for name in names}
        return {
            f"{name} {path}": said
            for name, all_of in of_roles.items()
            for path, said in all_of.items()
        } | {"ready file": world.ready_file(), "letters": world.letters(knowing)}


def test_every_page_letter_file_and_export_is_the_same(worlds: tuple[World, World]):
    with_it, without = (shown_to(one, LOOKING, KNOWING) | one.exports() for one in worlds)
    assert len(with_it) > 600
    assert [name for name in with_it if with_it[name] != without.get(name)] == []
    assert with_it.keys() == without.keys()
    searched = {name for name in with_it if name.endswith("q=zouave")}
    assert not [name for name in with_it.keys() - searched if "zouave" in str(with_it[name])]


@on_both
def test_the_database_without_its_keys_is_the_same(worlds: tuple[World, World]):
    with_it, without = (world.without_keys() for world in worlds)
    for tables in (with_it, without):
        # How often anything was written, wherever: a page that is read writes as well.
        assert len(tables.pop("commit_count")) <= 1
    files = with_it.pop("protection_file"), without.pop("protection_file")
    assert [len(rows) for rows in files] == [1, 0]
    # Nothing in it is another row's: no id, number, agency or moment.
    assert json.loads(files[0][0]).keys() == {"of", "place", "is_owed", "content"}
    letters = Counter(with_it.pop("outbox")) - Counter(without.pop("outbox"))
    # Letters about reports look like any digest: about no complaint, and nothing of them in clear.
    assert letters
    for letter in map(json.loads, letters):
        assert (letter["template"], letter["complaint_id"]) == ("digest", "None")
        assert (letter["params"], letter["problem"]) == ("{}", "None")
    assert {name for name in with_it if with_it[name] != without[name]} == set()
    assert sum(map(len, with_it.values())) > 50


def test_whom_a_second_report_accuses_gets_the_same_as_without_it(lived: _WithAndWithout):
    worlds = lived({"reports": True, "about_head": True}, {"reports": True})
    with_it, without = (
        shown_to(one, ["officer", "head"], ["top"]) | one.exports() for one in worlds
    )
    assert [len(kept_files(one.runtime, one.number)) for one in worlds] == [2, 1]
    assert [name for name in with_it if with_it[name] != without.get(name)] == []
    assert with_it.keys() == without.keys()
    assert any(SECRET in str(said) for name, said in with_it.items() if name.startswith("head"))
    assert not [name for name in with_it if "La directrice me menace" in str(with_it[name])]

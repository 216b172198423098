"""The file of a complaint is taken to another recourse, and whoever gets it can check it."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from portal.commands.history import history
from portal.complaints.handling import casework
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.role import Role
from portal.domain.time.replay import replayed
from portal.features.ready_file.actions import MANIFEST, SIGNATURE
from portal.gateways.file_store import FileMissingError
from portal.runtime import Runtime
from tests.complaints.cases import issues, kinds
from tests.pages.office.people import case_path, change, signed_in
from tests.support import file, on_both

DOCUMENT = b"%PDF-1.7\n1 0 obj"


def followed(client: FlaskClient, runtime: Runtime) -> str:
    """File a complaint with a document, open its follow-up page, and return its number."""
    receipt = file(runtime, name="Solange Gagnon")
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    attached = {"document": (BytesIO(DOCUMENT), "constat.pdf")}
    client.post(f"/fr/suivi/{receipt.number}/document", data=attached)
    return receipt.number


def taken(client: FlaskClient, number: str, tmp_path: Path) -> Path:
    """Take the file of one's complaint."""
    answer = client.post(f"/fr/suivi/{number}/dossier")
    assert answer.mimetype == "application/zip"
    path = tmp_path / "dossier.zip"
    path.write_bytes(answer.data)
    return path


def page_of(path: Path) -> str:
    """Return the page to read of an archive."""
    with zipfile.ZipFile(path) as archive:
        return archive.read("plainte.html").decode()


def verified(path: Path, *more: str) -> tuple[int, str]:
    """Return what the command says of a file to somebody who has no portal."""
    nowhere = {"PORTAL_DATA": str(path.parent / "nowhere")}
    result = CliRunner().invoke(history, ["verify-file", str(path), *more], env=nowhere)
    return result.exit_code, result.output


def changed(path: Path, name: str, content: bytes | None) -> Path:
    """Return a copy of an archive in which one file is another, or left out."""
    copy = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        if content is not None:
            new.writestr(name, content)
    return copy


def moment(written: str | None) -> datetime | None:
    """Return a moment as it stands in the dates."""
    return datetime.fromisoformat(written) if written else None


@on_both
def test_a_citizen_takes_the_whole_of_it(client: FlaskClient, runtime: Runtime, tmp_path: Path):
    number = followed(client, runtime)
    change(runtime, number, casework.answer, body="Le sentier est rouvert.")
    finding = IssueFinding(issues(runtime, number)[0].id, Finding.FOUNDED, "Retard de la ville.")
    change(runtime, number, casework.close, findings=(finding,))
    path = taken(client, number, tmp_path)
    page = page_of(path)
    for sentence in (number, "Solange Gagnon", "Le sentier est fermé", "Le sentier est rouvert."):
        assert sentence in page
    for sentence in ("Retard de la ville.", "Fondée", "Dossier préparé pour un autre recours"):
        assert sentence in page
    with zipfile.ZipFile(path) as archive:
        assert archive.read("documents/01 constat.pdf") == DOCUMENT
        dates = json.loads(archive.read("dates.json"))
    assert {clock["kind"] for clock in dates} >= {"answer", "first_contact"}
    assert all(replayed(clock) == moment(clock["due_at"]) for clock in dates)
    assert kinds(runtime, number)[-1] == "ready_file_made"


def test_whoever_gets_it_can_check_it_without_the_portal(
    client: FlaskClient, runtime: Runtime, tmp_path: Path
):
    path = taken(client, followed(client, runtime), tmp_path)
    key = runtime.keyring.public_key
    assert key in client.get("/fr/recu").text
    assert verified(path, "--public-key", key) == (0, "The file is as it was signed.\n")
    code, said = verified(path)
    assert code == 2
    assert f"by the key {key}. Whose key that is was not checked" in said
    other = "A" * 43 + "="
    assert verified(path, "--public-key", other) == (
        1,
        f"Changed: {MANIFEST}: the signature does not match\n",
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plainte.html", b"<p>Rien.</p>", "plainte.html: not what was signed"),
        ("plainte.html", None, "plainte.html: missing"),
        ("documents/01 constat.pdf", b"%PDF-1.7 other", "constat.pdf: not what was signed"),
        ("documents/02 more.pdf", DOCUMENT, "documents/02 more.pdf: not what was signed"),
        ("history.jsonl", b"", "history.jsonl: not what was signed"),
        (SIGNATURE, b"AAAA", f"{MANIFEST}: the signature does not match"),
    ],
)
def test_whatever_is_changed_in_it_shows(
    client: FlaskClient, runtime: Runtime, tmp_path: Path, name: str, content: bytes, said: str
):
    path = taken(client, followed(client, runtime), tmp_path)
    code, output = verified(changed(path, name, content))
    assert code == 1
    assert said in output


def test_a_file_that_is_no_such_archive_is_refused_in_one_line(tmp_path: Path):
    for name, content in (("a.zip", b"nothing"), ("b.zip", b"")):
        (tmp_path / name).write_bytes(content)
        code, output = verified(tmp_path / name)
        assert (code, "is no ready file" in output) == (3, True)


def test_its_page_stands_alone(client: FlaskClient, runtime: Runtime, tmp_path: Path):
    page = page_of(taken(client, followed(client, runtime), tmp_path))
    for reaching_out in ("/static/", "<script", "<link", "src="):
        assert reaching_out not in page


@on_both
def test_an_officer_prepares_it_without_notes_and_without_what_was_told_of_reprisals(
    app: Flask, client: FlaskClient, runtime: Runtime, tmp_path: Path
):
    number = followed(client, runtime)
    change(runtime, number, casework.add_note, body="Il exagère.")
    client.post(f"/fr/suivi/{number}/represailles", data={"faits": "On menace mon permis."})
    assert "On menace mon permis." in page_of(taken(client, number, tmp_path))
    claire = signed_in(app, runtime)
    shown = claire.get(case_path(number, "dossier"))
    assert "Les notes internes" in shown.text
    answer = claire.post(case_path(number, "dossier"))
    path = tmp_path / "dossier.zip"
    path.write_bytes(answer.data)
    page = page_of(path)
    assert "Le sentier est fermé" in page
    for secret in ("Il exagère.", "On menace mon permis.", "eprésailles signalées"):
        assert secret not in page
    with zipfile.ZipFile(path) as archive:
        # The chain names the kind of every entry, also of those that officers may not know of.
        assert "history.jsonl" not in archive.namelist()
        assert "reprisal" not in archive.read("dates.json").decode()
    assert verified(path, "--public-key", runtime.keyring.public_key)[0] == 0


def test_the_complaint_page_offers_it_to_those_who_may(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    assert case_path(number, "dossier") in claire.get(case_path(number)).text
    manager = signed_in(app, runtime, "chef@parcs.example", Role.MANAGER)
    assert case_path(number, "dossier") not in manager.get(case_path(number)).text
    assert manager.post(case_path(number, "dossier")).status_code == 403


def test_nobody_takes_the_file_of_a_complaint_that_they_have_not_opened(
    app: Flask, runtime: Runtime
):
    number = file(runtime).number
    answer = app.test_client().post(f"/fr/suivi/{number}/dossier")
    assert answer.mimetype != "application/zip"
    assert kinds(runtime, number)[-1] == "acknowledged"


def test_a_document_whose_content_is_lost_does_not_hold_back_the_rest(
    client: FlaskClient, runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    number = followed(client, runtime)

    def lost(key: str) -> bytes:
        raise FileMissingError(key)

    monkeypatch.setattr(runtime.files, "get", lost)
    path = taken(client, number, tmp_path)
    assert "constat.pdf – introuvable" in page_of(path)
    assert verified(path, "--public-key", runtime.keyring.public_key)[0] == 0


def test_it_and_its_documents_are_kept_by_no_browser(client: FlaskClient, runtime: Runtime):
    number = followed(client, runtime)
    for answer in (
        client.post(f"/fr/suivi/{number}/dossier"),
        client.get(f"/fr/suivi/{number}/documents/1"),
    ):
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"


def test_windows_can_write_the_names_of_its_documents(
    client: FlaskClient, runtime: Runtime, tmp_path: Path
):
    number = followed(client, runtime)
    attached = {"document": (BytesIO(DOCUMENT), "devis: pont <2>?.pdf")}
    client.post(f"/fr/suivi/{number}/document", data=attached)
    with zipfile.ZipFile(taken(client, number, tmp_path)) as archive:
        assert "documents/02 devis- pont -2--.pdf" in archive.namelist()


def test_it_speaks_english(client: FlaskClient, runtime: Runtime):
    number = followed(client, runtime)
    assert "Download my file" in client.get(f"/en/follow/{number}/file").text
    answer = client.post(f"/en/follow/{number}/file")
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert "How the dates were counted" in archive.read("complaint.html").decode()

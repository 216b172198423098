"""What an auditor runs by hand: `portal history …`."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from portal.commands.opened import portal_opened
from portal.complaints.letters.outbox import send_due
from portal.domain.history_tree import anchors_in
from tests.commands.running import Portal
from tests.support import PASSWORD
from tests.support.trouble import fill, small_disk


@pytest.fixture
def lived(filled: Callable[..., Portal]) -> Portal:
    """An installation with 20 complaints that nobody answers for."""
    return filled("demo", "complaints", "--count", "20", "--seed", "1")


@pytest.fixture
def kept(lived: Portal, tmp_path: Path) -> Path:
    """A root that was kept outside."""
    anchor = tmp_path / "anchor.txt"
    assert lived("history", "anchor", "--to", str(anchor)).exit_code == 0
    return anchor


def forge(folder: Path, statement: str) -> None:
    """Change the database past the portal and its own guards, as whoever owns it can."""
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    with closing(sqlite3.connect(folder / "data" / "portal.sqlite")) as connection:
        guards = connection.execute(triggers).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _, made in guards:
            connection.execute(made)
        connection.commit()


def export(portal: Portal, file: Path) -> Path:
    """Write all histories to a file."""
    file.write_text(portal("dump", "history").stdout, encoding="utf-8")
    return file


def test_without_anything_kept_outside_history_holds_as_of_a_root_and_no_more_is_said(
    lived: Portal,
):
    bare = lived("history", "verify")
    assert bare.exit_code == 2
    assert "of 20 complaints. No root covers it yet" in bare.output
    lived("history", "anchor")
    held = lived("history", "verify")
    assert held.exit_code == 2
    assert "as of root" in held.output
    assert "An older state that was whole and signed looks the same" in held.output


def test_with_a_root_that_was_kept_outside_history_is_proved(lived: Portal, kept: Path):
    verify = ("history", "verify", "--anchor", str(kept))
    fresh = lived(*verify)
    assert fresh.exit_code == 0
    assert "Nothing later" not in fresh.output
    lived("demo", "complaints", "--count", "2", "--seed", "2")
    later = lived(*verify)
    assert later.exit_code == 0
    assert "came since" in later.output
    [anchor] = anchors_in(kept.read_text(encoding="utf-8"))
    told = f"Nothing later than root {anchor.root.entries} of "
    assert told in later.output
    lived("history", "anchor")
    assert told in lived(*verify).output


def test_a_receipt_proves_that_the_state_is_no_older(lived: Portal, kept: Path):
    [entry, *_] = map(json.loads, lived("dump", "history").stdout.splitlines())
    verify = ("history", "verify", "--receipt", entry["complaint"])
    assert lived(*verify, entry["hash"]).exit_code == 0
    refused = lived(*verify, "0" * 64)
    assert refused.exit_code == 1
    assert f"complaint {entry['complaint']} has no entry" in refused.output


def test_what_was_changed_is_named(lived: Portal, kept: Path, tmp_path: Path):
    forge(tmp_path, "UPDATE history_entry SET kind = 'noted' WHERE complaint_id = 7 AND seq = 1")
    broken = lived("history", "verify", "--anchor", str(kept))
    assert broken.exit_code == 1
    assert broken.output == "Broken at complaint 2026-000005 entry 1: hash does not match\n"


def test_an_older_database_put_back_is_refused_with_the_anchor(
    lived: Portal, kept: Path, tmp_path: Path
):
    data, older = tmp_path / "data", tmp_path / "older"
    shutil.copytree(data, older)
    lived("demo", "complaints", "--count", "2", "--seed", "2")
    assert lived("history", "anchor", "--to", str(kept)).exit_code == 0
    shutil.rmtree(data)
    shutil.copytree(older, data)
    assert lived("history", "verify").exit_code == 2
    refused = lived("history", "verify", "--anchor", str(kept))
    assert refused.exit_code == 1
    assert "this is an older state than the anchor" in refused.output


def test_a_root_is_printed_where_no_file_is_named(lived: Portal, tmp_path: Path):
    printed = lived("history", "anchor")
    assert printed.stdout.startswith("portal history root 1\nat: ")
    typed = tmp_path / "typed.txt"
    typed.write_text(f"Lettre du 28 novembre\n\n{printed.stdout}", encoding="utf-8")
    assert lived("history", "verify", "--anchor", str(typed)).exit_code == 0


def test_a_root_is_written_to_whoever_has_the_last_word_and_proves_from_the_letter(
    lived: Portal, tmp_path: Path
):
    added = ("users", "add", "pdg@exemple.org", "--name", "Lise Roy", "--password", PASSWORD)
    assert lived(*added).exit_code == 0
    for agency, post in (("parks", "president"), ("water", "chief")):
        role = ("--role", "top_authority", "--agency", agency, "--post", post)
        assert lived("users", "memberships", "pdg@exemple.org", *role).exit_code == 0
    written = lived("history", "anchor", "--letter")
    assert written.output == "1 letters to top authorities wait to be sent.\n"
    with portal_opened() as runtime:
        send_due(runtime, runtime.now())
    [letter] = [
        read for read in map(mail_read, (tmp_path / "data").rglob("*.eml")) if "root" in read
    ]
    kept = tmp_path / "letter.txt"
    kept.write_text(letter, encoding="utf-8")
    assert lived("history", "verify", "--anchor", str(kept)).exit_code == 0


def mail_read(file: Path) -> str:
    """Return the plain text of a letter that was sent."""
    message = message_from_bytes(file.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_file_without_a_root_is_said_to_have_none(lived: Portal, tmp_path: Path):
    nothing = tmp_path / "nothing.txt"
    for content in (b"nothing", b"\xff"):
        nothing.write_bytes(content)
        result = lived("history", "verify", "--anchor", str(nothing))
        assert result.exit_code == 3
        assert any(words in result.output for words in ("holds no root", "is no text in UTF-8"))


def test_nothing_stored_leaves_nothing_to_anchor(migrated: Portal):
    result = migrated("history", "anchor")
    assert (result.exit_code, result.output) == (
        3,
        "Error: Nothing is stored yet that could be covered.\n",
    )


def test_another_installation_keeps_roots_and_refuses_what_is_no_later_state(
    lived: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    lived("history", "anchor", "--to", str(first))
    lived("demo", "complaints", "--count", "2", "--seed", "2")
    lived("history", "anchor", "--to", str(second))
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "witness"))
    for anchor in (first, first, second):
        assert lived("history", "keep", str(anchor)).exit_code == 0
    earlier = lived("history", "keep", str(first))
    assert earlier.exit_code == 1
    assert "covers less than" in earlier.output
    forged = tmp_path / "forged.txt"
    forged.write_text(second.read_text("utf-8").replace("entries: ", "entries: 9"), "utf-8")
    assert "was not signed by this key" in lived("history", "keep", str(forged)).output
    [file] = (tmp_path / "witness" / "anchors").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "data"))
    assert lived("history", "verify", "--anchor", str(file)).exit_code == 0


def test_an_export_verifies_without_the_database(lived: Portal, kept: Path, tmp_path: Path):
    file = export(lived, tmp_path / "history.jsonl")
    key = str(json.loads(file.read_text("utf-8").splitlines()[-1])["public_key"])
    (tmp_path / "data" / "portal.sqlite").unlink()
    verify = ("history", "verify", "--file", str(file))
    # Whose it is, the installation knows by its keys; how old it may be, by what was kept outside.
    assert lived(*verify).exit_code == 2
    assert lived(*verify, "--anchor", str(kept)).exit_code == 0
    assert lived(*verify, "--anchor", str(kept), "--public-key", key).exit_code == 0
    assert lived(*verify, "--anchor", str(kept), "--public-key", "AAAA").exit_code == 1
    file.write_text(file.read_text("utf-8").rpartition("{")[0], encoding="utf-8")
    cut = lived(*verify)
    assert cut.exit_code == 1
    assert "cut" in cut.output
    file.write_text("not an export\n", encoding="utf-8")
    assert "line 1" in lived(*verify).output


def test_where_no_key_is_known_an_export_is_said_to_hold_under_the_one_it_names(
    lived: Portal, kept: Path, tmp_path: Path
):
    file = export(lived, tmp_path / "history.jsonl")
    (tmp_path / "data" / "keys.json").unlink()
    untold = lived("history", "verify", "--file", str(file), "--anchor", str(kept))
    assert untold.exit_code == 2
    assert "Whose key that is was not checked" in untold.output
    assert not (tmp_path / "data" / "keys.json").exists()


def test_an_older_export_is_refused_with_an_anchor(lived: Portal, tmp_path: Path):
    lived("history", "anchor")
    older = export(lived, tmp_path / "older.jsonl")
    lived("demo", "complaints", "--count", "2", "--seed", "2")
    anchor = tmp_path / "anchor.txt"
    lived("history", "anchor", "--to", str(anchor))
    assert lived("history", "verify", "--file", str(older)).exit_code == 2
    refused = lived("history", "verify", "--file", str(older), "--anchor", str(anchor))
    assert refused.exit_code == 1
    assert "are missing" in refused.output


def test_an_export_signed_by_another_key_is_refused_though_none_is_named(
    lived: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "forger"))
    for words in (("db", "upgrade"), ("agencies", "sync"), ("demo", "complaints", "--count", "5")):
        assert lived(*words).exit_code == 0
    file = export(lived, tmp_path / "history.jsonl")
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "data"))
    refused = lived("history", "verify", "--file", str(file))
    assert refused.exit_code == 1
    assert refused.output == "Broken: seal was not signed by this key\n"


def test_all_that_is_broken_is_told_the_first_of_them_by_name(lived: Portal, tmp_path: Path):
    forge(tmp_path, "UPDATE complaint SET subject = 'forged'")
    told = lived("history", "verify")
    assert told.exit_code == 1
    assert told.output.count("Broken at complaint") == 20
    lived("demo", "complaints", "--count", "2", "--seed", "2")
    forge(tmp_path, "UPDATE complaint SET subject = 'forged anew'")
    told = lived("history", "verify")
    assert told.output.count("Broken at complaint") == 20
    assert "22 breaks in all, of which these 20 are named." in told.output


def test_a_public_key_without_an_export_is_a_mistake_in_how_it_is_called(lived: Portal):
    result = lived("history", "verify", "--public-key", "AAAA")
    assert result.exit_code == 3
    assert "--public-key says who signed an export: name that by --file." in result.output


def test_a_root_that_finds_no_room_is_not_kept_in_part(
    lived: Portal, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with small_disk(tmp_path / "disk") as disk:
        monkeypatch.setenv("PORTAL_DATA", str(disk))
        assert lived("history", "keep", str(kept)).exit_code == 0
        [file] = (disk / "anchors").iterdir()
        before = file.read_bytes()
        filler = fill(disk)
        kept.write_text(kept.read_text(encoding="utf-8") * 40, encoding="utf-8")
        refused = lived("history", "keep", str(kept))
        assert refused.exit_code == 3
        assert (
            refused.output
            == f"Error: {disk / 'anchors'} cannot be used: No space left on device.\n"
        )
        assert file.read_bytes() == before
        filler.unlink()
        assert lived("history", "keep", str(kept)).exit_code == 0


def test_a_release_of_settings_that_was_changed_is_named(lived: Portal, tmp_path: Path):
    forge(tmp_path, "UPDATE agency_release SET published_by = 7 WHERE agency = '_portal'")
    refused = lived("history", "verify")
    assert refused.exit_code == 1
    assert "Broken: release 1 of _portal is not as it was signed" in refused.output

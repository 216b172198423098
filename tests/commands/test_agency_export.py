"""`portal agencies export` writes what is in force back to a file, and never over unknown words."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.agencies.plugins.loading import PackagedFile
from portal.commands import agency_files
from portal.commands.opened import portal_opened
from portal.releases import drafts
from portal.releases.queries import release_in_force
from tests.commands.running import Portal
from tests.support.agencies import AGENCIES, PARKS_YAML, TEN_DAYS

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def folder(migrated: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder, to write in."""
    copy = Path(shutil.copytree(AGENCIES, tmp_path / "agencies"))
    monkeypatch.setenv("PORTAL_AGENCIES", str(copy))
    return copy


@pytest.fixture
def published(folder: Path, migrated: Portal) -> Portal:
    """An installation in which a page published ten days for the parks."""
    with portal_opened() as runtime, runtime.transaction() as session:
        current = release_in_force(session, "parks")
        assert current is not None
        drafts.save_draft(session, "parks", TEN_DAYS, None, NOW, seen=0)
        portal = runtime.agencies.portal
        drafts.publish(session, "parks", portal, None, NOW, seen=1, instead_of=current.id)
    return migrated


def test_a_published_page_is_written_back_and_the_next_sync_changes_nothing(
    published: Portal, folder: Path
):
    done = published("agencies", "export", "parks")
    assert done.exit_code == 0, done.output
    assert (folder / "parks.yaml").read_text(encoding="utf-8") == TEN_DAYS
    assert published("agencies", "sync").output == "Nothing changed.\n"
    shipped = sorted(path.name for path in Path(AGENCIES).iterdir())
    assert sorted(path.name for path in folder.iterdir()) == shipped


def test_a_file_that_changed_meanwhile_is_not_overwritten_unless_told(
    published: Portal, folder: Path
):
    path = folder / "parks.yaml"
    path.write_text(f"{PARKS_YAML}# Mine.\n", encoding="utf-8")
    refused = published("agencies", "export", "parks")
    assert refused.exit_code == 1
    assert "changed since it was taken up" in refused.output
    assert path.read_text(encoding="utf-8") == f"{PARKS_YAML}# Mine.\n"
    assert published("agencies", "export", "parks", "--force").exit_code == 0
    assert path.read_text(encoding="utf-8") == TEN_DAYS


def test_a_file_set_aside_is_kept_as_a_version_and_can_be_written_again(
    published: Portal, folder: Path
):
    aside = PARKS_YAML.replace("within: 5 working days", "within: 6 working days", 1)
    path = folder / "parks.yaml"
    path.write_text(aside, encoding="utf-8")
    assert "Set aside" in published("agencies", "sync").output
    assert published("agencies", "export", "parks").exit_code == 0
    assert path.read_text(encoding="utf-8") == TEN_DAYS
    assert published("agencies", "export", "parks", "--version", "3").exit_code == 0
    assert path.read_text(encoding="utf-8") == aside


def test_a_file_in_another_encoding_is_not_overwritten(published: Portal, folder: Path):
    path = folder / "parks.yaml"
    path.write_bytes(PARKS_YAML.encode("utf-16"))
    assert published("agencies", "export", "parks").exit_code == 1
    assert path.read_bytes() == PARKS_YAML.encode("utf-16")


def test_another_folder_may_be_named(published: Portal, tmp_path: Path):
    away = tmp_path / "away"
    away.mkdir()
    (away / "parks.yml").write_text(PARKS_YAML, encoding="utf-8")
    assert published("agencies", "export", "parks", "--to", str(away)).exit_code == 0
    assert [path.name for path in away.iterdir()] == ["parks.yml"]
    assert (away / "parks.yml").read_text(encoding="utf-8") == TEN_DAYS


@pytest.mark.parametrize("words", [("nowhere",), ("parks", "--version", "9")])
def test_what_is_not_there_is_not_written(published: Portal, folder: Path, words: tuple[str, ...]):
    assert "no such version" in published("agencies", "export", *words).output
    assert not (folder / "nowhere.yaml").exists()


def test_an_agency_of_a_package_is_not_written_beside_it(
    published: Portal, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    (folder / "parks.yaml").unlink()
    brought = PackagedFile(Path("elsewhere/parks.yaml"), "parks-package/parks.yaml")
    monkeypatch.setattr(agency_files, "packaged_files", lambda: [brought])
    assert "installed package" in published("agencies", "export", "parks").output
    assert not (folder / "parks.yaml").exists()


def test_an_agency_without_a_file_is_examined_as_it_is_in_force(published: Portal, folder: Path):
    (folder / "parks.yaml").unlink()
    found = published("agencies", "test", "parks")
    assert "checks:" in found.output
    assert "settings file: " in found.output
    assert published("agencies", "test", "lakes").exit_code == 1
    assert "There is no" in published("agencies", "test", "lakes").output


def test_a_folder_that_is_not_there_yet_is_made(published: Portal, tmp_path: Path):
    away = tmp_path / "handed" / "over"
    assert published("agencies", "export", "parks", "--to", str(away)).exit_code == 0
    assert (away / "parks.yaml").read_text(encoding="utf-8") == TEN_DAYS

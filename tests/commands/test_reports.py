import gzip
from pathlib import Path

import pytest

from tests.commands.running import Portal


def test_rebuilding_counts_every_complaint_anew(migrated: Portal):
    migrated("demo", "complaints", "--count", "12", "--seed", "1")
    result = migrated("reports", "rebuild")
    assert (result.exit_code, result.stdout) == (0, "12 complaints counted.\n")


def test_a_portal_without_complaints_has_nothing_to_count(migrated: Portal):
    assert migrated("reports", "rebuild").stdout == "0 complaints counted.\n"


def test_quarters_that_are_over_are_published_once(migrated: Portal):
    migrated("demo", "complaints", "--count", "12", "--seed", "1")
    assert "0 quarters" not in migrated("reports", "publish").stdout
    assert migrated("reports", "publish").stdout == "0 quarters published.\n"


def test_a_revision_needs_a_published_quarter_and_something_else_to_say(migrated: Portal):
    reasons = ("--reason", "Une règle.", "--reason-en", "A rule.")
    never = migrated("reports", "revise", "1999-T1", *reasons)
    assert (never.exit_code, never.stderr) == (1, "1999-T1 is not published: nothing to revise.\n")
    assert migrated("reports", "revise", "2026", *reasons).exit_code == 2


@pytest.mark.parametrize("audience", ["public", "auditor"])
def test_every_published_figure_is_worked_out_again_from_a_dump(
    migrated: Portal, tmp_path: Path, audience: str
):
    migrated("demo", "complaints", "--count", "12", "--seed", "1")
    migrated("reports", "publish")
    dump, forged = tmp_path / "dump.json", tmp_path / "forged.json"
    dump.write_text(migrated("reports", "dump", "2026-T1", "--for", audience).stdout)
    packed = tmp_path / "dump.jsonl.gz"
    packed.write_bytes(gzip.compress(dump.read_bytes()))
    for written in (dump, packed):
        assert migrated("reports", "recompute", str(written)).stdout.startswith("OK: ")
    packed.write_bytes(packed.read_bytes()[:-20])
    assert migrated("reports", "recompute", str(packed)).exit_code == 2
    forged.write_text(dump.read_text().replace('"number":1', '"number":2'))
    found = migrated("reports", "recompute", str(forged))
    assert (found.exit_code, found.stdout) == (1, "signature: not of this key\n")
    forged.write_text("{}")
    assert migrated("reports", "recompute", str(forged)).exit_code == 2


def test_a_year_is_reported_once_as_files_that_stay_the_same(migrated: Portal, tmp_path: Path):
    migrated("demo", "complaints", "--count", "12", "--seed", "1")
    migrated("reports", "publish")
    folder = tmp_path / "sheets"
    year = ("reports", "annual", "--year", "2026", "--to", str(folder))
    one = migrated(*year, "--agency", "parks")
    said = "1 reports made, 0 as they were made.\nPartial: not published yet: 2026-T4.\n"
    assert (one.exit_code, one.stdout) == (0, said)
    sheets = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert sorted(sheets) == ["rapport-2026-parks-en.pdf", "rapport-2026-parks-fr.pdf"]
    assert migrated(*year, "--agency", "parks").stdout.startswith("0 reports made, 1 as they were")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == sheets
    assert migrated(*year, "--agency", "nobody").exit_code == 2
    assert migrated(*year, "--reason", "Une règle.").exit_code == 2
    none = migrated("reports", "annual", "--year", "2001", "--to", str(folder))
    assert none.stderr == f"No quarter of 2001 is published: nothing to write to {folder}.\n"
    assert none.exit_code == 1

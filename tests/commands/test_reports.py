import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.running import Portal


@pytest.fixture
def lived(filled: Callable[..., Portal]) -> Portal:
    """An installation with 12 complaints."""
    return filled("demo", "complaints", "--count", "12", "--seed", "1")


def test_rebuilding_counts_every_complaint_anew(lived: Portal):
    result = lived("reports", "rebuild")
    assert (result.exit_code, result.stdout) == (0, "12 complaints counted.\n")


def test_a_portal_without_complaints_has_nothing_to_count(migrated: Portal):
    assert migrated("reports", "rebuild").stdout == "0 complaints counted.\n"


def test_quarters_that_are_over_are_published_once(lived: Portal):
    assert "0 quarters" not in lived("reports", "publish").stdout
    assert lived("reports", "publish").stdout == "0 quarters published.\n"


def test_a_revision_needs_a_published_quarter_and_something_else_to_say(migrated: Portal):
    reasons = ("--reason", "Une règle.", "--reason-en", "A rule.")
    never = migrated("reports", "revise", "1999-T1", *reasons)
    assert (never.exit_code, never.stderr) == (1, "1999-T1 is not published: nothing to revise.\n")
    assert migrated("reports", "revise", "2026", *reasons).exit_code == 2


@pytest.mark.parametrize("audience", ["public", "auditor"])
def test_every_published_figure_is_worked_out_again_from_a_dump(
    lived: Portal, tmp_path: Path, audience: str
):
    lived("reports", "publish")
    dump, forged = tmp_path / "dump.json", tmp_path / "forged.json"
    dump.write_text(lived("reports", "dump", "2026-T1", "--for", audience).stdout)
    packed = tmp_path / "dump.jsonl.gz"
    packed.write_bytes(gzip.compress(dump.read_bytes()))
    for written in (dump, packed):
        assert lived("reports", "recompute", str(written)).stdout.startswith("OK: ")
    packed.write_bytes(packed.read_bytes()[:-20])
    assert lived("reports", "recompute", str(packed)).exit_code == 2
    forged.write_text(dump.read_text().replace('"number":1', '"number":2'))
    found = lived("reports", "recompute", str(forged))
    assert (found.exit_code, found.stdout) == (1, "signature: not of this key\n")
    forged.write_text("{}")
    assert lived("reports", "recompute", str(forged)).exit_code == 2


def test_a_year_is_reported_once_as_files_that_stay_the_same(lived: Portal, tmp_path: Path):
    lived("reports", "publish")
    folder = tmp_path / "sheets"
    year = ("reports", "annual", "--year", "2026", "--to", str(folder))
    one = lived(*year, "--agency", "parks")
    said = "1 reports made, 0 as they were made.\nPartial: not published yet: 2026-T4.\n"
    assert (one.exit_code, one.stdout) == (0, said)
    sheets = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert sorted(sheets) == ["rapport-2026-parks-en.pdf", "rapport-2026-parks-fr.pdf"]
    assert lived(*year, "--agency", "parks").stdout.startswith("0 reports made, 1 as they were")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == sheets
    assert lived(*year, "--agency", "nobody").exit_code == 2
    assert lived(*year, "--reason", "Une règle.").exit_code == 2
    none = lived("reports", "annual", "--year", "2001", "--to", str(folder))
    assert none.stderr == f"No quarter of 2001 is published: nothing to write to {folder}.\n"
    assert none.exit_code == 1

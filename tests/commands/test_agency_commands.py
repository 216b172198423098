"""`portal agencies check` and `sync`."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.agencies.settings.reader import read_agency, read_portal
from portal.cli import main
from tests.commands.running import Portal
from tests.support.agencies import AGENCIES

TEN_DAYS = "deadlines: {answer: {within: 10 working days, basis: {fr: Règle, en: Rule}}}\n"
FIVE_MISTAKES = (
    ("within: 5 working days", "within: 5 wrking days"),
    ("theme: courtesy", "theme: curtesy"),
    ("  sample: true", "  smaple: true"),
    ("default_category: other", "default_category: nowhere"),
    ("unit: trails", "unit: trials"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = Path(shutil.copytree(AGENCIES, tmp_path / "agencies"))
    monkeypatch.setenv("PORTAL_AGENCIES", str(copy))
    return copy


def spoil(folder: Path) -> dict[int, str]:
    """Make five different mistakes in the parks' file; return the line of each."""
    path = folder / "parks.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after in FIVE_MISTAKES:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    return {
        number: after
        for _, after in FIVE_MISTAKES
        for number, line in enumerate(lines, start=1)
        if after.strip() in line
    }


def test_a_sound_folder_has_no_mistakes(portal: Portal):
    result = portal("agencies", "check")
    assert (result.exit_code, result.output) == (0, "No mistakes.\n")


def test_what_is_only_in_french_is_told_after_the_mistakes_and_holds_nothing_back(
    portal: Portal, folder: Path
):
    path = folder / "parks.yaml"
    text = path.read_text(encoding="utf-8")
    [line] = [line for line in text.splitlines() if line.startswith("  mandate:")]
    rank = text.splitlines().index(line) + 1
    path.write_text(text.replace(line, "  mandate: {fr: Les parcs}"), encoding="utf-8")
    note = f"parks.yaml:{rank}:12: agency.mandate: is only in French for now\n"
    for words in ((), (str(path),)):
        result = portal("agencies", "check", *words)
        assert (result.exit_code, result.output) == (0, f"{note}No mistakes.\n")
    spoil(folder)
    result = portal("agencies", "check")
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == note.strip()


def test_five_mistakes_are_five_lines_each_with_its_place(portal: Portal, folder: Path):
    wrong = spoil(folder)
    for words in ((), (str(folder / "parks.yaml"),)):
        result = portal("agencies", "check", *words)
        assert result.exit_code == 1
        lines = result.output.splitlines()
        assert len(lines) == 5
        places = [re.match(r"parks\.yaml:(\d+):(\d+): ", line) for line in lines]
        assert {int(place[1]) for place in places if place} == set(wrong)


def test_a_file_far_from_any_installation_is_checked_with_what_the_portal_brings(
    portal: Portal, folder: Path, tmp_path: Path
):
    far = tmp_path / "far" / "parks.yaml"
    far.parent.mkdir()
    text = (folder / "parks.yaml").read_text("utf-8")
    far.write_text(text.replace("- ombuds", "- protecteur"), "utf-8")
    shutil.rmtree(folder)
    result = portal("agencies", "check", str(far))
    told = f"No _portal.yaml beside it or in {folder}: checked with the one of the portal."
    assert (result.exit_code, result.output) == (0, f"{told}\nNo mistakes.\n")
    far.write_text(text.replace("- ombuds", "- nobody"), "utf-8")
    assert portal("agencies", "check", str(far)).exit_code == 1


def test_settings_with_mistakes_are_not_put_in_force(portal: Portal, folder: Path):
    assert portal("db", "upgrade").exit_code == 0
    spoil(folder)
    result = portal("agencies", "sync")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 5


def test_syncing_says_what_changed(portal: Portal):
    portal("db", "upgrade")
    assert set(portal("agencies", "sync").output.strip().split(", ")) == {
        "_portal",
        "desk",
        "parks",
        "water",
    }
    assert portal("agencies", "sync").output == "Nothing changed.\n"


ANSWERS = [
    *("Office des lacs", 'The "Lakes" office', "Bureau des plaintes", "Complaints office"),
    *("Les lacs: l’eau et la glace", "Lakes: water and ice", "Présidente", "President", "15"),
    *(
        "Glace trop mince",
        "Thin ice",
        "delay",
        # A name that another category has is asked for again.
        *("glace trop mince", "Glace au bord"),
        "Thin ice again",
        "courtesy",
        "",
    ),
]


def begin(code: str) -> Result:
    return CliRunner().invoke(main, ["agencies", "new", code], input="\n".join(ANSWERS) + "\n")


def test_a_new_agency_is_asked_for_and_put_in_force(migrated: Portal, folder: Path):
    result = begin("lacs")
    assert result.exit_code == 0, result.output
    assert "is already the name of another category." in result.output
    assert migrated("agencies", "check").output == "No mistakes.\n"
    assert "lacs" in migrated("agencies", "sync").output
    settings = read_agency(folder / "lacs.yaml", read_portal(folder / "_portal.yaml")[0])[0]
    assert settings is not None
    codes = [one.code for one in settings.categories]
    assert codes == ["glace_trop_mince", "glace_au_bord", "other"]
    assert settings.agency.name.en == 'The "Lakes" office'
    assert str(settings.deadlines.answer.within) == "15 working days"


@pytest.mark.parametrize(
    ("code", "told"), [("Lacs", "not an agency’s code"), ("parks", "is there already")]
)
def test_a_new_agency_never_replaces_one_or_takes_a_wrong_code(
    portal: Portal, folder: Path, code: str, told: str
):
    before = {path: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    result = begin(code)
    assert result.exit_code != 0
    assert told in result.output
    assert {path: path.read_text(encoding="utf-8") for path in folder.iterdir()} == before


def test_a_file_is_replayed_over_past_complaints(portal: Portal, folder: Path):
    portal("db", "upgrade")
    portal("agencies", "sync")
    portal("demo", "complaints", "--count", "40", "--seed", "1")
    path = folder / "parks.yaml"
    path.write_text(path.read_text(encoding="utf-8") + TEN_DAYS, encoding="utf-8")
    result = portal("agencies", "replay", str(path))
    assert result.exit_code == 0, result.output
    found = re.match(
        r"(\d+) replayed, (\d+) would have differed\.\nanswer: (\d+) \(\3 earlier, 0 later\)",
        result.output,
    )
    assert found is not None, result.output
    assert int(found[1]) >= int(found[2]) > 0


def test_a_file_with_mistakes_is_not_replayed(portal: Portal, folder: Path):
    portal("db", "upgrade")
    portal("agencies", "sync")
    spoil(folder)
    result = portal("agencies", "replay", str(folder / "parks.yaml"))
    assert result.exit_code == 1
    assert "parks.yaml:" in result.stderr

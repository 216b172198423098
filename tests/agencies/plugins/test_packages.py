"""Settings files that installed packages bring, found without importing anything of theirs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.agencies.plugins.loading import packaged_files
from portal.agencies.settings.reader import read_folder
from tests.agencies.settings.settings_files import PARKS_TEXT, changed, folder_with

Install = Callable[..., None]

CANOES_TEXT = changed(
    ("code: parks", "code: canoes"),
    ("name: {fr: Régie des parcs, en: Parks board}", "name: {fr: Canots, en: Canoes}"),
    ("[parcs nationaux, campings]", "[canots de location]"),
)
BROKEN = "1 / 0"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Return a way to install a package with an entry point and the files that it has."""
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(site)

    def write(package: str, entry: str, files: dict[str, str]) -> None:
        told = {"METADATA": f"Name: {package}\nVersion: 1.0\n"}
        told["entry_points.txt"] = f"[portal.agencies]\n{entry}\n"
        described = {f"{package}-1.0.dist-info/{name}": text for name, text in told.items()}
        for name, text in {**described, **files}.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of settings with the parks in it."""
    (tmp_path / "configs").mkdir()
    return folder_with(tmp_path / "configs", parks=PARKS_TEXT)


def names() -> list[str]:
    return [file.name for file in packaged_files()]


@pytest.mark.parametrize(
    ("module", "files"),
    [
        ("boats_alone", ["boats_alone.py", "canoes.yaml"]),
        ("boats", ["boats/__init__.py", "boats/canoes.yaml"]),
        ("boats.rules:canoes", ["boats/__init__.py", "boats/rules.py", "boats/canoes.yaml"]),
        (
            "boats.rules",
            ["boats/__init__.py", "boats/rules/__init__.py", "boats/rules/canoes.yaml"],
        ),
    ],
)
def test_the_settings_lie_in_the_folder_of_the_module(
    install: Install, module: str, files: list[str]
):
    texts = {file: CANOES_TEXT if file.endswith(".yaml") else BROKEN for file in files}
    install("lake", f"canoes = {module}", texts)
    assert names() == ["lake/canoes.yaml"]
    assert not {"boats", "boats_alone", "boats.rules"} & set(sys.modules)


def test_a_package_that_brings_a_plugin_alone_brings_no_settings(install: Install):
    install("lake", "canoes = boats", {"boats.py": "", "other.yaml": CANOES_TEXT})
    assert names() == []


@pytest.mark.parametrize("module", ["nowhere", "nowhere.at_all", "__main__"])
def test_an_entry_that_leads_nowhere_brings_no_settings(install: Install, module: str):
    install("lake", f"canoes = {module}", {"canoes.yaml": CANOES_TEXT})
    assert names() == []


def test_a_packaged_agency_joins_those_of_the_folder(install: Install, folder: Path):
    install("lake", "canoes = boats", {"boats.py": BROKEN, "canoes.yaml": CANOES_TEXT})
    read = read_folder(folder, packaged_files())
    assert read.mistakes == []
    assert list(read.agencies) == ["parks", "canoes"]
    assert read.texts["canoes"] == CANOES_TEXT


def test_a_mistake_in_a_packaged_file_names_the_package_and_the_line(
    install: Install, folder: Path
):
    wrong = CANOES_TEXT.replace("theme: delay", "theme: dely")
    install("lake", "canoes = boats", {"boats.py": "", "canoes.yaml": wrong})
    said = [str(mistake) for mistake in read_folder(folder, packaged_files()).mistakes]
    assert said == [
        'lake/canoes.yaml:13:12: categories[0].theme: there is no theme "dely"; '
        'did you mean "delay"?'
    ]


def test_an_agency_of_the_folder_is_not_brought_by_a_package_too(install: Install, folder: Path):
    install("lake", "parks = boats", {"boats.py": "", "parks.yaml": PARKS_TEXT})
    said = [str(mistake) for mistake in read_folder(folder, packaged_files()).mistakes]
    assert said == [
        "lake/parks.yaml:1:1: parks.yaml has this agency too; "
        "remove that file or uninstall the package"
    ]


def test_two_packages_do_not_bring_the_same_agency(install: Install, folder: Path):
    install("lake", "canoes = boats", {"boats.py": "", "canoes.yaml": CANOES_TEXT})
    install("river", "canoes = kayaks", {"kayaks/__init__.py": "", "kayaks/canoes.yaml": "x"})
    said = [str(mistake) for mistake in read_folder(folder, packaged_files()).mistakes]
    assert len(said) == 1
    assert "has this agency too" in said[0]


def test_a_name_that_leads_to_an_agency_of_the_folder_is_told(install: Install, folder: Path):
    same = CANOES_TEXT.replace("canots de location", "campings")
    install("lake", "canoes = boats", {"boats.py": "", "canoes.yaml": same})
    said = [str(mistake) for mistake in read_folder(folder, packaged_files()).mistakes]
    assert said == [
        'lake/canoes.yaml:7:13: agency.aliases[0]: "campings" already leads to parks.yaml, line 7'
    ]

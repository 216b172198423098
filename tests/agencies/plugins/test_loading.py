"""Finding plugins, and refusing those that answer what nobody asks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal import __version__
from portal.agencies.plugins.loading import (
    PluginError,
    hooks_of,
    is_outdated,
    load_plugin,
    running_code,
)
from portal.complaints.records.complaint import AgencyReleaseRecord
from portal.plugin_api import hookimpl
from tests.agencies.plugins.plugged import parks

Install = Callable[[str, str], None]


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Return a way to add `plugins/<name>.py`."""
    import plugins

    monkeypatch.setattr(plugins, "__path__", [*plugins.__path__, str(tmp_path)])

    def write(name: str, text: str) -> None:
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")

    yield write
    for name in [name for name in sys.modules if name.startswith("plugins.sample")]:
        del sys.modules[name]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Return a way to install a package, version 7.1, with a plugin as its entry point."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(name: str, text: str) -> None:
        (tmp_path / f"{name}_installed.py").write_text(text, encoding="utf-8")
        told = tmp_path / f"{name}_installed-7.1.dist-info"
        told.mkdir()
        (told / "METADATA").write_text(f"Name: {name}-installed\nVersion: 7.1\n", encoding="utf-8")
        group = f"[portal.agencies]\n{name} = {name}_installed\n"
        (told / "entry_points.txt").write_text(group, encoding="utf-8")

    yield write
    for name in [name for name in sys.modules if name.endswith("_installed")]:
        del sys.modules[name]


def test_a_bundled_plugin_has_the_version_of_the_portal_and_of_its_code(bundle: Install):
    bundle("sample_parks", "answer = 1\n")
    plugin, version = load_plugin("sample_parks")
    assert (plugin.answer, version) == (1, f"{__version__}+{running_code(plugin)}")


def test_code_that_changes_on_the_disk_goes_on_as_it_loaded(bundle: Install):
    bundle("sample_parks", "answer = 1\n")
    plugin, version = load_plugin("sample_parks")
    assert not is_outdated(plugin)
    bundle("sample_parks", "answer = 2\n")
    assert is_outdated(plugin)
    again, its_version = load_plugin("sample_parks")
    assert (again.answer, its_version) == (1, version)


def test_code_that_loads_anew_is_another_version(bundle: Install):
    bundle("sample_parks", "answer = 1\n")
    _, before = load_plugin("sample_parks")
    bundle("sample_parks", "answer = 22\n")
    del sys.modules["plugins.sample_parks"]
    plugin, version = load_plugin("sample_parks")
    assert (plugin.answer, is_outdated(plugin)) == (22, False)
    assert version != before


def test_every_file_of_an_installed_package_counts(install: Install, tmp_path: Path):
    install("sample_parks", "")
    (tmp_path / "sample_parks_installed.py").unlink()
    folder = tmp_path / "sample_parks_installed"
    folder.mkdir()
    (folder / "__init__.py").write_text("from .rule import answer\n", "utf-8")
    (folder / "rule.py").write_text("answer = 1\n", "utf-8")
    plugin, _ = load_plugin("sample_parks")
    (folder / "rule.py").write_text("answer = 2\n", "utf-8")
    assert is_outdated(plugin)


def test_code_of_an_installed_package_that_changes_under_its_version_is_another(
    install: Install, tmp_path: Path
):
    install("sample_parks", "answer = 1\n")
    _, before = load_plugin("sample_parks")
    (tmp_path / "sample_parks_installed.py").write_text("answer = 22\n", "utf-8")
    del sys.modules["sample_parks_installed"]
    plugin, version = load_plugin("sample_parks")
    assert (plugin.answer, is_outdated(plugin)) == (22, False)
    assert version != before
    assert version.startswith("7.1+")


def test_a_module_that_the_package_brought_beside_the_plugin_counts(
    install: Install, tmp_path: Path
):
    install("sample_parks", "")
    beside = tmp_path / "sample_rules_installed.py"
    beside.write_text("answer = 1\n", "utf-8")
    record = tmp_path / "sample_parks_installed-7.1.dist-info" / "RECORD"
    record.write_text("sample_parks_installed.py,,\nsample_rules_installed.py,,\n", "utf-8")
    plugin, _ = load_plugin("sample_parks")
    assert not is_outdated(plugin)
    beside.write_text("answer = 2\n", "utf-8")
    assert is_outdated(plugin)


def test_the_code_of_a_plugin_that_is_no_module_counts(install: Install, tmp_path: Path):
    install("sample_parks", "class Plugin:\n    pass\n\nplugin = Plugin()\n")
    told = tmp_path / "sample_parks_installed-7.1.dist-info" / "entry_points.txt"
    told.write_text("[portal.agencies]\nsample_parks = sample_parks_installed:plugin\n", "utf-8")
    plugin, _ = load_plugin("sample_parks")
    assert not is_outdated(plugin)
    (tmp_path / "sample_parks_installed.py").write_text("plugin = 2\n", "utf-8")
    assert is_outdated(plugin)


def test_a_long_version_leaves_room_for_the_code(install: Install, tmp_path: Path):
    install("sample_parks", "")
    told = tmp_path / "sample_parks_installed-7.1.dist-info" / "METADATA"
    told.write_text(f"Name: sample\nVersion: 7.1+{'g' * 60}\n", "utf-8")
    plugin, version = load_plugin("sample_parks")
    assert len(version) == AgencyReleaseRecord.plugin_version.type.length
    assert version.endswith(running_code(plugin))


def test_an_installed_plugin_comes_before_a_bundled_one(bundle: Install, install: Install):
    bundle("sample_parks", "answer = 'bundled'\n")
    install("sample_parks", "answer = 'installed'\n")
    plugin, version = load_plugin("sample_parks")
    assert (plugin.answer, version) == ("installed", f"7.1+{running_code(plugin)}")


def test_a_plugin_that_is_not_there_is_named():
    with pytest.raises(PluginError, match="there is no plugin sample_nowhere"):
        load_plugin("sample_nowhere")


@pytest.mark.parametrize(
    "text",
    ["import a_library_that_is_missing", "1 / 0", "raise SystemExit(3)", "def broken(:"],
)
def test_a_plugin_that_does_not_import_is_not_taken_for_a_missing_one(bundle: Install, text: str):
    bundle("sample_broken", text)
    with pytest.raises(PluginError, match="plugin sample_broken does not load"):
        load_plugin("sample_broken")


def test_an_installed_plugin_that_does_not_import_is_an_error_too(install: Install):
    install("sample_broken", "raise SystemExit(3)")
    with pytest.raises(PluginError, match="plugin sample_broken does not load"):
        load_plugin("sample_broken")


def test_a_misspelt_hook_is_refused():
    class Misspelt:
        @hookimpl
        def recieving_unit(self, draft: object) -> None: ...

    with pytest.raises(PluginError, match="recieving_unit"):
        hooks_of(Misspelt(), settings=parks().configured)


def test_a_misspelt_argument_is_refused():
    class Misspelt:
        @hookimpl
        def receiving_unit(self, darft: object) -> None: ...

    with pytest.raises(PluginError, match="darft"):
        hooks_of(Misspelt(), settings=parks().configured)


def test_a_hook_may_take_fewer_arguments_than_there_are():
    class Brief:
        @hookimpl
        def allowance(self) -> None: ...

    assert hooks_of(Brief(), settings=parks().configured).allowance is not None


def test_what_is_not_marked_as_a_hook_is_left_alone():
    class Ordinary:
        def recieving_unit(self) -> None: ...

    assert hooks_of(Ordinary(), settings=parks().configured) is not None


def test_only_the_hooks_that_a_plugin_answers_are_its_own():
    class One:
        @hookimpl
        def receiving_unit(self, draft: object) -> str:
            return "trails"

    assert parks(One()).answered_by_plugin == {"receiving_unit"}
    assert parks().answered_by_plugin == frozenset()

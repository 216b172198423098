"""Finding plugins, and refusing those that answer what nobody asks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal import __version__
from portal.agencies.plugins.loading import PluginError, load_plugin, plugin_manager
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


def test_a_bundled_plugin_has_the_version_of_the_portal(bundle: Install):
    bundle("sample_parks", "answer = 1\n")
    plugin, version = load_plugin("sample_parks")
    assert (plugin.answer, version) == (1, __version__)


def test_an_installed_plugin_comes_before_a_bundled_one(bundle: Install, install: Install):
    bundle("sample_parks", "answer = 'bundled'\n")
    install("sample_parks", "answer = 'installed'\n")
    plugin, version = load_plugin("sample_parks")
    assert (plugin.answer, version) == ("installed", "7.1")


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
        plugin_manager(parks().configured, Misspelt())


def test_a_misspelt_argument_is_refused():
    class Misspelt:
        @hookimpl
        def receiving_unit(self, darft: object) -> None: ...

    with pytest.raises(PluginError, match="darft"):
        plugin_manager(parks().configured, Misspelt())


def test_a_hook_may_take_fewer_arguments_than_there_are():
    class Brief:
        @hookimpl
        def allowance(self) -> None: ...

    assert plugin_manager(parks().configured, Brief()).hook.allowance is not None


def test_what_is_not_marked_as_a_hook_is_left_alone():
    class Ordinary:
        def recieving_unit(self) -> None: ...

    assert plugin_manager(parks().configured, Ordinary()) is not None


def test_only_the_hooks_that_a_plugin_answers_are_its_own():
    class One:
        @hookimpl
        def receiving_unit(self, draft: object) -> str:
            return "trails"

    assert parks(One()).answered_by_plugin == {"receiving_unit"}
    assert parks().answered_by_plugin == frozenset()

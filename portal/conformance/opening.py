"""Finding what is to be examined: a settings file, an agency's code, or a plugin."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.agencies.plugins.loading import PluginError, load_plugin, packaged_files
from portal.agencies.settings.reader import (
    PORTAL_FILE,
    Configuration,
    read_agency,
    read_folder,
    read_portal,
)
from portal.agencies.settings.shared import PortalSettings
from portal.conformance.kit.check import NOBODY, Subject

_HERE = Path(__file__).parent
SAMPLE = _HERE / "sample" / "exemple.yaml"
# The portal's own settings, as they come with its package.
COMMON = _HERE / "common"
ENDINGS = (".yaml", ".yml")


class NothingToExamineError(Exception):
    """There is no such file, agency or plugin; the message says what was looked for."""


def subject_of(
    target: str | Path, plugin: str | Path | object | None = None, folder: Path | None = None
) -> Subject:
    """Return what `target` names: a settings file, a code in `folder`, or a plugin.

    A plugin is examined with the settings in `folder` that name it, else with a sample agency.
    With a settings file, `plugin` is the plugin itself, its file or its module; without it, the
    one that the settings name is loaded. Raise NothingToExamineError if there is nothing.
    """
    path = _settings_file(target, folder)
    if path is not None:
        return _opened(path, plugin, folder)
    name = re.split(r"[./\\]", str(target).removesuffix(".py"))[-1]
    file = _settings_naming(name, folder)
    return _opened(file or SAMPLE, target, folder)


def _opened(path: Path, plugin: object, folder: Path | None) -> Subject:
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    portal = _portal(path, folder)
    name = _plugin_named(text, portal)
    loaded = _Loaded.by(lambda: _plugin(plugin, name, path)) if plugin or name else _Loaded()
    about = "the sample agency, since no settings name it" if path == SAMPLE else str(path)
    beside = _beside(path, folder)
    return Subject(path.name, text, portal, loaded.plugin, loaded.problem, beside, said_about=about)


def _settings_file(target: str | Path, folder: Path | None) -> Path | None:
    path = Path(target)
    if path.suffix in ENDINGS:
        if not path.is_file():
            raise NothingToExamineError(f"There is no file {path}.")
        return path
    settings_file = None if folder is None else folder / f"{target}.yaml"
    if settings_file is not None and settings_file.is_file():
        return settings_file
    return next((file.path for file in packaged_files() if file.path.stem == str(target)), None)


def _settings_naming(plugin: str, folder: Path | None) -> Path | None:
    """Return the settings in `folder`, or of an installed agency, whose plugin this is."""
    if folder is None or not folder.is_dir():
        return None
    brought = packaged_files()
    files = {file.path.stem: file.path for file in brought}
    agencies = read_folder(folder, brought).agencies
    codes = [code for code, settings in agencies.items() if settings.agency.plugin == plugin]
    return files.get(codes[0], folder / f"{codes[0]}.yaml") if codes else None


def _portal(path: Path, folder: Path | None) -> PortalSettings:
    """Return what agencies share: beside the file, in the folder, else what the portal brings."""
    for near in filter(None, (path.parent, folder, COMMON)):
        if (near / PORTAL_FILE).is_file():
            settings, mistakes = read_portal(near / PORTAL_FILE)
            if settings is None:
                raise NothingToExamineError("\n".join(map(str, mistakes)))
            return settings
    raise NothingToExamineError(f"There is no {PORTAL_FILE}.")


def _beside(path: Path, folder: Path | None) -> Configuration:
    """Return the other agencies of the folder, unless the file is the sample."""
    if path == SAMPLE or folder is None or not folder.is_dir():
        return NOBODY
    return read_folder(folder, packaged_files())


def _plugin_named(text: str, portal: PortalSettings) -> str | None:
    settings, _ = read_agency(text.encode("utf-8", "replace"), portal)
    return settings.agency.plugin if settings else None


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A plugin, or why it does not load."""

    plugin: Any = None
    problem: str | None = None

    @classmethod
    def by(cls, load: Callable[[], Any]) -> _Loaded:
        try:
            return cls(load())
        except PluginError as error:
            return cls(problem=str(error))


def _plugin(given: object, name: str | None, path: Path) -> Any:
    if isinstance(given, str | Path):
        return _from_words(str(given))
    if given is not None:
        return given
    beside = path.with_name(f"{name}.py")
    return _from_file(beside) if beside.is_file() else load_plugin(str(name))[0]


def _from_words(words: str) -> Any:
    """Return the plugin of a file, a module, or an installed entry point."""
    if words.endswith(".py"):
        return _from_file(Path(words))
    try:
        return load_plugin(words)[0]
    except PluginError as not_installed:
        try:
            return importlib.import_module(words)
        except ModuleNotFoundError:
            raise NothingToExamineError(
                f"There is no settings file, agency or plugin {words}."
            ) from not_installed
        except (Exception, SystemExit) as error:
            raise PluginError(f"plugin {words} does not load: {error}") from error


def _from_file(path: Path) -> Any:
    if not path.is_file():
        raise NothingToExamineError(f"There is no file {path}.")
    # Under a name of its own, so that a plugin called like another module does not replace it.
    name = f"examined_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        sys.modules[name] = module
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise PluginError(f"plugin {path.name} does not load: {error}") from error
    return module

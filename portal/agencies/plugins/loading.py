"""The code of plugins: found, loaded, refused if its hooks are misspelt, and known by a digest.

Installed packages may bring agencies along, each with its settings file.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import Distribution, EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy

from portal import __version__
from portal.plugin_api import event_hookspecs, hookspecs

GROUP = "portal.agencies"

_LONGEST = 27
"""What a release keeps of a version, ahead of the digest."""

_DIGITS = 12


class PluginError(Exception):
    """A plugin cannot be found, does not import, or answers hooks that do not exist."""

    is_missing = False


class PluginMissingError(PluginError):
    """There is no plugin of this name: it was never installed, or it is no longer."""

    is_missing = True


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """An agency's settings file in an installed package; mistakes call it by its `name`."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class _Running:
    """What was loaded; the plugin is kept, so that nothing else ever gets its id."""

    plugin: object
    package: Distribution | None
    digest: str


_RUNNING: dict[int, _Running] = {}


def load_plugin(name: str, group: str = GROUP) -> tuple[Any, str]:
    """Return the plugin called `name` and its version, which tells its code.

    An installed entry point of the group comes before `plugins/<name>.py`. The version is that of
    its package, or that of the portal, and a digest of the code.
    Raise PluginError when there is none or it does not load.
    """
    for entry in entry_points(group=group, name=name):
        return _loaded(name, entry.load, entry.dist)
    return _loaded(name, partial(_bundled, name), None)


def _loaded(name: str, load: Callable[[], Any], package: Distribution | None) -> tuple[Any, str]:
    try:
        plugin = load()
    except PluginError:
        raise
    except (Exception, SystemExit) as error:
        raise PluginError(f"plugin {name} does not load: {error}") from error
    version = package.version if package else __version__
    return plugin, f"{version[:_LONGEST]}+{running_code(plugin, package)}"


def _bundled(name: str) -> ModuleType:
    module = f"plugins.{name}"
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name not in ("plugins", module):
            raise
        raise PluginMissingError(f"there is no plugin {name}") from error


OF_AGENCIES = (hookspecs, event_hookspecs)
"""The hooks of an agency's plugin: questions, which its settings answer too, and events."""


def hooks_of(
    plugin: object | None,
    specifications: Sequence[ModuleType] = OF_AGENCIES,
    settings: object | None = None,
) -> pluggy.HookRelay:
    """Return the hooks that a plugin answers first, if there is one, and `settings` the rest.

    Raise PluginError for a hook or an argument that the specifications do not have.
    """
    manager = pluggy.PluginManager(hookspecs.PROJECT_NAME)
    for module in specifications:
        manager.add_hookspecs(module)
    if settings is not None:
        manager.register(settings, name="settings")
    if plugin is None:
        return manager.hook
    try:
        manager.register(plugin, name="plugin")
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(str(error)) from error
    return manager.hook


def hooks_of_settings(settings: object) -> Mapping[str, Callable[..., Any]]:
    """Return what each hook answers where the settings alone do, by its name.

    Nobody else is to be asked, and pluggy looks for nobody.
    """
    manager = pluggy.PluginManager(hookspecs.PROJECT_NAME)
    specified = {name: manager.parse_hookspec_opts(hookspecs, name) for name in dir(hookspecs)}
    return {
        name: getattr(settings, name) if options["firstresult"] else _joined(settings, name)
        for name, options in specified.items()
        if options is not None
    }


def _joined(settings: object, name: str) -> Callable[..., list[Any]]:
    """Return what answers a hook of which all answers count: here there is one."""
    answer = getattr(settings, name)
    return lambda **facts: [answer(**facts)]


def packaged_files() -> list[PackagedFile]:
    """Return the settings file of every installed agency that brings one.

    An entry point `code = module` of the group "portal.agencies" brings `code.yaml`, which lies
    in the module's folder. Nothing of the package is imported: an agency whose plugin is broken
    still has its settings.
    """
    files = filter(None, map(_file_of, entry_points(group=GROUP)))
    return sorted(files, key=lambda file: (file.path.name, file.name))


def _file_of(entry: EntryPoint) -> PackagedFile | None:
    folder = _folder_of(entry.module)
    path = folder / f"{entry.name}.yaml" if folder else None
    if path is None or not path.is_file():
        return None
    package = entry.dist.name if entry.dist else entry.module
    return PackagedFile(path, f"{package}/{path.name}")


def _folder_of(module: str) -> Path | None:
    """Return the folder in which a module lies, whether it is a package itself or a file."""
    top, *below = module.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return None
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent.joinpath(*below)
    return folder if folder.is_dir() else folder.parent


def running_code(plugin: object, package: Distribution | None = None) -> str:
    """Return a digest of a plugin's code as it was when this was first asked: when it loaded.

    Of a plugin that was installed, the code is that of its whole `package`.
    """
    if id(plugin) not in _RUNNING:
        _RUNNING[id(plugin)] = _Running(plugin, package, _code_on_disk(plugin, package))
    return _RUNNING[id(plugin)].digest


def is_outdated(plugin: object) -> bool:
    """Tell whether the plugin's code changed on the disk since it loaded: the old one answers."""
    running = _RUNNING.get(id(plugin))
    return running is not None and _code_on_disk(plugin, running.package) != running.digest


def _code_on_disk(plugin: object, package: Distribution | None) -> str:
    digest = hashlib.sha256()
    for file in sorted(_own_files(plugin, package) | _files_listed(package)):
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:_DIGITS]


def _files_listed(package: Distribution | None) -> set[Path]:
    """Return the code that an installed package says it brought, all of its modules."""
    listed = (package.files if package else None) or ()
    return {Path(str(file.locate())).resolve() for file in listed if file.suffix == ".py"}


def _own_files(plugin: object, package: Distribution | None) -> set[Path]:
    """Return the file of a plugin's module, or every one of its package.

    A package installed from its working folder lists none of them.
    """
    module = _module_of(plugin)
    if package is not None and module is not None:
        module = sys.modules.get(module.__name__.partition(".")[0], module)
    if module is None or module.__file__ is None:
        return set()
    file = Path(module.__file__).resolve()
    return set(file.parent.rglob("*.py")) if hasattr(module, "__path__") else {file}


def _module_of(plugin: object) -> ModuleType | None:
    """Return the module that is the plugin, or that says what the plugin is."""
    if isinstance(plugin, ModuleType):
        return plugin
    return sys.modules.get(getattr(plugin, "__module__", ""))

"""Finding an agency's code plugin, and refusing one whose hooks are misspelt."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from importlib.metadata import Distribution, entry_points
from types import ModuleType
from typing import Any

import pluggy

from portal import __version__
from portal.agencies.plugins.running import running_code
from portal.plugin_api import hookspecs

GROUP = "portal.agencies"
_LONGEST = 27
"""What a release keeps of a version, ahead of the digest."""


class PluginError(Exception):
    """A plugin cannot be found, does not import, or answers hooks that do not exist."""

    is_missing = False


class PluginMissingError(PluginError):
    """There is no plugin of this name: it was never installed, or it is no longer."""

    is_missing = True


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


def plugin_manager(settings_answers: object, plugin: object | None) -> pluggy.PluginManager:
    """Return a manager in which the plugin is asked first and the settings answer the rest.

    Raise PluginError for a hook or an argument that the specification does not have.
    """
    manager = pluggy.PluginManager(hookspecs.PROJECT_NAME)
    manager.add_hookspecs(hookspecs)
    manager.register(settings_answers, name="settings")
    if plugin is not None:
        _register(manager, plugin)
    return manager


def hooks_of(plugin: object, specifications: ModuleType) -> pluggy.HookRelay:
    """Return the hooks of a plugin that is asked alone.

    Raise PluginError for a hook or an argument that the specifications do not have.
    """
    manager = pluggy.PluginManager(hookspecs.PROJECT_NAME)
    manager.add_hookspecs(specifications)
    _register(manager, plugin)
    return manager.hook


def _register(manager: pluggy.PluginManager, plugin: object) -> None:
    try:
        manager.register(plugin, name="plugin")
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(str(error)) from error

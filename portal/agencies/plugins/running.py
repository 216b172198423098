"""The code of a plugin that runs in this process, and whether another lies on the disk by now."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path
from types import ModuleType

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class _Running:
    """What was loaded; the plugin is kept, so that nothing else ever gets its id."""

    plugin: object
    package: Distribution | None
    digest: str


_RUNNING: dict[int, _Running] = {}


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

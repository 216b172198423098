"""The code of a plugin that runs in this process, and whether another lies on the disk by now."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from types import ModuleType

_DIGITS = 12


@cache
def running_code(module: ModuleType) -> str:
    """Return a digest of a module's code as it was when this was first asked: when it loaded."""
    return _code_on_disk(module)


def is_outdated(plugin: object) -> bool:
    """Tell whether the plugin's code changed on the disk since it loaded: the old one answers."""
    return isinstance(plugin, ModuleType) and _code_on_disk(plugin) != running_code(plugin)


def _code_on_disk(module: ModuleType) -> str:
    digest = hashlib.sha256()
    for file in _files(module):
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:_DIGITS]


def _files(module: ModuleType) -> list[Path]:
    """Return the file of a module, or every one of a package."""
    if module.__file__ is None:
        return []
    file = Path(module.__file__)
    return sorted(file.parent.rglob("*.py")) if hasattr(module, "__path__") else [file]

"""Agencies that installed packages bring along, each with its settings file."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from portal.agencies.plugins.loading import GROUP


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """An agency's settings file in an installed package; mistakes call it by its `name`."""

    path: Path
    name: str


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

"""Where what was learned is kept: beside the examples, or in the data folder.

It is made anew from the examples whenever it is missing, as Python keeps what it compiled. Beside
them, it serves every portal that reads them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import structlog

from portal.agencies.plugins.loading import packaged_files
from portal.domain.meaning import Subject
from portal.finder.learned.examples import FOLDER, ExamplesError
from portal.finder.learned.kept import is_kept, keep_learned

log = structlog.get_logger()

_NAME = "learned.cache"
_OF_MEANINGS = frozenset(
    f"_{subject}{more}.csv" for subject in Subject for more in ("", "_categories")
)


def files_in(folder: Path) -> list[Path]:
    """Return the files of examples beside the settings in `folder`, and those that packages bring.

    An agency's file in the folder stands for the one that its package brings.
    """
    brought = {file.name: file for file in _brought() if file.is_file()}
    own = {file.name: file for file in (folder / FOLDER).glob("*.csv")}
    own = {name: file for name, file in own.items() if name not in _OF_MEANINGS}
    return [file for _, file in sorted({**brought, **own}.items())]


def place_of_learned(folder: Path, data: Path) -> Path:
    """Return the file that keeps what was learned from the examples beside `folder`."""
    beside = folder / FOLDER
    return (beside if os.access(beside, os.W_OK) else data) / _NAME


def is_learned(folder: Path, data: Path) -> bool:
    """Tell whether `learn` would do nothing."""
    files = files_in(folder)
    return not files or is_kept(files, place_of_learned(folder, data))


def learn(folder: Path, data: Path) -> None:
    """Learn from the examples beside the settings, if they or the code that reads them are others.

    A mistake in them, or a full disk, is logged: agencies are then found by their own words.
    """
    if is_learned(folder, data):
        return
    try:
        keep_learned(files_in(folder), place_of_learned(folder, data))
    except ExamplesError as error:
        log.warning("nothing learned from examples", mistake=str(error))
    except OSError as error:
        log.warning("what was learned cannot be kept", why=error.strerror)


def _brought() -> Iterator[Path]:
    with suppress(OSError):
        for brought in packaged_files():
            yield brought.path.parent / FOLDER / f"{brought.path.stem}.csv"

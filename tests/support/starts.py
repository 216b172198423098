"""Where tests start from: a database that is filled once in each process, copied for each test.

`starts_from(fill)` marks tests, or a whole file by its `pytestmark`, whose portals begin with what
`fill` does to one: it is handed the runtime of a portal whose clock stands where every test's
stands at first. What leaves as letters meanwhile is in no test's mailbox.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.app import FEATURES
from portal.config import Config
from portal.gateways.file_store import FolderStore
from portal.keyring import Keyring
from portal.runtime import Runtime, build_runtime
from tests.support import FixedClock, RecordingMailer
from tests.support.compiled import share_compiled
from tests.support.disk import wait_for_no_disk

Fill = Callable[[Runtime], object]

DATABASE, FILES = "portal.sqlite", "files"
"""What a portal's database and its files are called in the folder of a test."""


def starts_from(fill: Fill) -> pytest.MarkDecorator:
    """Let tests begin with what `fill` did once; the same function is the same start."""
    return pytest.mark.starts_from.with_args(fill)


def opened(
    config: Config, keyring: Keyring, folder: Path, clock: FixedClock, mailbox: RecordingMailer
) -> Runtime:
    """Open the portal of a test: its files are in `folder`, and it waits for no disk."""
    files = FolderStore(folder / FILES, keyring)
    running = build_runtime(config, keyring, mailbox, files, FEATURES, clock)
    share_compiled(running.database)
    wait_for_no_disk(running.database)
    return running


class Starts:
    """The folders that tests begin with a copy of, each filled when the first test asks for it."""

    def __init__(self, empty: Path, config: Config, keyring: Keyring, root: Path) -> None:
        self._empty, self._config, self._keyring, self._root = empty, config, keyring, root
        self._filled: dict[Fill, Path] = {}

    def copy(self, fill: Fill, folder: Path) -> None:
        """Put what a test begins with into its folder."""
        if fill not in self._filled:
            self._filled[fill] = self._made(fill)
        shutil.copytree(self._filled[fill], folder, dirs_exist_ok=True)

    def _made(self, fill: Fill) -> Path:
        folder = self._root / str(len(self._filled))
        folder.mkdir()
        shutil.copy(self._empty, folder / DATABASE)
        own = {"data": folder / "data", "database": f"sqlite:///{folder / DATABASE}"}
        config = self._config.model_copy(update=own)
        running = opened(config, self._keyring, folder, FixedClock(), RecordingMailer())
        try:
            fill(running)
        finally:
            running.database.close()
        return folder

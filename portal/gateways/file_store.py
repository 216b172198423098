"""Where the content of documents lies: a folder on one machine, encrypted file by file."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from pathlib import Path
from typing import Protocol

from portal.keyring import Keyring
from portal.private import private_folder, private_opener

_CONTEXT = "file"
_KEY = re.compile(r"[0-9a-f]{40}")


class FileMissingError(Exception):
    """No file is kept under this key."""


class FileStore(Protocol):
    """Keeps contents by keys that it gives out; it never knows what they are."""

    def put(self, content: bytes) -> str:
        """Keep `content` for good and return the key that opens it."""

    def get(self, key: str) -> bytes:
        """Return the content kept under `key`, or raise FileMissingError."""

    def remove(self, key: str) -> None:
        """Forget what is kept under `key`; a key already forgotten is no mistake."""

    def free(self) -> int:
        """Return how many bytes more could be kept."""


class FolderStore:
    """Files in a folder, each sealed by the keyring, in subfolders by the start of their key."""

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder = folder
        self._keyring = keyring

    def put(self, content: bytes) -> str:
        """Seal `content` and have it on the disk before the key is returned."""
        key = secrets.token_hex(20)
        path = self._path(key)
        private_folder(path.parent)
        _write_whole(path, self._keyring.seal(content, _CONTEXT))
        return key

    def get(self, key: str) -> bytes:
        """Return the content under `key`; raise FileMissingError without one."""
        try:
            sealed = self._path(key).read_bytes()
        except FileNotFoundError:
            raise FileMissingError(key) from None
        return self._keyring.open(sealed, _CONTEXT)

    def remove(self, key: str) -> None:
        """Delete the file under `key` if it is there."""
        self._path(key).unlink(missing_ok=True)

    def free(self) -> int:
        """Return how many bytes are free where the folder lies; something was put there before."""
        return shutil.disk_usage(self._folder).free

    def _path(self, key: str) -> Path:
        if _KEY.fullmatch(key) is None:
            raise FileMissingError(key)
        return self._folder / key[:2] / key


def _write_whole(path: Path, sealed: bytes) -> None:
    """Write a file that is either there whole or not at all, whenever the machine stops."""
    fresh = path.with_name(f".{path.name}")
    with open(fresh, "xb", opener=private_opener) as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    _flush_folder(path.parent)
    _flush_folder(path.parent.parent)


def _flush_folder(folder: Path) -> None:
    """Have the folder's own entries on the disk, so that a new file keeps its name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

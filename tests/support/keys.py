"""The keys of the tests' databases, kept where a portal looks for its own."""

from __future__ import annotations

from pathlib import Path

from portal import keyring as kept
from portal.keyring import Keyring


def keep_keys(keyring: Keyring, path: Path) -> None:
    """Write the keys into a file, as a portal that made them does."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept._write_once(path, kept._written(keyring))

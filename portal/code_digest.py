"""What is known of the portal's own code: whether what was made by it is still what it makes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import portal


def code_digest(*folders: str) -> str:
    """Return what changes whenever the code or the texts in these folders of the portal do."""
    here = Path(portal.__file__).parent
    code = (file for folder in folders for file in (here / folder).rglob("*.p[yo]"))
    return digest_of_files(sorted(code), portal.__version__)


def digest_of_files(files: Iterable[Path], *more: str) -> str:
    """Return what changes whenever one of these files, or anything more, does."""
    digest = hashlib.sha256("\0".join(more).encode())
    for file in files:
        digest.update(f"\0{file}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()

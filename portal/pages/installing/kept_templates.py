"""Compiled templates, kept from one start to the next."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import cast

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from msgspec import json

from portal.code_digest import code_digest
from portal.pages.installing.templates import Templates

_COMPILED_BY = ("pages", "words")
"""The folders of the portal whose code and texts go into a template as it is compiled."""


class KeptTemplates(BytecodeCache):
    """Keeps each compiled template for each language, in a folder that only the portal writes to.

    Those that say something else on the pages of some things are kept apart. Jinja compares the
    text of a template itself; what other code compiled, or with other texts, is not taken and goes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / code_digest(*_COMPILED_BY)[:16]

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give back what was compiled, if it was kept."""
        with suppress(FileNotFoundError), self._place(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, at one stroke; where nothing may be written, keep nothing."""
        with suppress(OSError):
            self._make_folder()
            with NamedTemporaryFile(dir=self._folder, suffix=".new", delete=False) as file:
                bucket.write_bytecode(file)
            Path(file.name).replace(self._place(bucket))

    def _place(self, bucket: Bucket) -> Path:
        return self._folder / kept_as(bucket)

    def _make_folder(self) -> None:
        if not self._folder.exists():
            shutil.rmtree(self._folder.parent, ignore_errors=True)
            self._folder.mkdir(parents=True, exist_ok=True)


def kept_as(bucket: Bucket) -> str:
    """Return the name of what was compiled: for its language, and for its other texts."""
    made_for = cast("Templates", bucket.environment)
    return f"{made_for.language}{_apart(made_for.others)}-{bucket.key}"


def _apart(others: Mapping[str, str] | None) -> str:
    """Return what tells templates with other texts from those that say what is written."""
    if others is None:
        return ""
    return "-" + hashlib.sha256(json.encode(others, order="sorted")).hexdigest()[:16]

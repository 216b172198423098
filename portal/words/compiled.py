"""The .po file as machines read it: compiled once, and kept where Python keeps its own bytecode."""

from __future__ import annotations

import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path


def compiled(source: Path) -> BytesIO:
    """Return the texts of a .po file as a .mo file, which is read in a twentieth of the time.

    What was compiled before is taken as long as the source is as it was. Where nothing may be
    written, each start compiles anew.
    """
    made = source.stat()
    kept = source.parent / "__pycache__" / f"{source.stem}-{made.st_mtime_ns}-{made.st_size}.mo"
    if kept.exists():
        return BytesIO(kept.read_bytes())
    texts = _compile(source)
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _keep(texts, kept)
    return BytesIO(texts)


def _compile(source: Path) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    texts = BytesIO()
    write_mo(texts, catalogue)
    return texts.getvalue()


def _keep(texts: bytes, place: Path) -> None:
    """Keep the texts at one stroke, in the place of those of an older source."""
    place.parent.mkdir(exist_ok=True)
    half = place.with_suffix(".new")
    half.write_bytes(texts)
    for older in place.parent.glob("*.mo"):
        older.unlink(missing_ok=True)
    half.replace(place)

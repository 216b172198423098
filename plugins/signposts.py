"""Every agency: words that lead somewhere at once, before any agency's settings know them.

An event gives people words that no settings hold yet. `PORTAL_SIGNPOSTS` names a file with a line
for each: the words, the agency's code and, if need be, the category's, parted by semicolons. The
line `grande panne; hydro; outage` leads whoever writes both words to that agency, first of all. A
changed file counts from the next search on; what follows a # is not read.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from portal.plugin_api import Suggestion, hookimpl

FILE = "PORTAL_SIGNPOSTS"


@hookimpl
def suggest_agencies(text: str, found: list[Suggestion]) -> list[Suggestion]:
    """Put the agencies of the signposts first, in the order of the file; the others follow."""
    path = Path(os.environ[FILE])
    said = _words(text)
    pointed = [one for words, one in _signposts(path, path.stat().st_mtime_ns) if words <= said]
    return [*pointed, *found]


@lru_cache(maxsize=1)
def _signposts(path: Path, _changed: int) -> tuple[tuple[frozenset[str], Suggestion], ...]:
    return tuple(_read(path.read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[tuple[frozenset[str], Suggestion]]:
    for line in text.splitlines():
        words, *place = (part.strip() for part in line.partition("#")[0].split(";"))
        if words and place:
            category = place[1] if len(place) > 1 else None
            yield (
                _words(words),
                Suggestion(place[0], category or None, matched=tuple(words.split())),
            )


def _words(text: str) -> frozenset[str]:
    """Return the words of a text in small letters, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return frozenset(re.findall(r"[a-z0-9]+", bare))

"""Every agency: words that lead somewhere at once, before any agency's settings know them.

An event gives people words that no settings hold yet. `PORTAL_SIGNPOSTS` names a file with a line
for each: the words, the agency's code and, if need be, the category's and a municipality, parted by
semicolons. The line `grande panne; hydro; outage` leads whoever writes both words to that agency,
first of all; `grande panne; hydro; outage; Laval` only where Laval was named, or typed as the
place. A changed file counts from the next search on; what follows a # is not read.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from portal.plugin_api import SaidPlace, Suggestion, hookimpl

FILE = "PORTAL_SIGNPOSTS"


class Signpost(NamedTuple):
    """A line of the file: its words, the municipality that it is about, if any, where it leads."""

    words: frozenset[str]
    municipality: str
    leads_to: Suggestion


@hookimpl
def suggest_agencies(
    text: str, found: list[Suggestion], places: list[SaidPlace]
) -> list[Suggestion]:
    """Put the agencies of the signposts first, in the order of the file; the others follow."""
    path = Path(os.environ[FILE])
    said = frozenset(_words(text))
    named = {name for place in places for name in place.names}
    pointed = [
        signpost.leads_to
        for signpost in _signposts(path, path.stat().st_mtime_ns)
        if signpost.words <= said
        if not signpost.municipality or signpost.municipality in named
    ]
    return [*pointed, *found]


@lru_cache(maxsize=1)
def _signposts(path: Path, _changed: int) -> tuple[Signpost, ...]:
    return tuple(_read(path.read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[Signpost]:
    for line in text.splitlines():
        words, *rest = (part.strip() for part in line.partition("#")[0].split(";"))
        if words and rest:
            agency, category, municipality = (*rest, "", "")[:3]
            leads_to = Suggestion(agency, category or None, matched=tuple(words.split()))
            yield Signpost(frozenset(_words(words)), " ".join(_words(municipality)), leads_to)


def _words(text: str) -> list[str]:
    """Return the words of a text in small letters, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.findall(r"[a-z0-9]+", bare)

"""Other words for another kind of thing: texts that stand in the place of a page's own.

The pages of a complaint speak of the person who complains. Those of a file that has nobody of that
kind are the same pages: each sentence that would not be true has another one in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import g

from portal.pages.features import Contribution, added


@dataclass(frozen=True, slots=True)
class Rewording(Contribution):
    """What is said instead of what, on the pages of the things `of` a kind to which it `applies`.

    Both are French texts of the catalogue, with the same marks; one mark fewer is one fact fewer.
    """

    of: type[Any]
    applies: Callable[[Any], bool]
    texts: Mapping[str, str]


def reword_for(thing: Any) -> None:
    """Let the page at hand speak in the words that are true of this thing."""
    of_kind = (one for one in added(Rewording) if isinstance(thing, one.of))
    g.rewording = next((one.texts for one in of_kind if one.applies(thing)), None)


@contextmanager
def speaking_of(thing: Any) -> Iterator[None]:
    """Speak in the words that are true of one thing among others of the page at hand."""
    before = g.get("rewording")
    reword_for(thing)
    try:
        yield
    finally:
        g.rewording = before

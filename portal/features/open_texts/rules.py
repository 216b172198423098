"""What may be published of a text that was offered: its own words alone, and less of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.complaints.entries import EntryFacts
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind

CONSENT = "open_text"
"""The code of the consent, for ever."""


class Reading(StrEnum):
    """What whoever read an offered text over decided."""

    PUBLISH = "publish"
    LEAVE_OUT = "leave_out"


@dataclass(frozen=True, slots=True)
class TextReviewed(EntryFacts, kind=EntryKind.TEXT_REVIEWED):
    """Somebody of the staff read over a text that its person offered."""

    reading: Reading


_WORD = re.compile(r"\w+")
_TAKEN_OUT = "[…]"
_MOST_TOLD = 5


class NotTheirWordsError(IncompleteError):
    """A text to publish has words that its person did not write there: the first few of them."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__("open_text")
        self.words = tuple(words)


def shortened(own: str, wanted: str) -> str:
    """Return a person's own text with what was taken out shown as « […] ».

    Whatever is left stands as they wrote it: of `wanted` only the words count, and in their order.
    Raise NotTheirWordsError for those that do not stand in the person's text, in that order.
    """
    theirs = list(_WORD.finditer(own))
    kept: list[int] = []
    foreign: list[str] = []
    after = 0
    for word in _WORD.findall(wanted):
        places = (at for at in range(after, len(theirs)) if _is_same(theirs[at][0], word))
        found = next(places, None)
        if found is None:
            foreign.append(word)
        else:
            kept.append(found)
            after = found + 1
    if foreign:
        raise NotTheirWordsError(foreign[:_MOST_TOLD])
    return _joined(own, theirs, kept)


def _is_same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _joined(own: str, theirs: Sequence[re.Match[str]], kept: Sequence[int]) -> str:
    """Return the words that are kept, with what stood between them, or the mark that some went."""
    parts: list[str] = []
    last, end = -1, 0
    for at in kept:
        parts += [
            own[end : theirs[at].start()] if at == last + 1 else f" {_TAKEN_OUT} ",
            theirs[at][0],
        ]
        last, end = at, theirs[at].end()
    parts.append(own[end:] if last == len(theirs) - 1 else f" {_TAKEN_OUT}")
    return "".join(parts).strip()

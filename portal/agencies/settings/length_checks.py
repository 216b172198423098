"""Checks of every length of time that settings promise, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator

from portal.agencies.files.places import Mistake, Place
from portal.domain.errors import MisreadError
from portal.domain.time.promise import LONGEST, Allowance
from portal.words.catalogue import sentence

_LENGTHS = frozenset({"within", "complete_within", "at_most"})


def lengths_can_be_promised(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each length of time that nobody can promise: one above ten years."""
    for key in root.keys:
        place = root.at(key)
        if key in _LENGTHS and (length := length_in(place)) and not length.is_reasonable:
            longest = str(Allowance(LONGEST[length.unit], length.unit))
            yield place.mistake(sentence("c’est trop long : %(longest)s au plus", longest=longest))
        yield from lengths_can_be_promised(place)
    for item in root.items:
        yield from lengths_can_be_promised(item)


def length_in(place: Place) -> Allowance | None:
    """Return the length that stands somewhere, or None if none does."""
    try:
        return Allowance.parse(place.text or "")
    except MisreadError:
        return None

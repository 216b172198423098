"""How a share is published so that it stays readable and yet tells nothing of a few people.

A part of one to four, or one to four short of all, is told as the band that holds all of these: the
same band whichever it is, so that its words depend on the whole alone. None and all are told
exactly, for there is nobody in what is missing.

A total beside such bands is told exactly only where each of them could be another: one more in one
is made up for by one less in another. That is so unless all of them are as small, or as large, as
their bands allow, or nearly so: then the total is a band too. So is one of one to four itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import FEWEST, is_small

_SMALL = FEWEST - 1
_STEP, _FINE_FROM = 5, 95
_PARTNERS = 2
"""How many bands it takes for one to make up for another."""
_WIDEST = 50
"""A band of more points than these says nothing that is worth reading."""


class Form(Enum):
    """In which words a share is told."""

    NOTHING = auto()
    """There is nothing of which it could be a part."""
    TOO_WIDE = auto()
    EXACT = auto()
    AT_LEAST = auto()
    AT_MOST = auto()
    BETWEEN = auto()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between how many a part of `n` lies, as everybody may know it."""

    least: int
    most: int
    n: int

    @classmethod
    def exact(cls, share: Share) -> Bounds:
        """Return a share as it is, for those who may see it."""
        return cls(share.part, share.part, share.n)

    @property
    def is_exact(self) -> bool:
        """Tell whether the part itself is told."""
        return self.least == self.most

    @property
    def is_told(self) -> bool:
        """Tell whether there is anything worth saying of it."""
        return self.form not in (Form.NOTHING, Form.TOO_WIDE)

    @property
    def rest(self) -> Bounds:
        """What the part leaves of the whole."""
        return Bounds(max(0, self.n - self.most), max(0, self.n - self.least), self.n)

    @property
    def form(self) -> Form:
        """In which words it is told."""
        if not self.n:
            return Form.NOTHING
        low, high = self._rounded
        if low == high:
            return Form.EXACT
        if self.most >= self.n - 1 and 100 - self._floor <= _WIDEST:
            return Form.AT_LEAST
        if self.least <= 1 and self._ceiling <= _WIDEST:
            return Form.AT_MOST
        return Form.BETWEEN if high - low <= _WIDEST else Form.TOO_WIDE

    @property
    def percents(self) -> tuple[int, int]:
        """Between how many whole percent it lies, as its form tells them."""
        low, high = self._rounded
        if self.form is Form.AT_LEAST:
            return self._floor, 100
        return (0, self._ceiling) if self.form is Form.AT_MOST else (low, high)

    @property
    def _rounded(self) -> tuple[int, int]:
        return Share(self.least, self.n).percent or 0, Share(self.most, self.n).percent or 0

    @property
    def _floor(self) -> int:
        percent = 100 * self.least // self.n
        return percent if percent >= _FINE_FROM else percent - percent % _STEP

    @property
    def _ceiling(self) -> int:
        percent = -(-100 * self.most // self.n)
        return percent if percent <= 100 - _FINE_FROM else percent + -percent % _STEP


def published(share: Share, *, are_ends_told: bool = True) -> Bounds:
    """Return what everybody may know of a share.

    Without `are_ends_told`, neither is it told that the part is none or all: where each of them
    could be named, it says what each of them said. Of fewer than five nothing is known.
    """
    part, n = share.part, share.n
    if 0 < n < FEWEST:
        return Bounds(0, n, n)
    end = 0 if are_ends_told else 1
    low, high = min(_SMALL, n // 2), max(n - _SMALL, n // 2 + 1)
    if 1 - end <= part <= low:
        return Bounds(1 - end, low, n)
    if high <= part <= n - 1 + end:
        return Bounds(high, n - 1 + end, n)
    return Bounds.exact(share)


def together(known: Iterable[Bounds]) -> Bounds:
    """Return what is known of several shares as one: no more than is known of each."""
    known = tuple(known)
    return Bounds(
        sum(bounds.least for bounds in known),
        sum(bounds.most for bounds in known),
        sum(bounds.n for bounds in known),
    )


def beside(hidden: Iterable[Share]) -> list[tuple[Share, Bounds]]:
    """Return shares whose wholes are hidden as one, for a total: of each nothing is known."""
    shares = tuple(hidden)
    share = Share(sum(one.part for one in shares), sum(one.n for one in shares))
    return [(share, published(share))] if shares else []


def total(told: Iterable[tuple[Share, Bounds]]) -> Bounds:
    """Return what everybody may know of shares as one, each beside what is known of itself."""
    told = tuple(told)
    known = together(bounds for _, bounds in told)
    part, least, most = sum(share.part for share, _ in told), known.least, known.most
    in_bands = sum(not bounds.is_exact for _, bounds in told)
    if in_bands < _PARTNERS or most - least <= _PARTNERS:
        return known
    if is_small(part) or is_small(known.n - part):
        return known
    if part <= least + 1:
        return Bounds(least, least + 1, known.n)
    if part >= most - 1:
        return Bounds(most - 1, most, known.n)
    return Bounds(part, part, known.n)

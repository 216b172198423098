"""Rows of a table that are made as they are read: a page that needs a heading alone makes none.

The first page of figures says what each other page found. It asks of the tables behind that whether
they have anything to say, and that one row tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar, overload

T = TypeVar("T")
Row = TypeVar("Row")


class Lazily(Sequence[Row], Generic[T, Row]):
    """A row for each of some things, made when it is first read, and once."""

    def __init__(self, make: Callable[[T], Row], of: Iterable[T]) -> None:
        self._make, self._of = make, tuple(of)
        self._made: dict[int, Row] = {}

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._of)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        """Return a row, or some of them."""
        places = range(len(self._of))[place]
        return self._row(places) if isinstance(places, int) else [*map(self._row, places)]

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows in their order."""
        return map(self._row, range(len(self._of)))

    def _row(self, place: int) -> Row:
        if place not in self._made:
            self._made[place] = self._make(self._of[place])
        return self._made[place]

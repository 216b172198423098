"""What first contacts add to the counts, while their complainant may say that there was none.

A contact that is denied is taken out again, and what is counted from then on stands in its place;
once it is confirmed after all, it is as if it had never been denied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from portal.domain.figures.measures import Measure

C = TypeVar("C")


class ContactCounts(Generic[C]):
    """The cells that the last contact of one complaint counts in, and those in its place."""

    def __init__(self, cell: Callable[[str], C] | None = None) -> None:
        """Begin with a contact: it may be judged where there is the `cell` of what is said."""
        self._made: Counter[C] = Counter()
        self._instead: Counter[C] = Counter()
        self._judged: C | None = None
        self._cell = cell
        self.is_denied = False

    def counted(self, cells: Iterable[C]) -> None:
        """Remember what was counted of the contact, or in its place."""
        (self._instead if self.is_denied else self._made).update(cells)

    def judge(self, *, reached: bool) -> Counter[C]:
        """Return what is added to the counts, less what is taken away, by what is said."""
        changed: Counter[C] = Counter()
        if self._cell is None or (self._judged is not None and self.is_denied is not reached):
            return changed
        if self._judged is not None:
            changed[self._judged] -= 1
        self._judged = self._cell(Measure.CONTACT_CONFIRMED if reached else Measure.CONTACT_DENIED)
        changed[self._judged] += 1
        if not reached:
            changed.subtract(self._made)
        elif self.is_denied:
            changed.update(self._made)
            changed.subtract(self._instead)
        self._instead, self.is_denied = Counter(), not reached
        return changed

    def renamed(self, rename: Callable[[C], C]) -> None:
        """Move every cell that is remembered."""
        cell = self._cell
        self._made = Counter({rename(one): n for one, n in self._made.items()})
        self._instead = Counter({rename(one): n for one, n in self._instead.items()})
        self._judged = rename(self._judged) if self._judged is not None else None
        self._cell = (lambda measure: rename(cell(measure))) if cell is not None else None

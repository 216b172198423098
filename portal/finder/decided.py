"""Who answers for a complaint as people decided, beside what the finder had said of it."""

from __future__ import annotations

from typing import NamedTuple

from portal.finder.learned.examples import Label


class Decided(NamedTuple):
    """One complaint: the month and label of its last decision, and what was proposed at filing.

    It is decided `by_people` where the desk or a transfer handed it on; else it was answered by
    whom its complainant chose among those proposed.
    """

    month: int
    label: Label
    by_people: bool
    proposed: tuple[str, ...] = ()
    nobody: bool = False
    clear: bool = False

    @property
    def was_asked(self) -> bool:
        """Tell whether the finder was asked at filing."""
        return bool(self.proposed) or self.nobody

    @property
    def is_first(self) -> bool:
        """Tell whether the right agency stood first, and the person was not told otherwise."""
        return not self.nobody and self.proposed[:1] == (self.label.agency,)

    @property
    def is_among(self) -> bool:
        """Tell whether the right agency was among the first three."""
        return self.label.agency in self.proposed

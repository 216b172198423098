"""What an agency promised of a complaint, as its history tells it, while it is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.domain.figures.measures import Measure

INSTANT = timedelta(microseconds=1)


@dataclass(slots=True)
class Promised:
    """The answer that one agency promised: by when, by when at first, and what moved it.

    While its time stands still there is no `due_at`; the `last_due` is the one before.
    """

    due_at: datetime | None = None
    first_due: datetime | None = None
    last_due: datetime | None = None
    is_put_off: bool = False
    stood_still: bool = False
    is_counted: bool = False
    """Whether it was counted as kept or missed."""

    @classmethod
    def by(cls, due_at: datetime | None) -> Promised:
        """Return a promise that nothing moved yet."""
        return cls(due_at, due_at, due_at)

    def put_off(self, due_at: datetime) -> None:
        """Note that it was extended."""
        self.date(due_at)
        self.is_put_off = True

    def stand_still(self) -> None:
        """Note that its time stands still."""
        self.due_at, self.stood_still = None, True

    def date(self, due_at: datetime | None) -> None:
        """Note that its time runs, or goes on, until a moment."""
        self.due_at = due_at
        self.last_due = due_at or self.last_due
        self.first_due = self.first_due or due_at

    def last_moment(self, otherwise: datetime) -> datetime:
        """Return the last moment in time: due dates are the midnight after their last day."""
        return (self.due_at or otherwise) - INSTANT

    def measures(self, answered_at: datetime | None) -> Iterable[Measure]:
        """Return what is counted of it: `answered_at` is when an answer kept it, if one did."""
        yield Measure.ANSWER_KEPT if answered_at else Measure.ANSWER_MISSED
        if self.is_put_off:
            yield Measure.PUT_OFF
        if self.stood_still:
            yield Measure.STOOD_STILL
        if answered_at and self.first_due and answered_at >= self.first_due:
            yield Measure.KEPT_LATER

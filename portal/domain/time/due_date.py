"""The date an agency promises, and the facts that explain it to anybody who counts again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.domain.time.allowance import Allowance
from portal.domain.time.calendar import NotCounted
from portal.domain.time.counted_in import CountedIn
from portal.domain.time.pauses import Pause


@dataclass(frozen=True, slots=True)
class DueDate:
    """When a clock runs out, and how that was counted.

    `due_at` is the first moment that is late, and `last_day` the last day on which an act can be
    in time; both are None while the clock is stopped (`suspended_since`) or waits for its start.
    `landed_from` is the last day before it moved to a working day. `not_counted` lists the days
    passed over, from the receipt on; a clock that runs every day passes over closed days only at
    its end. `counted_in` keeps the calendar of the promise and then of each extension, as far as
    each was counted.
    """

    allowance: Allowance
    started_at: datetime
    day_zero: date
    due_at: datetime | None
    last_day: date | None
    not_counted: tuple[NotCounted, ...] = ()
    landed_from: date | None = None
    suspended_since: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Allowance, ...] = ()
    counted_in: tuple[CountedIn, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """Tell whether the clock has not started yet: it waits for the complete file."""
        return self.due_at is None and self.suspended_since is None

    def as_facts(self) -> dict[str, Any]:
        """Return everything as values that JSON can hold."""
        return {
            "allowance": str(self.allowance),
            "started_at": self.started_at.isoformat(),
            "day_zero": self.day_zero.isoformat(),
            "due_at": _written(self.due_at),
            "last_day": _written(self.last_day),
            "not_counted": [each.as_facts() for each in self.not_counted],
            "landed_from": _written(self.landed_from),
            "suspended_since": _written(self.suspended_since),
            "pauses": [pause.as_facts() for pause in self.pauses],
            "extensions": [str(extension) for extension in self.extensions],
            "counted_in": [each.as_facts() for each in self.counted_in],
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> DueDate:
        """Return the due date that `as_facts` wrote."""
        return cls(
            allowance=Allowance.parse(facts["allowance"]),
            started_at=datetime.fromisoformat(facts["started_at"]),
            day_zero=date.fromisoformat(facts["day_zero"]),
            due_at=_moment(facts["due_at"]),
            last_day=_day(facts["last_day"]),
            not_counted=tuple(map(NotCounted.from_facts, facts["not_counted"])),
            landed_from=_day(facts["landed_from"]),
            suspended_since=_moment(facts["suspended_since"]),
            pauses=tuple(map(Pause.from_facts, facts["pauses"])),
            extensions=tuple(Allowance.parse(each) for each in facts["extensions"]),
            # Clocks that started before calendars were kept have none.
            counted_in=tuple(map(CountedIn.from_facts, facts.get("counted_in", ()))),
        )


def _written(when: date | None) -> str | None:
    return None if when is None else when.isoformat()


def _moment(words: str | None) -> datetime | None:
    return None if words is None else datetime.fromisoformat(words)


def _day(words: str | None) -> date | None:
    return None if words is None else date.fromisoformat(words)

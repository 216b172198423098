"""Stopped clocks: when a clock was stopped, and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portal.domain.text import Text

CLOCK_STOPPED = Text("Délai suspendu", "Clock stopped")
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of time during which a clock is stopped; `ended_at` is None while it lasts."""

    began_at: datetime
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.ended_at is not None and self.ended_at < self.began_at:
            raise ValueError("a pause ends before it begins")

    def as_facts(self) -> dict[str, str | None]:
        """Return both moments as values that JSON can hold."""
        ended = None if self.ended_at is None else self.ended_at.isoformat()
        return {"began_at": self.began_at.isoformat(), "ended_at": ended}

    @classmethod
    def from_facts(cls, facts: Mapping[str, str | None]) -> Pause:
        """Return the pause that `as_facts` wrote."""
        began, ended = facts["began_at"], facts["ended_at"]
        assert began is not None, "a pause has begun"
        return cls(datetime.fromisoformat(began), datetime.fromisoformat(ended) if ended else None)


@dataclass(frozen=True, slots=True)
class Stops:
    """Pauses put together: in order, apart from each other, in UTC.

    The clock still runs at the moment when one begins, and not yet at the moment when it ends.
    """

    spans: tuple[tuple[datetime, datetime], ...] = ()

    @classmethod
    def of(cls, pauses: Iterable[Pause]) -> Stops:
        """Put `pauses` together, so that those that overlap stop the clock once."""
        spans: list[tuple[datetime, datetime]] = []
        for began, ended in sorted(map(_span, pauses)):
            if spans and began <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(ended, spans[-1][1]))
            else:
                spans.append((began, ended))
        return cls(tuple(spans))

    @property
    def stopped_since(self) -> datetime | None:
        """When the clock stopped, if it has not been started again."""
        return self.spans[-1][0] if self.spans and self.spans[-1][1] == FOREVER else None

    def ended(self) -> Stops:
        """Return the stops that are over."""
        return Stops(tuple(span for span in self.spans if span[1] != FOREVER))

    def hold(self, moment: datetime) -> bool:
        """Tell whether the clock is stopped at `moment`."""
        return any(began < moment <= ended for began, ended in self.spans)

    def running_from(self, moment: datetime) -> datetime:
        """Return `moment`, or the first moment after it at which the clock runs again."""
        held = (ended for began, ended in self.spans if began < moment <= ended)
        stopped_until = next(held, None)
        return moment if stopped_until is None else stopped_until + timedelta.resolution

    def running(self, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches between `begin` and `end` during which the clock runs."""
        for began, ended in self.spans:
            if begin < min(began, end):
                yield begin, min(began, end)
            begin = max(begin, ended)
        if begin < end:
            yield begin, end


def _span(pause: Pause) -> tuple[datetime, datetime]:
    ended = FOREVER if pause.ended_at is None else pause.ended_at.astimezone(UTC)
    return pause.began_at.astimezone(UTC), ended


NEVER = Stops()

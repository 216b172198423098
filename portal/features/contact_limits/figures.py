"""What becomes of limits on contact, in figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from portal.features.contact_limits.rules import LimitState


@dataclass(frozen=True, slots=True)
class LimitLife:
    """When a limit was decided, reviewed and ended; it was never in force where it was declined."""

    state: LimitState
    decided_at: datetime | None
    ended_at: datetime | None = None
    review_asked_at: datetime | None = None
    reviewed_at: datetime | None = None

    @property
    def is_lifted_on_review(self) -> bool:
        """Tell whether the review ended it: that is one act."""
        return self.state is LimitState.LIFTED and self.reviewed_at == self.ended_at


@dataclass(frozen=True, slots=True)
class Limited:
    """How many limits an agency has today, and what happened to its limits in a period."""

    in_force: int = 0
    decided: int = 0
    over: int = 0
    """They came to their day, or the complaint left the agency."""
    lifted: int = 0
    """The agency ended them before, of its own accord."""
    reviews: int = 0
    lifted_on_review: int = 0

    @classmethod
    def of(cls, lives: Iterable[LimitLife], is_in_period: Callable[[datetime], bool]) -> Limited:
        """Count limits that were in force: those of today, and what lies in the period."""

        def happened(at: datetime | None) -> bool:
            return at is not None and is_in_period(at)

        every = list(lives)
        ended = [one for one in every if happened(one.ended_at)]
        on_review = [one for one in ended if one.is_lifted_on_review]
        return cls(
            in_force=sum(one.state is LimitState.IN_FORCE for one in every),
            decided=sum(happened(one.decided_at) for one in every),
            over=sum(one.state is LimitState.OVER for one in ended),
            lifted=sum(one.state is LimitState.LIFTED for one in ended) - len(on_review),
            reviews=sum(happened(one.review_asked_at) for one in every),
            lifted_on_review=len(on_review),
        )

    @classmethod
    def together(cls, each: Iterable[Limited]) -> Limited:
        """Return the figures of several agencies as one."""
        every = list(each)
        return cls(*(sum(getattr(one, field.name) for one in every) for field in fields(cls)))

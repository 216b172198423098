"""What becomes of recommendations, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.domain.figures.indicators import Distribution, Share
from portal.features.recommendations.rules import Step

REPLIES = (Step.ACCEPTED, Step.REFUSED, Step.CONFIRMED)
"""The steps that can be a first reply; the last word on a refusal is none."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A step that a recommendation took: `days` since it was sent, `first` of its kind or reply."""

    step: Step
    days: int
    first: bool = True


@dataclass(frozen=True)
class Recommended:
    """What happened to the recommendations of an agency in a period, and how many are late now."""

    made: int = 0
    accepted: int = 0
    refused: int = 0
    done: int = 0
    verified: int = 0
    overdue: int = 0
    reply: Distribution = field(default_factory=Distribution)
    verification: Distribution = field(default_factory=Distribution)

    @classmethod
    def of(cls, moved: Iterable[Moved], overdue: int = 0) -> Recommended:
        """Count steps; a step taken twice, such as an execution that was sent back, counts once."""
        steps: Counter[Step] = Counter()
        reply: Counter[int] = Counter()
        verification: Counter[int] = Counter()
        for one in moved:
            if not one.first:
                continue
            steps[one.step] += 1
            if one.step in REPLIES:
                reply[one.days] += 1
            elif one.step is Step.VERIFIED:
                verification[one.days] += 1
        return cls(
            made=steps[Step.MADE],
            accepted=steps[Step.ACCEPTED] + steps[Step.UPHELD],
            refused=steps[Step.REFUSED] + steps[Step.CONFIRMED],
            done=steps[Step.DONE],
            verified=steps[Step.VERIFIED],
            overdue=overdue,
            reply=Distribution(reply),
            verification=Distribution(verification),
        )

    @classmethod
    def together(cls, each: Iterable[Recommended]) -> Recommended:
        """Return the figures of several agencies as one."""
        every = list(each)
        counts = ("made", "accepted", "refused", "done", "verified", "overdue")
        return cls(
            **{name: sum(getattr(one, name) for one in every) for name in counts},
            reply=_joined(one.reply for one in every),
            verification=_joined(one.verification for one in every),
        )

    @property
    def acceptance(self) -> Share:
        """How many replies were favourable, those that the top authority turned among them."""
        return Share(self.accepted, self.accepted + self.refused)


def _joined(each: Iterable[Distribution]) -> Distribution:
    counts: Counter[int] = Counter()
    for one in each:
        counts.update(one.counts)
    return Distribution(counts)


def first_steps(steps: Iterable[Step]) -> list[bool]:
    """Tell of each step of one recommendation, in order, whether it counts.

    Of each kind the first counts; a refusal that the top authority confirms was counted before.
    """
    seen: set[Step] = set()
    counts = []
    for step in steps:
        is_confirmed = step is Step.CONFIRMED and Step.REFUSED in seen
        counts.append(step not in seen and not is_confirmed)
        seen.add(step)
    return counts

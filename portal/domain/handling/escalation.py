"""The way up: the levels of an agency, the last of which is its top authority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.text import Text
from portal.domain.time.promise import Allowance


class Alarmed(StrEnum):
    """As what somebody was told that a date passed, or that nobody answers at a level."""

    IN_CHARGE = "in_charge"
    HEAD = "head"
    TOP = "top"
    ADMINISTRATORS = "administrators"


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """One level: the post that holds it, and how long it has from the hand-over.

    Levels count from 1. The first has no `within`: the answer clock rules it.
    """

    to: str
    title: Text
    within: Allowance | None = None
    top_authority: bool = False
    basis: Text | None = None


Path = Sequence[EscalationStep]


def step_at(path: Path, level: int) -> EscalationStep:
    """Return the step that holds `level`; a level past the end is held by the top authority."""
    return path[min(level, len(path)) - 1]


def top_level(path: Path) -> int:
    """Return the level of the top authority, the last of the path."""
    return len(path)


@dataclass(frozen=True, slots=True)
class StepUp:
    """The next level above: its step, and at which posts on the way nobody works.

    `passed_over` are those below it; its own post counts as well where everything above is vacant.
    """

    level: int
    step: EscalationStep
    passed_over: tuple[str, ...] = ()
    is_vacant: bool = False

    @property
    def vacant(self) -> tuple[str, ...]:
        """The posts of which somebody must be told that nobody answers there."""
        return (*self.passed_over, self.step.to) if self.is_vacant else self.passed_over


def step_up(path: Path, level: int, vacant: frozenset[str] = frozenset()) -> StepUp | None:
    """Return the step above `level`, over vacant posts, or None at the top authority."""
    above = next_level(path, level, vacant)
    if above is None:
        return None
    step = step_at(path, above)
    passed_over = tuple(step_at(path, between).to for between in range(level + 1, above))
    return StepUp(above, step, passed_over, step.to in vacant)


def next_level(path: Path, level: int, vacant: frozenset[str] = frozenset()) -> int | None:
    """Return the level that a missed answer climbs to, or None at the top authority.

    Vacant posts are stepped over, unless everything above is vacant: then it climbs one step.
    """
    above = range(level + 1, top_level(path) + 1)
    held = [candidate for candidate in above if step_at(path, candidate).to not in vacant]
    return next(iter(held or above), None)

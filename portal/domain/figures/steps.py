"""Public counts of a period in progress: they move by steps of five, so that no day tells one more.

What an agency has is told from below, as the multiple of five that it reached. A total is told the
same way, unless it would say that every agency is as far above its step as can be.
"""

from __future__ import annotations

from collections.abc import Mapping

from portal.domain.figures.small_cells import FEWEST, TOTAL

STEP = FEWEST
_SLACK = 2
"""How many numbers a total leaves open at least."""


def step_of(n: int) -> int:
    """Return the last multiple of five that a count reached."""
    return n - n % STEP


def within(step: int) -> tuple[int, int]:
    """Return between which numbers a count lies that is told as a step."""
    return step, step + STEP - 1


def steps_of(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the steps of some agencies, and that of all together."""
    steps = {code: step_of(n) for code, n in counts.items()}
    most = sum(within(step)[1] for step in steps.values())
    whole = step_of(sum(counts.values()))
    # Beyond it, hardly any agency could be below the last number of its step.
    return steps | {TOTAL: whole if most - whole >= _SLACK else max(whole - STEP, 0)}

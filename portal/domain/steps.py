"""What can happen to something that is kept step by step: where each step leads, who took it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from portal.domain.errors import TransitionNotAllowedError

S = TypeVar("S", bound=StrEnum)
K = TypeVar("K", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class TakenStep(Generic[K]):
    """Something that happened: when, by whom, and what was said; nobody where the portal did it."""

    kind: K
    at: datetime
    user_id: int | None
    body: str | None
    facts: Mapping[str, Any]


def state_after(transitions: Mapping[tuple[S, K], S], state: S, step: K) -> S:
    """Return the state that `step` leads to; raise TransitionNotAllowedError if none."""
    try:
        return transitions[state, step]
    except KeyError:
        raise TransitionNotAllowedError(state, step) from None


def takers(steps: Iterable[TakenStep[K]], *kinds: K) -> set[int | None]:
    """Return who took steps of these kinds."""
    return {step.user_id for step in steps if step.kind in kinds}


def has_taken(steps: Iterable[TakenStep[K]], *kinds: K) -> bool:
    """Tell whether a step of one of these kinds was taken."""
    return any(step.kind in kinds for step in steps)

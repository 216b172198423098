"""Who works in place of whom while somebody is away, and which posts nobody answers at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.domain.errors import PortalError

# Who is away, each with who works in their place, or None.
Away = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away from an agency: from `begins_at` on, and back at `ends_at`."""

    agency: str
    user_id: int
    begins_at: datetime
    ends_at: datetime
    substitute_id: int | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Tell whether the person is away at `moment`."""
        return self.begins_at <= moment < self.ends_at

    def overlaps(self, other: Absence) -> bool:
        """Tell whether there is a moment of both."""
        return self.begins_at < other.ends_at and other.begins_at < self.ends_at


class WhyVacant(StrEnum):
    """Why nobody answers at a post: nobody has it, all are away, or none may handle the matter."""

    VACANT = "vacant"
    AWAY = "away"
    KEPT_OUT = "kept_out"


class AbsenceProblem(StrEnum):
    """Why an absence cannot be recorded as it was asked."""

    ENDS_BEFORE = "ends_before"
    PAST = "past"
    OVERLAPS = "overlaps"
    NOT_OF_AGENCY = "not_of_agency"
    NOT_A_SUBSTITUTE = "not_a_substitute"
    CIRCLE = "circle"
    READS_IDENTITY = "reads_identity"


class AbsenceRefusedError(PortalError):
    """An absence cannot be recorded as it was asked; `problem` says why."""

    def __init__(self, problem: AbsenceProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def stand_in(person: int, away: Away) -> int | None:
    """Return who works as `person`: themself, or while they are away their substitute's stand-in.

    Substitutes who lead back to each other are nobody.
    """
    asked: set[int] = set()
    current: int | None = person
    while current is not None and current in away:
        if current in asked:
            return None
        asked.add(current)
        current = away[current]
    return current


def vacant_posts(
    posts: Iterable[str],
    holders: Mapping[str, Collection[int]],
    at_work: Collection[int],
    away: Away,
) -> frozenset[str]:
    """Return the posts at which nobody answers.

    They are vacant, or each of their holders left, or is away and nobody works in their place.
    """
    return frozenset(
        post
        for post in posts
        if not any(stand_in(holder, away) in at_work for holder in holders.get(post, ()))
    )


def why_vacant(holders: Collection[int], members: Collection[int], away: Away) -> WhyVacant:
    """Return why nobody answers at a post with these `holders`, where nobody does.

    `members` are all who may sign in. Whoever would work there and does not is kept out.
    """
    if not holders:
        return WhyVacant.VACANT
    is_staffed = any(stand_in(holder, away) in members for holder in holders)
    return WhyVacant.KEPT_OUT if is_staffed else WhyVacant.AWAY


def closes_circle(new: Absence, others: Iterable[Absence]) -> bool:
    """Tell whether at some moment of `new` substitutes would lead back to whoever is away."""
    together = [absence for absence in others if absence.overlaps(new)]
    moments = {new.begins_at, *(max(absence.begins_at, new.begins_at) for absence in together)}
    return any(
        new.user_id in _substitutes(new.substitute_id, [a for a in together if a.holds_at(at)])
        for at in moments
    )


def _substitutes(first: int | None, absences: Iterable[Absence]) -> set[int]:
    """Return `first` and whoever works in their place, and so on."""
    away = {absence.user_id: absence.substitute_id for absence in absences}
    asked: set[int] = set()
    while first is not None and first not in asked:
        asked.add(first)
        first = away.get(first)
    return asked

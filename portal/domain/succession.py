"""Who takes over when an organisation is merged or split, and what becomes of its complaints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Self

from portal.domain.errors import PortalError


class ChangeKind(StrEnum):
    """What can happen to an organisation as a whole."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"


class ChangeProblem(StrEnum):
    """Why an organisation cannot be merged, split or renamed as it was asked."""

    PAST_DAY = "past_day"
    INTAKE_DESK = "intake_desk"
    ITSELF = "itself"
    ALREADY_REPLACED = "already_replaced"
    ANOTHER_PLANNED = "another_planned"
    SUCCESSOR_REPLACED = "successor_replaced"
    CIRCLE = "circle"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_CATEGORY = "unknown_category"
    ONE_SUCCESSOR = "one_successor"
    SAME_NAME = "same_name"


class ChangeRefusedError(PortalError):
    """An organisation cannot change as it was asked; `problem` says why."""

    def __init__(self, problem: ChangeProblem, what: str = "") -> None:
        super().__init__(f"{problem.value} {what}".strip())
        self.problem = problem
        self.what = what


class Destination(NamedTuple):
    """Where complaints go: an agency, and its category for them."""

    agency: str
    category: str


@dataclass(frozen=True, slots=True)
class Succession:
    """An organisation that others take over at a moment.

    Each of its categories has a destination; `rest` is that of everything else: subjects that
    have none, and staff who belong to no unit. `begun` tells that it is being carried out.
    """

    agency: str
    effective_at: datetime
    categories: Mapping[str, Destination]
    rest: Destination
    begun: bool = False

    def destination(self, category: str | None) -> Destination:
        """Return where complaints of this category go."""
        return self.categories.get(category or "", self.rest)

    @property
    def successors(self) -> tuple[str, ...]:
        """The codes of those who take over, `rest` first, each once."""
        every = (self.rest, *self.categories.values())
        return tuple(dict.fromkeys(destination.agency for destination in every))

    @property
    def kind(self) -> ChangeKind:
        """What this is: a merge where one takes over all."""
        return ChangeKind.MERGE if len(self.successors) == 1 else ChangeKind.SPLIT

    def as_facts(self) -> dict[str, Any]:
        """Return where everything goes as values that JSON can hold."""
        categories = {code: list(place) for code, place in self.categories.items()}
        return {"rest": list(self.rest), "categories": categories}

    @classmethod
    def from_facts(
        cls, agency: str, effective_at: datetime, facts: Mapping[str, Any], begun: bool = False
    ) -> Self:
        """Return the succession that `as_facts` wrote."""
        categories = {code: Destination(*place) for code, place in facts["categories"].items()}
        return cls(agency, effective_at, categories, Destination(*facts["rest"]), begun)


@dataclass(frozen=True, slots=True)
class Rename:
    """The new name of an organisation whose code stays, from a day on."""

    agency: str
    on_day: date
    fr: str
    en: str
    short_name: str | None = None

    def as_facts(self) -> dict[str, Any]:
        """Return the new name as values that JSON can hold."""
        return {"fr": self.fr, "en": self.en, "short_name": self.short_name}


Successions = Mapping[str, Succession]
"""Who is taken over, by the code of the old organisation."""


def heir(successions: Successions, place: Destination, now: datetime) -> Destination:
    """Return where complaints of `place` belong at `now`: there, or with a successor's successor.

    No circle is ever planned; should one exist, it is walked once.
    """
    passed: set[str] = set()
    while place.agency not in passed:
        succession = successions.get(place.agency)
        if succession is None or now < succession.effective_at:
            break
        passed.add(place.agency)
        place = succession.destination(place.category)
    return place


REST = ""
"""Where the category of an old organisation would stand, for all that have no heir of their own."""

Heirs = Mapping[str, Mapping[str, str]]
"""By the code of an old organisation: who has each of its categories today, and REST."""


def heirs(successions: Successions, now: datetime) -> dict[str, dict[str, str]]:
    """Return who has what of each organisation that was replaced."""
    return {
        code: {
            category: heir(successions, Destination(code, category), now).agency
            for category in (REST, *succession.categories)
        }
        for code, succession in successions.items()
        if succession.effective_at <= now
    }


def leads_to(successions: Successions, agency: str, wanted: str) -> bool:
    """Tell whether `wanted` takes over from `agency`, now or one day, by whatever way."""
    waiting, met = [agency], set[str]()
    while waiting:
        code = waiting.pop()
        if code == wanted:
            return True
        if code not in met and code in successions:
            waiting += successions[code].successors
        met.add(code)
    return False


def level_after(level: int, top: int, new_top: int) -> int:
    """Return the level at which a successor takes a complaint over.

    What the top authority held goes to the top authority; all else keeps its level, and never
    comes down but where the way up is shorter.
    """
    return new_top if level >= top > 1 else min(level, new_top)

"""What a feature is to the kernel: what it owes by dates, and what it does when something happens.

The application lists its features; nothing is found by magic. The kernel imports none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.complaints.events import Event
from portal.complaints.filing.planning import FilingPlan
from portal.complaints.people.staff import Member
from portal.complaints.queries.followed import FollowedRead
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.time.clock import ClockKind

E = TypeVar("E", bound=Event)

WhenMissed = Callable[[Work, ComplaintRecord, ClockRecord], None]
Plan = Callable[[Session, Registry, ComplaintRecord, int, datetime], FilingPlan | None]
CarryOut = Callable[[Work, ComplaintRecord, ClockRecord, FilingPlan], bool]


@dataclass(frozen=True, slots=True)
class Warned:
    """Who is warned of a date, and what the warning says beside the date itself."""

    members: list[Member]
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something asked of somebody, by a date.

    `when_missed` is what a missed date makes happen, with the complaint held; without it nobody is
    late by the date, which just ends. `warned` says who is warned before it, else whoever is in
    charge. An obligation may `outlast` the end of its complaint; `watched_after_end` chooses, for
    an agency, those of its clocks that are warned of even then.

    Where another agency takes part, `plan` asks it with nothing locked, and `carry_out` does under
    the lock what the end of the time makes happen: it is no missed date. It returns whether
    anything was done; without a plan nothing is.
    """

    kind: ClockKind
    when_missed: WhenMissed | None = None
    warned: Callable[[Work, ComplaintRecord, ClockRecord], Warned] | None = None
    outlasts: bool = False
    watched_after_end: Callable[[str], ColumnElement[bool]] | None = None
    plan: Plan | None = None
    carry_out: CarryOut | None = None


@dataclass(frozen=True, slots=True)
class Reaction(Generic[E]):
    """What a feature does when something happens."""

    event: type[E]
    act: Callable[[E], None]


@dataclass(frozen=True, slots=True)
class Feature:
    """One capability, as far as the kernel has to know of it.

    `excludes` tells whom of the staff each of some complaints concerns: they see nothing of it.
    `takes_over` gives what one agency has beside its complaints to the agency that succeeds it.
    `followed_reads` are read with a complaint for whoever filed it.
    """

    name: str
    obligations: tuple[Obligation, ...] = ()
    reactions: tuple[Reaction[Any], ...] = ()
    excludes: Callable[[Session, Collection[int]], Mapping[int, frozenset[int]]] | None = None
    takes_over: Callable[[Session, str, str], None] | None = None
    followed_reads: tuple[FollowedRead[Any], ...] = ()


@dataclass(frozen=True)
class Features:
    """The features of a running portal, in the order in which they are told what happens."""

    every: tuple[Feature, ...] = ()

    def happened(self, event: Event) -> None:
        """Let each feature that asked for it do its part, in this transaction."""
        for reaction in self._reactions.get(type(event), ()):
            reaction(event)

    def obligation(self, kind: ClockKind) -> Obligation | None:
        """Return what a clock of this kind asks for; None where no feature asks for it."""
        return self._obligations.get(kind)

    def excluded(self, session: Session, complaint_ids: Collection[int]) -> dict[int, set[int]]:
        """Return whom of the staff each complaint concerns, by its id."""
        excluded: dict[int, set[int]] = {}
        for feature in self.every:
            if feature.excludes is None:
                continue
            for complaint_id, people in feature.excludes(session, complaint_ids).items():
                excluded.setdefault(complaint_id, set()).update(people)
        return excluded

    def take_over(self, session: Session, before: str, after: str) -> None:
        """Give the agency `after` what `before`, which it succeeds, has beside its complaints."""
        for feature in self.every:
            if feature.takes_over is not None:
                feature.takes_over(session, before, after)

    @cached_property
    def followed_reads(self) -> tuple[FollowedRead[Any], ...]:
        """What the features read with a complaint for whoever filed it."""
        return tuple(read for feature in self.every for read in feature.followed_reads)

    @cached_property
    def outlasting(self) -> frozenset[ClockKind]:
        """The kinds of clocks that go on when their complaint ends."""
        return frozenset(kind for kind, one in self._obligations.items() if one.outlasts)

    def watched_after_end(self, agency: str) -> list[ColumnElement[bool]]:
        """Return what chooses the clocks of ended complaints that are still warned of."""
        chosen = dict.fromkeys(one.watched_after_end for one in self._obligations.values())
        return [choose(agency) for choose in chosen if choose is not None]

    @cached_property
    def _obligations(self) -> dict[ClockKind, Obligation]:
        return {one.kind: one for feature in self.every for one in feature.obligations}

    @cached_property
    def _reactions(self) -> dict[type[Event], list[Callable[[Any], None]]]:
        reactions: dict[type[Event], list[Callable[[Any], None]]] = {}
        for feature in self.every:
            for reaction in feature.reactions:
                reactions.setdefault(reaction.event, []).append(reaction.act)
        return reactions

"""Who does something in the portal, and what they may see of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum

from portal.domain.role import Role


class ActorKind(StrEnum):
    """Which of the three kinds of actors this is."""

    STAFF = "staff"
    COMPLAINANT = "complainant"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Membership:
    """What one person is to one agency; `agency` is None for a role in the whole portal.

    It is `lent_by` somebody else whose it is, while that person is away.
    """

    role: Role
    agency: str | None = None
    post: str | None = None
    unit: str | None = None
    lent_by: int | None = None

    @property
    def is_lent(self) -> bool:
        """Tell whether it is somebody else's, who is away."""
        return self.lent_by is not None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a member of staff, a complainant with a code, or the portal itself.

    `replaced` are those who are away, in whose place a member of staff works: agency and user id.
    """

    kind: ActorKind
    name: str = ""
    user_id: int | None = None
    memberships: tuple[Membership, ...] = field(default=())
    complaint_id: int | None = None
    replaced: frozenset[tuple[str, int]] = frozenset()

    @property
    def agencies(self) -> frozenset[str]:
        """The codes of the agencies that the actor belongs to."""
        return frozenset(m.agency for m in self.memberships if m.agency is not None)


PORTAL = Actor(kind=ActorKind.PORTAL, name="portal")


def complainant(complaint_id: int) -> Actor:
    """Return the actor who proved with a number and a code that this complaint is theirs."""
    return Actor(kind=ActorKind.COMPLAINANT, complaint_id=complaint_id)


def at_desk(actor: Actor, desk: str) -> Actor:
    """Return the actor as who works at the intake desk, if they do: it is one agency, not all."""
    if all(member.agency or member.role is not Role.INTAKE for member in actor.memberships):
        return actor
    memberships = tuple(
        member if member.agency or member.role is not Role.INTAKE else replace(member, agency=desk)
        for member in actor.memberships
    )
    return replace(actor, memberships=memberships)


def without_loans(actor: Actor, excluded: Collection[int]) -> Actor:
    """Return the actor as they are to what these people are kept out of: nothing is lent by them.

    Whoever replaces somebody takes part in nothing, in their place, that excludes that person.
    """
    if all(person not in excluded for _, person in actor.replaced):
        return actor
    memberships = tuple(m for m in actor.memberships if m.lent_by not in excluded)
    replaced = frozenset(pair for pair in actor.replaced if pair[1] not in excluded)
    return replace(actor, memberships=memberships, replaced=replaced)


def is_or_replaces(actor: Actor, agency: str, user_id: int) -> bool:
    """Tell whether the actor is this person, or works in their place while they are away."""
    return actor.user_id == user_id or (agency, user_id) in actor.replaced

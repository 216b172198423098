"""An actor as the rules about rows know them: by values that a statement is handed, not made with.

Statements that are the same for all actors alike are made, narrowed and compiled once: what they
have of one actor alone stands in parameters whose names say what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, false, or_

from portal.domain.actor import Actor, ActorKind, Membership
from portal.domain.permissions import (
    ROLE_PERMISSIONS,
    Permission,
    agencies_where,
    is_at_any_level,
)

Shape = tuple[Any, ...]
"""What two actors have in common whose statements are the same but for their parameters."""

Exclusion = Callable[[Any, ColumnElement[int]], ColumnElement[bool]]
"""What tells that somebody, by their id, is not excluded from what has this key."""

_USER, _COMPLAINT, _MAY, _SEAT = "viewer_user", "viewer_complaint", "viewer_may_", "viewer_seat_"
_OWN, _LENDER, _LENT = "viewer_own_", "viewer_lender_", "viewer_lent_"
_EXCLUDED = "viewer_excluded"
"""The same account as `_USER`, in a parameter of its own: an exclusion may compare a hash of it."""


class Viewer:
    """Somebody who looks at rows: what rules ask of an actor, what is theirs as parameters."""

    def __init__(self, actor: Actor, exclusions: Collection[Exclusion] = ()) -> None:
        self._actor = actor
        self._exclusions = exclusions
        self.kind = actor.kind
        self.names: set[str] = set()

    @property
    def is_staff(self) -> bool:
        """Tell whether it is somebody of the staff."""
        return self.kind is ActorKind.STAFF

    @property
    def is_complainant(self) -> bool:
        """Tell whether it is whoever filed a complaint."""
        return self.kind is ActorKind.COMPLAINANT

    @property
    def user_id(self) -> BindParameter[int] | None:
        """The id of the account, for those who have one."""
        return None if self._actor.user_id is None else self._parameter(_USER)

    @property
    def complaint_id(self) -> BindParameter[int]:
        """The id of the complaint that a complainant filed."""
        return self._parameter(_COMPLAINT)

    def excluding(self, owner: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """Return what keeps them from what has this key, whoever else may see it."""
        if self._actor.user_id is None:
            return []
        user_id = self._parameter(_EXCLUDED)
        return [exclusion(user_id, owner) for exclusion in self._exclusions]

    def may_everywhere(self, permission: Permission) -> bool:
        """Tell whether they may do this in every agency."""
        return agencies_where(self._actor, permission) is None

    def may_nowhere(self, permission: Permission) -> bool:
        """Tell whether they may do this in no agency."""
        return agencies_where(self._actor, permission) == frozenset()

    def may_in(self, permission: Permission, agency: Any) -> ColumnElement[bool] | None:
        """Return what tells that they may do this in the agency of a row; None if everywhere."""
        agencies = agencies_where(self._actor, permission)
        if agencies is None:
            return None
        if not agencies:
            return false()
        theirs = self._parameter(_MAY + permission.value, expanding=True)
        return cast("ColumnElement[bool]", agency.in_(theirs))

    def may_with(
        self, permission: Permission, agency: Any, owner: ColumnElement[int]
    ) -> ColumnElement[bool] | None:
        """Return what tells that they may do this with what has this key; None if everywhere.

        What somebody lends them reaches nothing that this person is excluded from.
        """
        if self.may_everywhere(permission):
            return None
        grounds = [self._own_in(permission, agency)]
        for at, lender in enumerate(_lenders(self._actor)):
            if agencies_where(_in_place_of(self._actor, *lender), permission):
                lent = agency == self._parameter(f"{_LENT}{at}_agency")
                grounds.append(and_(lent, *self._open_to_lender(at, owner)))
        return or_(*grounds)

    def may_alone_in(self, permission: Permission, agency: Any) -> ColumnElement[bool] | None:
        """Return what tells that they may do this in the agency of a row, with nothing lent."""
        return None if self.may_everywhere(permission) else self._own_in(permission, agency)

    def _own_in(self, permission: Permission, agency: Any) -> ColumnElement[bool]:
        if not agencies_where(_alone(self._actor), permission):
            return false()
        own = self._parameter(_OWN + permission.value, expanding=True)
        return cast("ColumnElement[bool]", agency.in_(own))

    def at_a_seat(
        self, owner: ColumnElement[int], is_theirs: Callable[[Seat], ColumnElement[bool]]
    ) -> ColumnElement[bool]:
        """Return what tells that what has this key is theirs somewhere, or whom they replace.

        What somebody lends them reaches nothing that this person is excluded from.
        """
        actor = self._actor
        own = [is_theirs(Seat(self, f"{_SEAT}{at}_")) for at in range(len(actor.agencies))]
        lent = [
            and_(is_theirs(Seat(self, f"{_LENT}{at}_")), *self._open_to_lender(at, owner))
            for at in range(len(actor.replaced))
        ]
        return or_(false(), *own, *lent)

    def _open_to_lender(self, at: int, owner: ColumnElement[int]) -> list[ColumnElement[bool]]:
        lender = self._parameter(f"{_LENDER}{at}")
        return [exclusion(lender, owner) for exclusion in self._exclusions]

    @property
    def waits_for_level(self) -> bool:
        """Tell whether they see complaints of some agency once these reached their level."""
        return any(map(_waits_for_level, self._actor.memberships))

    def parameter_of_seat(self, seat: str, name: str) -> BindParameter[Any]:
        """Return a parameter about what they are, or what is lent to them, at this place."""
        return self._parameter(seat + name, expanding=name != "agency")

    def _parameter(self, name: str, *, expanding: bool = False) -> BindParameter[Any]:
        self.names.add(name)
        return bindparam(name, _value_of(self._actor, name), expanding=expanding)


class Seat:
    """What somebody is in one agency, or what one person lends them there: who, and which posts.

    `levels` are those of the posts whose complaints they see once these reached them.
    """

    def __init__(self, viewer: Viewer, seat: str) -> None:
        self.agency = viewer.parameter_of_seat(seat, "agency")
        self.people = viewer.parameter_of_seat(seat, "people")
        self.posts = viewer.parameter_of_seat(seat, "posts")
        self.levels = viewer.parameter_of_seat(seat, "levels")


@lru_cache(maxsize=4096)
def shape_of(actor: Actor) -> Shape:
    """Return what decides how statements are narrowed for an actor, but for their parameters."""
    roles = frozenset(
        (member.role, member.agency is None, member.is_lent) for member in actor.memberships
    )
    lent = tuple(
        frozenset(member.role for member in _in_place_of(actor, *lender).memberships)
        for lender in _lenders(actor)
    )
    return (actor.kind, actor.user_id is None, roles, len(actor.agencies), lent)


@lru_cache(maxsize=4096)
def values_of(actor: Actor, names: tuple[str, ...]) -> Mapping[str, Any]:
    """Return what the parameters of these names hold for an actor."""
    return {name: _value_of(actor, name) for name in names}


def _value_of(actor: Actor, name: str) -> Any:
    if name.startswith(_MAY):
        return sorted(agencies_where(actor, Permission(name.removeprefix(_MAY))) or ())
    if name.startswith(_SEAT):
        at, _, about = name.removeprefix(_SEAT).partition("_")
        return _IN_SEAT[about](_alone(actor), _agencies(actor)[int(at)])
    if name.startswith(_LENT):
        at, _, about = name.removeprefix(_LENT).partition("_")
        agency, person = _lenders(actor)[int(at)]
        return _IN_SEAT[about](_in_place_of(actor, agency, person), agency)
    if name.startswith(_OWN):
        return sorted(agencies_where(_alone(actor), Permission(name.removeprefix(_OWN))) or ())
    if name.startswith(_LENDER):
        return _lenders(actor)[int(name.removeprefix(_LENDER))][1]
    return actor.complaint_id if name == _COMPLAINT else actor.user_id


def _lenders(actor: Actor) -> list[tuple[str, int]]:
    return sorted(actor.replaced)


@lru_cache(maxsize=4096)
def _alone(actor: Actor) -> Actor:
    """Return the actor with what is their own alone."""
    own = tuple(member for member in actor.memberships if not member.is_lent)
    return replace(actor, memberships=own, replaced=frozenset())


@lru_cache(maxsize=4096)
def _in_place_of(actor: Actor, agency: str, person: int) -> Actor:
    """Return the actor as this person, with what that one lends them."""
    lent = (member for member in actor.memberships if member.lent_by == person)
    there = tuple(member for member in lent if member.agency == agency)
    return replace(actor, user_id=person, memberships=there, replaced=frozenset())


def _agencies(actor: Actor) -> list[str]:
    return sorted(actor.agencies)


def _people(actor: Actor, agency: str) -> list[int]:
    return [] if actor.user_id is None else [actor.user_id]


def _posts(actor: Actor, agency: str) -> list[str]:
    members = (member for member in actor.memberships if member.agency == agency)
    return sorted({member.post for member in members if member.post is not None})


def _levels(actor: Actor, agency: str) -> list[str]:
    members = (member for member in actor.memberships if member.agency == agency)
    posts = (member.post for member in members if _waits_for_level(member))
    return sorted({post for post in posts if post is not None})


def _waits_for_level(member: Membership) -> bool:
    sees = Permission.SEE_COMPLAINTS
    return sees in ROLE_PERMISSIONS[member.role] and not is_at_any_level(member.role, sees)


_IN_SEAT: dict[str, Callable[[Actor, str], Any]] = {
    "agency": lambda _actor, agency: agency,
    "people": _people,
    "posts": _posts,
    "levels": _levels,
}

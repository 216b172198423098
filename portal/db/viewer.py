"""An actor as the rules about rows know them: by values that a statement is handed, not made with.

Statements that are the same for all actors alike are made, narrowed and compiled once: what they
have of one actor alone stands in parameters whose names say what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import BindParameter, ColumnElement, bindparam, false

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

    @property
    def waits_for_level(self) -> bool:
        """Tell whether they see complaints of some agency once these reached their level."""
        return any(map(_waits_for_level, self._actor.memberships))

    @property
    def seats(self) -> list[Seat]:
        """What they are in each of their agencies."""
        return [Seat(self, at) for at in range(len(self._actor.agencies))]

    def parameter_of_seat(self, at: int, name: str) -> BindParameter[Any]:
        """Return a parameter about what they are in the agency at this place."""
        return self._parameter(f"{_SEAT}{at}_{name}", expanding=name != "agency")

    def _parameter(self, name: str, *, expanding: bool = False) -> BindParameter[Any]:
        self.names.add(name)
        return bindparam(name, _value_of(self._actor, name), expanding=expanding)


class Seat:
    """What somebody is in one agency: which agency, themselves and whom they replace, and posts.

    `levels` are those of the posts whose complaints they see once these reached them.
    """

    def __init__(self, viewer: Viewer, at: int) -> None:
        self.agency = viewer.parameter_of_seat(at, "agency")
        self.people = viewer.parameter_of_seat(at, "people")
        self.posts = viewer.parameter_of_seat(at, "posts")
        self.levels = viewer.parameter_of_seat(at, "levels")


@lru_cache(maxsize=4096)
def shape_of(actor: Actor) -> Shape:
    """Return what decides how statements are narrowed for an actor, but for their parameters."""
    roles = frozenset(
        (member.role, member.agency is None, member.is_lent) for member in actor.memberships
    )
    return (actor.kind, actor.user_id is None, roles, len(actor.agencies))


@lru_cache(maxsize=4096)
def values_of(actor: Actor, names: tuple[str, ...]) -> Mapping[str, Any]:
    """Return what the parameters of these names hold for an actor."""
    return {name: _value_of(actor, name) for name in names}


def _value_of(actor: Actor, name: str) -> Any:
    if name.startswith(_MAY):
        return sorted(agencies_where(actor, Permission(name.removeprefix(_MAY))) or ())
    if name.startswith(_SEAT):
        at, _, about = name.removeprefix(_SEAT).partition("_")
        return _IN_SEAT[about](actor, _agencies(actor)[int(at)])
    return actor.complaint_id if name == _COMPLAINT else actor.user_id


def _agencies(actor: Actor) -> list[str]:
    return sorted(actor.agencies)


def _people(actor: Actor, agency: str) -> list[int]:
    replaced = {person for code, person in actor.replaced if code == agency}
    return sorted(replaced | ({actor.user_id} if actor.user_id is not None else set()))


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

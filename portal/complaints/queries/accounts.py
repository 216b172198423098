"""The staff of an agency by name: who may handle a complaint."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct
from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from portal.agencies.settings.matching import folded
from portal.complaints.records.people import (
    MembershipRecord,
    SavedSearchRecord,
    UserRecord,
)
from portal.db.reads import Read, read_all
from portal.db.row_filter import find
from portal.domain.permissions import ROLE_PERMISSIONS, Permission, is_at_any_level
from portal.domain.role import Role
from portal.keyring import Keyring


class Member(Struct, frozen=True):
    """Somebody of an agency who could be given a complaint."""

    user_id: int
    name: str


class Candidate(Struct, frozen=True):
    """Somebody of the agency, with the posts that they hold."""

    user_id: int
    name: str
    posts: tuple[str, ...]


class Account(Struct, frozen=True):
    """Somebody who signs in, as the list of accounts shows them."""

    email: str
    name: str
    is_active: bool
    memberships: tuple[tuple[str, str | None, str | None], ...]


def members_who_may(
    session: Session,
    permission: Permission,
    agency: str,
    reached: Collection[str] | None = None,
) -> list[Member]:
    """Return who may do something in `agency`, by name.

    It is done with a complaint that `reached` these posts, where they are given.
    """
    roles = [role for role in Role if permission in ROLE_PERMISSIONS[role]]
    at_any_level = [role for role in roles if reached is None or is_at_any_level(role, permission)]
    rows = session.execute(
        select(UserRecord.id, UserRecord.name)
        .join(MembershipRecord)
        .where(
            MembershipRecord.agency == agency,
            MembershipRecord.role.in_(roles),
            or_(MembershipRecord.role.in_(at_any_level), MembershipRecord.post.in_(reached or ())),
            UserRecord.is_active,
        )
        .distinct()
    )
    return sorted((Member(*row) for row in rows), key=lambda member: folded(member.name))


def candidates(session: Session, agency: str) -> list[Candidate]:
    """Return everybody who has something to do with the agency and may sign in, by name."""
    rows = session.execute(
        select(UserRecord.id, UserRecord.name, MembershipRecord.post)
        .join(MembershipRecord)
        .where(MembershipRecord.agency == agency, UserRecord.is_active)
        .order_by(MembershipRecord.id)
    ).all()
    names = {user_id: name for user_id, name, _ in rows}
    people = [
        Candidate(
            person, name, tuple(post for user_id, _, post in rows if user_id == person and post)
        )
        for person, name in names.items()
    ]
    return sorted(people, key=lambda named: folded(named.name))


def names_of(session: Session, user_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of users by their ids."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    return dict(find(session, _NAMES, ids=sorted(wanted)))


_NAMES = select(UserRecord.id, UserRecord.name).where(
    UserRecord.id.in_(bindparam("ids", expanding=True))
)


def email_hash(keyring: Keyring, email: str) -> str:
    """Return the keyed hash by which a typed e-mail address is found."""
    return keyring.hashed(email.strip().lower(), _EMAIL_PURPOSE)


def user_by_email(session: Session, keyring: Keyring, email: str) -> UserRecord | None:
    """Return who signs in with this address, if anybody does."""
    hashed = email_hash(keyring, email)
    return session.scalar(select(UserRecord).where(UserRecord.email_hash == hashed))


def active_user_id(session: Session, keyring: Keyring, email: str) -> int | None:
    """Return the id of whoever signs in with this address and may, if anybody does."""
    user = user_by_email(session, keyring, email)
    return user.id if user is not None and user.is_active else None


def user_of(session: Session, user_id: int, *, held: bool = False) -> UserRecord:
    """Return a user by their id, `held` for change if need be."""
    return session.get_one(UserRecord, user_id, with_for_update=held)


def every_account(session: Session) -> list[Account]:
    """Return every account, in the order in which they were added."""
    return [
        Account(
            email=user.email,
            name=user.name,
            is_active=user.is_active,
            memberships=tuple(
                (membership.role, membership.agency, membership.post)
                for membership in user.memberships
            ),
        )
        for user in session.scalars(select(UserRecord).order_by(UserRecord.id))
    ]


_EMAIL_PURPOSE = "user email"


class SavedSearch(Struct, frozen=True):
    """A kept search: its name, and the query string of its list."""

    id: int
    name: str
    query: Mapping[str, str]


_S = SavedSearchRecord
SEARCHES = Read(
    (
        select(_S.id, _S.id.label("search"), _S.name, _S.query).where(
            _S.user_id == bindparam("user_id"), _S.agency == bindparam("agency")
        ),
    ),
    lambda rows: sorted((SavedSearch(*row) for row in rows), key=lambda named: folded(named.name)),
)
"""What a person keeps for an agency, by name."""


def saved_searches(session: Session, user_id: int, agency: str) -> list[SavedSearch]:
    """Return what a person keeps for an agency, by name."""
    kept: list[SavedSearch] = read_all(session, (SEARCHES,), user_id=user_id, agency=agency)[
        SEARCHES
    ]
    return kept

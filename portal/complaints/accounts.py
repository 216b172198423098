"""Accounts of the staff, and the searches that they keep."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache, partial

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete
from sqlalchemy.orm import Session, object_session

from portal.complaints.queries.accounts import email_hash, saved_searches, user_by_email, user_of
from portal.complaints.queries.presence import enter_openings
from portal.complaints.queries.staff import known_user
from portal.complaints.records.people import (
    MembershipRecord,
    SavedSearchRecord,
    UserRecord,
)
from portal.db.engine import Database
from portal.domain.actor import Actor
from portal.domain.errors import PortalError
from portal.domain.role import Role
from portal.domain.text import Language
from portal.keyring import Keyring

PASSWORD_LENGTH = 12

# The least memory that OWASP advises: many sign-ins at once still fit a small machine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")


class EmailTakenError(PortalError):
    """Somebody already signs in with this e-mail address."""


class ShortPasswordError(PortalError):
    """The password has fewer characters than every password must have."""


def create_user(
    session: Session,
    keyring: Keyring,
    email: str,
    *,
    name: str,
    now: datetime,
    password: str | None = None,
    password_hash: str | None = None,
    language: Language = "fr",
    phone: str | None = None,
) -> int:
    """Add somebody who may sign in, and return their id; without a password they cannot yet.

    Many accounts with the same password may share the `password_hash` of `hash_password`.
    """
    if user_by_email(session, keyring, email) is not None:
        raise EmailTakenError
    user = UserRecord(
        email=email.strip(),
        email_hash=email_hash(keyring, email),
        name=name,
        phone=phone,
        password_hash=hash_password(password) if password is not None else password_hash,
        language=language,
        is_active=True,
        session_version=1,
        created_at=now,
    )
    session.add(user)
    session.flush()
    return user.id


def hash_password(password: str) -> str:
    """Return what is stored of a password, or raise ShortPasswordError."""
    if len(password) < PASSWORD_LENGTH:
        raise ShortPasswordError
    return _HASHER.hash(password)


def set_password(user: UserRecord, password: str) -> None:
    """Give a new password: every session that was open ends."""
    user.password_hash = hash_password(password)
    end_sessions(user)


def end_sessions(user: UserRecord) -> None:
    """End every session that the user has open, on whatever device."""
    user.session_version += 1


def set_shortcuts(session: Session, user_id: int, *, on: bool) -> None:
    """Let single letters do something on the pages that a user opens, or not."""
    user_of(session, user_id, held=True).shortcuts = on


def deactivate(user: UserRecord) -> None:
    """Let a user sign in no more, and end what they have open."""
    user.is_active = False
    end_sessions(user)


def add_membership(
    session: Session,
    user_id: int,
    role: Role,
    agency: str | None = None,
    *,
    post: str | None = None,
    unit: str | None = None,
) -> None:
    """Make a user something to an agency, or to the whole portal where `agency` is None."""
    session.add(
        MembershipRecord(user_id=user_id, role=role.value, agency=agency, post=post, unit=unit)
    )
    session.flush()


def remove_memberships(user: UserRecord, role: Role, agency: str | None = None) -> None:
    """Take a role in an agency, or in the whole portal, away from a user."""
    session = object_session(user)
    assert session is not None, "the user was read from a session"
    for membership in user.memberships:
        if (membership.role, membership.agency) == (role.value, agency):
            session.delete(membership)


def actor_of(session: Session, user: UserRecord, now: datetime) -> Actor:
    """Return the actor that a user is: also whatever those are whom they replace at the moment."""
    known = known_user(session, user.id, now)
    assert known is not None, "the user was read from a session"
    return known.actor


def is_password(password_hash: str | None, typed: str) -> bool:
    """Tell whether `typed` is the password; it takes as long where there is none."""
    try:
        _HASHER.verify(password_hash or _nobodys_hash(), typed)
    except VerificationError:
        return False
    return password_hash is not None


def record_opening(
    database: Database, user_id: int, complaint_ids: Collection[int], what: str, now: datetime
) -> None:
    """Write down that a member of staff opened complaints, and which part of them."""
    opened = {"at": now, "user_id": user_id, "what": what}
    rows = [{**opened, "complaint_id": complaint_id} for complaint_id in complaint_ids]
    database.enter(partial(enter_openings, rows=rows))


MOST = 20
"""How many searches one person keeps in one agency: the oldest goes when another comes."""


def keep_search(
    session: Session, user_id: int, agency: str, name: str, query: Mapping[str, str]
) -> None:
    """Keep a search; one that has the same name gives way to it."""
    kept = sorted(saved_searches(session, user_id, agency), key=lambda search: search.id)
    same = [search.id for search in kept if search.name.casefold() == name.casefold()]
    too_many = [search.id for search in kept[: max(0, len(kept) - MOST + 1)]]
    for search_id in same or too_many:
        forget_search(session, user_id, agency, search_id)
    session.add(SavedSearchRecord(user_id=user_id, agency=agency, name=name, query=dict(query)))


def forget_search(session: Session, user_id: int, agency: str, search_id: int) -> None:
    """Forget a search, if it is this person's."""
    s = SavedSearchRecord
    is_theirs = s.id == search_id, s.user_id == user_id, s.agency == agency
    session.execute(delete(s).where(*is_theirs))

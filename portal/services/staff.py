"""Who works for an agency: looked up once in a use case, however many letters they get."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import MembershipRecord, UserRecord
from portal.domain.actor import Role


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may sign in, in one of their memberships of an agency."""

    email: str
    language: str
    role: str
    post: str | None


@dataclass
class Staff:
    """The members of agencies, each agency's read from the database the first time it is asked."""

    _members: dict[str, list[Member]] = field(default_factory=dict)

    def with_post(self, session: Session, agency: str, post: str) -> list[Member]:
        """Return everybody who holds `post`, each once."""
        return _each_once(one for one in self._of(session, agency) if one.post == post)

    def with_role(self, session: Session, agency: str, role: Role) -> list[Member]:
        """Return everybody with `role` in the agency, each once."""
        return _each_once(one for one in self._of(session, agency) if one.role == role.value)

    def posts_held(self, session: Session, agency: str) -> frozenset[str]:
        """Return the posts of the agency that somebody holds."""
        return frozenset(one.post for one in self._of(session, agency) if one.post is not None)

    def _of(self, session: Session, agency: str) -> list[Member]:
        if agency not in self._members:
            self._members[agency] = _read(session, agency)
        return self._members[agency]


def _each_once(members: Iterable[Member]) -> list[Member]:
    return list({one.email: one for one in members}.values())


def _read(session: Session, agency: str) -> list[Member]:
    columns = (UserRecord.email, UserRecord.language, MembershipRecord.role, MembershipRecord.post)
    statement = (
        select(*columns)
        .join(MembershipRecord)
        .where(MembershipRecord.agency == agency, UserRecord.is_active)
        .order_by(UserRecord.id, MembershipRecord.id)
    )
    return [Member(*row) for row in session.execute(statement)]

"""Who works for an agency: looked up once in a use case, however many letters they get."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import ComplaintRecord, MembershipRecord, UserRecord
from portal.domain.actor import Role


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may sign in, in one of their memberships of an agency, or of the portal."""

    user_id: int
    email: str
    language: str
    role: str
    post: str | None


@dataclass
class Staff:
    """The members of agencies, each agency's read from the database the first time it is asked."""

    _members: dict[str | None, list[Member]] = field(default_factory=dict)

    def with_post(self, session: Session, agency: str, post: str) -> list[Member]:
        """Return everybody who holds `post`, each once."""
        return _each_once(one for one in self._of(session, agency) if one.post == post)

    def with_role(self, session: Session, agency: str | None, role: Role) -> list[Member]:
        """Return everybody with `role` in the agency, or in the whole portal, each once."""
        return _each_once(one for one in self._of(session, agency) if one.role == role.value)

    def posts_held(self, session: Session, agency: str) -> frozenset[str]:
        """Return the posts of the agency that somebody holds."""
        return frozenset(one.post for one in self._of(session, agency) if one.post is not None)

    def in_charge(self, session: Session, complaint: ComplaintRecord) -> list[Member]:
        """Return who is answerable for a complaint: its assignee, else whoever holds its post.

        Without either it is the head of the complaints service.
        """
        agency, assignee = complaint.agency, complaint.assignee_id
        assigned = [one for one in self._of(session, agency) if one.user_id == assignee]
        return (
            _each_once(assigned)
            or self.with_post(session, agency, complaint.holder)
            or self.heads(session, agency)
        )

    def heads(self, session: Session, agency: str) -> list[Member]:
        """Return who heads the agency's complaints service."""
        return self.with_role(session, agency, Role.HEAD)

    def protectors(self, session: Session, agency: str) -> list[Member]:
        """Return who protects complainants: the head of the service, else the top authority."""
        return self.heads(session, agency) or self.top_authority(session, agency)

    def top_authority(self, session: Session, agency: str) -> list[Member]:
        """Return who has the last word in the agency."""
        return self.with_role(session, agency, Role.TOP_AUTHORITY)

    def administrators(self, session: Session, agency: str) -> list[Member]:
        """Return who looks after the agency's settings; without anybody, after the portal's."""
        return self.with_role(session, agency, Role.ADMINISTRATOR) or self.with_role(
            session, None, Role.ADMINISTRATOR
        )

    def _of(self, session: Session, agency: str | None) -> list[Member]:
        if agency not in self._members:
            self._members[agency] = _read(session, agency)
        return self._members[agency]


def without(members: Iterable[Member], others: Iterable[Member]) -> list[Member]:
    """Return those of `members` who are not among the people of `others`."""
    people = {one.user_id for one in others}
    return [one for one in members if one.user_id not in people]


def _each_once(members: Iterable[Member]) -> list[Member]:
    return list({one.user_id: one for one in members}.values())


def _read(session: Session, agency: str | None) -> list[Member]:
    user = (UserRecord.id, UserRecord.email, UserRecord.language)
    statement = (
        select(*user, MembershipRecord.role, MembershipRecord.post)
        .join(MembershipRecord)
        .where(MembershipRecord.agency == agency, UserRecord.is_active)
        .order_by(UserRecord.id, MembershipRecord.id)
    )
    return [Member(*row) for row in session.execute(statement)]

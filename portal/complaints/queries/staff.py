"""Who works for an agency, who is away, and who works in their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct
from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.people import AbsenceRecord, MembershipRecord, UserRecord
from portal.db.row_filter import find
from portal.domain.absence import Away, WhyVacant, stand_in, vacant_posts, why_vacant
from portal.domain.actor import Actor, ActorKind, Membership
from portal.domain.handling.escalation import Alarmed, EscalationStep
from portal.domain.permissions import ROLE_PERMISSIONS, Permission, is_at_any_level
from portal.domain.role import Role


class Member(Struct, frozen=True):
    """Somebody who may sign in, in one of their memberships of an agency, or of the portal."""

    user_id: int
    email: str
    language: str
    role: str
    post: str | None

    @property
    def opens_complaints(self) -> bool:
        """Tell whether they may open complaints that reached their post: not in every role."""
        return Permission.SEE_COMPLAINTS in ROLE_PERMISSIONS[Role(self.role)]

    def opens_at(self, post: str) -> bool:
        """Tell whether they may open a complaint that is at this post."""
        is_anywhere = is_at_any_level(Role(self.role), Permission.SEE_COMPLAINTS)
        return self.opens_complaints and (is_anywhere or self.post == post)


class _Roster(Struct, frozen=True):
    """An agency's members, and who of them is away."""

    members: tuple[Member, ...]
    away: Away

    def at_work(
        self,
        members: Iterable[Member],
        concerned: Collection[int],
        excluded: Collection[int] = frozenset(),
    ) -> list[Member]:
        """Return who works as these members, each once: nobody of those who are `excluded`.

        Nobody works as one of those who are `concerned`, nor do they work as anybody.
        """
        out = {*concerned, *excluded}
        known = {member.user_id: member for member in self.members if member.user_id not in out}
        theirs = (member.user_id for member in members if member.user_id not in concerned)
        working = (stand_in(user_id, self.away) for user_id in theirs)
        return list({user_id: known[user_id] for user_id in working if user_id in known}.values())

    def holders(self, concerned: Collection[int] = ()) -> dict[str, list[int]]:
        """Return who holds each post, away or not, without those who are `concerned`."""
        holders: dict[str, list[int]] = defaultdict(list)
        for member in self.members:
            if member.user_id in concerned:
                continue
            if member.post is not None and member.opens_complaints:
                holders[member.post].append(member.user_id)
        return holders


@dataclass
class Staff:
    """The members of agencies at a moment, each agency's read the first time it is asked.

    Whoever is away is replaced by their substitute, and by nobody if they have none. For one
    complaint, whoever it concerns is nowhere, nor does anybody work in their place: they are
    `excluded`.
    """

    now: datetime
    excluded: set[int] = field(default_factory=set)
    _rosters: dict[str | None, _Roster] = field(default_factory=dict)

    def excluding(self, people: Iterable[int]) -> Staff:
        """Return the same staff for a complaint that concerns these people."""
        return Staff(self.now, set(people), self._rosters)

    def with_post(
        self, session: Session, agency: str, post: str, excluded: frozenset[int] = frozenset()
    ) -> list[Member]:
        """Return everybody who works at `post`, each once, without the people of `excluded`.

        Whoever may open no complaint, such as an administrator, does not work there.
        """
        roster = self._of(session, agency)
        members = (member for member in roster.members if member.post == post)
        holders = [member for member in members if member.opens_complaints]
        return roster.at_work(holders, self.excluded, excluded)

    def receivers(self, session: Session, agency: str, first_post: str) -> list[Member]:
        """Return who receives a complaint in its agency: somebody in any case."""
        return (
            self.with_post(session, agency, first_post)
            or self.heads(session, agency)
            or self.administrators(session, agency)
        )

    def holding_post(self, session: Session, agency: str, post: str) -> list[int]:
        """Return who holds a post, away or not, each once: whoever may open complaints there."""
        holders = self._of(session, agency).holders(self.excluded)
        return list(dict.fromkeys(holders.get(post, ())))

    def with_role(self, session: Session, agency: str | None, role: Role) -> list[Member]:
        """Return everybody who works as `role` in the agency, or in the portal, each once."""
        roster = self._of(session, agency)
        members = (member for member in roster.members if member.role == role.value)
        return roster.at_work(members, self.excluded)

    def holding(self, session: Session, agency: str, role: Role) -> list[Member]:
        """Return whose own role this is in the agency, away or not, each once."""
        members = self._of(session, agency).members
        theirs = {
            member.user_id: member
            for member in members
            if member.role == role.value and member.user_id not in self.excluded
        }
        return list(theirs.values())

    def themselves(self, session: Session, agency: str, role: Role) -> list[Member]:
        """Return whose own role this is and who is not away: nobody in anybody's place."""
        away = self._of(session, agency).away
        held = self.holding(session, agency, role)
        return [member for member in held if member.user_id not in away]

    def working_as(self, session: Session, agency: str, user_id: int) -> list[Member]:
        """Return this person, or who works in their place: nobody if nobody does."""
        roster = self._of(session, agency)
        themself = (member for member in roster.members if member.user_id == user_id)
        return roster.at_work(themself, self.excluded)

    def posts_of(self, session: Session, agency: str, user_id: int) -> set[str]:
        """Return the posts that a person holds."""
        members = self._of(session, agency).members
        return {
            member.post
            for member in members
            if member.user_id == user_id and member.post is not None
        }

    def in_place_of(self, session: Session, agency: str, user_id: int) -> int | None:
        """Return who works as this person: themself, their substitute, or nobody."""
        at_work = stand_in(user_id, self._of(session, agency).away)
        return at_work if self.excluded.isdisjoint((user_id, at_work)) else None

    def in_charge(
        self, session: Session, complaint: ComplaintRecord, excluded: frozenset[int] = frozenset()
    ) -> list[Member]:
        """Return who is answerable for a complaint: its assignee, else whoever works at its post.

        `excluded` are those who may not answer it. Without either it is the head of the complaints
        service, who can at least give it to somebody else. An assignee whose role was changed, so
        that they may not open it any more, is not answerable.
        """
        agency, roster = complaint.agency, self._of(session, complaint.agency)
        theirs = (member for member in roster.members if member.user_id == complaint.assignee_id)
        assigned = [member for member in theirs if member.opens_at(complaint.holder)]
        return (
            roster.at_work(assigned, self.excluded, excluded)
            or self.with_post(session, agency, complaint.holder, excluded)
            or self.heads(session, agency)
        )

    def heads(self, session: Session, agency: str) -> list[Member]:
        """Return who heads the agency's complaints service."""
        return self.with_role(session, agency, Role.HEAD)

    def officers(self, session: Session, agency: str) -> list[Member]:
        """Return who handles the agency's complaints."""
        return self.with_role(session, agency, Role.OFFICER)

    def top_authority(self, session: Session, agency: str) -> list[Member]:
        """Return who has the last word in the agency."""
        return self.with_role(session, agency, Role.TOP_AUTHORITY)

    def administrators(self, session: Session, agency: str) -> list[Member]:
        """Return who looks after the agency's settings; without anybody, after the portal's."""
        return self.with_role(session, agency, Role.ADMINISTRATOR) or self.with_role(
            session, None, Role.ADMINISTRATOR
        )

    def may_open(self, session: Session, agency: str, posts: Collection[str]) -> bool:
        """Tell whether anybody of the agency may open a complaint at one of these posts.

        Whoever is away may, from where they are.
        """
        members = (m for m in self._of(session, agency).members if m.user_id not in self.excluded)
        return any(member.opens_at(post) for member in members for post in posts)

    def is_closed_to_all(
        self, session: Session, agency: str, path: Iterable[EscalationStep]
    ) -> bool:
        """Tell whether all of the agency who could open a complaint on its way up are excluded."""
        posts = [step.to for step in path]
        could = self.excluding(()).may_open(session, agency, posts)
        return could and not self.may_open(session, agency, posts)

    def vacant_among(
        self,
        session: Session,
        agency: str,
        posts: Iterable[str],
        excluded: frozenset[int] = frozenset(),
    ) -> frozenset[str]:
        """Return the posts at which nobody of the agency works, or only people of `excluded`."""
        roster = self._of(session, agency)
        at_work = frozenset(member.user_id for member in roster.members) - excluded - self.excluded
        return vacant_posts(posts, roster.holders(self.excluded), at_work, roster.away)

    def told_as(
        self, session: Session, agency: str, members: Iterable[Member]
    ) -> tuple[Alarmed, ...]:
        """Return as what these members of an agency are told something of a complaint there."""
        heads = {head.user_id for head in self.heads(session, agency)}
        people = {member.user_id for member in members}
        in_charge = (Alarmed.IN_CHARGE,) if people - heads else ()
        return (*in_charge, Alarmed.HEAD) if people & heads else in_charge

    def why_vacant(self, session: Session, agency: str, post: str) -> WhyVacant:
        """Return why nobody answers at a post of the agency, where nobody does."""
        roster = self._of(session, agency)
        members = {member.user_id for member in roster.members}
        return why_vacant(roster.holders().get(post, ()), members, roster.away)

    def _of(self, session: Session, agency: str | None) -> _Roster:
        if agency not in self._rosters:
            away = away_at(session, agency, self.now) if agency is not None else {}
            self._rosters[agency] = _Roster(_members(session, agency), away)
        return self._rosters[agency]


def without(members: Iterable[Member], others: Iterable[Member]) -> list[Member]:
    """Return those of `members` who are not among the people of `others`."""
    people = {member.user_id for member in others}
    return [member for member in members if member.user_id not in people]


_MEMBERS = (
    select(
        *(UserRecord.id, UserRecord.email, UserRecord.language),
        *(MembershipRecord.role, MembershipRecord.post),
    )
    .join(MembershipRecord)
    .where(UserRecord.is_active)
    .order_by(UserRecord.id, MembershipRecord.id)
)
_OF_AGENCY = _MEMBERS.where(MembershipRecord.agency == bindparam("agency"))
_OF_PORTAL = _MEMBERS.where(MembershipRecord.agency.is_(None))


def _members(session: Session, agency: str | None) -> tuple[Member, ...]:
    if agency is None:
        return tuple(Member(*row) for row in find(session, _OF_PORTAL))
    return tuple(Member(*row) for row in find(session, _OF_AGENCY, agency=agency))


_ABSENT = aliased(UserRecord)
_HOLDS = and_(AbsenceRecord.begins_at <= bindparam("now"), AbsenceRecord.ends_at > bindparam("now"))
_AWAY = select(AbsenceRecord.user_id, AbsenceRecord.substitute_id).where(
    AbsenceRecord.agency == bindparam("agency"), _HOLDS
)
_REPLACED = (
    select(AbsenceRecord.agency, AbsenceRecord.user_id, AbsenceRecord.substitute_id)
    .join(UserRecord, UserRecord.id == AbsenceRecord.user_id)
    .where(
        AbsenceRecord.substitute_id.in_(bindparam("ids", expanding=True)),
        UserRecord.is_active,
        _HOLDS,
    )
)


def away_at(session: Session, agency: str, now: datetime) -> Away:
    """Return who is away from `agency` at a moment, each with who works in their place."""
    return dict(find(session, _AWAY, agency=agency, now=now))


_Replaced = list[tuple[str, int, int | None]]
"""Of each absence the agency, who is away, and who works in their place."""


def _all_replaced(
    session: Session, user_id: int, asked: _Replaced, now: datetime
) -> frozenset[tuple[str, int]]:
    """Return in place of whom somebody works at a moment: the agency and the person of each.

    Whoever replaces a substitute who is away works in place of all whom that one replaces.
    """
    replaced: set[tuple[str, int]] = set()
    while new := {(agency, person) for agency, person, _ in asked} - replaced:
        replaced |= new
        further = _replaced_directly(session, {person for _, person in new}, now)
        asked = [row for row in further if (row[0], row[2]) in new]
    return frozenset(pair for pair in replaced if pair[1] != user_id)


def _replaced_directly(session: Session, user_ids: Iterable[int], now: datetime) -> _Replaced:
    return find(session, _REPLACED, ids=sorted(user_ids), now=now)


class KnownUser(Struct, frozen=True):
    """Somebody who has an account, and the actor that they are at a moment."""

    session_version: int
    is_active: bool
    language: str
    shortcuts: bool
    actor: Actor


_Place = tuple[str, str | None, str | None, str | None]
"""A membership as it is stored: the role, its agency, post and unit."""

_M, _A = MembershipRecord, AbsenceRecord
_IS_HERE = exists().where(_ABSENT.id == _A.user_id, _ABSENT.is_active)
_KNOWN = (
    select(
        *(UserRecord.name, UserRecord.session_version, UserRecord.is_active),
        *(UserRecord.language, UserRecord.shortcuts),
        *(_M.id.label("membership"), _M.role, _M.agency, _M.post, _M.unit),
        *(_A.agency.label("where"), _A.user_id.label("absent")),
    )
    .select_from(UserRecord)
    .outerjoin(_M, _M.user_id == UserRecord.id)
    .outerjoin(_A, and_(_A.substitute_id == UserRecord.id, _HOLDS, _IS_HERE))
    .where(UserRecord.id == bindparam("user_id"))
    .order_by(_M.id)
)
_LENT = (
    select(_M.user_id, _M.role, _M.agency, _M.post, _M.unit)
    .where(_M.user_id.in_(bindparam("ids", expanding=True)))
    .order_by(_M.id)
)


def known_user(session: Session, user_id: int, now: datetime) -> KnownUser | None:
    """Return who has this account; as an actor they are also whatever those are whom they replace.

    It is one query, unless somebody is replaced.
    """
    rows = find(session, _KNOWN, user_id=user_id, now=now)
    if not rows:
        return None
    own: dict[int, _Place] = {}
    direct: set[tuple[str, int, int | None]] = set()
    for *_, membership, role, agency, post, unit, where, absent in rows:
        if membership is not None:
            own[membership] = (role, agency, post, unit)
        if absent is not None:
            direct.add((where, absent, user_id))
    replaced = _all_replaced(session, user_id, list(direct), now) if direct else frozenset()
    memberships = (
        *(_membership(place) for place in own.values()),
        *(_membership(place, lender) for lender, place in _lent(session, replaced)),
    )
    name, session_version, is_active, language, shortcuts, *_ = rows[0]
    actor = Actor(ActorKind.STAFF, name, user_id, memberships, replaced=replaced)
    return KnownUser(session_version, is_active, language, shortcuts, actor)


def _membership(place: _Place, lent_by: int | None = None) -> Membership:
    role, agency, post, unit = place
    return Membership(Role(role), agency, post, unit, lent_by)


def _lent(session: Session, replaced: Collection[tuple[str, int]]) -> list[tuple[int, _Place]]:
    """Return what those are who are replaced, where they are, each with who it is."""
    if not replaced:
        return []
    rows = find(session, _LENT, ids=sorted({absent for _, absent in replaced}))
    return [
        (absent, (role, where, post, unit))
        for agency, absent in sorted(replaced)
        for user_id, role, where, post, unit in rows
        if (where, user_id) == (agency, absent)
    ]

"""Who holds the posts of an agency, as pages say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import BindParameter, bindparam, select

from portal.complaints.records.people import AbsenceRecord, MembershipRecord, UserRecord
from portal.db.reads import Read, Rows
from portal.domain.absence import stand_in

_AWAY, _MEMBER = AbsenceRecord, MembershipRecord
_NOW: BindParameter[Any] = bindparam("now")
_AGENCY: BindParameter[Any] = bindparam("agency")


class PostHolder(Struct, frozen=True):
    """Who holds a post; while they are away, who works in their place, if anybody does."""

    user_id: int
    name: str
    is_away: bool = False
    substitute_id: int | None = None
    substitute: str | None = None

    def without(self, excluded: Collection[int]) -> PostHolder | None:
        """Return who works at the post for a complaint that concerns the people `excluded`.

        Nobody works there in place of one of them.
        """
        if self.user_id in excluded:
            return None
        is_out = self.substitute_id in excluded
        return replace(self, substitute_id=None, substitute=None) if is_out else self


def _holders(members: Rows, absences: Rows) -> Mapping[str, Sequence[PostHolder]]:
    names = {user_id: name for _, user_id, name in members}
    names |= {substitute_id: name for _, substitute_id, name in absences}
    away = {user_id: substitute_id for user_id, substitute_id, _ in absences}
    holders: dict[str, list[PostHolder]] = defaultdict(list)
    for post, user_id in dict.fromkeys((post, user_id) for post, user_id, _ in members):
        is_away = user_id in away
        substitute_id = stand_in(user_id, away) if is_away else None
        substitute = names.get(substitute_id or 0)
        holders[post].append(
            PostHolder(user_id, names[user_id], is_away, substitute_id, substitute)
        )
    return holders


POST_HOLDERS = Read(
    (
        select(_MEMBER.user_id.label("by"), _MEMBER.post, _MEMBER.user_id, UserRecord.name)
        .join(UserRecord, UserRecord.id == _MEMBER.user_id)
        .where(_MEMBER.agency == _AGENCY, _MEMBER.post.is_not(None), UserRecord.is_active),
        select(_AWAY.id, _AWAY.user_id, _AWAY.substitute_id, UserRecord.name)
        .outerjoin(UserRecord, UserRecord.id == _AWAY.substitute_id)
        .where(_AWAY.agency == _AGENCY, _AWAY.begins_at <= _NOW, _AWAY.ends_at > _NOW),
    ),
    _holders,
)
"""Who holds each post of the agency now."""

"""What was said of a complaint, and to whom words of it were handed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.of_complaint import belonging
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.db.direct import Direct
from portal.domain.actor import Actor
from portal.domain.nature import Nature
from portal.features.nature.records import PassedOnRecord
from portal.features.nature.rules import SAYING, TELLING, Told, is_contested, nature_said, told_of

_C, _E, _P = ComplaintRecord, HistoryEntryRecord, PassedOnRecord

FOLLOWED: FollowedRead[Told] = FollowedRead(
    (belonging(_E, (_E.kind, _E.facts), "seq").where(_E.kind.in_(TELLING)),), told_of
)
"""For whoever follows it."""


_NATURE = Direct(select(_C.nature).where(_C.id == bindparam("complaint")))


class Received(Struct, frozen=True):
    """Words that were handed to somebody, of what nature, when and in which agency."""

    nature: Nature
    at: datetime
    words: str


def nature_of(session: Session, complaint_id: int) -> Nature:
    """Return what a complaint is held to be: one, until somebody says otherwise."""
    return nature_said(_said_of(session, complaint_id)) or Nature.COMPLAINT


def is_message(connection: Connection, complaint_id: int) -> bool:
    """Tell whether a complaint is held to be none now."""
    found = _NATURE.first(connection, complaint=complaint_id)
    return found is not None and found[0] is not None


def is_contested_by_person(session: Session, complaint_id: int) -> bool:
    """Tell whether its person ever said that it is a complaint all the same."""
    return is_contested(_said_of(session, complaint_id))


def _said_of(session: Session, complaint_id: int) -> Iterable[HistoryEntryRecord]:
    of_it = (_E.complaint_id == complaint_id, _E.kind.in_(SAYING))
    return session.scalars(select(_E).where(*of_it).order_by(_E.seq))


def received_by(session: Session, actor: Actor, agency: str) -> list[Received]:
    """Return the words that were handed to the actor in an agency, the newest first.

    What turned out to be a complaint all the same is shown to nobody any more as praise.
    """
    own = (_P.user_id == actor.user_id, _P.agency == agency, _P.taken_back_at.is_(None))
    rows = session.scalars(select(_P).where(*own).order_by(_P.at.desc(), _P.id.desc()).limit(_MOST))
    return [Received(Nature(row.nature), row.at, row.words) for row in rows]


def take_back(session: Session, complaint_id: int, now: datetime) -> None:
    """Let nobody read any more what was handed on of a complaint."""
    of_it = select(_P).where(_P.complaint_id == complaint_id, _P.taken_back_at.is_(None))
    for record in session.scalars(of_it):
        record.taken_back_at = now


_MOST = 100
"""As many as anybody reads on one page."""

"""Everything that a complainant wrote: when they filed, and since, to every agency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import MessageRecord
from portal.complaints.work import Work
from portal.db.row_filter import as_the_portal


def texts_of_filing(story: str, answers: Mapping[str, Any], *more: str) -> list[str]:
    """Return everything that somebody wrote when they filed."""
    return [story, *(one for one in answers.values() if isinstance(one, str)), *more]


def texts_of(work: Work, complaint: ComplaintRecord) -> list[str]:
    """Return everything that the complainant wrote, when they filed and since, to every agency.

    Also what the agency of `complaint` may not read: the portal looks there, and shows nobody.
    """
    return texts_of_all(work.session, complaint.parent_id or complaint.id)


def texts_of_all(session: Session, whole_id: int) -> list[str]:
    """Return what the complainant wrote of a complaint and of all its parts."""
    c, m = ComplaintRecord, MessageRecord
    same = select(c.id).where(or_(c.id == whole_id, c.parent_id == whole_id))
    written = select(m.body).where(m.complaint_id.in_(same), m.from_citizen)
    with as_the_portal(session):
        filed = session.execute(select(c.story, c.answers).where(c.id.in_(same))).all()
        messages = list(session.scalars(written))
    return [text for row in filed for text in filed_texts(*row)] + messages


def filed_texts(story: str, said: Mapping[str, Any]) -> list[str]:
    """Return everything that was written when a complaint was filed, as it is kept."""
    more = (said.get("wish") or "", said.get("when_where") or "")
    return texts_of_filing(story, said.get("given") or {}, *more)

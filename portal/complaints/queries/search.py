"""The texts of a complaint: by whose words it is found, and all that its complainant wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import Heading
from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.complaints.records.message import MessageRecord
from portal.complaints.records.row_rules import seen_complaints
from portal.db.reads import Read, Rows, read_all
from portal.db.row_filter import NARROWED, as_the_portal
from portal.db.search import forget_complaint, index_more, newest_matching
from portal.domain.handling.confidential import TEXTS
from portal.domain.permissions import Permission, agencies_where
from portal.keyring import Keyring


def ids_matching(session: Session, keyring: Keyring, typed: str, at_most: int = 1000) -> list[int]:
    """Return the ids of complaints that the session's actor may see, the newest text first.

    Every typed word stands in the complaint as it was filed, or in one text added since.
    """
    connection = session.connection()
    agencies = agencies_where(session.info["actor"], Permission.SEE_COMPLAINTS)
    newest = newest_matching(connection, keyring, typed, agencies, at_most)
    if newest is None:
        return []
    # No class stands for the index: what an actor sees of it is said here.
    seen = seen_complaints(session, newest.c.complaint_id)
    statement = select(newest.c.complaint_id).where(seen).order_by(newest.c.place.desc())
    narrowed = statement.execution_options(**{NARROWED: True})
    return list(dict.fromkeys(connection.execute(narrowed).scalars()))


def index_again(
    session: Session, keyring: Keyring, complaint: ComplaintRecord, agency: str
) -> None:
    """Make a complaint findable only by what `agency`, which has it or is about to, may read.

    That may be more than whoever hands it on may read: what was held back for it before.
    """
    p, m, kept_for = PersonRecord, MessageRecord, (None, agency)
    people = select(p.name, p.kept_for).where(p.complaint_id == complaint.id).order_by(p.id)
    messages = (
        select(m.body, m.kept_for)
        .where(m.complaint_id == complaint.id, m.kind.not_in(TEXTS))
        .order_by(m.id)
    )
    forget_complaint(session, complaint.id)
    with as_the_portal(session):
        names = [name for name, kept in session.execute(people) if kept in kept_for]
        texts = [body for body, kept in session.execute(messages) if kept in kept_for]
    wish = (complaint.answers or {}).get("wish")
    filed = " ".join(filter(None, (complaint.story, wish, *names)))
    for text in (filed, *texts):
        index_more(session, keyring, complaint, text, agency)


def texts_of(session: Session, complaint: ComplaintRecord | Heading) -> list[str]:
    """Return everything that the complainant wrote, when they filed and since, to every agency.

    Also what the agency of `complaint` may not read: the portal looks there, and shows nobody.
    """
    with as_the_portal(session):
        read = read_all(session, (_WRITTEN,), whole=complaint.parent_id or complaint.id)
    texts: list[str] = read[_WRITTEN]
    return texts


def _written(filed: Rows, messages: Rows) -> list[str]:
    return [text for row in filed for text in filed_texts(*row)] + [body for (body,) in messages]


_C, _M = ComplaintRecord, MessageRecord
_OF_WHOLE = or_(_C.id == bindparam("whole"), _C.parent_id == bindparam("whole"))
_SAME = select(_C.id).where(_OF_WHOLE)
_WRITTEN = Read(
    (
        select(_C.id, _C.story, _C.answers).where(_OF_WHOLE),
        select(_M.id, _M.body).where(_M.complaint_id.in_(_SAME), _M.from_citizen),
    ),
    _written,
)


def filed_texts(story: str, answers: Mapping[str, Any]) -> list[str]:
    """Return everything that was written when a complaint was filed, as it is kept."""
    more = (answers.get("wish") or "", answers.get("when_where") or "")
    return texts_of_filing(story, answers.get("given") or {}, *more)


def texts_of_filing(story: str, answers: Mapping[str, Any], *more: str) -> list[str]:
    """Return everything that somebody wrote when they filed."""
    return [story, *(answer for answer in answers.values() if isinstance(answer, str)), *more]

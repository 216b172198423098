"""The texts of a complaint: by whose words it is found, and all that its complainant wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import Subquery, bindparam, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import Heading
from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.complaints.records.message import MessageRecord
from portal.db.reads import Read, Rows, read_all
from portal.db.row_filter import as_the_portal
from portal.db.search import NEWEST_MATCHING, forget_complaint, index_more, query_of
from portal.domain.handling.confidential import TEXTS
from portal.domain.permissions import Permission, agencies_where
from portal.keyring import Keyring

_C, _M = ComplaintRecord, MessageRecord
_FOUND_AT_MOST = 1000


def _found_by(newest: Subquery) -> Read[list[int]]:
    """Return what reads the ids of complaints that words lead to, the newest text first."""
    # No class stands for the index. What is seen is looked up for each text: see `row_rules`.
    seen = select(_C.id).where(_C.id == newest.c.complaint_id).scalar_subquery()
    found = select(-newest.c.place, newest.c.complaint_id).where(seen.is_not(None))
    return Read((found,), lambda rows: list(dict.fromkeys(id_ for (id_,) in rows)))


_FOUND = {dialect: _found_by(newest) for dialect, newest in NEWEST_MATCHING.items()}


class Search(Struct, frozen=True):
    """What reads the ids of the complaints that a search finds, and the values that it is handed.

    They are complaints that the session's actor sees, the newest text first.
    """

    read: Read[list[int]]
    values: Mapping[str, Any]


def search_for(
    session: Session, keyring: Keyring, typed: str, at_most: int = _FOUND_AT_MOST
) -> Search | None:
    """Return how complaints are found by words; None if nothing is found by what was typed.

    Every typed word stands in the complaint as it was filed, or in one text added since. Words lead
    nobody to complaints of whom it is kept who complains: they would tell it.
    """
    dialect = session.get_bind().dialect.name
    agencies = agencies_where(session.info["actor"], Permission.SEE_ALL)
    query = query_of(dialect, keyring, typed, agencies)
    return Search(_FOUND[dialect], {"query": query, "most": at_most}) if query else None


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

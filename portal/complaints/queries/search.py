"""The texts of a complaint: by whose words it is found, and all that its complainant wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import BigInteger, Select, Subquery, bindparam, or_, select, text
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import Heading
from portal.complaints.queries.withheld import withheld_from
from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.complaints.records.message import MessageRecord
from portal.db.reads import Read, Rows, read_all
from portal.db.row_filter import as_the_portal, connection_of
from portal.db.search.lookup import texts_with
from portal.db.search.segments import Rebuilding, state_of
from portal.db.search.stems import typed_stems
from portal.db.search.texts import forget_complaint, index_more
from portal.domain.permissions import Permission, agencies_where
from portal.keyring import Keyring

_C, _M = ComplaintRecord, MessageRecord
_FOUND_AT_MOST = 1000
_TEXTS = {
    "sqlite": "SELECT id AS place, complaint_id FROM search_text"
    " WHERE id IN (SELECT value FROM json_each(:texts))",
    "postgresql": "SELECT id AS place, complaint_id FROM search_text WHERE id = ANY(:texts)",
}
"""Which complaints texts belong to: no class stands for them, what is seen is asked of these."""


def _found_by(texts: Subquery) -> Read[list[int]]:
    """Return what reads the ids of complaints that words lead to, the newest text first."""
    seen = select(_C.id).where(_C.id == texts.c.complaint_id).scalar_subquery()
    found = select(-texts.c.place, texts.c.complaint_id).where(seen.is_not(None))
    return Read((found,), lambda rows: list(dict.fromkeys(id_ for (id_,) in rows)))


_FOUND = {
    kind: _found_by(text(sql).columns(place=BigInteger, complaint_id=BigInteger).subquery("texts"))
    for kind, sql in _TEXTS.items()
}


class Search(Struct, frozen=True):
    """What reads the ids of the complaints that a search finds, and the values that it is handed.

    They are complaints that the session's actor sees, the newest text first. While the index is
    made anew, `rebuilding` says how far it is.
    """

    read: Read[list[int]]
    values: Mapping[str, Any]
    rebuilding: Rebuilding | None


def search_for(
    session: Session,
    keyring: Keyring,
    typed: str,
    agency: str,
    at_most: int = _FOUND_AT_MOST,
) -> Search | None:
    """Return how complaints of an agency are found by words; None where nothing is found.

    Every typed word stands in the complaint as it was filed, or in one text added since. Words lead
    nobody to complaints of whom it is kept who complains: they would tell it.
    """
    words = typed_stems(keyring, typed)
    agencies = agencies_where(session.info["actor"], Permission.SEE_ALL)
    if not words or (agencies is not None and agency not in agencies):
        return None
    connection = connection_of(session)
    state = state_of(connection, keyring, agency)
    texts = texts_with(connection, keyring, state, words, at_most)
    kind = connection.dialect.name
    given = json.dumps(texts) if kind == "sqlite" else texts
    return Search(_FOUND[kind], {"texts": given}, state.rebuilding)


def index_again(
    session: Session, keyring: Keyring, complaint: ComplaintRecord, agency: str
) -> None:
    """Make a complaint findable only by what `agency`, which has it or is about to, may read.

    That may be more than whoever hands it on may read: what was held back for it before.
    """
    with as_the_portal(session):
        texts = readable_texts(session, {complaint.id: agency})[complaint.id]
        forget_complaint(session, complaint.id)
    for written in texts:
        index_more(session, keyring, complaint, written, agency)


def readable_texts(session: Session, agencies: Mapping[int, str]) -> dict[int, list[str]]:
    """Return the texts that complaints are found by; `agencies` says who has each of them.

    What was filed is one text, the first. Others are there as far as that agency may read them;
    what is withheld from it is in none.
    """
    p, m = PersonRecord, MessageRecord
    filed = select(_C.id, _C.story, _C.answers).where(_C.id.in_(agencies))
    people = select(p.complaint_id, p.kept_for, p.name).where(p.complaint_id.in_(agencies))
    messages = select(m.complaint_id, m.kept_for, m.body).where(m.complaint_id.in_(agencies))

    def readable(texts: Select[int, str | None, Any]) -> Iterator[tuple[int, str]]:
        for complaint_id, kept_for, written in session.execute(texts):
            if written and kept_for in (None, agencies[complaint_id]):
                yield complaint_id, written

    parts = {
        id_: [story, (answers or {}).get("wish")] for id_, story, answers in session.execute(filed)
    }
    for complaint_id, name in readable(people.order_by(p.id)):
        parts[complaint_id].append(name)
    texts = {id_: [" ".join(filter(None, of_filing))] for id_, of_filing in parts.items()}
    for complaint_id, body in readable(messages.order_by(m.id)):
        texts[complaint_id].append(body)
    withheld = withheld_from(session, agencies)
    return {
        id_: [withheld[id_].masked(text) if id_ in withheld else text for text in written]
        for id_, written in texts.items()
    }


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

"""Complaints found by the words of their texts, by those who may see them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.complaints.records.message import MessageRecord
from portal.complaints.row_rules import seen_complaints
from portal.complaints.work import Work
from portal.db.row_filter import as_the_portal
from portal.db.search import forget_complaint, index_complaint, indexed_words, newest_matching
from portal.domain.handling.confidential import TEXTS
from portal.domain.permissions import Permission, agencies_where
from portal.keyring import Keyring


def index_more(
    session: Session,
    keyring: Keyring,
    complaint: ComplaintRecord,
    text: str,
    agency: str | None = None,
) -> None:
    """Make a complaint findable by the words of one more text, such as a message.

    `agency` is who finds it, where it is about to be in other hands.
    """
    words = indexed_words(keyring, complaint.language, text)
    index_complaint(session.connection(), complaint.id, agency or complaint.agency, words)


def index_again(work: Work, complaint: ComplaintRecord, agency: str) -> None:
    """Make a complaint findable only by what `agency`, which has it or is about to, may read.

    That may be more than whoever hands it on may read: what was held back for it before.
    """
    people = select(PersonRecord).where(PersonRecord.complaint_id == complaint.id)
    messages = select(MessageRecord).where(MessageRecord.complaint_id == complaint.id)
    forget_complaint(work.session, complaint.id)
    with as_the_portal(work.session):
        names = [
            one.name
            for one in work.session.scalars(people.order_by(PersonRecord.id))
            if one.kept_for in (None, agency)
        ]
        texts = [
            message.body
            for message in work.session.scalars(messages.order_by(MessageRecord.id))
            if message.kind not in TEXTS and message.kept_for in (None, agency)
        ]
    wish = (complaint.answers or {}).get("wish")
    filed = " ".join(each for each in (complaint.story, wish, *names) if each)
    for text in (filed, *texts):
        index_more(work.session, work.keyring, complaint, text, agency)


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
    return list(dict.fromkeys(connection.execute(statement).scalars()))

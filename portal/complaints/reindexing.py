"""Making a complaint findable anew, by what the agency that has it may read."""

from __future__ import annotations

from sqlalchemy import select

from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.complaints.records.message import MessageRecord
from portal.complaints.work import Work
from portal.db.row_filter import as_the_portal
from portal.db.search import forget_complaint, index_more
from portal.domain.confidential import TEXTS


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

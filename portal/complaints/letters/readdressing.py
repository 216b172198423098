"""Letters that had not left when somebody else came to be written to: they go there instead."""

from __future__ import annotations

from collections.abc import Sequence

from portal.complaints.letters.letters import address_of, complainant_of
from portal.complaints.queries.waiting_letters import letters_not_left
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import OutboxRecord
from portal.complaints.work import Work
from portal.domain.complaint import ReplyBy


def not_left_to(work: Work, complaint: ComplaintRecord, address: str | None) -> list[OutboxRecord]:
    """Return the letters about a complaint and its parts that have not left to an address yet."""
    if not address:
        return []
    waiting = letters_not_left(work.session, complaint.id)
    return [row for row in waiting if row.recipient == address]


def send_on(work: Work, complaint: ComplaintRecord, waiting: Sequence[OutboxRecord]) -> None:
    """Let letters that have not left go to whoever complains now, or wait for them on paper.

    What opens something was for somebody else: it leaves to nobody.
    """
    person = complainant_of(work, complaint)
    address = person and address_of(complaint.reply_by, person.email, person.phone)
    for row in waiting:
        if row.sealed is not None or (not address and complaint.reply_by != ReplyBy.POST):
            work.session.delete(row)
        elif address:
            row.recipient = address
        else:
            row.recipient, row.done, row.by_post = None, True, True
    work.session.flush()

"""Letters to the staff that are about no single complaint: a lesson to read, an alarm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from portal.complaints.letters.letters import mail_row
from portal.complaints.queries.staff import Member
from portal.complaints.records.message import OutboxRecord
from portal.complaints.work import Work
from portal.words.letters.letter import Letter


def write_apart(
    work: Work,
    members: Iterable[Member],
    letter: Letter,
    agencies: Sequence[str],
) -> int:
    """Put a letter to each of `members`, whoever acts left out, into the outbox; return how many.

    `agencies` are those that the letter speaks of, one at least.
    """
    others = [member for member in members if member.user_id != work.actor.user_id]
    of_one = {"agency": agencies[0]} if len(agencies) == 1 else {}
    about = {"agencies": list(agencies), **of_one, **letter.facts()}
    for member in others:
        row = mail_row(letter.code, member.email, member.language, about, work.now)
        work.session.add(OutboxRecord(complaint_id=None, **row))
    return len(others)

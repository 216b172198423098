"""Letters to the staff that are about no single complaint: a lesson to read, an alarm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from portal.complaints.letters.letters import mail_row
from portal.complaints.people.staff import Member
from portal.complaints.records.outbox import OutboxRecord
from portal.complaints.work import Work


def write_apart(
    work: Work, members: Iterable[Member], template: str, agencies: Sequence[str], **params: Any
) -> int:
    """Put a letter to each of `members`, whoever acts left out, into the outbox; return how many.

    `agencies` are those that the letter speaks of, one at least.
    """
    others = [one for one in members if one.user_id != work.actor.user_id]
    for one in others:
        told = {"agencies": list(agencies), **params}
        row = mail_row(template, one.email, one.language, told, work.now)
        work.session.add(OutboxRecord(complaint_id=None, **row))
    return len(others)

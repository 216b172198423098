"""Letters to the staff about several complaints, or about none that may be named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from portal.complaints.letters.letters import mail_row
from portal.complaints.queries.staff import Member
from portal.complaints.records.message import OutboxRecord
from portal.complaints.work import Work
from portal.words.letters.letter import Letter
from portal.words.letters.to_staff import Digest


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


def write_sealed(work: Work, members: Iterable[Member], letter: Letter, agency: str) -> None:
    """Put a letter to each of `members` into the outbox, of which nothing tells what it is.

    Its row is that of any digest: it names no complaint, and what it says is sealed.
    """
    for member in members:
        params = {"agency": agency, "agencies": [agency], **letter.facts()}
        row = sealed_row(letter.code, member.email, member.language, params, work.now)
        work.session.add(OutboxRecord(complaint_id=None, **row))


def sealed_row(
    template: str, recipient: str, language: str, params: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """Return a letter about several complaints, or about none that may be named, sealed."""
    row = mail_row(Digest.code, recipient, language, {}, now)
    return row | {"sealed": {"template": template, "params": params}}

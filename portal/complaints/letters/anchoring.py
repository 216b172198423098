"""The root over all histories is sent to whoever has the last word in each agency."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.complaints.letters.letters import mail_row
from portal.complaints.queries.staff import Member, Staff
from portal.complaints.records.message import OutboxRecord
from portal.domain.history_tree import Anchor
from portal.words.letters.about_history import HistoryAnchored


def write_to_top_authorities(
    session: Session, staff: Staff, agencies: Iterable[str], anchor: Anchor
) -> int:
    """Put a letter with a root to each top authority into the outbox; return how many.

    Whoever is that in several agencies gets one.
    """
    readers: dict[int, tuple[Member, list[str]]] = {}
    for agency in agencies:
        for member in staff.top_authority(session, agency):
            readers.setdefault(member.user_id, (member, []))[1].append(agency)
    letter = HistoryAnchored(as_of=anchor.root.at, root=anchor.as_text())
    for member, theirs in readers.values():
        about = {"agencies": theirs, "agency": theirs[0], **letter.facts()}
        row = mail_row(letter.code, member.email, member.language, about, staff.now)
        session.add(OutboxRecord(complaint_id=None, **row))
    return len(readers)

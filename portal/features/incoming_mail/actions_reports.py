"""Reports of mail servers: an address that nothing reaches is noted, and somebody is to act.

Anybody may send what looks like a report. It is believed where it names a letter that left from
here, whose id nobody else knows, and the address to which that letter went.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL
from portal.features.incoming_mail.actions_added import Running
from portal.features.incoming_mail.letters import LETTER_RETURNED
from portal.features.incoming_mail.queries import SentLetter, letters_named
from portal.features.incoming_mail.queries import letter as letter_of
from portal.features.incoming_mail.rules import Place, State, Why
from portal.gateways.incoming_mail import ReadMessage

RETURNED = "the mail server of the address gave it back"


def note_failing(
    office: Running, message: ReadMessage, place: Place, agency: str, now: datetime
) -> tuple[Place, str]:
    """Mark the letters that came back, and tell whoever handles their complaints.

    Return where the report goes: beside the complaint, where it is believed.
    """
    with office.reading(PORTAL) as session:
        found = _believed(office, session, message)
    for letter in found:
        _note(office, letter, now)
    if not found:
        return place, agency
    return Place(State.SET_ASIDE, Why.MACHINE, found[0].of), found[0].of.agency


def _believed(office: Running, session: Session, message: ReadMessage) -> list[SentLetter]:
    domain = office.config.mail_from.rpartition("@")[2].lower()
    ids = [one.partition("@")[0] for one in message.letters if one.lower().endswith(f"@{domain}")]
    named = letters_named(session, ids) if ids else []
    return [one for one in named if (one.recipient or "").strip().lower() in message.failing]


def _note(office: Running, sent: SentLetter, now: datetime) -> None:
    """Mark one letter as failed, once, and tell whoever is to reach its reader otherwise."""

    def act(work: Work, complaint: ComplaintRecord) -> None:
        letter = letter_of(work.session, sent.id)
        if letter.failed_at is not None:
            return
        letter.failed_at, letter.problem = now, RETURNED
        letters.to_assignee(work, complaint, LETTER_RETURNED)

    office.change(PORTAL, sent.of.number, act)

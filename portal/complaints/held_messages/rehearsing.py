"""What would be written to a complainant, known before it leaves: by doing it, and undoing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.agencies.registry import Registry
from portal.complaints.held_messages.holding import carry_out, tried_only
from portal.complaints.letters.outbox import names_for
from portal.complaints.letters.posted import blocks_of
from portal.complaints.outgoing import Content
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import MessageRecord, OutboxRecord
from portal.complaints.work import Work
from portal.config import Config
from portal.domain.complaint import Complaint, ReplyBy, facts_of
from portal.domain.portal_services import PHONE
from portal.gateways.printer import Block
from portal.words.letters.writing import Wordings


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    """A letter as the outbox would hold it, and by which way it goes."""

    template: str
    language: str
    params: Mapping[str, Any]
    means: ReplyBy


@dataclass(frozen=True, slots=True)
class Written:
    """What a complainant would get: the text for their follow-up, and a letter, if one leaves.

    `facts` are those of the complaint as it would be then.
    """

    text: str
    letter: PlannedLetter | None
    facts: Complaint


@dataclass(frozen=True, slots=True)
class LetterWords:
    """A letter in words, exactly as it leaves, part by part; a text message has no subject."""

    subject: str
    blocks: tuple[Block, ...]


def written_by(work: Work, complaint: ComplaintRecord, content: Content) -> Written:
    """Return what carrying it out would write now; raise what it would raise. Nothing is done."""
    last = work.session.scalar(select(func.max(OutboxRecord.id))) or 0
    with tried_only(work):
        carry_out(work, complaint, content)
        work.session.flush()
        return _written(work, complaint, last)


def letter_words(
    config: Config, agencies: Registry, letters: Wordings, written: Written, now: datetime
) -> LetterWords | None:
    """Return the letter as it would leave; None where the person hears of nothing by letter."""
    letter = written.letter
    if letter is None:
        return None
    agency = agencies.agency(written.facts.agency)
    middle = agency.letters.middle(letter.template, written.facts.category)
    names = names_for(config, agencies.portal, agency, written.facts, now, middle)
    params = {**letter.params, "agency": agency.code, "on_paper": letter.means is ReplyBy.POST}
    worded = (letter.template, letter.language, params, names)
    if letter.means is ReplyBy.TEXT:
        return LetterWords("", (Block(letters.text_message(*worded)),))
    content, on_paper = letters.content_of(*worded), letter.means is ReplyBy.POST
    blocks = blocks_of(content, letter.language, written.text if on_paper else None)
    return LetterWords(content.heading if on_paper else content.subject, tuple(blocks))


def _written(work: Work, complaint: ComplaintRecord, last_letter: int) -> Written:
    message, outbox = MessageRecord, OutboxRecord
    of_complaint = select(message.body).where(message.complaint_id == complaint.id)
    text = work.session.scalar(of_complaint.order_by(message.id.desc()).limit(1))
    found = work.session.scalar(
        select(outbox)
        .where(outbox.complaint_id == complaint.id, outbox.id > last_letter)
        .where(outbox.template.in_(work.features.letters.citizen_codes))
    )
    letter = None if found is None else _planned(found)
    return Written(text or "", letter, facts_of(complaint))


def _planned(row: OutboxRecord) -> PlannedLetter:
    by_text = bool(row.recipient) and str(row.recipient).startswith(PHONE)
    means = ReplyBy.POST if row.by_post else ReplyBy.TEXT if by_text else ReplyBy.EMAIL
    return PlannedLetter(row.template, row.language, dict(row.params), means)

"""Letters as complainants read them: those on paper, which somebody posts, and those to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.names_in_letters import names_for
from portal.agencies.registry import Registry
from portal.complaints import entries
from portal.complaints.queries.case_file import complainants_of
from portal.complaints.queries.waiting_letters import (
    complaint_of,
    letter_to_post,
    letters_by_post,
    text_with,
)
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import OutboxRecord
from portal.complaints.work import Work, require
from portal.config import Config
from portal.domain.complaint import Complaint, ReplyBy, facts_of
from portal.domain.errors import IncompleteError, UnknownComplaintError
from portal.domain.needs import LARGE_PRINT, forms_asked
from portal.domain.number import whole_number
from portal.domain.permissions import Permission
from portal.domain.portal_services import PHONE
from portal.domain.text import Text
from portal.gateways.printer import Block, PrintedLetter
from portal.words.catalogue import gettext_in
from portal.words.dates import day_words
from portal.words.letters.layout import Content, Title
from portal.words.letters.to_citizens import AnswerReady
from portal.words.letters.writing import Wordings
from portal.words.typography import french_spaces

_TOLD = (
    *("answer", "question", "extension", "conclusion", "contact_limit", "limit_reviewed"),
    *("accommodation", "name_asked_for", "thanks"),
)


def record_posted(
    work: Work,
    complaint: ComplaintRecord,
    letter_id: int,
    day: date,
    *,
    is_as_asked: bool | None = None,
) -> None:
    """Write down on which day a letter was posted; one that was posted before stays as it was.

    Where its reader asked for another form, it is said whether it left in that form too. Raise
    IncompleteError where it is not, for a day before the letter was written, or one to come.
    """
    require(work, complaint, Permission.CONTACT)
    letter = letter_to_post(work.session, complaint.id, letter_id)
    if letter is None:
        return
    calendar = work.advised.calendar
    if not calendar.day_of(letter.created_at) <= day <= calendar.day_of(work.now):
        raise IncompleteError("posted_on")
    is_asked = not letter.recipient and bool(forms_asked(complaint.needs))
    if is_asked and is_as_asked is None:
        raise IncompleteError("form")
    letter.posted_on = day
    said = is_as_asked if is_asked else None
    work.record(complaint, entries.LetterPosted(letter.template, day, said))


def printed_letters(
    session: Session,
    config: Config,
    agencies: Registry,
    letters: Wordings,
    letter_ids: Sequence[int],
    now: datetime,
) -> list[PrintedLetter]:
    """Return letters as they are printed, in the order of their ids.

    Raise UnknownComplaintError for one that is of no complaint that the actor may see.
    """
    rows = letters_by_post(session, letter_ids)
    return [_printed(session, config, agencies, letters, row, now) for row in rows]


def _printed(
    session: Session,
    config: Config,
    agencies: Registry,
    letters: Wordings,
    row: OutboxRecord,
    now: datetime,
) -> PrintedLetter:
    complaint = complaint_of(session, row)
    if complaint is None:
        raise UnknownComplaintError(str(row.id))
    agency = agencies.agency(complaint.agency)
    middle = agency.letters.middle(row.template, complaint.category)
    rules = agencies.under(agency.code, complaint.release_id)
    names = names_for(config, agencies.portal, agency, facts_of(complaint), now, middle, rules)
    text = text_with(session, row, _TOLD)
    params = {**row.params, **(row.sealed or {}), "agency": agency.code, "on_paper": True}
    if row.template == AnswerReady.code and text:
        # Its words lead to the page, unless they have the answer itself.
        params["answer"], text = text, None
        if row.params.get("closed"):
            params["conclusion"] = text_with(session, row, ("conclusion",))
    content = letters.content_of(row.template, row.language, params, names)
    language = "en" if row.language == "en" else "fr"
    return PrintedLetter(
        language=language,
        paper=paper_of(agency),
        sender=_sender(agencies, agency, language),
        recipient=_lines(row.recipient) or _recipient(session, complaint, language),
        date=_written_on(agency, row, language),
        reference=gettext_in(language, "Plainte %(number)s", number=whole_number(complaint.number)),
        subject=content.heading,
        blocks=(*blocks_of(content, language, text),),
        is_large=not row.recipient and LARGE_PRINT in complaint.needs,
    )


# A letter known in words before it leaves.


class PlannedLetter(Struct, frozen=True):
    """A letter as the outbox would hold it, and by which way it goes."""

    template: str
    language: str
    params: Mapping[str, Any]
    means: ReplyBy


class Written(Struct, frozen=True):
    """What a complainant would get: the text for their follow-up, and a letter, if one leaves.

    `facts` are those of the complaint as it would be then, `release_id` what it came under.
    """

    text: str
    letter: PlannedLetter | None
    facts: Complaint
    release_id: int


class LetterWords(Struct, frozen=True):
    """A letter in words, exactly as it leaves, part by part; a text message has no subject."""

    subject: str
    blocks: tuple[Block, ...]


def planned_letter(row: OutboxRecord) -> PlannedLetter:
    """Return a letter of the outbox as it is about to leave, and by which way."""
    by_text = bool(row.recipient) and str(row.recipient).startswith(PHONE)
    means = ReplyBy.POST if row.by_post else ReplyBy.TEXT if by_text else ReplyBy.EMAIL
    return PlannedLetter(row.template, row.language, dict(row.params), means)


def letter_words(
    config: Config, agencies: Registry, letters: Wordings, written: Written, now: datetime
) -> LetterWords | None:
    """Return the letter as it would leave; None where the person hears of nothing by letter."""
    letter = written.letter
    if letter is None:
        return None
    agency = agencies.agency(written.facts.agency)
    middle = agency.letters.middle(letter.template, written.facts.category)
    rules = agencies.under(agency.code, written.release_id)
    names = names_for(config, agencies.portal, agency, written.facts, now, middle, rules)
    params = {**letter.params, "agency": agency.code, "on_paper": letter.means is ReplyBy.POST}
    worded = (letter.template, letter.language, params, names)
    if letter.means is ReplyBy.TEXT:
        return LetterWords("", (Block(letters.text_message(*worded)),))
    content, on_paper = letters.content_of(*worded), letter.means is ReplyBy.POST
    blocks = blocks_of(content, letter.language, written.text if on_paper else None)
    return LetterWords(content.heading if on_paper else content.subject, tuple(blocks))


# What both are made of.


def blocks_of(content: Content, language: str, text: str | None) -> list[Block]:
    """Return what a letter on paper says, with the text that it tells of."""
    parts = [
        Block(part.words, is_title=True) if isinstance(part, Title) else Block(part.text(language))
        for part in content.parts
    ]
    # On paper nobody follows a link to the text: it stands in the letter.
    whole = [Block(text)] if text else []
    hello = Block(gettext_in(language, "Bonjour,"))
    return [hello, *whole, *parts, Block(content.footer)]


def paper_of(agency: Agency) -> str:
    """Return the size of paper of the agency's country: letter in North America, A4 elsewhere."""
    return "us-letter" if agency.settings.calendar.country in ("CA", "US") else "a4"


def _sender(agencies: Registry, agency: Agency, language: str) -> tuple[str, ...]:
    def said(words: Text) -> str:
        text = words.in_(language)
        return text if language == "en" else french_spaces(text)

    own = agency.settings
    portal = agencies.portal.portal
    address = own.channels.post or portal.post
    where = said(address.text).split("\n") if address else []
    return (said(agency.name), said(own.agency.service.text), *where)


def _recipient(session: Session, complaint: ComplaintRecord, language: str) -> tuple[str, ...]:
    person = next(iter(complainants_of(session, complaint.id)), None)
    name = (person and person.name) or gettext_in(language, "La personne plaignante")
    address = (person and person.address) or ""
    return (name, *_lines(address))


def _lines(address: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (address or "").splitlines() if line.strip())


def _written_on(agency: Agency, row: OutboxRecord, language: str) -> str:
    zone = ZoneInfo(agency.settings.calendar.timezone)
    return day_words(row.created_at.astimezone(zone).date(), language)

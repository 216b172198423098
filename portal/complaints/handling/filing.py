"""A complaint is sent, or written down by the staff: asked first, then written whole, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import structlog
from msgspec.structs import replace
from sqlalchemy import Connection

from portal.agencies.registry import Registry
from portal.complaints.entries import Filed, Moment, PluginFailed
from portal.complaints.every_feature import Features
from portal.complaints.handling import register
from portal.complaints.handling.going_on import go_on
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.letters.letters import address_of, mail_row, posted_row
from portal.complaints.planning import Added, Filing, FilingPlan, Rows, merged
from portal.complaints.proof.last_kept import LastKept
from portal.complaints.queries.access_codes import CODE_PURPOSE
from portal.complaints.queries.kept_drafts import DraftCut, count_sent, documents_handed_over
from portal.complaints.queries.written_before import wrote_down_another
from portal.complaints.records.complaint import (
    COMPLAINANT,
    OTHER,
    ClockRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.message import HistoryEntryRecord, OutboxRecord
from portal.db.engine import Database
from portal.db.search.stems import indexed_stems
from portal.domain.actor import PORTAL, Actor
from portal.domain.complaint import Draft, FiledFor, ReplyBy, Status, is_own_motion
from portal.domain.errors import DraftGoneError
from portal.domain.history import EntryKind, Head, entry_row
from portal.domain.number import complaint_number, new_access_code
from portal.domain.time.clock import ClockKind, is_overdue
from portal.domain.troubles import TroubleError
from portal.finder.territory.regions import OF_COUNTRY, region_heard
from portal.keyring import Keyring
from portal.payload import Payload
from portal.words.letters.to_citizens import Acknowledgement, AlsoAnswering

log = structlog.get_logger()

Facts = Mapping[str, Any]

SUBJECT_LENGTH = 80

_TO_A_PERSON = frozenset({ClockKind.ACKNOWLEDGE, ClockKind.FIRST_CONTACT, ClockKind.SILENCE})
"""What is promised to whoever complains alone, beside the answer."""


@dataclass(frozen=True, slots=True)
class Receipt(Payload):
    """What the citizen keeps: number, access code, and the hash that proves the filing.

    `unacknowledged` is whether no letter says so: too many were asked for at the same address.
    """

    number: str
    code: str
    hash: str
    received_at: Moment
    unacknowledged: bool = False


class Office(Protocol):
    """What filing takes: where it is written, the agencies, and the features that add to it."""

    database: Database
    agencies: Registry
    features: Features
    last_kept: LastKept


def file_complaint(
    office: Office,
    plan: FilingPlan,
    draft_id: str | None,
    content: DraftContent,
    draft: Draft,
    now: datetime,
    actor: Actor = PORTAL,
    *,
    unacknowledged: bool = False,
) -> Receipt:
    """Write a complaint with its clocks, history and acknowledgement; return its receipt.

    Its time counts from when the draft was received, if that was before `now`; `actor` is
    whoever wrote it down for the person. `unacknowledged` keeps the letter from leaving.

    Raise DraftGoneError for a draft that was sent before, from whatever tab or retry: it keeps
    its first receipt, and nothing is to be written.
    """
    filing = Filing(plan, content, draft, now, office.agencies, unacknowledged)
    with office.database.glancing() as connection:
        if actor != PORTAL:
            told = (content.email, plan.agency.code, now)
            several = wrote_down_another(connection, office.database.keyring, *told)
            filing = replace(filing, is_one_of_several=several)
        added = office.features.at_filing(connection, filing)
    try:
        receipt = _enter(office, filing, draft_id, actor, added)
    except (DraftGoneError, TroubleError):
        raise
    except Exception:
        if all(part.then is None for part in added):
            raise
        # Whoever is asked beside the agency, a complaint is not lost for it.
        log.exception("filed without what follows from it")
        alone = [replace(part, then=None, also_answering=()) for part in added]
        receipt = _enter(office, filing, draft_id, actor, alone)
    office.last_kept.note_number(receipt.number)
    return receipt


def _enter(
    office: Office, filing: Filing, draft_id: str | None, actor: Actor, added: Sequence[Added]
) -> Receipt:
    """Enter the complaint, with what was added to it, under the next number of the year."""
    database, now = office.database, filing.now
    ready = _Ready(database.keyring, filing, actor, added)
    year = now.astimezone(filing.plan.calendar.zone).year

    def enter(connection: Connection) -> Receipt:
        number = complaint_number(year, register.next_number(connection, year))
        office.last_kept.ensure_new(number)
        claims = (part.claim for part in added if part.claim is not None)
        receipt, new = ready.numbered(number, [claim(connection, number) for claim in claims])
        documents, begun_at = 0, None
        if draft_id:
            told = receipt.stored()
            documents, begun_at = register.send_draft(connection, draft_id, now, told)
        if draft_id and documents:
            handed_over = documents_handed_over(connection, draft_id)
            entered = register.enter_complaint(connection, database.keyring, new, handed_over)
            register.hand_over(connection, draft_id, entered)
        else:
            entered = register.enter_complaint(connection, database.keyring, new)
        if begun_at is not None and actor == PORTAL:
            _count_sent(connection, office, filing, begun_at)
        following = [part.then for part in added if part.then]
        go_on(office, connection, number, entered, now, following)
        return receipt

    return database.enter(enter)


def _count_sent(connection: Connection, office: Office, filing: Filing, begun_at: datetime) -> None:
    """Count a citizen's draft as sent, on the day on which it was begun."""
    day = begun_at.astimezone(ZoneInfo(office.agencies.portal.calendar.timezone)).date()
    agency, language = filing.plan.agency.code, filing.draft.language
    cuts = ((DraftCut.ALL, ""), (DraftCut.LANGUAGE, language), (DraftCut.AGENCY, agency))
    count_sent(connection, day, cuts)


class _Ready:
    """Everything about a complaint that can be made ready before its number is known.

    Others wait to write from the number on: what is ready by then, they do not wait for.
    """

    def __init__(
        self, keyring: Keyring, filing: Filing, actor: Actor, added: Sequence[Added]
    ) -> None:
        self.keyring, self.filing, self.actor, self.added = keyring, filing, actor, added
        content, draft, plan = filing.content, filing.draft, filing.plan
        self.code = new_access_code()
        self.complaint = _complaint_row(keyring, plan, content, draft, filing.now, self.code)
        self.rows: Rows = {
            PersonRecord: _people(keyring, content),
            IssueRecord: [{"rank": 1, "text": self.complaint["subject"]}],
            ClockRecord: _clock_rows(plan, draft, filing.now),
        }
        also = tuple(other for part in added for other in part.also_answering)
        own_days = tuple(sorted({day for part in added for day in part.own_days}))
        self.letters = [] if filing.unacknowledged else _letters(filing, also, own_days)
        texts = (draft.story, content.name, content.wish)
        self.stems = indexed_stems(keyring, draft.language, *texts)

    def numbered(
        self, number: str, claimed: Sequence[Added]
    ) -> tuple[Receipt, register.NewComplaint]:
        """Return the receipt and the rows of the complaint with this number.

        What the features `claimed` for it is added to what they had ready.
        """
        added = [*self.added, *claimed]
        entries, head = self._first_entries(number, added)
        own: Rows = {
            **self.rows,
            HistoryEntryRecord: entries,
            OutboxRecord: [
                letter | {"params": letter["params"] | {"number": number}}
                for letter in self.letters
            ],
        }
        columns = {name: value for part in added for name, value in part.columns.items()}
        answers = {name: value for part in added for name, value in part.answers.items()}
        new = register.NewComplaint(
            complaint=self.complaint
            | {"number": number}
            | columns
            | {"answers": self.complaint["answers"] | answers},
            head=head,
            rows=merged([own, *(part.rows for part in added)]),
            stems=self.stems,
        )
        received_at = self.filing.draft.received_at or self.filing.now
        unsaid = self.filing.unacknowledged
        return Receipt(number, self.code, head.hash, received_at, unsaid), new

    def _first_entries(
        self, number: str, added: Sequence[Added]
    ) -> tuple[Sequence[dict[str, Any]], Head]:
        """Return the entries with which the history begins, each chained to the one before it."""
        filed = _filed(self.filing)
        for part in added:
            filed = filed.having(*part.told)
        ours = [
            (entry.kind, self.actor, entry.stored()) for part in added for entry in part.entries
        ]
        failed = [
            (EntryKind.PLUGIN_FAILED, PORTAL, PluginFailed(failure.hook, failure.reason).stored())
            for failure in self.filing.plan.failures
        ]
        received: list[tuple[EntryKind, Actor, Facts]] = [(EntryKind.ACKNOWLEDGED, PORTAL, {})]
        written: list[tuple[EntryKind, Actor, Facts]] = [
            (EntryKind.FILED, self.actor, filed.stored()),
            *([] if is_own_motion(self.filing.draft) else received),
            *ours,
            *failed,
        ]
        head, rows = None, []
        for kind, actor, facts in written:
            text = self.filing.draft.story if kind is EntryKind.FILED else None
            entry = entry_row(number, head, kind, self.filing.now, actor, dict(facts), text=text)
            head = entry.head
            rows.append(entry.row)
        assert head is not None
        return rows, head


def subject_of(story: str) -> str:
    """Return the first 80 characters of a story, cut at a word, as its subject."""
    flat = " ".join(story.split())
    if len(flat) <= SUBJECT_LENGTH:
        return flat
    return flat[: SUBJECT_LENGTH - 1].rsplit(" ", 1)[0].rstrip(".,;:!?… ") + "…"


def _complaint_row(
    keyring: Keyring,
    plan: FilingPlan,
    content: DraftContent,
    draft: Draft,
    now: datetime,
    code: str,
) -> dict[str, Any]:
    return {
        "agency": plan.agency.code,
        "release_id": plan.agency.release_id,
        "category": plan.category.code,
        "theme": plan.category.theme,
        "unit": plan.unit,
        "status": Status.RECEIVED.value,
        "is_open": True,
        "level": 1,
        "top_level": len(plan.path),
        "holder": plan.path[0].to,
        "channel": draft.channel.value,
        "language": content.reply_language or draft.language,
        "reply_by": content.reply_by or ReplyBy.NONE.value,
        "full_answer_by_email": content.full_answer_by_email,
        "filed_for": draft.filed_for.value,
        "needs": list(content.needs),
        "received_at": draft.received_at or now,
        "due_at": plan.due_at,
        "last_event": EntryKind.FILED.value,
        "last_event_at": now,
        "subject": subject_of(draft.story),
        "story": draft.story,
        "answers": {
            "given": dict(draft.answers),
            "wish": content.wish,
            "when_where": content.when_where,
        },
        "access_code_hash": keyring.hashed(code, CODE_PURPOSE),
        "version": 1,
    }


def _people(keyring: Keyring, content: DraftContent) -> list[dict[str, Any]]:
    """Return who complains, and for whom; nobody where the service opens the file by itself."""
    if is_own_motion(content):
        return []
    anonymous = content.filed_for == FiledFor.ANONYMOUS
    person = {
        "role": COMPLAINANT,
        "name": None if anonymous else content.name or None,
        "email": content.email or None,
        "email_hash": keyring.hashed(content.email.lower(), "email") if content.email else None,
        "phone": content.phone or None,
        "address": content.address or None,
        "agreement": None,
    }
    people = [person]
    if content.filed_for == FiledFor.OTHER:
        blank = dict.fromkeys(person)
        other = {"role": OTHER, "name": content.other_name, "agreement": content.agreement}
        people.append(blank | other)
    return people


def _clock_rows(plan: FilingPlan, draft: Draft, now: datetime) -> list[dict[str, Any]]:
    if is_own_motion(draft):
        return plan.clock_rows(without=_TO_A_PERSON)
    rows = plan.clock_rows()
    for row in rows:
        # The number on the screen is the acknowledgement; first contact waits for a person.
        if row["kind"] == ClockKind.ACKNOWLEDGE:
            row |= {"met_at": now, "pending": False}
    return rows


def _filed(filing: Filing) -> Filed:
    """Return what the first entry tells, and when it came, if it was written down later."""
    plan, draft = filing.plan, filing.draft
    answer = plan.clock(ClockKind.ANSWER)
    return Filed(
        agency=plan.agency.code,
        release=plan.agency.release_id,
        category=plan.category.code,
        theme=plan.category.theme,
        unit=plan.unit,
        channel=draft.channel.value,
        language=draft.language,
        due_at=answer.due.due_at,
        level=1,
        received_at=draft.received_at if draft.received_at != filing.now else None,
        unacknowledged=filing.unacknowledged,
        region=_region(filing),
        acknowledged_late=is_overdue(plan.clock(ClockKind.ACKNOWLEDGE).due.due_at, filing.now),
        written_as_several=filing.is_one_of_several,
    )


def _region(filing: Filing) -> str | None:
    """Return the region that is heard, with an agency of the country whose regions are known."""
    if not filing.plan.calendar.jurisdiction.startswith(OF_COUNTRY):
        return None
    texts = (filing.content.when_where, filing.draft.story)
    return region_heard(texts, filing.draft.language)


def _letters(
    filing: Filing, also: tuple[AlsoAnswering, ...], own_days: tuple[date, ...]
) -> list[dict[str, Any]]:
    """Return the letter that says what was received, by whom, and what all of them promise."""
    plan, content, draft, now = filing.plan, filing.content, filing.draft, filing.now
    address = address_of(content.reply_by, content.email, content.phone)
    if address is None and content.reply_by != ReplyBy.POST:
        return []
    letter = Acknowledgement(
        draft.received_at or now,
        plan.clock(ClockKind.FIRST_CONTACT).due.last_day,
        plan.clock(ClockKind.ANSWER).due.last_day,
        **plan.told_of_file(),
        **plan.told_of_intake(),
        **plan.told_of_closing(),
        own_days=own_days,
        also_answering=also or None,
    )
    about = {"agency": plan.agency.code, **letter.facts()}
    language = content.reply_language or draft.language
    if address is None:
        return [posted_row(letter.code, language, about, now)]
    return [mail_row(letter.code, address, language, about, now)]

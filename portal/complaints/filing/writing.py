"""A complaint is sent, or written down by the staff: asked first, then written whole, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from portal.complaints.dates.clocks import PlannedClock, clock_row, silence_clock
from portal.complaints.filing import register
from portal.complaints.filing.drafts import DraftContent
from portal.complaints.filing.planning import FilingPlan
from portal.complaints.history import entry_row
from portal.complaints.letters.letters import COMPLAINANT, address_of, mail_row, posted_row
from portal.complaints.texts import texts_of_filing
from portal.db.engine import Database
from portal.db.search import indexed_words
from portal.domain.actor import PORTAL, Actor
from portal.domain.complaint import Draft, FiledFor, ReplyBy, Status
from portal.domain.history import EntryKind, Head
from portal.domain.number import complaint_number, new_access_code
from portal.domain.time.clock import ClockKind
from portal.features.conflicts_of_interest.finding import conflict_row, named_in_texts
from portal.features.referrals.actions import told_of_referral
from portal.features.urgency.rules import Urgency
from portal.features.urgency.signs import signs_in
from portal.keyring import Keyring

CODE_PURPOSE = "access code"
SUBJECT_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the citizen keeps: number, access code, and the hash that proves the filing."""

    number: str
    code: str
    hash: str
    received_at: datetime

    def as_facts(self) -> dict[str, str]:
        """Return the receipt as values that JSON can hold."""
        return {
            "number": self.number,
            "code": self.code,
            "hash": self.hash,
            "received_at": self.received_at.isoformat(),
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, str]) -> Receipt:
        """Return the receipt that `as_facts` wrote."""
        moment = datetime.fromisoformat(facts["received_at"])
        return cls(facts["number"], facts["code"], facts["hash"], moment)


def file_complaint(
    database: Database,
    plan: FilingPlan,
    draft_id: str | None,
    content: DraftContent,
    draft: Draft,
    now: datetime,
    actor: Actor = PORTAL,
) -> Receipt:
    """Write a complaint with its clocks, history and acknowledgement; return its receipt.

    Its time counts from when the draft was received, if that was before `now`; `actor` is
    whoever wrote it down for the person.

    Raise DraftGoneError for a draft that was sent before, from whatever tab or retry: it keeps
    its first receipt, and nothing is to be written.
    """
    filing = _Filing(database.keyring, plan, content, draft, now, actor)
    filing.conflicts = _conflicts(database, plan, content, draft, now)
    year = now.astimezone(plan.calendar.zone).year

    def enter(connection: Connection) -> Receipt:
        number = complaint_number(year, register.next_number(connection, year))
        joins = register.opens_to(connection, content.group, plan.agency.code)
        receipt, new = filing.numbered(number, joins=joins)
        documents = 0
        if draft_id:
            documents = register.send_draft(connection, draft_id, now, receipt.as_facts())
        complaint_id = register.enter_complaint(connection, new)
        if draft_id and documents:
            register.hand_over(connection, draft_id, complaint_id)
        if joins:
            register.join_group(connection, content.group, complaint_id, number, now)
        return receipt

    return database.enter(enter)


class _Filing:
    """Everything about a complaint that can be made ready before its number is known.

    Others wait to write from the number on: what is ready by then, they do not wait for.
    """

    def __init__(
        self,
        keyring: Keyring,
        plan: FilingPlan,
        content: DraftContent,
        draft: Draft,
        now: datetime,
        actor: Actor,
    ) -> None:
        self.keyring, self.plan, self.draft, self.now, self.actor = keyring, plan, draft, now, actor
        self.received_at = draft.received_at or now
        self.code = new_access_code()
        self.group = content.group
        self.complaint = _complaint_row(keyring, plan, content, draft, now, self.code)
        self.people = _people(keyring, content)
        self.clocks = _clock_rows(plan, now)
        self.letters = _letters(plan, content, draft, now)
        self.told = self._told_of_receipt(content)
        self.conflicts: list[dict[str, Any]] = []
        self.words = indexed_words(keyring, draft.language, draft.story, content.name, content.wish)

    def numbered(self, number: str, *, joins: bool) -> tuple[Receipt, register.NewComplaint]:
        """Return the receipt and the rows of the complaint with this number.

        It `joins` the group that the person chose, where there still is one.
        """
        entries, head = self._first_entries(number, self.group if joins else 0)
        named = {
            "number": number,
            "head_seq": head.seq,
            "head_hash": head.hash,
            "head_signature": self.keyring.sign(head.message),
        }
        new = register.NewComplaint(
            complaint=self.complaint | named,
            people=self.people,
            issues=[{"rank": 1, "text": self.complaint["subject"]}],
            clocks=self.clocks,
            entries=entries,
            letters=[
                letter | {"params": letter["params"] | {"number": number}}
                for letter in self.letters
            ],
            words=self.words,
            conflicts=self.conflicts,
        )
        return Receipt(number, self.code, head.hash, self.received_at), new

    def _first_entries(self, number: str, group: int) -> tuple[Sequence[dict[str, Any]], Head]:
        filed = entry_row(
            number,
            None,
            EntryKind.FILED,
            self.now,
            self.actor,
            _facts_of_filing(self.plan, self.draft) | self.told,
            text=self.draft.story,
        )
        seen = entry_row(number, filed.head, EntryKind.ACKNOWLEDGED, self.now, PORTAL, {})
        written = [filed, seen]
        if group:
            facts: dict[str, Any] = {"group": group, "by_person": True}
            last = written[-1].head
            joined = entry_row(number, last, EntryKind.GROUPED, self.now, self.actor, facts)
            written.append(joined)
        for failure in self.plan.failures:
            failed_at = {"hook": failure.hook, "reason": failure.reason}
            last = written[-1].head
            failed = entry_row(number, last, EntryKind.PLUGIN_FAILED, self.now, PORTAL, failed_at)
            written.append(failed)
        return [one.row for one in written], written[-1].head

    def _told_of_receipt(self, content: DraftContent) -> dict[str, Any]:
        """Return when it came, if it was written down later, and which unit led here."""
        told: dict[str, Any] = {}
        if self.received_at != self.now:
            told["received_at"] = self.received_at.isoformat()
        return told | told_of_referral(content, self.plan.agency.code)


def _conflicts(
    database: Database, plan: FilingPlan, content: DraftContent, draft: Draft, now: datetime
) -> list[dict[str, Any]]:
    """Return a row for each of the staff whom the complaint names: they never see it."""
    texts = texts_of_filing(draft.story, draft.answers, content.wish, content.when_where)
    with database.reading(PORTAL) as session:
        named = named_in_texts(session, plan.agency.code, texts)
    return [conflict_row(user_id, now) for user_id in sorted(named)]


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
        "may_transfer": content.may_transfer,
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
            **_other_agency(plan, content),
        },
        "access_code_hash": keyring.hashed(code, CODE_PURPOSE),
        "version": 1,
        **_urgency(plan, content, draft),
    }


def _urgency(plan: FilingPlan, content: DraftContent, draft: Draft) -> dict[str, Any]:
    """Return by what the complaint looks urgent, for a person to confirm; nothing for most."""
    texts = texts_of_filing(draft.story, draft.answers, content.wish)
    signs = signs_in(plan.agency, plan.category.code, texts)
    found = Urgency.FOUND.value if signs else None
    return {"urgency": found, "urgency_why": signs}


def _other_agency(plan: FilingPlan, content: DraftContent) -> dict[str, Any]:
    """Return the agency that is concerned as well, and what it may read; nothing if none is."""
    if content.other_agency in ("", plan.agency.code):
        return {}
    told = {"agency": content.other_agency, "about": content.other_about}
    return {"other_agency": told | {"reads": list(content.other_reads)}}


def _people(keyring: Keyring, content: DraftContent) -> list[dict[str, Any]]:
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
        other = {"role": "other", "name": content.other_name, "agreement": content.agreement}
        people.append(blank | other)
    return people


def _clock_rows(plan: FilingPlan, now: datetime) -> list[dict[str, Any]]:
    rows = [clock_row(clock, plan.agency.release_id) for clock in plan.clocks]
    for row in rows:
        # The number on the screen is the acknowledgement; first contact waits for a person.
        if row["kind"] == ClockKind.ACKNOWLEDGE:
            row |= {"met_at": now, "pending": False}
    answer = plan.clock(ClockKind.ANSWER)
    silence = silence_clock(answer, plan.calendar)
    if silence is not None:
        rows.append(clock_row(answer, plan.agency.release_id) | silence)
    return rows


def _facts_of_filing(plan: FilingPlan, draft: Draft) -> dict[str, Any]:
    answer = plan.clock(ClockKind.ANSWER)
    return {
        "agency": plan.agency.code,
        "release": plan.agency.release_id,
        "category": plan.category.code,
        "theme": plan.category.theme,
        "unit": plan.unit,
        "channel": draft.channel.value,
        "language": draft.language,
        "due_at": answer.due.due_at and answer.due.due_at.isoformat(),
        "level": 1,
    }


def _letters(
    plan: FilingPlan, content: DraftContent, draft: Draft, now: datetime
) -> list[dict[str, Any]]:
    address = address_of(content.reply_by, content.email, content.phone)
    if address is None and content.reply_by != ReplyBy.POST:
        return []
    params = {
        "agency": plan.agency.code,
        "received_at": (draft.received_at or now).isoformat(),
        "first_contact_day": _day(plan.clock(ClockKind.FIRST_CONTACT)),
        "answer_day": _day(plan.clock(ClockKind.ANSWER)),
        **plan.told_of_file(),
        **plan.told_of_intake(),
    }
    language = content.reply_language or draft.language
    if address is None:
        return [posted_row("acknowledgement", language, params, now)]
    return [mail_row("acknowledgement", address, language, params, now)]


def _day(clock: PlannedClock) -> str | None:
    return clock.due.last_day.isoformat() if clock.due.last_day else None

"""The chain of history: each entry covers the one before it, so that nothing changes unseen.

An entry's `digest` is SHA-256 over its salt and the canonical JSON of all it says; its `hash` is
SHA-256 over the hash before it, the digest, and what every export shows (complaint, seq, kind,
at). A text can be destroyed with its salt, and keys can change, while the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from portal.domain.actor import Actor

GENESIS = "0" * 64
SALT_BYTES = 16
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class EntryKind(StrEnum):
    """What can happen to a complaint."""

    FILED = "filed"
    ACKNOWLEDGED = "acknowledged"
    TAKEN_IN_CHARGE = "taken_in_charge"
    CONTACT_MADE = "contact_made"
    CONTACT_JUDGED = "contact_judged"
    FILE_COMPLETED = "file_completed"
    STUDIED = "studied"
    ASSIGNED = "assigned"
    RECLASSIFIED = "reclassified"
    NOTED = "noted"
    ASKED = "asked"
    MESSAGE_RECEIVED = "message_received"
    DOCUMENT_ADDED = "document_added"
    EXTENDED = "extended"
    PAUSED = "paused"
    RESUMED = "resumed"
    DATE_MISSED = "date_missed"
    ESCALATED = "escalated"
    PASSED_TO_TOP = "passed_to_top"
    POST_VACANT = "post_vacant"
    RECOURSE_OPENED = "recourse_opened"
    RETURNED = "returned"
    DECIDED = "decided"
    READING_ASKED = "reading_asked"
    READING_RETURNED = "reading_returned"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"
    REVIEW_ASKED = "review_asked"
    OUTSIDE_LINK_MADE = "outside_link_made"
    OUTSIDE_OUTCOME_TOLD = "outside_outcome_told"
    WITHDRAWN = "withdrawn"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    WITHDRAWAL_SUGGESTED = "withdrawal_suggested"
    WITHDRAWAL_FALLEN = "withdrawal_fallen"
    TRANSFER_PROPOSED = "transfer_proposed"
    TRANSFER_AGREED = "transfer_agreed"
    TRANSFER_TAKEN_BACK = "transfer_taken_back"
    TRANSFER_REFUSED = "transfer_refused"
    ROUTED = "routed"
    LINKED = "linked"
    UNLINKED = "unlinked"
    PART_ASKED = "part_asked"
    PART_AGREED = "part_agreed"
    PART_BEGUN = "part_begun"
    PART_RECEIVED = "part_received"
    PART_DECLINED = "part_declined"
    PART_KEPT = "part_kept"
    PART_UNREAD = "part_unread"
    PART_CALLED_OFF = "part_called_off"
    SUCCEEDED = "succeeded"
    CONTACT_CHANGED = "contact_changed"
    LETTER_POSTED = "letter_posted"
    READY_FILE_MADE = "ready_file_made"
    PLUGIN_FAILED = "plugin_failed"
    REPRISAL_FLAGGED = "reprisal_flagged"
    REPRISAL_ACTED = "reprisal_acted"
    INFORMATION_REQUESTED = "information_requested"
    INFORMATION_MISSED = "information_missed"
    INFORMATION_GIVEN = "information_given"
    INFORMATION_ENDED = "information_ended"
    RECOMMENDED = "recommended"
    RECOMMENDATION_MOVED = "recommendation_moved"
    NEWS_WISHED = "news_wished"
    ANSWER_JUDGED = "answer_judged"
    URGENCY_PROPOSED = "urgency_proposed"
    URGENCY_CONFIRMED = "urgency_confirmed"
    URGENCY_DECLINED = "urgency_declined"
    URGENT_ACTED = "urgent_acted"
    LIMIT_PROPOSED = "limit_proposed"
    LIMIT_DECLINED = "limit_declined"
    CONTACT_LIMITED = "contact_limited"
    LIMIT_REVIEW_ASKED = "limit_review_asked"
    LIMIT_REVIEWED = "limit_reviewed"
    LIMIT_ENDED = "limit_ended"
    CONFLICT_NOTED = "conflict_noted"
    CONFLICT_TOLD = "conflict_told"
    CONFLICT_LIFTED = "conflict_lifted"
    IDENTITY_RELEASED = "identity_released"
    RELEASE_ASKED = "release_asked"
    NAME_HIDDEN = "name_hidden"
    NAME_SHOWN = "name_shown"
    NAME_ASKED_FOR = "name_asked_for"
    NAME_KEPT_HIDDEN = "name_kept_hidden"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    TEXT_OFFERED = "text_offered"
    TEXT_REVIEWED = "text_reviewed"
    ACCOMMODATION_ASKED = "accommodation_asked"
    ACCOMMODATION_ANSWERED = "accommodation_answered"
    ACCOMMODATION_IN_PLACE = "accommodation_in_place"
    GROUPED = "grouped"
    UNGROUPED = "ungrouped"
    REPRESENTED = "represented"
    PROOF_RECEIVED = "proof_received"
    PROOF_JUDGED = "proof_judged"
    REPRESENTATION_AGREED = "representation_agreed"
    REPRESENTATION_DATED = "representation_dated"
    REPRESENTATION_ENDED = "representation_ended"
    PERSON_REACHED = "person_reached"
    TAKEOVER_WISHED = "takeover_wished"
    TAKEN_BACK = "taken_back"
    READING_SET = "reading_set"
    NATURE_SET = "nature_set"
    NATURE_CONTESTED = "nature_contested"
    PASSED_ON = "passed_on"
    LINK_SENT = "link_sent"
    LINK_USED = "link_used"
    LINKS_SWITCHED = "links_switched"
    CODE_RENEWED = "code_renewed"


INSIDE = frozenset(
    {
        EntryKind.NOTED,
        EntryKind.ASSIGNED,
        EntryKind.PLUGIN_FAILED,
        EntryKind.POST_VACANT,
        EntryKind.RETURNED,
        EntryKind.READING_ASKED,
        EntryKind.READING_RETURNED,
        EntryKind.INFORMATION_MISSED,
        EntryKind.INFORMATION_GIVEN,
        EntryKind.INFORMATION_ENDED,
        EntryKind.CONFLICT_NOTED,
        EntryKind.CONFLICT_TOLD,
        EntryKind.CONFLICT_LIFTED,
        EntryKind.IDENTITY_RELEASED,
        EntryKind.RELEASE_ASKED,
        EntryKind.URGENCY_PROPOSED,
        EntryKind.URGENCY_DECLINED,
        EntryKind.LIMIT_PROPOSED,
        EntryKind.LIMIT_DECLINED,
        EntryKind.PART_RECEIVED,
        EntryKind.PART_DECLINED,
        EntryKind.PART_KEPT,
        EntryKind.LINKED,
        EntryKind.UNLINKED,
        EntryKind.RECOMMENDED,
        EntryKind.RECOMMENDATION_MOVED,
        EntryKind.GROUPED,
        EntryKind.UNGROUPED,
        EntryKind.NATURE_SET,
        EntryKind.WITHDRAWAL_SUGGESTED,
    }
)
"""What the complainant does not read in the history."""

DONE_BY_THE_PORTAL = frozenset(
    {
        EntryKind.DATE_MISSED,
        EntryKind.ESCALATED,
        EntryKind.POST_VACANT,
        EntryKind.RECOURSE_OPENED,
    }
)
"""What nobody does: it follows by itself, though somebody's act may be what it followed from."""

# The work list shows where the work on a complaint stands: a message to read is not hidden by what
# became of a recommendation or of a group.
UNSEEN_IN_LISTS = frozenset(
    {
        EntryKind.RECOMMENDED,
        EntryKind.RECOMMENDATION_MOVED,
        EntryKind.GROUPED,
        EntryKind.UNGROUPED,
        EntryKind.LIMIT_PROPOSED,
        EntryKind.LIMIT_DECLINED,
        EntryKind.CONTACT_LIMITED,
        EntryKind.LIMIT_REVIEW_ASKED,
        EntryKind.LIMIT_REVIEWED,
        EntryKind.LIMIT_ENDED,
        EntryKind.NEWS_WISHED,
        EntryKind.LINK_SENT,
        EntryKind.LINK_USED,
        EntryKind.LINKS_SWITCHED,
        EntryKind.CODE_RENEWED,
        EntryKind.LINKED,
        EntryKind.UNLINKED,
        EntryKind.URGENCY_PROPOSED,
        EntryKind.URGENCY_DECLINED,
        EntryKind.CONFLICT_NOTED,
        EntryKind.CONFLICT_TOLD,
        EntryKind.CONFLICT_LIFTED,
        EntryKind.IDENTITY_RELEASED,
        EntryKind.RELEASE_ASKED,
        EntryKind.REPRESENTED,
        EntryKind.PROOF_RECEIVED,
        EntryKind.PROOF_JUDGED,
        EntryKind.REPRESENTATION_AGREED,
        EntryKind.REPRESENTATION_DATED,
        EntryKind.REPRESENTATION_ENDED,
        EntryKind.PERSON_REACHED,
        EntryKind.TAKEOVER_WISHED,
        EntryKind.TAKEN_BACK,
        EntryKind.READING_SET,
        EntryKind.ACCOMMODATION_ASKED,
        EntryKind.ACCOMMODATION_ANSWERED,
        EntryKind.ACCOMMODATION_IN_PLACE,
        EntryKind.CONSENT_WITHDRAWN,
        EntryKind.TEXT_OFFERED,
        EntryKind.TEXT_REVIEWED,
        EntryKind.NAME_HIDDEN,
        EntryKind.NAME_SHOWN,
        EntryKind.NAME_ASKED_FOR,
        EntryKind.NAME_KEPT_HIDDEN,
        EntryKind.NATURE_SET,
        EntryKind.PASSED_ON,
        EntryKind.CONTACT_JUDGED,
        EntryKind.WITHDRAWAL_SUGGESTED,
        EntryKind.OUTSIDE_LINK_MADE,
    }
)
"""What does not show in lists as the last that happened to a complaint."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened to a complaint; `facts` hold no personal data."""

    complaint: str
    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    actor: str
    user_id: int | None
    public: bool
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """The public side of an entry, as exports carry it."""

    complaint: str
    seq: int
    kind: str
    at: str
    prev: str
    hash: str
    digest: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of one complaint's chain, as it was signed, with the sum of the rows beside it.

    Without a sum it is one that an earlier version signed.
    """

    complaint: str
    seq: int
    hash: str
    rows: str = ""

    @property
    def message(self) -> bytes:
        """The bytes that the signature covers."""
        end = f"{self.complaint}\n{self.seq}\n{self.hash}"
        return f"{end}\n{self.rows}".encode() if self.rows else end.encode()


@dataclass(frozen=True, slots=True)
class Break:
    """Where a history does not hold, and why."""

    complaint: str
    seq: int
    reason: str


def moment_text(moment: datetime) -> str:
    """Return the one way in which a moment is written in hashes and exports."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(value: object) -> bytes:
    """Return the one JSON text of `value`: sorted keys, no spaces, UTF-8."""
    return _CANONICAL.encode(value).encode()


def digest_of(entry: Entry, salt: bytes) -> str:
    """Return the salted digest of everything that the entry says."""
    statement = {
        "complaint": entry.complaint,
        "seq": entry.seq,
        "kind": entry.kind,
        "at": moment_text(entry.at),
        "recorded_at": moment_text(entry.recorded_at),
        "actor": entry.actor,
        "user": entry.user_id,
        "public": entry.public,
        "facts": entry.facts,
    }
    return hashlib.sha256(salt + canonical(statement)).hexdigest()


def text_digest(text: str, salt: bytes) -> str:
    """Return the salted digest of a text that an entry tells of without quoting it."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def hash_of(prev: str, digest: str, complaint: str, seq: int, kind: str, at: str) -> str:
    """Return the hash that chains an entry to the one before it."""
    return hashlib.sha256(canonical([prev, digest, complaint, seq, kind, at])).hexdigest()


def link(entry: Entry, salt: bytes, prev: str) -> Link:
    """Chain `entry` to the hash before it."""
    digest, at = digest_of(entry, salt), moment_text(entry.at)
    chained = hash_of(prev, digest, entry.complaint, entry.seq, entry.kind, at)
    return Link(entry.complaint, entry.seq, entry.kind, at, prev, chained, digest)


def first_break(links: Iterable[Link], head: Head | None) -> Break | None:
    """Return the first place where one complaint's chain does not hold, or None.

    `links` come in order. A head that names a later or another end shows that the tail was cut
    or replaced; a missing head, that it was never signed.
    """
    prev, seq, complaint = GENESIS, 0, head.complaint if head else ""
    for link in links:
        complaint = link.complaint
        if link.seq != seq + 1:
            return Break(complaint, seq + 1, "entry is missing")
        if link.prev != prev:
            return Break(complaint, link.seq, "does not follow the entry before it")
        if link.hash != hash_of(prev, link.digest, complaint, link.seq, link.kind, link.at):
            return Break(complaint, link.seq, "hash does not match")
        prev, seq = link.hash, link.seq
    if head is None:
        return Break(complaint, seq, "signed head is missing")
    if head.seq > seq:
        return Break(complaint, seq + 1, "entry is missing: the tail was cut")
    if (head.seq, head.hash) != (seq, prev):
        return Break(complaint, head.seq, "signed head does not match the last entry")
    return None


K = EntryKind

MAY_TOUCH_A_DATE = frozenset(
    {
        *(K.FILED, K.ACKNOWLEDGED, K.TAKEN_IN_CHARGE, K.FILE_COMPLETED, K.ANSWERED),
        *(K.CONTACT_MADE, K.CONTACT_JUDGED, K.WITHDRAWAL_ASKED, K.WITHDRAWAL_FALLEN),
        *(K.EXTENDED, K.PAUSED, K.RESUMED, K.DATE_MISSED, K.ESCALATED, K.RECOURSE_OPENED),
        *(K.CLOSED, K.WITHDRAWN, K.ROUTED, K.SUCCEEDED, K.REPRISAL_FLAGGED, K.REPRISAL_ACTED),
        *(K.REOPENED, K.REVIEW_ASKED, K.RECOMMENDED, K.RECOMMENDATION_MOVED),
        *(K.INFORMATION_REQUESTED, K.INFORMATION_MISSED),
        *(K.INFORMATION_GIVEN, K.INFORMATION_ENDED),
        *(K.TRANSFER_PROPOSED, K.TRANSFER_TAKEN_BACK, K.TRANSFER_REFUSED),
        *(K.URGENCY_CONFIRMED, K.URGENT_ACTED),
        *(K.ACCOMMODATION_ASKED, K.ACCOMMODATION_ANSWERED, K.ACCOMMODATION_IN_PLACE),
        *(K.PART_ASKED, K.PART_BEGUN, K.PART_RECEIVED, K.PART_CALLED_OFF),
    }
)
"""Whatever starts, moves, stops, keeps, misses or ends a clock is told by one of these."""

TOUCHES_NO_DATE = frozenset(
    {
        *(K.STUDIED, K.ASSIGNED, K.RECLASSIFIED, K.NOTED, K.ASKED, K.MESSAGE_RECEIVED),
        *(K.DOCUMENT_ADDED, K.PASSED_TO_TOP, K.POST_VACANT, K.RETURNED, K.DECIDED),
        *(K.CONTACT_CHANGED, K.PLUGIN_FAILED, K.NEWS_WISHED, K.READY_FILE_MADE),
        *(K.LETTER_POSTED, K.TRANSFER_AGREED, K.ANSWER_JUDGED, K.PART_AGREED),
        *(K.LINKED, K.UNLINKED, K.PART_DECLINED, K.PART_KEPT, K.PART_UNREAD),
        *(K.CONFLICT_NOTED, K.CONFLICT_TOLD, K.CONFLICT_LIFTED, K.IDENTITY_RELEASED),
        K.RELEASE_ASKED,
        *(K.URGENCY_PROPOSED, K.URGENCY_DECLINED, K.LIMIT_PROPOSED, K.LIMIT_DECLINED),
        *(K.CONTACT_LIMITED, K.LIMIT_REVIEW_ASKED, K.LIMIT_REVIEWED, K.LIMIT_ENDED),
        *(K.GROUPED, K.UNGROUPED, K.WITHDRAWAL_SUGGESTED),
        *(K.NATURE_SET, K.NATURE_CONTESTED, K.PASSED_ON),
        *(K.OUTSIDE_LINK_MADE, K.OUTSIDE_OUTCOME_TOLD),
        K.CONSENT_WITHDRAWN,
        *(K.GROUPED, K.UNGROUPED, K.NATURE_SET, K.WITHDRAWAL_SUGGESTED),
        *(K.CONSENT_WITHDRAWN, K.TEXT_OFFERED, K.TEXT_REVIEWED),
        *(K.NAME_HIDDEN, K.NAME_SHOWN, K.NAME_ASKED_FOR, K.NAME_KEPT_HIDDEN),
        *(K.READING_ASKED, K.READING_RETURNED),
        *(K.REPRESENTED, K.PROOF_JUDGED, K.REPRESENTATION_DATED, K.REPRESENTATION_ENDED),
        *(K.PERSON_REACHED, K.TAKEOVER_WISHED, K.TAKEN_BACK, K.READING_SET),
        *(K.PROOF_RECEIVED, K.REPRESENTATION_AGREED),
        *(K.LINK_SENT, K.LINK_USED, K.LINKS_SWITCHED, K.CODE_RENEWED),
    }
)
"""What these tell of leaves every clock as it was."""


@dataclass(frozen=True, slots=True)
class Written:
    """A history entry ready to be stored, and the head it makes."""

    row: dict[str, Any]
    head: Head


def entry_row(
    number: str,
    prev: Head | None,
    kind: EntryKind,
    at: datetime,
    actor: Actor,
    facts: Mapping[str, Any],
    text: str | None = None,
) -> Written:
    """Chain a new entry to `prev`; `text` is covered by a digest and not quoted."""
    salt = os.urandom(SALT_BYTES)
    kept_facts = dict(facts) | ({"text": text_digest(text, salt)} if text is not None else {})
    entry = Entry(
        complaint=number,
        seq=prev.seq + 1 if prev else 1,
        kind=kind.value,
        at=at,
        recorded_at=datetime.now(UTC),
        actor=actor.kind.value,
        user_id=actor.user_id,
        public=kind not in INSIDE,
        facts=kept_facts,
    )
    made = link(entry, salt, prev.hash if prev else GENESIS)
    row = {
        "seq": entry.seq,
        "kind": entry.kind,
        "at": at,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "user_id": entry.user_id,
        "public": entry.public,
        "facts": kept_facts,
        "salt": salt,
        "digest": made.digest,
        "prev": made.prev,
        "hash": made.hash,
    }
    return Written(row, Head(number, entry.seq, made.hash))

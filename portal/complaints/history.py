"""Writing history: the only way in which anything about a complaint is recorded."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.domain.actor import Actor
from portal.domain.history import GENESIS, SALT_BYTES, Entry, EntryKind, Head, link, text_digest
from portal.features.groups.rules import ENTRIES as GROUPS
from portal.features.recommendations.rules import ENTRIES as RECOMMENDATIONS
from portal.features.reprisals.rules import tells_of_reprisals
from portal.keyring import Keyring

_BEHIND_THE_SCENES = frozenset(
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
        EntryKind.CONFLICT_LIFTED,
        EntryKind.URGENCY_PROPOSED,
        EntryKind.URGENCY_DECLINED,
        EntryKind.LIMIT_PROPOSED,
        EntryKind.LIMIT_DECLINED,
        EntryKind.PART_RECEIVED,
        EntryKind.PART_DECLINED,
        EntryKind.PART_KEPT,
        EntryKind.LINKED,
        EntryKind.UNLINKED,
        *RECOMMENDATIONS,
        *GROUPS,
    }
)
# The work list shows where the work on a complaint stands: a message to read is not hidden by what
# became of a recommendation or of a group.
_UNSEEN_IN_LISTS = (
    RECOMMENDATIONS
    | GROUPS
    | {
        EntryKind.LIMIT_PROPOSED,
        EntryKind.LIMIT_DECLINED,
        EntryKind.CONTACT_LIMITED,
        EntryKind.LIMIT_REVIEW_ASKED,
        EntryKind.LIMIT_REVIEWED,
        EntryKind.LIMIT_ENDED,
        EntryKind.NEWS_WISHED,
        EntryKind.LINKED,
        EntryKind.UNLINKED,
        EntryKind.URGENCY_PROPOSED,
        EntryKind.URGENCY_DECLINED,
        EntryKind.CONFLICT_NOTED,
        EntryKind.CONFLICT_LIFTED,
    }
)


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
    told = dict(facts) | ({"text": text_digest(text, salt)} if text is not None else {})
    entry = Entry(
        complaint=number,
        seq=prev.seq + 1 if prev else 1,
        kind=kind.value,
        at=at,
        recorded_at=datetime.now(UTC),
        actor=actor.kind.value,
        user_id=actor.user_id,
        public=kind not in _BEHIND_THE_SCENES,
        facts=told,
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
        "facts": told,
        "salt": salt,
        "digest": made.digest,
        "prev": made.prev,
        "hash": made.hash,
    }
    return Written(row, Head(number, entry.seq, made.hash))


def record(
    session: Session,
    keyring: Keyring,
    complaint: ComplaintRecord,
    kind: EntryKind,
    at: datetime,
    actor: Actor,
    text: str | None = None,
    **facts: Any,
) -> HistoryEntryRecord:
    """Append an entry to the complaint's history and sign its new head.

    Lists show what happened last to whoever sees the complaint: never that reprisals were reported.
    """
    before = Head(complaint.number, complaint.head_seq, complaint.head_hash)
    written = entry_row(complaint.number, before, kind, at, actor, facts, text)
    entry = HistoryEntryRecord(complaint_id=complaint.id, **written.row)
    session.add(entry)
    complaint.head_seq, complaint.head_hash = written.head.seq, written.head.hash
    complaint.head_signature = keyring.sign(written.head.message)
    if kind not in _UNSEEN_IN_LISTS and not tells_of_reprisals(kind, facts):
        complaint.last_event, complaint.last_event_at = kind.value, at
    complaint.version += 1
    return entry

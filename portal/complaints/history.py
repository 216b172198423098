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
from portal.domain.confidential import is_confidential
from portal.domain.history import (
    GENESIS,
    INSIDE,
    SALT_BYTES,
    UNSEEN_IN_LISTS,
    Entry,
    EntryKind,
    Head,
    link,
    text_digest,
)
from portal.keyring import Keyring


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
        public=kind not in INSIDE,
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
    if kind not in UNSEEN_IN_LISTS and not is_confidential(kind, facts):
        complaint.last_event, complaint.last_event_at = kind.value, at
    complaint.version += 1
    return entry

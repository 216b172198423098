"""Proving that history was not changed: in the database, in an export, and for one receipt."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.complaints.queries import exports
from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.history import Break, Entry, Head, Link, digest_of, first_break, moment_text
from portal.domain.number import complaint_number
from portal.keyring import Keyring, is_signed

SHORTEST_HASH = 16
_SEAL = "portal history export"
_LINK_FIELDS = frozenset(Link.__match_args__)
_HEAD_FIELDS = frozenset({"complaint", "head", "hash", "signature"})
_SEAL_FIELDS = frozenset({"seal", "entries", "heads", "public_key", "signature"})


class UnreadableExportError(Exception):
    """The file is not an export of history: `line` is where it stops being one."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is not a line of a history export")
        self.line = line


class Verified(Struct, frozen=True):
    """The outcome: how much was checked, and the first thing that does not hold, if any."""

    complaints: int
    entries: int
    broken: Break | None


def export_history(
    session: Session, keyring: Keyring, complaint_id: int | None = None
) -> Iterator[dict[str, Any]]:
    """Yield an export of one complaint or of all: entries, signed heads, a seal over both."""
    entries = heads = 0
    for line in exports.history_links(session, complaint_id):
        entries += 1
        yield line
    for line in exports.heads(session, complaint_id):
        heads += 1
        yield line
    message = _seal_message(entries, heads)
    signature = base64.b64encode(keyring.sign(message)).decode()
    yield {
        "seal": _SEAL,
        "entries": entries,
        "heads": heads,
        "public_key": keyring.public_key,
        "signature": signature,
    }


def verify_database(session: Session, keyring: Keyring) -> Verified:
    """Check every entry, chain, signed head and number of the database."""
    heads = exports.heads(session)
    links = (_link_of(number, entry) for number, entry in exports.history_entries(session))
    verified = _verify(links, heads, keyring.public_key)
    if verified.broken:
        return verified
    return Verified(verified.complaints, verified.entries, _missing_complaint(session))


def verify_export(lines: Iterable[str], public_key: str | None = None) -> Verified:
    """Check an export by itself; with `public_key`, also that this installation sealed it.

    Raise UnreadableExportError for a line that is not one of an export. A file whose end was cut
    has no seal; one whose entries were taken out does not match its signed heads.
    """
    entries: list[Link] = []
    heads: list[Mapping[str, Any]] = []
    seal: Mapping[str, Any] | None = None
    for line in _read(lines):
        if set(line) >= _SEAL_FIELDS:
            seal = line
        elif set(line) >= _HEAD_FIELDS:
            heads.append(line)
        else:
            entries.append(Link(**{name: line[name] for name in _LINK_FIELDS}))
    if seal is None:
        last = entries[-1] if entries else Link("", 0, "", "", "", "", "")
        return Verified(len(heads), len(entries), Break(last.complaint, last.seq, "no seal: cut"))
    key = public_key or str(seal["public_key"])
    verified = _verify(iter(entries), iter(heads), key)
    return Verified(
        verified.complaints,
        verified.entries,
        verified.broken or _seal_break(seal, len(entries), len(heads), key),
    )


def entry_with_hash(session: Session, number: str, typed: str) -> datetime | None:
    """Return when the entry with this hash (16 digits or more) happened, if history has it.

    The whole chain up to it is checked again, so that a receipt proves what it says.
    """
    wanted = re.sub(r"[^0-9a-f]", "", typed.lower())
    if len(wanted) < SHORTEST_HASH:
        return None
    links: list[Link] = []
    for entry in exports.entries_of(session, number):
        links.append(_link_of(number, entry))
        if entry.hash.startswith(wanted):
            head = Head(number, entry.seq, entry.hash)
            return None if first_break(links, head) else entry.at
    return None


def _verify(links: Iterator[Link], heads: Iterator[Mapping[str, Any]], public_key: str) -> Verified:
    """Walk through chains and heads side by side: both come in the order of the complaints."""
    complaints = entries = 0
    waiting = {str(head["complaint"]): head for head in heads}
    for number, group in groupby(links, key=lambda link: link.complaint):
        chain = list(group)
        complaints, entries = complaints + 1, entries + len(chain)
        broken = first_break(chain, _signed_head(waiting.pop(number, None), public_key))
        if broken:
            return Verified(complaints, entries, broken)
    for number in waiting:
        return Verified(complaints, entries, Break(number, 1, "entry is missing: the tail was cut"))
    return Verified(complaints, entries, None)


def _signed_head(line: Mapping[str, Any] | None, public_key: str) -> Head | None:
    if line is None or not isinstance(line["head"], int):
        return None
    head = Head(str(line["complaint"]), line["head"], str(line["hash"]))
    return head if is_signed(head.message, _signature(line), public_key) else None


def _signature(line: Mapping[str, Any]) -> bytes:
    """Return the signature of a line; one that cannot even be read signs nothing."""
    try:
        return base64.b64decode(str(line["signature"]), validate=True)
    except ValueError:
        return b""


def _link_of(number: str, entry: HistoryEntryRecord) -> Link:
    """Return the stored entry's link with its digest counted again from what it says."""
    stored = Entry(
        complaint=number,
        seq=entry.seq,
        kind=entry.kind,
        at=entry.at,
        recorded_at=entry.recorded_at,
        actor=entry.actor,
        user_id=entry.user_id,
        public=entry.public,
        facts=entry.facts,
    )
    digest = digest_of(stored, bytes(entry.salt))
    return Link(
        number, entry.seq, entry.kind, moment_text(entry.at), entry.prev, entry.hash, digest
    )


def _missing_complaint(session: Session) -> Break | None:
    """Return the first number given out whose complaint is gone, history and all."""
    for year, last in exports.numbers_given_out(session).items():
        rank = 1
        for number in exports.numbers_of(session, year):
            if number != complaint_number(year, rank):
                break
            rank += 1
        if rank <= last:
            return Break(complaint_number(year, rank), 1, "the complaint is missing")
    return None


def _read(lines: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    for position, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        read = _parsed(line)
        if not any(fields <= set(read) for fields in (_SEAL_FIELDS, _HEAD_FIELDS, _LINK_FIELDS)):
            raise UnreadableExportError(position)
        yield read


def _parsed(line: str) -> Mapping[str, Any]:
    try:
        read = json.loads(line)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _seal_message(entries: int, heads: int) -> bytes:
    return f"{_SEAL}\n{entries}\n{heads}".encode()


def _seal_break(seal: Mapping[str, Any], entries: int, heads: int, key: str) -> Break | None:
    if not is_signed(_seal_message(seal["entries"], seal["heads"]), _signature(seal), key):
        return Break("", 0, "seal was not signed by this key")
    if (seal["entries"], seal["heads"]) != (entries, heads):
        return Break("", 0, "seal does not match what precedes it")
    return None

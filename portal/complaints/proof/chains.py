"""The chain of each complaint, walked through beside its signed end."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from msgspec import Struct

from portal.domain.history import Break, Entry, Head, Link, digest_of, first_break, moment_text
from portal.domain.history_tree import Root
from portal.keyring import is_signed


class Verified(Struct, frozen=True):
    """The outcome: how much was checked, and the first thing that does not hold, if any.

    `root` is the newest that covers it, if one was made.
    """

    complaints: int
    entries: int
    broken: Break | None
    root: Root | None = None


def verify_chains(
    links: Iterator[Link], heads: Iterator[Mapping[str, Any]], public_key: str
) -> Verified:
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


def signature_of(line: Mapping[str, Any]) -> bytes:
    """Return the signature of a line; one that cannot even be read signs nothing."""
    try:
        return base64.b64decode(str(line["signature"]), validate=True)
    except ValueError:
        return b""


def link_of(number: str, entry: Any) -> Link:
    """Return the link of a stored entry, or of its columns, its digest counted again."""
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


def _signed_head(line: Mapping[str, Any] | None, public_key: str) -> Head | None:
    if line is None or not isinstance(line["head"], int):
        return None
    rows = str(line.get("rows", ""))
    head = Head(str(line["complaint"]), line["head"], str(line["hash"]), rows)
    return head if is_signed(head.message, signature_of(line), public_key) else None

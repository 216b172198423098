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

MOST_NAMED = 20
"""How many of the things that do not hold are named; the others are counted."""


class Verified(Struct, frozen=True):
    """The outcome: how much was checked, and what does not hold, once for each complaint.

    `breaks` are the first MOST_NAMED of `broken_in_all`. `root` is the newest that covers it, if
    one was made. `found_releases` counts the settings that are as an upgrade found them.
    """

    complaints: int
    entries: int
    breaks: tuple[Break, ...] = ()
    broken_in_all: int = 0
    root: Root | None = None
    found_releases: int = 0

    @property
    def broken(self) -> Break | None:
        """The first thing that does not hold, if any."""
        return next(iter(self.breaks), None)


class Checked:
    """What was checked so far, and what of it does not hold."""

    def __init__(self) -> None:
        self.complaints = self.entries = 0
        self._named: list[Break] = []
        self._broken = 0

    def complaint(self, entries: int, broken: Break | None) -> None:
        """Count a complaint with so many entries, and what does not hold of it."""
        self.complaints, self.entries = self.complaints + 1, self.entries + entries
        self.add(broken)

    def add(self, *breaks: Break | None) -> None:
        """Count what does not hold; None is nothing."""
        for broken in filter(None, breaks):
            self._broken += 1
            if len(self._named) < MOST_NAMED:
                self._named.append(broken)

    def verified(self, root: Root | None = None, found_releases: int = 0) -> Verified:
        """Return the outcome."""
        named = tuple(self._named)
        counted = self.complaints, self.entries, named, self._broken
        return Verified(*counted, root, found_releases)


def check_chains(
    checked: Checked,
    links: Iterator[Link],
    heads: Iterator[Mapping[str, Any]],
    public_key: str,
) -> None:
    """Walk through chains and heads side by side: both come in the order of the complaints."""
    waiting = {str(head["complaint"]): head for head in heads}
    for number, group in groupby(links, key=lambda link: link.complaint):
        chain = list(group)
        head = _signed_head(waiting.pop(number, None), public_key)
        checked.complaint(len(chain), first_break(chain, head))
    checked.add(*(Break(number, 1, "entry is missing: the tail was cut") for number in waiting))


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

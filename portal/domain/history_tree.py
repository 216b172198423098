"""One tree over all that the histories tell (RFC 6962): a whole state is known by its root.

Its leaves are the hashes of entries in the order in which they were stored, so it only grows: the
root of fewer leaves is found again among more, and shows whether they are still the same.

Beside it runs a chain over every opening of a complaint by the staff. A signed root carries how
many of both it covers, and until when.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from portal.domain.history import GENESIS, canonical, moment_text

_DIGEST_BYTES = 32
_TITLE = "portal history root 1"


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of one leaf: no leaf is mistaken for a node."""
    return hashlib.sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of what stands above two parts of a tree."""
    return hashlib.sha256(b"\1" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """A tree that grows: its size, and the roots of its whole parts, the largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add a leaf, in constant time on the average."""
        node, parts = leaf_hash(leaf), self.size
        while parts & 1:
            node, parts = node_hash(self.peaks.pop(), node), parts >> 1
        self.peaks.append(node)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The hash over all leaves so far."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        *others, node = self.peaks
        for peak in reversed(others):
            node = node_hash(peak, node)
        return node

    def stored(self) -> bytes:
        """Return the roots of the whole parts, one behind the other."""
        return b"".join(self.peaks)

    @classmethod
    def read(cls, size: int, stored: bytes) -> Frontier:
        """Return the tree of `size` leaves that was `stored`; it grows on from there."""
        starts = range(0, len(stored), _DIGEST_BYTES)
        return cls(size, [stored[start : start + _DIGEST_BYTES] for start in starts])


def grown(leaves: Iterable[str]) -> Frontier:
    """Return the tree over the hashes of entries."""
    tree = Frontier()
    for leaf in leaves:
        tree.append(bytes.fromhex(leaf))
    return tree


def opening_hash(
    before: str, opening_id: int, at: datetime, user_id: int, complaint_id: int, what: str
) -> str:
    """Return the hash that chains an opening of a complaint to the one before it."""
    told = [before, opening_id, moment_text(at), user_id, complaint_id, what]
    return hashlib.sha256(canonical(told)).hexdigest()


@dataclass(frozen=True, slots=True)
class Root:
    """What is signed: how many entries and openings there were, until when, and their hashes.

    Whatever was recorded until `at` is covered, but for what was being stored at that moment.
    """

    at: datetime
    entries: int
    root: str
    openings: int = 0
    openings_hash: str = GENESIS

    @property
    def message(self) -> bytes:
        """The bytes that the signature covers."""
        return "\n".join([_TITLE, *(f"{name}: {told}" for name, told in self._told())]).encode()

    def _told(self) -> tuple[tuple[str, object], ...]:
        return (
            ("at", moment_text(self.at)),
            ("entries", self.entries),
            ("root", self.root),
            ("openings", self.openings),
            ("openings_hash", self.openings_hash),
        )


@dataclass(frozen=True, slots=True)
class Anchor:
    """A root that was kept outside, by whom it was signed, and how."""

    root: Root
    public_key: str
    signature: str

    def as_text(self) -> str:
        """Return it as lines that a person can read, and type."""
        signed = f"public_key: {self.public_key}\nsignature: {self.signature}\n"
        return f"{self.root.message.decode()}\n{signed}"


class UnreadableAnchorError(ValueError):
    """The text holds no root that was kept outside."""


def anchors_in(text: str) -> list[Anchor]:
    """Read the roots that a text holds, such as a file or a letter with words around them.

    Raise UnreadableAnchorError where there is none, or one of which a line is missing.
    """
    _, *parts = text.split(_TITLE)
    if not parts:
        raise UnreadableAnchorError
    return [_anchor(part) for part in parts]


def _anchor(text: str) -> Anchor:
    told: dict[str, str] = {}
    for line in text.splitlines():
        name, colon, value = line.strip().strip(">").strip().partition(":")
        if colon:
            told.setdefault(name, value.strip())
    try:
        return Anchor(_root(told), told["public_key"], told["signature"])
    except (KeyError, ValueError):
        raise UnreadableAnchorError from None


def _root(told: Mapping[str, Any]) -> Root:
    return Root(
        at=datetime.fromisoformat(told["at"]).astimezone(UTC),
        entries=int(told["entries"]),
        root=told["root"],
        openings=int(told["openings"]),
        openings_hash=told["openings_hash"],
    )

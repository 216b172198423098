"""Roots that are kept outside: what an older state that was whole and signed is told by."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from portal.complaints.proof.rooted import anchor_break, newest_told
from portal.db.engine import Database
from portal.domain.actor import PORTAL
from portal.domain.history_tree import Anchor, Root, anchors_in
from portal.keyring import Keyring
from portal.private import add_whole, private_folder


class NoRootError(Exception):
    """Nothing is stored that a root could cover."""


class OtherHistoryError(Exception):
    """A root is not a later one of the history whose earlier ones were kept."""


class Office(Protocol):
    """The means of anchoring: where roots are stored, and what signs them."""

    database: Database
    keyring: Keyring


def anchor_of(root: Root, keyring: Keyring) -> Anchor:
    """Return a root as it is kept outside, signed."""
    signature = base64.b64encode(keyring.sign(root.message)).decode()
    return Anchor(root, keyring.public_key, signature)


def anchored(office: Office) -> Anchor:
    """Return the newest root as it is kept outside; raise NoRootError without one."""
    with office.database.reading(PORTAL) as session:
        newest = newest_told(session)
    if newest is None:
        raise NoRootError
    return anchor_of(newest, office.keyring)


def keep(folder: Path, received: Sequence[Anchor]) -> Path:
    """Keep roots of another installation, all of one key, in a file of theirs; return which.

    Raise OSError where they find no room, and keep none. Raise OtherHistoryError, and keep none,
    for one that its key did not sign, or that cannot be a later state than those kept before.
    """
    key = received[0].public_key
    file = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.txt"
    kept = anchors_in(file.read_text(encoding="utf-8")) if file.exists() else []
    for anchor in received:
        if broken := anchor_break(anchor, key):
            raise OtherHistoryError(broken.reason)
        if kept:
            _refuse_earlier(kept[-1].root, anchor.root)
        kept.append(anchor)
    private_folder(folder)
    add_whole(file, "".join(anchor.as_text() for anchor in received))
    return file


def _refuse_earlier(before: Root, after: Root) -> None:
    if after.entries < before.entries or after.openings < before.openings:
        raise OtherHistoryError(f"the root of {after.at} covers less than that of {before.at}")
    if after.entries == before.entries and after.root != before.root:
        raise OtherHistoryError(f"the root of {after.at} covers other entries than {before.at}")

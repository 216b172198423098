"""Whether what the database holds is what happened, and is what a receipt says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.proof.chains import Verified, link_of
from portal.complaints.proof.lives import life_break
from portal.complaints.proof.rooted import newest_told, root_break
from portal.complaints.queries import exports
from portal.complaints.queries.kept_lives import KeptLife, kept_lives
from portal.db.history_guards import missing_guards
from portal.domain.history import Break, Head, Link, first_break
from portal.domain.history_tree import Anchor
from portal.domain.number import complaint_number
from portal.keyring import Keyring, is_signed

SHORTEST_HASH = 16


def verify_database(session: Session, keyring: Keyring, anchors: Sequence[Anchor] = ()) -> Verified:
    """Check every chain, signed head, root and number, and that all stands as they tell.

    The roots in `anchors` were kept outside: without any, an older state that was whole and signed
    cannot be told from this one.
    """
    try:
        return _verified(session, keyring, anchors)
    except (ValueError, TypeError, LookupError) as error:
        # What the portal writes, it can read.
        return Verified(0, 0, Break("", 0, f"a row cannot be read ({type(error).__name__})"))


def _verified(session: Session, keyring: Keyring, anchors: Sequence[Anchor]) -> Verified:
    complaints = entries = 0
    for kept in kept_lives(session, keyring):
        complaints, entries = complaints + 1, entries + len(kept.entries)
        broken = _chain_break(kept, keyring.public_key) or _rows_break(kept)
        if broken:
            return Verified(complaints, entries, broken)
    broken = (
        _missing_complaint(session)
        or root_break(session, keyring.public_key, anchors)
        or _unguarded(session)
    )
    return Verified(complaints, entries, broken, newest_told(session))


def _chain_break(kept: KeptLife, public_key: str) -> Break | None:
    row = kept.complaint
    head = Head(row.number, row.head_seq, row.head_hash, row.rows_sum)
    if not kept.entries:
        return Break(row.number, 1, "entry is missing: the tail was cut")
    is_genuine = is_signed(head.message, row.head_signature, public_key)
    links = [link_of(row.number, entry) for entry in kept.entries]
    if broken := first_break(links, head if is_genuine else None):
        return broken
    for entry, told in zip(kept.entries, links, strict=True):
        if entry.digest != told.digest:
            return Break(row.number, entry.seq, "digest is not that of what the entry says")
    return None


def _rows_break(kept: KeptLife) -> Break | None:
    """Return what stands otherwise than it was signed, named as far as the history tells it."""
    row = kept.complaint
    if kept.rows_sum == row.rows_sum:
        return life_break(kept)
    # A forged row need not be one that can be read.
    with suppress(ValueError, TypeError, LookupError):
        if broken := life_break(kept):
            return broken
    changed = "a row that stands with it was changed, added or removed"
    return Break(row.number, row.head_seq, changed)


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


def _unguarded(session: Session) -> Break | None:
    """Return that the database lets the history be changed, if somebody had it do so."""
    missing = missing_guards(session.connection())
    return Break("", 0, f"the history is not guarded: {missing[0]}") if missing else None


def entry_with_hash(session: Session, number: str, typed: str) -> datetime | None:
    """Return when the entry with this hash (16 digits or more) happened, if history has it.

    The whole chain up to it is checked again, so that a receipt proves what it says.
    """
    wanted = re.sub(r"[^0-9a-f]", "", typed.lower())
    if len(wanted) < SHORTEST_HASH:
        return None
    links: list[Link] = []
    for entry in exports.entries_of(session, number):
        links.append(link_of(number, entry))
        if entry.hash.startswith(wanted):
            head = Head(number, entry.seq, entry.hash)
            return None if first_break(links, head) else entry.at
    return None

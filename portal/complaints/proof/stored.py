"""Whether what the database holds is what happened, and is what a receipt says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.proof.chains import Checked, Verified, link_of
from portal.complaints.proof.lives import life_break
from portal.complaints.proof.lost_numbers import LostNumbers
from portal.complaints.proof.rooted import newest_told, root_break
from portal.complaints.proof.signed_releases import found_by_upgrade, releases_break
from portal.complaints.queries import exports
from portal.complaints.queries.kept_lives import KeptLife, kept_lives
from portal.db.history_guards import missing_guards
from portal.domain.history import Break, Head, Link, first_break
from portal.domain.history_tree import Anchor
from portal.domain.number import complaint_number
from portal.keyring import Keyring, is_signed

SHORTEST_HASH = 16


def verify_database(
    session: Session,
    keyring: Keyring,
    anchors: Sequence[Anchor] = (),
    lost: Sequence[LostNumbers] = (),
) -> Verified:
    """Check every chain, signed head, root and number, and that all stands as they tell.

    The roots in `anchors` were kept outside: without any, an older state that was whole and signed
    cannot be told from this one. Numbers that are known to be `lost` are not missed.
    """
    checked, root, found = Checked(), None, 0
    try:
        for kept in kept_lives(session, keyring):
            broken = _chain_break(kept, keyring.public_key) or _rows_break(kept)
            checked.complaint(len(kept.entries), broken)
        checked.add(*_missing_complaints(session, lost))
        checked.add(root_break(session, keyring.public_key, anchors), *_unguarded(session))
        checked.add(*releases_break(session, keyring.public_key))
        root, found = newest_told(session), found_by_upgrade(session, keyring.public_key)
    except (ValueError, TypeError, LookupError) as error:
        # What the portal writes, it can read.
        unread = f"a row cannot be read ({type(error).__name__})"
        checked.add(Break("", 0, f"{unread}: what comes after it was not looked at"))
    return checked.verified(root, found)


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


def _missing_complaints(session: Session, lost: Sequence[LostNumbers]) -> Iterator[Break]:
    """Yield the numbers given out whose complaint is gone, history and all."""
    known = {number for each in lost for number in each.numbers}
    for year, last in exports.numbers_given_out(session).items():
        there = {*exports.numbers_of(session, year)}
        for rank in range(1, last + 1):
            number = complaint_number(year, rank)
            if number not in there and number not in known:
                yield Break(number, 1, "the complaint is missing")


def _unguarded(session: Session) -> Iterator[Break]:
    """Yield each way in which the database lets the history be changed, if somebody had it so."""
    for missing in missing_guards(session.connection()):
        yield Break("", 0, f"the history is not guarded: {missing}")


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

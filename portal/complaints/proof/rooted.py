"""Whether histories and openings are still those that signed roots cover."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.complaints.proof.growing import told_by
from portal.complaints.queries import roots
from portal.domain.history import GENESIS, Break
from portal.domain.history_tree import Anchor, Frontier, Root, opening_hash
from portal.keyring import is_signed

SLOW = timedelta(minutes=10)
"""How much later than it was recorded an entry is stored at most, and clocks of machines differ."""


def newest_told(session: Session) -> Root | None:
    """Return the newest root that the database has."""
    newest = roots.newest_root(session)
    return told_by(newest) if newest else None


def root_break(session: Session, public_key: str, anchors: Sequence[Anchor]) -> Break | None:
    """Return the first thing that is not as the stored roots, or those kept outside, cover it."""
    stored = roots.all_roots(session)
    for record in stored:
        if not is_signed(told_by(record).message, record.signature, public_key):
            return _break(f"the root of {_day(record.at)} was not signed by this key")
    told = [told_by(record) for record in stored]
    newest = told[-1] if told else None
    told += [anchor.root for anchor in anchors]
    return (
        next(_not_genuine(anchors, newest, public_key), None)
        or entries_break(roots.every_entry(session), told, newest)
        or _openings_break(roots.every_opening(session), told)
    )


def anchor_break(anchor: Anchor, public_key: str) -> Break | None:
    """Return why a root that was kept outside is none that this key signed, if it is none."""
    if anchor.public_key != public_key:
        return _break(f"the anchor of {_day(anchor.root.at)} is another portal's")
    try:
        signature = base64.b64decode(anchor.signature, validate=True)
    except ValueError:
        signature = b""
    if is_signed(anchor.root.message, signature, public_key):
        return None
    return _break(f"the anchor of {_day(anchor.root.at)} was not signed by this key")


def entries_break(
    rows: Iterable[Any], told: Iterable[Root], newest: Root | None = None
) -> Break | None:
    """Return the first root that the entries, in the order of their ids, do not lead to.

    What comes after the newest root was recorded after it.
    """
    marks, tree = _Marks("entries", told, lambda root: (root.entries, root.root)), Frontier()
    # A root of the future is one of a clock that ran ahead, and was set back since.
    since = min(newest.at, datetime.now(UTC)) - SLOW if newest else None
    for row in rows:
        if marks.are_at(tree.size) and (broken := marks.passed(tree.size, tree.root.hex())):
            return broken
        if newest and since and tree.size >= newest.entries and row.recorded_at < since:
            late = f"an entry recorded {_day(row.recorded_at)} was added after the root of"
            return _break(f"{late} {_day(newest.at)}")
        tree.append(bytes.fromhex(row.hash))
    return marks.passed(tree.size, tree.root.hex()) or marks.missing()


def _openings_break(rows: Iterable[Any], told: Iterable[Root]) -> Break | None:
    """Return the first root that the chain of openings does not lead to."""
    marks = _Marks("openings", told, lambda root: (root.openings, root.openings_hash))
    count, chained = 0, GENESIS
    for row in rows:
        if marks.are_at(count) and (broken := marks.passed(count, chained)):
            return broken
        chained = opening_hash(chained, row.id, row.at, row.user_id, row.complaint_id, row.what)
        count += 1
    return marks.passed(count, chained) or marks.missing()


class _Marks:
    """The hashes that roots say something has after so many rows."""

    def __init__(
        self, what: str, told: Iterable[Root], of: Callable[[Root], tuple[int, str]]
    ) -> None:
        self._what, self._of = what, of
        self._ahead = sorted(told, key=lambda root: (of(root)[0], root.at), reverse=True)
        self._since = "the beginning"

    def are_at(self, size: int) -> bool:
        """Tell whether a root says something of this size."""
        return bool(self._ahead) and self._of(self._ahead[-1])[0] == size

    def passed(self, size: int, hashed: str) -> Break | None:
        """Pass the roots of this size; return that one has another hash, if it has."""
        while self.are_at(size):
            root = self._ahead.pop()
            if self._of(root)[1] != hashed:
                changed = f"{self._what} were changed, removed or added"
                return _break(f"{changed} between {self._since} and the root of {_day(root.at)}")
            self._since = f"the root of {_day(root.at)}"
        return None

    def missing(self) -> Break | None:
        """Return that a root covers more than there is, if one does."""
        if not self._ahead:
            return None
        return _break(f"{self._what} before the root of {_day(self._ahead[-1].at)} are missing")


def _not_genuine(
    anchors: Iterable[Anchor], newest: Root | None, public_key: str
) -> Iterator[Break]:
    """Yield what keeps roots kept outside from being earlier ones of this history."""
    for anchor in anchors:
        if broken := anchor_break(anchor, public_key):
            yield broken
        ours = (newest.entries, newest.openings) if newest else (0, 0)
        if ours[0] < anchor.root.entries or ours[1] < anchor.root.openings:
            yield _break(f"this is an older state than the anchor of {_day(anchor.root.at)}")


def _break(reason: str) -> Break:
    return Break("", 0, reason)


def _day(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")

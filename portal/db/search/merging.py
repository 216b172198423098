"""Texts that wait become part of a segment: the worker does it, some at a time.

A segment takes in the smaller ones before it, so that there are few of them, and each text is
written a few times in its life. Blocks are written some at a time, so that nobody waits long for
the writer; the last, short transaction puts the segment in the place of what it was made of, and
does nothing where any of that has changed meanwhile.
"""

from __future__ import annotations

import heapq
import secrets
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any, cast

from msgspec import Struct
from sqlalchemy import Connection, Executable, Table, and_, delete, func, insert, select, update

from portal.db.engine import Database
from portal.db.search.blocks import Posting, blocks_of, postings_of, written_starts
from portal.db.search.records import (
    Place,
    SearchBlockRecord,
    SearchSegmentRecord,
    SearchTextRecord,
)
from portal.db.search.segments import (
    BLOCKS_BITS,
    Segment,
    block_place,
    first_block,
    opened_blocks,
    starts_of,
    starts_place,
)
from portal.db.search.stems import Stem
from portal.db.search.texts import opened_words
from portal.keyring import Keyring

LEAST = 64
"""How many texts of an agency wait until they are merged, or are forgotten."""

AT_ONCE = 4_000
"""How many of them are merged at once."""

GOES_AFTER = timedelta(hours=1)
"""How long what was replaced stays: whoever began to read it comes to the end."""

_TAKES_IN = 4
"""A segment takes in those that have at most so many times its texts."""

_FORGOTTEN_SHARE = 8
_WRITTEN_AT_ONCE, _READ_AT_ONCE = 512, 64
_ID_BITS = 62 - BLOCKS_BITS
_TEXT, _SEGMENT, _BLOCK = (
    cast("Table", record.__table__)
    for record in (SearchTextRecord, SearchSegmentRecord, SearchBlockRecord)
)
_Act = Callable[[Connection], int]
_IS_ABOUT_TO_CHANGE = _TEXT.c.place != Place.MERGED


class _ChangedMeanwhileError(Exception):
    """What a segment was made of is not there any more as it was."""


class _Merge(Struct, frozen=True):
    """What becomes one segment: texts that wait, and segments; without what is forgotten."""

    agency: str
    waiting: dict[int, tuple[Stem, ...]]
    forgotten: frozenset[int]
    segments: Sequence[Segment]


def merge_waiting(database: Database, now: datetime, least: int = LEAST) -> int:
    """Merge the texts of each agency in which `least` wait or are forgotten; return how many."""
    _let_go(database, now)
    merged = 0
    with database.glancing() as connection:
        agencies = _agencies_where(connection, least)
    for agency in agencies:
        with database.glancing() as connection:
            merge = _planned(connection, database.keyring, agency, least)
        merged += _merged(database, merge, now)
    return merged


def merge_all(database: Database, now: datetime) -> None:
    """Merge until nothing waits, such as after many complaints were entered at once."""
    while merge_waiting(database, now, least=1):
        pass


def write_segment(
    database: Database, agency: str, postings: Iterable[Posting], texts: int, now: datetime
) -> int:
    """Write a segment that is not in use yet; return its id, 0 where it would be empty."""
    keyring, starts = database.keyring, array("Q")
    segment_id = secrets.randbits(_ID_BITS) + 1
    row = {"id": segment_id, "agency": agency, "texts": texts, "in_use": False, "since": now}
    database.enter(_doing(insert(_SEGMENT).values(row)))
    ids = range(first_block(segment_id), first_block(segment_id + 1))
    numbered = zip(ids, blocks_of(postings, starts), strict=False)
    while some := [
        {"id": id_, "content": keyring.seal(block, block_place(id_))}
        for id_, block in islice(numbered, _WRITTEN_AT_ONCE)
    ]:
        database.enter(_doing(insert(_BLOCK), some))
    if not starts:
        return 0
    sealed = keyring.seal(written_starts(starts), starts_place(segment_id))
    database.enter(
        _doing(update(_SEGMENT).where(_SEGMENT.c.id == segment_id).values(starts=sealed))
    )
    return segment_id


def _agencies_where(connection: Connection, least: int) -> list[str]:
    """Return the agencies in which so many texts wait or are forgotten."""
    count = func.count()
    by_agency = select(_TEXT.c.agency).where(_IS_ABOUT_TO_CHANGE).group_by(_TEXT.c.agency)
    return [*connection.scalars(by_agency.having(count >= least).order_by(_TEXT.c.agency))]


def _planned(connection: Connection, keyring: Keyring, agency: str, least: int) -> _Merge:
    """Return what is merged next of an agency: the oldest that wait, and smaller segments."""
    t, s = _TEXT.c, _SEGMENT.c
    of_agency = select(t.id, t.complaint_id, t.words).where(_IS_ABOUT_TO_CHANGE, t.agency == agency)
    rows = connection.execute(of_agency.order_by(t.id).limit(AT_ONCE)).all()
    waiting = {
        id_: opened_words(keyring, complaint_id, agency, words)
        for id_, complaint_id, words in rows
        if words is not None
    }
    forgotten = frozenset(id_ for id_, _, words in rows if words is None)
    in_use = select(s.id, s.texts).where(s.in_use, s.agency == agency).order_by(s.texts, s.id)
    segments = [Segment(*row) for row in connection.execute(in_use)]
    kept = sum(segment.texts for segment in segments)
    takes_in_all = len(forgotten) >= max(least, kept // _FORGOTTEN_SHARE)
    taken: list[Segment] = []
    texts = len(waiting)
    for segment in segments:
        if takes_in_all or segment.texts <= _TAKES_IN * texts:
            taken.append(segment)
            texts += segment.texts
    return _Merge(agency, waiting, forgotten, taken)


def _merged(database: Database, merge: _Merge, now: datetime) -> int:
    """Make a merge and put it in use; return how many texts wait no more or are gone."""
    if not merge.waiting and not merge.segments:
        return 0
    gone: set[int] = set()
    texts = len(merge.waiting) + sum(segment.texts for segment in merge.segments)
    postings = _postings(database, merge, gone)
    segment_id = write_segment(database, merge.agency, postings, texts, now)

    def put_in_use(connection: Connection) -> None:
        _replace(connection, merge, gone, now)
        is_it = _SEGMENT.c.id == segment_id
        used = update(_SEGMENT).where(is_it).values(in_use=True, texts=texts - len(gone))
        connection.execute(used)

    try:
        database.enter(put_in_use)
    except _ChangedMeanwhileError:
        return 0
    return len(merge.waiting) + len(gone)


def _replace(connection: Connection, merge: _Merge, gone: set[int], now: datetime) -> None:
    """Take out of use what a segment was made of; raise where it is not as it was."""
    t, s = _TEXT.c, _SEGMENT.c
    waited = and_(t.id.in_(merge.waiting), t.place == Place.WAITING)
    # Waits for nobody while it holds rows: whoever forgets a complaint may hold some of them.
    held = select(t.id).where(waited).with_for_update(skip_locked=True)
    if len(connection.execute(held).all()) != len(merge.waiting):
        raise _ChangedMeanwhileError
    connection.execute(update(_TEXT).where(waited).values(place=Place.MERGED, words=None))
    taken = and_(s.id.in_([segment.id for segment in merge.segments]), s.in_use)
    replaced = connection.execute(update(_SEGMENT).where(taken).values(in_use=False, since=now))
    if replaced.rowcount != len(merge.segments):
        raise _ChangedMeanwhileError
    connection.execute(delete(_TEXT).where(t.id.in_(gone), t.place == Place.FORGOTTEN))


def segment_postings(database: Database, segments: Iterable[Segment]) -> Iterator[Posting]:
    """Give what some segments hold together, in the order of stems."""
    return _joined([_read(database, segment) for segment in segments])


def _postings(database: Database, merge: _Merge, gone: set[int]) -> Iterator[Posting]:
    """Give the postings of all that is merged; note what of it is forgotten, and not in them."""
    having: dict[Stem, list[int]] = {}
    for id_, stems in merge.waiting.items():
        for stem in stems:
            having.setdefault(stem, []).append(id_)
    having.pop(0, None)
    merged = segment_postings(database, merge.segments)
    for stem, texts in _joined([iter(sorted(having.items())), merged]):
        if merge.forgotten:
            gone.update(merge.forgotten.intersection(texts))
            yield stem, [text for text in texts if text not in gone]
        else:
            yield stem, texts


def _joined(parts: Sequence[Iterator[Posting]]) -> Iterator[Posting]:
    """Give the postings of several parts, each of which is in the order of its stems."""
    by_stem = groupby(heapq.merge(*parts, key=itemgetter(0)), key=itemgetter(0))
    for stem, postings in by_stem:
        yield stem, sorted(chain.from_iterable(texts for _, texts in postings), reverse=True)


def _read(database: Database, segment: Segment) -> Iterator[Posting]:
    """Read a segment, some blocks at a time."""
    keyring = database.keyring
    with database.glancing() as connection:
        count = len(starts_of(connection, keyring, [segment])[segment.id])
    ids = iter(range(first_block(segment.id), first_block(segment.id) + count))
    while some := [*islice(ids, _READ_AT_ONCE)]:
        with database.glancing() as connection:
            blocks = opened_blocks(connection, keyring, some)
        yield from postings_of(blocks[id_] for id_ in some)


def _let_go(database: Database, now: datetime) -> None:
    """Erase segments that are out of use for long enough, and those that were never finished."""
    s = _SEGMENT.c
    old = select(s.id).where(~s.in_use, s.since <= now - GOES_AFTER)
    with database.glancing() as connection:
        ids = [*connection.scalars(old)]
    for segment_id in ids:
        blocks = _BLOCK.c.id
        of_it = blocks.between(first_block(segment_id), first_block(segment_id + 1) - 1)
        some = select(blocks).where(of_it).limit(_WRITTEN_AT_ONCE).scalar_subquery()
        while database.enter(_doing(delete(_BLOCK).where(blocks.in_(some)))):
            pass
        database.enter(_doing(delete(_SEGMENT).where(s.id == segment_id)))


def _doing(change: Executable, rows: Sequence[dict[str, Any]] | None = None) -> _Act:
    """Return what makes a change and tells how many rows it was about."""
    return lambda connection: int(connection.execute(change, rows).rowcount)

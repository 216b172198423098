"""The index of copied lives: written as segments at once, as large as they become with time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from sqlalchemy import func, select, text, update

from portal.db.engine import Database
from portal.db.search.blocks import Posting
from portal.db.search.merging import merge_all, segment_postings, write_segment
from portal.db.search.records import SearchSegmentRecord, SearchTextRecord
from portal.db.search.segments import Segment

_SHARES = (0.75, 0.94, 1.0)
"""Up to where copies stand in a segment: one takes in those of a quarter of its texts."""

_S = SearchSegmentRecord


def copy_texts(database: Database, turns: int, copied: range, shift: int) -> None:
    """Add the texts of complaints that were `copied`, each time with ids `shift` further."""
    now = datetime.now(UTC)
    merge_all(database, now)
    with database.writer.begin() as connection:
        texts = connection.scalar(select(func.max(SearchTextRecord.id))) or 0
        agencies = connection.execute(
            select(_S.agency, func.sum(_S.texts)).where(_S.in_use).group_by(_S.agency)
        ).all()
    for turn in range(1, turns):
        copying = (
            "INSERT INTO search_text (id, complaint_id, agency, place) SELECT"
            f" id + {turn * texts}, complaint_id + {turn * shift}, agency, 1"
            f" FROM search_text WHERE id <= {texts}"
            f" AND complaint_id BETWEEN {copied.start} AND {copied.stop - 1}"
        )
        with database.writer.begin() as connection:
            connection.execute(text(copying))
    for agency, count in agencies:
        _write(database, agency, int(count), turns, texts, now)


def _write(
    database: Database, agency: str, count: int, turns: int, texts: int, now: datetime
) -> None:
    """Write the segments of an agency that has `count` texts in one turn."""
    own = [*_postings_of(database, agency)]
    last = [1, *(max(2, round(share * turns)) for share in _SHARES)]
    for first, end in pairwise(last):
        shifts = [turn * texts for turn in reversed(range(first, end))]
        if shifts:
            written = write_segment(
                database, agency, _copied(own, shifts), count * len(shifts), now
            )
            with database.writer.begin() as connection:
                connection.execute(update(_S).where(_S.id == written).values(in_use=True))


def _postings_of(database: Database, agency: str) -> Iterator[Posting]:
    in_use = select(_S.id, _S.texts).where(_S.in_use, _S.agency == agency)
    with database.glancing() as connection:
        segments = [Segment(*row) for row in connection.execute(in_use)]
    yield from segment_postings(database, segments)


def _copied(postings: Sequence[Posting], shifts: Sequence[int]) -> Iterator[Posting]:
    for stem, texts in postings:
        yield stem, [text + shift for shift in shifts for text in texts]

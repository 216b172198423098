"""What the file of an export says, part by part: each is a whole gzip, and so are all together.

The auditor's dump is read slice by slice of the complaints, up to the entry that its vintage
reached: whatever happens meanwhile, and whoever goes on with it, it comes out the same.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable

import msgspec
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.time.periods import Period
from portal.features.long_exports.records import ExportJobRecord
from portal.keyring import Keyring
from portal.reporting.open_data.dumps import For, dump_of, life_name
from portal.reporting.vintages.lives import LivesRead
from portal.reporting.vintages.queries import published_lately, vintages
from portal.reporting.vintages.queries_lives import lives_between
from portal.reporting.vintages.records import ReportVintageRecord

_C = ComplaintRecord
SLICE = 1000
"""How many complaints are read at once: a moment's work, and a few hundred kilobytes."""


class Part(Struct, frozen=True):
    """A part of a file, empty where nothing is to be told; how many complaints were read for it."""

    content: bytes
    read: int
    next_id: int


def all_to_read(session: Session) -> tuple[int, int]:
    """Return how many complaints there are, and the last one's id."""
    count, last = session.execute(select(func.count(), func.max(_C.id))).one()
    return count, last or 0


def next_part(session: Session, keyring: Keyring, job: ExportJobRecord) -> Part:
    """Return what the next complaints add to a file."""
    quarter, vintage = _vintages(session, job)
    first, last = job.next_id, job.next_id + SLICE - 1
    lives = lives_between(
        session, life_name(keyring), vintage[-1].reached, quarter.months, (first, last)
    )
    content = b"".join(life.line for life in lives)
    among = _C.id.between(first, min(last, job.last_id))
    read = session.scalar(select(func.count()).where(among)) or 0
    return Part(_packed(content) if content else b"", read, last + 1)


def ending(
    session: Session, keyring: Keyring, job: ExportJobRecord, parts: Iterable[bytes]
) -> bytes:
    """Return what ends a file: what is published, signed with a digest of all that is above it."""
    quarter, made = _vintages(session, job)
    lives = LivesRead()
    for part in parts:
        for line in gzip.decompress(part).splitlines():
            lives.note(line)
    dump = dump_of(made, For.AUDITOR, keyring, published_lately(session, quarter), lives)
    return _packed(msgspec.json.encode(dump) + b"\n")


def _vintages(session: Session, job: ExportJobRecord) -> tuple[Period, list[ReportVintageRecord]]:
    """Return the quarter of an export, and its vintages up to the one that was asked for."""
    quarter = Period.parse(job.about)
    assert quarter is not None, "only quarters are asked for"
    return quarter, [one for one in vintages(session, quarter) if one.number <= job.edition]


def _packed(content: bytes) -> bytes:
    # Without a moment of its own: what is made again is the same file.
    return gzip.compress(content, compresslevel=6, mtime=0)

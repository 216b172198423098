"""Dumps of a published quarter, signed; and working every figure out again from one.

The public dump is what everybody may know. The auditor's has what it was worked out from as well:
how many complaints had each measure, how many days they took, month by month. Above it stand the
lives that the quarter counts, a line each, from which all of that follows (`lives.py`).
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

from portal.domain.errors import PortalError
from portal.domain.figures.small_cells import TOTAL
from portal.domain.history import canonical, moment_text
from portal.keyring import Keyring, is_signed
from portal.reporting.known import Known
from portal.reporting.open_data.rows import COUNT, EXACT, HIDDEN, PublicRow, rows_of
from portal.reporting.vintages.computing import Apart, QuarterCounts, known_of
from portal.reporting.vintages.lives import LivesRead
from portal.reporting.vintages.queries import known_in
from portal.reporting.vintages.records import ReportVintageRecord


class For(StrEnum):
    """Whom a dump is for."""

    PUBLIC = "public"
    AUDITOR = "auditor"


class NotADumpError(PortalError):
    """A file is no dump of published figures."""


class Dump(Struct, frozen=True, omit_defaults=True):
    """A quarter as published: its newest vintage; for auditors, with its counts and the earlier."""

    dump: For
    quarter: str
    number: int
    definitions: str
    published_at: str
    rows: Sequence[PublicRow]
    counts: QuarterCounts | None = None
    earlier: Sequence[Known] = ()
    lately: Sequence[Known] = ()
    """What was published of the three quarters before: shares over four quarters rest on it."""
    lives: int = 0
    moves: str = ""
    """How many lives stand above it, and the digest of their lines."""
    public_key: str = ""
    signature: str = ""

    @property
    def message(self) -> bytes:
        """What is signed: all of it but the signature and its key."""
        bare = msgspec.structs.replace(self, public_key="", signature="")
        return canonical({"dump of figures": msgspec.to_builtins(bare)})


def dump_of(
    vintages: Sequence[ReportVintageRecord],
    audience: For,
    keyring: Keyring,
    lately: Sequence[Known] = (),
    lives: LivesRead | None = None,
) -> Dump:
    """Return the newest of a quarter's vintages, signed.

    `lately` are the three quarters before it, `lives` those that were written above it.
    """
    newest, is_whole = vintages[-1], audience is For.AUDITOR
    bare = Dump(
        dump=audience,
        quarter=newest.period,
        number=newest.number,
        definitions=newest.definitions,
        published_at=moment_text(newest.made_at),
        rows=rows_of(known_in(newest), lately),
        counts=msgspec.json.decode(newest.counts, type=QuarterCounts) if is_whole else None,
        earlier=[known_in(vintage) for vintage in vintages[:-1]] if is_whole else (),
        lately=lately if is_whole else (),
        lives=lives.count if lives else 0,
        moves=lives.digest if lives else "",
    )
    signature = base64.b64encode(keyring.sign(bare.message)).decode()
    return msgspec.structs.replace(bare, public_key=keyring.public_key, signature=signature)


def life_name(keyring: Keyring) -> Callable[[int], str]:
    """Return what gives complaints the number of their own that they have in dumps."""
    return lambda complaint_id: keyring.hashed(str(complaint_id), "life")


def read_dump(text: bytes) -> Dump:
    """Return the dump that a file holds; raise NotADumpError where it is none."""
    try:
        return msgspec.json.decode(text, type=Dump)
    except msgspec.DecodeError as error:
        raise NotADumpError(str(error)) from error


def read_file(lines: Iterable[bytes]) -> tuple[Dump, LivesRead]:
    """Return the dump in the last line of a file, and what the lives above it add up to.

    Raise NotADumpError where a line is neither. The file is read once, and not kept.
    """
    lives, last = LivesRead(), b""
    for line in lines:
        if last.strip():
            _take(lives, last)
        last = line if line.strip() else last
    return read_dump(last), lives


def _take(lives: LivesRead, line: bytes) -> None:
    try:
        lives.take(line)
    except (msgspec.DecodeError, AssertionError, LookupError, ValueError, TypeError) as error:
        raise NotADumpError(f"line {lives.count + 1} is no life: {error!r}") from error


def differences(
    dump: Dump, apart: Apart, public_key: str = "", lives: LivesRead | None = None
) -> Iterator[str]:
    """Yield what does not hold of a dump: its signature, or a figure that comes out otherwise.

    With the `lives` that stood above it, every figure is worked out from these as well.
    """
    try:
        signature = base64.b64decode(dump.signature, validate=True)
    except ValueError:
        signature = b""
    if not is_signed(dump.message, signature, public_key or dump.public_key):
        yield "signature: not of this key"
    if dump.counts is None:
        yield from _unsound(dump.rows)
    else:
        known = known_of(dump.counts, apart, dump.earlier)
        yield from _otherwise(dump.rows, rows_of(known, dump.lately))
        if lives is not None:
            yield from _lived_otherwise(dump, dump.counts, apart, lives)


def _lived_otherwise(
    dump: Dump, counts: QuarterCounts, apart: Apart, lives: LivesRead
) -> Iterator[str]:
    if (lives.count, lives.digest) != (dump.lives, dump.moves):
        yield "moves: not those that were signed"
    if lives.count:
        lived = lives.counts(counts)
        for name in ("received", "answers"):
            if sorted(map(tuple, getattr(counts, name))) != getattr(lived, name):
                yield f"moves: {name} are counted otherwise"
        known = known_of(lived, apart, dump.earlier)
        for difference in _otherwise(dump.rows, rows_of(known, dump.lately)):
            yield f"moves: {difference}"


def not_told(dump: Dump, apart: Apart) -> list[str]:
    """Return the tables that its counts would fill, and that it does not have.

    They joined what is published after it, so that nothing of it can be compared with them.
    """
    if dump.counts is None:
        return []
    again = rows_of(known_of(dump.counts, apart, dump.earlier), dump.lately)
    return sorted({row.table for row in again} - {row.table for row in dump.rows})


def _otherwise(published: Sequence[PublicRow], again: Sequence[PublicRow]) -> Iterator[str]:
    tables = {row.table for row in published}
    told, worked_out = _by_place(published), _by_place(row for row in again if row.table in tables)
    for place in sorted(told.keys() | worked_out.keys()):
        if told.get(place) != worked_out.get(place):
            before, now = told.get(place), worked_out.get(place)
            yield f"{_words(place)}: published {before}, worked out {now}"


def _unsound(rows: Sequence[PublicRow]) -> Iterator[str]:
    """Yield each total that the cells of its row do not add up to, as far as they are told."""
    counts = [row for row in rows if row.unit == COUNT]
    totals = {(row.table, row.agency): row for row in counts if row.column == TOTAL}
    for place, total in totals.items():
        own = [row for row in counts if (row.table, row.agency) == place and row.column != TOTAL]
        known = sum(row.least or 0 for row in own if row.told == EXACT)
        are_all = all(row.told == EXACT for row in own)
        if total.told == EXACT and not (
            known == total.least if are_all else known <= (total.least or 0)
        ):
            yield f"{_words((*place, TOTAL, ''))}: published {total.least}, its cells {known}"
    for row in rows:
        if row.told != HIDDEN and (row.least or 0) > (row.most or 0):
            yield f"{_words((row.table, row.agency, row.column, row.month))}: no range"


def _by_place(rows: Iterable[PublicRow]) -> Mapping[tuple[str, ...], tuple[Any, ...]]:
    return {
        (row.table, row.agency, row.column, row.month): (row.told, row.least, row.most)
        for row in rows
    }


def _words(place: tuple[str, ...]) -> str:
    return " / ".join(part for part in place if part)

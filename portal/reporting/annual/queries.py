"""What was reported of years, and which quarters there are to report of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.text import Language, Text
from portal.domain.time.periods import Period
from portal.reporting.annual.composing import Explained
from portal.reporting.annual.content import Content
from portal.reporting.annual.records import (
    AnnualReportRecord,
    AnnualRequestRecord,
    AnnualWordsRecord,
)
from portal.reporting.annual.year import Year
from portal.reporting.vintages.queries import known_in, vintages
from portal.reporting.vintages.records import ReportVintageRecord

_A, _Q, _W = AnnualReportRecord, AnnualRequestRecord, AnnualWordsRecord
ALL = ""
"""In the place of an agency: all of them together."""


class PublishedYear(Struct, frozen=True):
    """The published quarters of a year, and the vintages that they are, by their digests."""

    year: Year
    vintages: tuple[str, ...]


class Edition(Struct, frozen=True):
    """When a report was made, and why it was made again; which one it is."""

    number: int
    until: int
    made_at: datetime
    reason: Text


class Report(Struct, frozen=True):
    """A report as it is published by now, or as one of its editions was."""

    content: Content
    edition: Edition
    editions: tuple[Edition, ...]
    definitions: str
    digest: str


class Asked(Struct, frozen=True):
    """A year on which words were asked for, by which day; and what stands written."""

    year: int
    due_on: date
    written: Explained | None
    taken_back_at: datetime | None = None
    """When what was written last was taken back; None where it stands, or there is none."""


def published_year(session: Session, year: Period) -> PublishedYear:
    """Return the quarters of a year that are published, up to the first one that is not."""
    newest: list[ReportVintageRecord] = []
    for quarter in year.quarters:
        found = vintages(session, quarter)
        if not found:
            break
        newest.append(found[-1])
    known = tuple(known_in(vintage) for vintage in newest)
    definitions = tuple(vintage.definitions for vintage in newest)
    return PublishedYear(
        Year(year, known, definitions), tuple(vintage.digest for vintage in newest)
    )


def reported_years(session: Session, agency: str = ALL) -> list[int]:
    """Return the years of which there is a report, the newest first."""
    years = select(_A.year).where(_A.agency == agency).distinct().order_by(_A.year.desc())
    return list(session.scalars(years))


def is_reported_whole(session: Session, year: int, agency: str) -> bool:
    """Tell whether a whole year of an agency, or of all, is reported."""
    last = Period(year).quarters[-1].quarter
    whole = select(_A.id).where(_A.year == year, _A.agency == agency, _A.until == last)
    return session.scalar(whole.limit(1)) is not None


def reported_agencies(session: Session, year: int) -> list[str]:
    """Return the agencies that have a report of a year of their own."""
    of_year = select(_A.agency).where(_A.year == year, _A.agency != ALL).distinct()
    return sorted(session.scalars(of_year))


def editions(session: Session, year: int, agency: str) -> list[AnnualReportRecord]:
    """Return the editions of a report, the first one first."""
    of_it = select(_A).where(_A.year == year, _A.agency == agency).order_by(_A.number)
    return list(session.scalars(of_it))


def report(session: Session, year: int, agency: str, number: int | None = None) -> Report | None:
    """Return an edition of a report, the newest where none is asked for."""
    found = editions(session, year, agency)
    chosen = [one for one in found if number in (None, one.number)]
    if not chosen:
        return None
    shown = chosen[-1]
    return Report(
        msgspec.json.decode(shown.content, type=Content),
        _edition(shown),
        tuple(map(_edition, found)),
        shown.definitions,
        shown.digest,
    )


def sheet(
    session: Session, year: int, agency: str, language: Language, number: int | None = None
) -> bytes | None:
    """Return an edition on paper, as its bytes were signed."""
    column = _A.pdf_en if language == "en" else _A.pdf_fr
    of_it = select(column).where(_A.year == year, _A.agency == agency)
    if number is not None:
        of_it = of_it.where(_A.number == number)
    return session.scalar(of_it.order_by(_A.number.desc()).limit(1))


def last_edition_digest(session: Session) -> str:
    """Return the digest of the report that was made last; nothing before the first."""
    return session.scalar(select(_A.digest).order_by(_A.id.desc()).limit(1)) or ""


def newest_request(session: Session, agency: str) -> Asked | None:
    """Return the newest year of which an agency, or whoever answers for all, was asked."""
    newest = select(_Q).where(_Q.agency == agency).order_by(_Q.year.desc()).limit(1)
    request = session.scalar(newest)
    if request is None:
        return None
    words = newest_words(session, request.year, agency)
    written = explained_in(words)
    taken_back_at = words.written_at if words and not written else None
    return Asked(request.year, request.due_on, written, taken_back_at)


def requests_of(session: Session, year: int) -> dict[str, date]:
    """Return who was asked about a year, by which day."""
    rows = session.execute(select(_Q.agency, _Q.due_on).where(_Q.year == year))
    return {row.agency: row.due_on for row in rows}


def newest_words(session: Session, year: int, agency: str) -> AnnualWordsRecord | None:
    """Return what was written last on a year of an agency, or of all."""
    of_it = select(_W).where(_W.year == year, _W.agency == agency)
    return session.scalar(of_it.order_by(_W.number.desc()).limit(1))


def times_written(session: Session, year: int, agency: str) -> int:
    """Return how often somebody wrote on a year of an agency, or of all."""
    of_it = select(func.count()).where(_W.year == year, _W.agency == agency)
    return session.scalar(of_it) or 0


def explained_in(words: AnnualWordsRecord | None) -> Explained | None:
    """Return what somebody wrote, and as whom; nothing where it was taken back."""
    if words is None or not (words.text or words.text_en):
        return None
    return Explained(Text(words.text, words.text_en), Text(words.post, words.post_en))


def digest_of(*parts: bytes) -> str:
    """Return the digest by which a report is signed: of its text and of its sheets."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def missing_quarters(year: Year) -> Iterable[Period]:
    """Return the quarters of a year that are not published, from the first such one on."""
    return year.period.quarters[year.until :]


def _edition(record: AnnualReportRecord) -> Edition:
    reason = Text(record.reason, record.reason_en)
    return Edition(record.number, record.until, record.made_at, reason)

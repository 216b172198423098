"""Making the reports of a year: once each, frozen and signed; another edition only for a reason.

What a report was made from says whether it would be another today: the vintages of its quarters
and of those before, and the words on why. Where these are the same it stays, whatever else changed.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from sqlalchemy.orm import Session

from portal.complaints.letters.apart import write_apart
from portal.complaints.queries.public_marks import move_mark
from portal.complaints.work import Work
from portal.domain.errors import PortalError
from portal.domain.history import canonical, moment_text
from portal.domain.text import LANGUAGES, Text
from portal.domain.time.periods import Period
from portal.keyring import is_signed
from portal.releases.queries_breaks import breaks_of
from portal.reporting.annual.compared import Compared
from portal.reporting.annual.composing import Names, compose
from portal.reporting.annual.content import Content
from portal.reporting.annual.letters import AnnualReportMade
from portal.reporting.annual.printing import sheets
from portal.reporting.annual.queries import (
    ALL,
    PublishedYear,
    digest_of,
    editions,
    explained_in,
    last_edition_digest,
    missing_quarters,
    newest_words,
    published_year,
    requests_of,
)
from portal.reporting.annual.records import AnnualReportRecord
from portal.reporting.counts import queries as cube
from portal.reporting.definitions.every import VERSION
from portal.reporting.tables.break_words import active_categories
from portal.words.catalogue import sentence

MARK = "annual reports"


class NothingPublishedError(PortalError):
    """Not even the first quarter of a year is published: there is nothing to report of."""


class WordsAwaitedError(PortalError):
    """Whoever was asked for words on a year has until `due_on` to write them, and has not."""

    def __init__(self, due_on: date) -> None:
        super().__init__(due_on.isoformat())
        self.due_on = due_on


class Outcome(StrEnum):
    """What became of the report of an agency, or of all."""

    MADE = "made"
    STANDS = "stands"
    """It is as it was made: nothing that it was made from is another."""
    NEEDS_REASON = "needs_reason"
    """It would be another, and nobody said why: the one that was published stands."""


class Made(Struct, frozen=True):
    """What became of a report, and whether it is the first one of a whole year."""

    outcome: Outcome
    content: Content
    pdf_fr: bytes
    pdf_en: bytes
    is_as_signed: bool
    told: int | None = None
    """How many people of the top authority are written to now; None where nobody has to be."""

    @property
    def agency(self) -> str:
        """Whose it is; empty where it is of all together."""
        return self.content.agency


class _Material(Struct, frozen=True):
    """What the reports of a year are made from."""

    now: PublishedYear
    before: PublishedYear
    compared: Compared
    names: Names


def make_report(
    work: Work,
    year: int,
    agency: str,
    base_url: str,
    reason: Text | None = None,
    *,
    at_once: bool = False,
) -> Made:
    """Make the report of a year of an agency, or of all (`ALL`), unless it is made.

    Raise NothingPublishedError where no quarter of it is published. A year of which some are is
    reported up to the first one missing; once more are, its next edition says so as its reason.
    Raise WordsAwaitedError where somebody still has time to write on a whole year, and did not,
    unless it is to be made `at_once`. The top authority is written to about the first whole one.
    """
    material = _material(work, Period(year), base_url)
    if material.now.year.is_whole and not at_once:
        _ensure_not_awaited(work, year, agency)
    return _report(work, material, agency, reason)


def agencies_reported(session: Session, year: int) -> tuple[str, ...]:
    """Return whose reports there are to make of a year: of all together first, then of each."""
    return (ALL, *published_year(session, Period(year)).year.agencies)


def missing(session: Session, year: int) -> tuple[Period, ...]:
    """Return the quarters without which a year is not whole."""
    return tuple(missing_quarters(published_year(session, Period(year)).year))


def is_as_signed(report: AnnualReportRecord, public_key: str) -> bool:
    """Tell whether a report is what it was when it was made."""
    is_whole = report.digest == digest_of(report.content.encode(), report.pdf_fr, report.pdf_en)
    return is_whole and is_signed(_message_of(report), report.signature, public_key)


def _material(work: Work, year: Period, base_url: str) -> _Material:
    session, settings = work.session, work.agencies.portal
    now, before = published_year(session, year), published_year(session, year.before)
    if not now.year.until:
        raise NothingPublishedError(str(year))
    codes = sorted({*now.year.agencies, *before.year.agencies})
    compared = Compared.of(
        now.year,
        before.year.first(now.year.until),
        cube.first_month(session),
        breaks_of(session, codes),
    )
    names = Names(
        portal=settings.portal.name.text,
        agencies={agency.code: agency.name for agency in work.agencies},
        themes={theme.code: theme.name.text for theme in settings.themes},
        base_url=base_url,
        active={agency.code: active_categories(agency) for agency in work.agencies},
    )
    return _Material(now, before, compared, names)


def _report(work: Work, material: _Material, agency: str, reason: Text | None) -> Made:
    session, now = work.session, material.now.year
    year = now.period.year
    words = newest_words(session, year, agency)
    sources = _sources(material, words.number if words else 0)
    earlier = editions(session, year, agency)
    last = earlier[-1] if earlier else None
    if last is not None and last.sources == sources:
        return _made(work, Outcome.STANDS, last)
    why = reason or (_more_published(last.until, now.until) if last else Text(""))
    if why is None:
        assert last is not None
        return _made(work, Outcome.NEEDS_REASON, last)
    explained = explained_in(words)
    content = compose(material.compared, agency, material.names, explained, VERSION)
    record = _kept(work, content, sources, material.names.portal, len(earlier) + 1, why)
    was_whole = last is not None and last.until == now.until
    told = None
    if now.is_whole and not was_whole and agency != ALL:
        told = _tell_top_authority(work, content)
    return _made(work, Outcome.MADE, record, told)


def _tell_top_authority(work: Work, content: Content) -> int:
    """Write to the top authority of an agency what its report says, in the same transaction."""
    agency, (fr, en) = content.agency, (content.editions[one].lead for one in LANGUAGES)
    letter = AnnualReportMade(content.year, fr, en)
    return write_apart(work, work.staff.top_authority(work.session, agency), letter, [agency])


def _ensure_not_awaited(work: Work, year: int, agency: str) -> None:
    due_on = requests_of(work.session, year).get(agency)
    is_open = due_on is not None and work.now.astimezone(_zone(work)).date() <= due_on
    if (
        not is_open
        or explained_in(newest_words(work.session, year, agency))
        or editions(work.session, year, agency)
    ):
        return
    assert due_on is not None
    raise WordsAwaitedError(due_on)


def _zone(work: Work) -> ZoneInfo:
    return ZoneInfo(work.agencies.portal.calendar.timezone)


def _made(
    work: Work, outcome: Outcome, record: AnnualReportRecord, told: int | None = None
) -> Made:
    return Made(
        outcome,
        msgspec.json.decode(record.content, type=Content),
        record.pdf_fr,
        record.pdf_en,
        is_as_signed(record, work.keyring.public_key),
        told,
    )


def _sources(material: _Material, words: int) -> str:
    compared = material.before.vintages[: material.now.year.until]
    return canonical(
        {"quarters": material.now.vintages, "compared": compared, "words": words}
    ).decode()


def _more_published(until: int, now: int) -> Text | None:
    """Return why a report of part of a year is made again by itself: there are more quarters."""
    if now <= until:
        return None
    told = [
        sentence("L’année est maintenant publiée jusqu’au trimestre %(n)s.", n=now).in_(language)
        for language in ("fr", "en")
    ]
    return Text(*told)


def _kept(
    work: Work, content: Content, sources: str, portal: Text, number: int, reason: Text
) -> AnnualReportRecord:
    printed = sheets(content, portal, work.now.astimezone(_zone(work)).date(), reason)
    text = msgspec.json.encode(content, order="sorted").decode()
    report = AnnualReportRecord(
        year=content.year,
        agency=content.agency,
        number=number,
        until=content.until,
        definitions=VERSION,
        made_at=work.now,
        reason=reason.fr,
        reason_en=reason.en,
        sources=sources,
        content=text,
        pdf_fr=printed["fr"],
        pdf_en=printed["en"],
        digest=digest_of(text.encode(), printed["fr"], printed["en"]),
        previous=last_edition_digest(work.session),
    )
    report.signature = work.keyring.sign(_message_of(report))
    work.session.add(report)
    work.session.flush()
    move_mark(work.session, MARK)
    return report


def _message_of(report: AnnualReportRecord) -> bytes:
    told = {
        "year": report.year,
        "agency": report.agency,
        "number": report.number,
        "until": report.until,
        "definitions": report.definitions,
        "made_at": moment_text(report.made_at),
        "reason": report.reason,
        "reason_en": report.reason_en,
        "sources": report.sources,
        "digest": report.digest,
        "previous": report.previous,
    }
    return canonical({"annual report": told})

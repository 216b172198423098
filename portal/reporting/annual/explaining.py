"""Words on why a year was as it was: asked for once, by a day, written before it is reported.

Whoever heads an agency's complaints service writes for it, and whoever looks after all agencies
for all. What is written later stands beside what was written before: nothing is lost.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.complaints.features import Feature
from portal.complaints.letters.apart import write_apart
from portal.complaints.queries.public_marks import mark_of
from portal.complaints.queries.staff import Member
from portal.complaints.work import Work
from portal.domain.actor import PORTAL
from portal.domain.errors import IncompleteError, NotAllowedError, PortalError
from portal.domain.permissions import Permission, may_as_one_of, may_everywhere
from portal.domain.role import Role
from portal.domain.text import Text
from portal.domain.time.periods import Period
from portal.jobs import Job, Place
from portal.reporting.annual.composing import Explained
from portal.reporting.annual.letters import LETTERS, AnnualWordsAsked
from portal.reporting.annual.making import MARK
from portal.reporting.annual.queries import (
    ALL,
    explained_in,
    is_reported_whole,
    newest_words,
    published_year,
    reported_years,
    requests_of,
    times_written,
)
from portal.reporting.annual.records import ROW_RULES, AnnualRequestRecord, AnnualWordsRecord
from portal.reporting.vintages.queries import published_periods
from portal.runtime import Runtime

TIME_TO_WRITE = timedelta(days=21)


class NotAskedError(PortalError):
    """Nobody was asked for words on this year, or not for this agency."""


class ReportedError(PortalError):
    """The report that says the words is published: they are not taken back any more."""


class Noted(StrEnum):
    """What becomes of words that somebody wrote."""

    TO_BE_SAID = "to_be_said"
    ONLY_ANEW = "only_anew"
    """The report is published: it says them only if it is made again."""
    TAKEN_BACK = "taken_back"


def write_words(work: Work, agency: str, year: int, text: Text, post: Text) -> Noted:
    """Keep what somebody writes on a year of an agency, or of all (`ALL`), for everybody to read.

    Raise IncompleteError where there is nothing in either language, or not as whom it is said.
    """
    _require(work, agency)
    missing = ["body"] if not (text.fr or text.en) else []
    missing += ["post"] if not (post.fr or post.en) else []
    if missing:
        raise IncompleteError(*missing)
    if agency not in requests_of(work.session, year):
        raise NotAskedError(str(year))
    if explained_in(newest_words(work.session, year, agency)) != Explained(text, post):
        _keep(work, agency, year, text, post)
    is_reported = is_reported_whole(work.session, year, agency)
    return Noted.ONLY_ANEW if is_reported else Noted.TO_BE_SAID


def take_back_words(work: Work, agency: str, year: int) -> Noted:
    """Take back what was written on a year, before its report is published; it stays as written.

    Raise ReportedError once the report is published.
    """
    _require(work, agency)
    if is_reported_whole(work.session, year, agency):
        raise ReportedError(str(year))
    if explained_in(newest_words(work.session, year, agency)) is not None:
        _keep(work, agency, year, Text(""), Text(""))
    return Noted.TAKEN_BACK


def _require(work: Work, agency: str) -> None:
    if not may_explain(work, agency):
        raise NotAllowedError(Permission.EXPLAIN_FIGURES)


def _keep(work: Work, agency: str, year: int, text: Text, post: Text) -> None:
    work.session.add(
        AnnualWordsRecord(
            year=year,
            agency=agency,
            number=times_written(work.session, year, agency) + 1,
            text=text.fr,
            text_en=text.en,
            post=post.fr,
            post_en=post.en,
            author_id=work.actor.user_id,
            written_at=work.now,
        )
    )


def may_explain(work: Work, agency: str) -> bool:
    """Tell whether the actor writes for an agency as somebody of it, or for all as theirs."""
    if agency == ALL:
        return may_everywhere(work.actor, Permission.EXPLAIN_FIGURES)
    return may_as_one_of(work.actor, Permission.EXPLAIN_FIGURES, agency)


def ask_for_words(work: Work) -> int:
    """Ask whoever is to write about the newest whole year, once; return how many letters leave."""
    year = newest_whole_year(work.session)
    if year is None or requests_of(work.session, year) or year in reported_years(work.session):
        return 0
    due_on = _today(work) + TIME_TO_WRITE
    known = {agency.code for agency in work.agencies}
    reported = published_year(work.session, Period(year)).year.agencies
    codes = [code for code in reported if code in known]
    written = 0
    for agency in (ALL, *codes):
        request = AnnualRequestRecord(year=year, agency=agency, asked_at=work.now, due_on=due_on)
        work.session.add(request)
        letter = AnnualWordsAsked(year, due_on, across=agency == ALL)
        about = codes if agency == ALL else [agency]
        written += write_apart(work, _writers(work, agency), letter, about)
    return written


def newest_whole_year(session: Session) -> int | None:
    """Return the newest year of which every quarter is published."""
    published = set(published_periods(session))
    years = sorted({period.year for period in published}, reverse=True)
    return next((year for year in years if published.issuperset(Period(year).quarters)), None)


class Asking:
    """Asks for words the first time it is asked on a day."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self._asked_on: date | None = None

    def run(self, now: datetime) -> int:
        """Ask for words on the newest whole year; return how many letters leave."""
        today = _day(now, self.runtime)
        if self._asked_on == today:
            return 0
        written = 0
        if self.runtime.read(PORTAL, _is_to_be_asked):
            with self.runtime.acting(PORTAL, now) as work:
                written = ask_for_words(work)
        self._asked_on = today
        return written


def _is_to_be_asked(session: Session) -> bool:
    year = newest_whole_year(session)
    return year is not None and not requests_of(session, year)


def _writers(work: Work, agency: str) -> list[Member]:
    if agency == ALL:
        return work.staff.with_role(work.session, None, Role.ANALYST)
    return work.staff.heads(work.session, agency)


def _today(work: Work) -> date:
    return work.now.astimezone(ZoneInfo(work.agencies.portal.calendar.timezone)).date()


def _day(now: datetime, runtime: Runtime) -> date:
    return now.astimezone(ZoneInfo(runtime.agencies.portal.calendar.timezone)).date()


ASK: Job[Runtime] = Job(
    "ask for words of annual reports",
    Place.BEFORE_LETTERS,
    lambda runtime: Asking(runtime).run,
    counted="annual_words_asked",
)

FEATURE = Feature(
    name="annual",
    letters=LETTERS,
    row_rules=ROW_RULES,
    jobs=(ASK,),
    public_marks=(mark_of(MARK),),
)
"""What the kernel has to know of annual reports: who sees what, and when words are asked for."""

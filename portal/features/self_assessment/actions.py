"""Closed files are drawn to be read again, and a colleague who did not handle one says how it was.

The portal makes the seed, and every draw is kept: nobody draws until it pleases. What a second
reader says is told to nobody, nor what a first one said to them, until all is read.
"""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.complaints.work import Work
from portal.db.row_filter import as_the_portal
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.permissions import Permission, may
from portal.domain.time.periods import Period
from portal.features.self_assessment.queries import (
    closed_between,
    draw_of,
    ended_draw,
    handlers_of,
    kept_draw,
    kept_sheet,
    readers_beside,
    sheet_to_fill,
)
from portal.features.self_assessment.records import AssessmentDrawRecord, AssessmentSheetRecord
from portal.features.self_assessment.rules import (
    FEWEST,
    FIRST,
    MOST,
    RULE,
    SECOND,
    Sheet,
    digest_of,
    draw,
    is_read_twice,
)
from portal.reporting.six_criteria.indicator import Criterion

_SEED_BYTES = 16


def draw_files(work: Work, agency: str, period: Period, wanted: int, zone: ZoneInfo) -> int:
    """Draw closed files of a period that is over, by a seed of the portal's; return the draw's id.

    Complaints that whoever draws may not see are drawn as well. Raise IncompleteError naming what
    does not fit: a period that is not over, how many, or that nothing was closed.
    """
    _require(work, Permission.DRAW_FILES, agency)
    missing = [] if period.is_over(work.now.astimezone(zone).date()) else ["assessed_period"]
    missing += [] if FEWEST <= wanted <= MOST else ["assessed_wanted"]
    if missing:
        raise IncompleteError(*missing)
    first, end = (
        datetime.combine(day, time(), zone)
        for day in (period.first_day, period.last_day + timedelta(days=1))
    )
    with as_the_portal(work.session):
        closed = closed_between(work.session, agency, first, end)
        if not closed:
            raise IncompleteError("assessed_none")
        seed = secrets.token_hex(_SEED_BYTES)
        record = AssessmentDrawRecord(
            agency=agency,
            first_day=period.first_day,
            last_day=period.last_day,
            drawn_at=work.now,
            drawn_by=work.actor.user_id,
            seed=seed,
            rule=RULE,
            population=len(closed),
            digest=digest_of(closed),
            wanted=wanted,
        )
        work.session.add(record)
        work.session.flush()
        for rank, one in enumerate(draw(closed, wanted, seed), start=1):
            for reading in (FIRST, SECOND) if is_read_twice(rank) else (FIRST,):
                work.session.add(
                    AssessmentSheetRecord(
                        complaint_id=one.complaint_id,
                        draw_id=record.id,
                        number=one.number,
                        category=one.category,
                        rank=rank,
                        reading=reading,
                        said={},
                    )
                )
        work.session.flush()
        return record.id


def fill_sheet(work: Work, agency: str, sheet_id: int, sheet: Sheet) -> int:
    """Say how a file was handled, criterion by criterion; return the id of its draw.

    Raise NotAllowedError for whoever handled the file, read it already, or does not see it,
    IncompleteError where a criterion has no mark, and TransitionNotAllowedError once it is done.
    """
    _require(work, Permission.ASSESS, agency)
    record = sheet_to_fill(work.session, agency, sheet_id)
    if record is None:
        raise NotAllowedError(Permission.ASSESS)
    handlers = handlers_of(work.session, [record.complaint_id])[record.complaint_id]
    if work.actor.user_id in handlers | readers_beside(work.session, record):
        raise NotAllowedError(Permission.ASSESS)
    if record.read_at is not None or ended_draw(work.session, record.draw_id) is not None:
        raise TransitionNotAllowedError("closed", "assess")
    missing = [f"mark-{criterion}" for criterion in Criterion if criterion not in sheet]
    if missing:
        raise IncompleteError(*missing)
    record.said, record.read_at = kept_sheet(sheet), work.now
    record.reader_id = work.actor.user_id
    work.session.flush()
    return record.draw_id


def end_reading(work: Work, agency: str, draw_id: int) -> None:
    """Let nothing more be read of a draw, and its results be told of what was; ended once."""
    _require(work, Permission.DRAW_FILES, agency)
    shown = draw_of(work.session, agency, draw_id)
    record = kept_draw(work.session, draw_id)
    if shown is None or record is None:
        raise NotAllowedError(Permission.DRAW_FILES)
    if shown.is_over:
        raise TransitionNotAllowedError("closed", "end_reading")
    record.ended_at = work.now
    work.session.flush()


def _require(work: Work, permission: Permission, agency: str) -> None:
    if not may(work.actor, permission, agency):
        raise NotAllowedError(permission)

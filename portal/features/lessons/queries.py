"""Lessons as everybody reads them, and as the staff prepares them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import names_of
from portal.domain.errors import UnknownLessonError
from portal.features.lessons.records import LessonRecord
from portal.features.lessons.rules import LessonState, LessonTexts

LESSONS_A_PAGE, LISTED_AT_MOST = 20, 200
_L = LessonRecord


@dataclass(frozen=True, slots=True)
class PublicLesson:
    """A lesson as everybody reads it; `is_withdrawn` where it was shown and is no more."""

    id: int
    agency: str
    theme: str
    complaints: int
    texts: LessonTexts
    published_at: datetime
    changed_at: datetime
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class OfficeLesson:
    """A lesson as the staff of its agency sees it."""

    id: int
    recommendation: int
    state: LessonState
    theme: str
    complaints: int
    texts: LessonTexts
    author_id: int | None
    author: str
    reader: str
    written_at: datetime
    published_at: datetime | None
    changed_at: datetime
    reason: str | None


def published_lessons(
    session: Session, agency: str | None, page: int = 1, most: int = LESSONS_A_PAGE
) -> tuple[list[PublicLesson], int]:
    """Return a page of the lessons of an agency, or of all, newest first; and how many in all."""
    chosen = [_L.state == LessonState.PUBLISHED.value]
    if agency is not None:
        chosen.append(_L.agency == agency)
    total = session.scalar(select(func.count()).select_from(_L).where(*chosen)) or 0
    ordered = select(_L).where(*chosen).order_by(_L.published_at.desc(), _L.id.desc())
    found = session.scalars(ordered.limit(most).offset((page - 1) * most))
    return [_public(one) for one in found], total


def public_lesson(session: Session, lesson_id: int) -> PublicLesson:
    """Return a lesson that is or was shown to everybody, or raise UnknownLessonError."""
    found = session.scalar(select(_L).where(_L.id == lesson_id, _L.published_at.is_not(None)))
    if found is None or LessonState(found.state) not in _ONCE_SHOWN:
        raise UnknownLessonError(lesson_id)
    return _public(found)


def lessons_of(session: Session, agency: str) -> list[OfficeLesson]:
    """Return the newest lessons of an agency, in whatever state."""
    of_agency = select(_L).where(_L.agency == agency).order_by(_L.changed_at.desc(), _L.id.desc())
    return _for_office(session, session.scalars(of_agency.limit(LISTED_AT_MOST)).all())


def office_lesson(session: Session, agency: str, lesson_id: int) -> OfficeLesson:
    """Return a lesson of an agency, or raise UnknownLessonError."""
    return _one(session, _L.id == lesson_id, _L.agency == agency, missing=lesson_id)


def lesson_of(session: Session, recommendation_id: int) -> OfficeLesson | None:
    """Return the lesson that a recommendation led to, unless it was withdrawn."""
    is_live = _L.state != LessonState.WITHDRAWN.value
    found = session.scalars(select(_L).where(_L.recommendation_id == recommendation_id, is_live))
    return next(iter(_for_office(session, found.all())), None)


def told_of(session: Session, agency: str) -> list[int]:
    """Return the recommendations of an agency that a lesson tells of, unless it was withdrawn."""
    is_live = _L.state != LessonState.WITHDRAWN.value
    told = select(_L.recommendation_id).where(_L.agency == agency, is_live)
    return list(session.scalars(told))


_ONCE_SHOWN = (LessonState.PUBLISHED, LessonState.WITHDRAWN)


def _public(record: LessonRecord) -> PublicLesson:
    assert record.published_at is not None, "it is or was shown"
    return PublicLesson(
        id=record.id,
        agency=record.agency,
        theme=record.theme,
        complaints=record.complaints,
        texts=LessonTexts.read(record.texts),
        published_at=record.published_at,
        changed_at=record.changed_at,
        is_withdrawn=record.state == LessonState.WITHDRAWN,
    )


def _one(session: Session, *chosen: ColumnElement[bool], missing: int) -> OfficeLesson:
    found = _for_office(session, session.scalars(select(_L).where(*chosen)).all())
    if not found:
        raise UnknownLessonError(missing)
    return found[0]


def _for_office(session: Session, records: Sequence[LessonRecord]) -> list[OfficeLesson]:
    people: list[Any] = [one for record in records for one in (record.author_id, record.reader_id)]
    names = names_of(session, people)
    return [
        OfficeLesson(
            id=one.id,
            recommendation=one.recommendation_id,
            state=LessonState(one.state),
            theme=one.theme,
            complaints=one.complaints,
            texts=LessonTexts.read(one.texts),
            author_id=one.author_id,
            author=names.get(one.author_id or 0, ""),
            reader=names.get(one.reader_id or 0, ""),
            written_at=one.written_at,
            published_at=one.published_at,
            changed_at=one.changed_at,
            reason=one.reason,
        )
        for one in records
    ]

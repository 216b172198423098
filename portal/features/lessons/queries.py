"""Lessons as everybody reads them, and as the staff prepares them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import names_of
from portal.domain.errors import UnknownLessonError
from portal.features.lessons.records import LessonRecord
from portal.features.lessons.rules import LessonState, LessonTexts

LESSONS_A_PAGE, LISTED_AT_MOST = 20, 200
_L = LessonRecord
PUBLIC_MARKS = tuple(
    select(func.count()).where(_L.state == state.value).scalar_subquery()
    for state in (LessonState.PUBLISHED, LessonState.WITHDRAWN)
)
"""What moves when everybody sees a lesson, or no longer does: from either state none goes back."""
_IS_LIVE = _L.state != LessonState.WITHDRAWN.value


class PublicLesson(Struct, frozen=True):
    """A lesson as everybody reads it; `is_withdrawn` where it was shown and is no more."""

    id: int
    agency: str
    theme: str
    complaints: int
    texts: LessonTexts
    published_at: datetime
    changed_at: datetime
    is_withdrawn: bool = False

    @property
    def updated_at(self) -> datetime:
        """When it was shown, or changed since."""
        return max(self.changed_at, self.published_at)


class OfficeLesson(Struct, frozen=True):
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
    records = session.scalars(ordered.limit(most).offset((page - 1) * most))
    return [_public(record) for record in records], total


def public_lesson(session: Session, lesson_id: int) -> PublicLesson:
    """Return a lesson that is or was shown to everybody, or raise UnknownLessonError."""
    shown = _L.state.in_((LessonState.PUBLISHED.value, LessonState.WITHDRAWN.value))
    of_it = select(_L).where(_L.id == lesson_id, _L.published_at.is_not(None), shown)
    record = session.scalar(of_it)
    if record is None:
        raise UnknownLessonError(lesson_id)
    return _public(record)


def lessons_of(session: Session, agency: str) -> list[OfficeLesson]:
    """Return the newest lessons of an agency, in whatever state."""
    of_agency = select(_L).where(_L.agency == agency).order_by(_L.changed_at.desc(), _L.id.desc())
    return _for_office(session, session.scalars(of_agency.limit(LISTED_AT_MOST)).all())


def office_lesson(session: Session, agency: str, lesson_id: int) -> OfficeLesson:
    """Return a lesson of an agency, or raise UnknownLessonError."""
    records = session.scalars(select(_L).where(_L.id == lesson_id, _L.agency == agency)).all()
    if not records:
        raise UnknownLessonError(lesson_id)
    return _for_office(session, records)[0]


def lesson_of(session: Session, recommendation_id: int) -> OfficeLesson | None:
    """Return the lesson that a recommendation led to, unless it was withdrawn."""
    records = session.scalars(select(_L).where(_L.recommendation_id == recommendation_id, _IS_LIVE))
    return next(iter(_for_office(session, records.all())), None)


def told_of(session: Session, agency: str) -> list[int]:
    """Return the recommendations of an agency that a lesson tells of, unless it was withdrawn."""
    return list(session.scalars(select(_L.recommendation_id).where(_L.agency == agency, _IS_LIVE)))


def lesson_being_written(session: Session, recommendation_id: int) -> LessonRecord | None:
    """Return the lesson that a recommendation has, unless it was withdrawn."""
    of_it = select(_L).where(_L.recommendation_id == recommendation_id, _IS_LIVE)
    return session.scalar(of_it)


def held_lesson(session: Session, agency: str, lesson_id: int) -> LessonRecord:
    """Hold a lesson of an agency, or raise UnknownLessonError."""
    of_it = select(_L).where(_L.id == lesson_id, _L.agency == agency)
    lesson = session.scalar(of_it.with_for_update())
    if lesson is None:
        raise UnknownLessonError(lesson_id)
    return lesson


def take_over(session: Session, before: str, after: str) -> None:
    """Give the lessons of an agency to its successor."""
    session.execute(update(_L).where(_L.agency == before).values(agency=after))


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


def _for_office(session: Session, records: Sequence[LessonRecord]) -> list[OfficeLesson]:
    people = [person for record in records for person in (record.author_id, record.reader_id)]
    names = names_of(session, people)
    return [
        OfficeLesson(
            id=record.id,
            recommendation=record.recommendation_id,
            state=LessonState(record.state),
            theme=record.theme,
            complaints=record.complaints,
            texts=LessonTexts.read(record.texts),
            author_id=record.author_id,
            author=names.get(record.author_id or 0, ""),
            reader=names.get(record.reader_id or 0, ""),
            written_at=record.written_at,
            published_at=record.published_at,
            changed_at=record.changed_at,
            reason=record.reason,
        )
        for record in records
    ]

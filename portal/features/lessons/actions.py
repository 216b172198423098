"""Lessons: written by the head, read and published by somebody else, withdrawn when need be."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.complaints.letters.letters import write_apart
from portal.complaints.queries.staff import Member, without
from portal.complaints.work import Work
from portal.domain.actor import is_or_replaces
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    SecondPersonNeededError,
    UnknownLessonError,
)
from portal.domain.handling.lifecycle import state_after
from portal.domain.permissions import Permission, may
from portal.features.lessons.letters import LessonMoved, LessonToRead
from portal.features.lessons.records import LessonRecord
from portal.features.lessons.rules import TRANSITIONS, LessonState, LessonStep, LessonTexts


def write_lesson(work: Work, agency: str, recommendation_id: int, texts: LessonTexts) -> int:
    """Write what was learned from a recommendation that was verified; return the lesson's number.

    One that waits or was sent back is written anew in its place. Raise IncompleteError naming each
    part that is missing in a language, TransitionNotAllowedError where there is nothing to tell
    yet or all is told already.
    """
    _require(work, Permission.WRITE_LESSONS, agency)
    learned = work.features.changes.hold_verified(work, agency, recommendation_id)
    if texts.missing:
        raise IncompleteError(*texts.missing)
    lesson = _being_written(work, recommendation_id)
    if lesson is None:
        lesson = LessonRecord(agency=agency, recommendation_id=learned.id)
    else:
        state_after(TRANSITIONS, LessonState(lesson.state), LessonStep.REWRITE)
    lesson.theme, lesson.complaints = learned.theme, learned.complaints
    lesson.texts, lesson.state = texts.stored, LessonState.WAITING.value
    lesson.author_id, lesson.written_at = work.actor.user_id, work.now
    lesson.reader_id = lesson.published_at = lesson.reason = None
    lesson.changed_at = work.now
    work.session.add(lesson)
    work.session.flush()
    write_apart(work, _readers(work, agency), LessonToRead(lesson.id), [agency])
    return lesson.id


def publish_lesson(work: Work, agency: str, lesson_id: int) -> None:
    """Show a lesson to everybody; raise SecondPersonNeededError for whoever wrote it."""
    lesson = _read_by_another(work, agency, lesson_id)
    _move(work, lesson, LessonStep.PUBLISH)
    lesson.reader_id, lesson.published_at = work.actor.user_id, work.now
    _tell_author(work, lesson)


def send_back_lesson(work: Work, agency: str, lesson_id: int, reason: str) -> None:
    """Give a lesson back to whoever wrote it, with what has to change before it is shown."""
    lesson = _read_by_another(work, agency, lesson_id)
    _move(work, lesson, LessonStep.SEND_BACK, reason)
    lesson.reader_id = work.actor.user_id
    _tell_author(work, lesson)


def withdraw_lesson(work: Work, agency: str, lesson_id: int, reason: str) -> None:
    """Take a lesson out of what everybody sees; anybody who may publish may, at once."""
    _require(work, Permission.PUBLISH_LESSONS, agency)
    lesson = _held_lesson(work, agency, lesson_id)
    _move(work, lesson, LessonStep.WITHDRAW, reason)
    _tell_author(work, lesson)


def _require(work: Work, permission: Permission, agency: str) -> None:
    if not may(work.actor, permission, agency):
        raise NotAllowedError(permission)


def _being_written(work: Work, recommendation_id: int) -> LessonRecord | None:
    """Return the lesson that a recommendation has, unless it was withdrawn."""
    lesson = LessonRecord
    of_it = select(lesson).where(
        lesson.recommendation_id == recommendation_id,
        lesson.state != LessonState.WITHDRAWN.value,
    )
    return work.session.scalar(of_it)


def _held_lesson(work: Work, agency: str, lesson_id: int) -> LessonRecord:
    """Hold a lesson of the agency."""
    of_it = select(LessonRecord).where(LessonRecord.id == lesson_id, LessonRecord.agency == agency)
    lesson = work.session.scalar(of_it.with_for_update())
    if lesson is None:
        raise UnknownLessonError(lesson_id)
    return lesson


def _read_by_another(work: Work, agency: str, lesson_id: int) -> LessonRecord:
    _require(work, Permission.PUBLISH_LESSONS, agency)
    lesson = _held_lesson(work, agency, lesson_id)
    if lesson.author_id is not None and is_or_replaces(work.actor, agency, lesson.author_id):
        raise SecondPersonNeededError
    return lesson


def _move(work: Work, lesson: LessonRecord, step: LessonStep, reason: str | None = None) -> None:
    """Take a step, with a reason where one is needed."""
    if reason is not None:
        if not reason.strip():
            raise IncompleteError("reason")
        lesson.reason = reason.strip()
    lesson.state = state_after(TRANSITIONS, LessonState(lesson.state), step).value
    lesson.changed_at = work.now


def _readers(work: Work, agency: str) -> list[Member]:
    """Return who is asked to read a lesson: the other heads, the top authority, else officers."""
    heads = work.staff.heads(work.session, agency)
    top = work.staff.top_authority(work.session, agency)
    others = [*heads, *without(top, heads)]
    able = [member for member in others if member.user_id != work.actor.user_id]
    return able or work.staff.officers(work.session, agency)


def _tell_author(work: Work, lesson: LessonRecord) -> None:
    if lesson.author_id is None:
        return
    author = work.staff.working_as(work.session, lesson.agency, lesson.author_id)
    write_apart(work, author, LessonMoved(lesson.id, lesson.state), [lesson.agency])


def take_over(session: Session, before: str, after: str) -> None:
    """Give the lessons of an agency to its successor."""
    lessons = update(LessonRecord).where(LessonRecord.agency == before)
    session.execute(lessons.values(agency=after))

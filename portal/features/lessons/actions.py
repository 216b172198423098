"""Lessons: written by the head, read and published by somebody else, withdrawn when need be."""

from __future__ import annotations

from portal.complaints.letters.apart import write_apart
from portal.complaints.queries.staff import Member, without
from portal.complaints.work import Work
from portal.db.row_filter import as_the_portal
from portal.domain.actor import is_or_replaces
from portal.domain.errors import (
    IdentitySaidError,
    IncompleteError,
    NotAllowedError,
    SecondPersonNeededError,
    required,
)
from portal.domain.handling.lifecycle import state_after
from portal.domain.masking import name_shown
from portal.domain.permissions import Permission, may
from portal.features.lessons.letters import LessonMoved, LessonToRead
from portal.features.lessons.queries import held_lesson, lesson_being_written
from portal.features.lessons.records import LessonRecord
from portal.features.lessons.rules import READERS, TRANSITIONS, LessonState, LessonStep, LessonTexts


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
    lesson = lesson_being_written(work.session, recommendation_id)
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


def publish_lesson(
    work: Work, agency: str, lesson_id: int, *, is_naming_meant: bool = False
) -> LessonState:
    """Show a lesson to everybody; raise SecondPersonNeededError for whoever wrote it.

    Raise IdentitySaidError where it names somebody whose complaint is behind it, unless that is
    said to be another word. Like what else is done with one, it returns where the lesson stands.
    """
    lesson = _moved(work, agency, lesson_id, LessonStep.PUBLISH)
    if not is_naming_meant:
        _refuse_naming(work, lesson)
    lesson.reader_id, lesson.published_at = work.actor.user_id, work.now
    return LessonState(lesson.state)


def send_back_lesson(work: Work, agency: str, lesson_id: int, reason: str) -> LessonState:
    """Give a lesson back to whoever wrote it, with what has to change before it is shown."""
    lesson = _moved(work, agency, lesson_id, LessonStep.SEND_BACK, reason)
    lesson.reader_id = work.actor.user_id
    return LessonState(lesson.state)


def withdraw_lesson(work: Work, agency: str, lesson_id: int, reason: str) -> LessonState:
    """Take a lesson out of what everybody sees; anybody who may publish may, at once."""
    return LessonState(_moved(work, agency, lesson_id, LessonStep.WITHDRAW, reason).state)


def _require(work: Work, permission: Permission, agency: str) -> None:
    if not may(work.actor, permission, agency):
        raise NotAllowedError(permission)


def _moved(
    work: Work, agency: str, lesson_id: int, step: LessonStep, reason: str | None = None
) -> LessonRecord:
    """Take a step with a lesson of the agency, with a reason where one is needed.

    Whoever wrote it takes none of those that its reader takes, and is told what became of it.
    """
    _require(work, Permission.PUBLISH_LESSONS, agency)
    lesson = held_lesson(work.session, agency, lesson_id)
    author = lesson.author_id
    if step in READERS and author is not None and is_or_replaces(work.actor, agency, author):
        raise SecondPersonNeededError
    if reason is not None:
        lesson.reason = required(reason, "reason")
    lesson.state = state_after(TRANSITIONS, LessonState(lesson.state), step).value
    lesson.changed_at = work.now
    if author is not None:
        members = work.staff.working_as(work.session, agency, author)
        write_apart(work, members, LessonMoved(lesson.id, lesson.state), [agency])
    return lesson


def _refuse_naming(work: Work, lesson: LessonRecord) -> None:
    texts = LessonTexts.read(lesson.texts)
    with as_the_portal(work.session):
        names = work.features.changes.people_behind(work.session, lesson.recommendation_id)
    place = name_shown("\n".join(texts.fields.values()), names)
    if place is not None:
        raise IdentitySaidError(place)


def _readers(work: Work, agency: str) -> list[Member]:
    """Return who is asked to read a lesson: the other heads, the top authority, else officers."""
    heads = work.staff.heads(work.session, agency)
    top = work.staff.top_authority(work.session, agency)
    others = [*heads, *without(top, heads)]
    able = [member for member in others if member.user_id != work.actor.user_id]
    return able or work.staff.officers(work.session, agency)

"""A lesson is written by the head, read by somebody else, shown to all, and can be withdrawn."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.changes import VerifiedChange
from portal.domain.actor import PORTAL, complainant
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    SecondPersonNeededError,
    TransitionNotAllowedError,
    UnknownLessonError,
    UnknownRecommendationError,
)
from portal.domain.role import Role
from portal.domain.text import Text
from portal.features.lessons.actions import (
    publish_lesson,
    send_back_lesson,
    withdraw_lesson,
    write_lesson,
)
from portal.features.lessons.queries import published_lessons, told_of
from portal.features.lessons.records import LessonRecord
from portal.features.lessons.rules import LessonPart, LessonTexts
from portal.runtime import Runtime
from tests.complaints.cases import complaint, letters, member
from tests.features.lessons.written import CHANGED, TEXTS, TITLE, do, stored, verified, written
from tests.features.recommendations.recommended import Team, recommend
from tests.support import file, on_both


def shown(runtime: Runtime, agency: str | None = None) -> list[int]:
    with runtime.reading(PORTAL) as session:
        return [lesson.id for lesson in published_lessons(session, agency)[0]]


def to_tell(runtime: Runtime, session: Session) -> list[VerifiedChange]:
    """Return what was verified in the parks and has no lesson yet."""
    return runtime.features.changes.verified(session, "parks", told_of(session, "parks"), 10)


@on_both
def test_it_is_shown_once_another_person_has_read_it(runtime: Runtime, people: Team):
    lesson = written(runtime, people, complaints=6)
    assert shown(runtime) == []
    assert letters(runtime)[-1] == ("lesson_to_read", people.president.name)
    do(runtime, people.president, publish_lesson, lesson)
    assert shown(runtime) == shown(runtime, "parks") == [lesson]
    assert shown(runtime, "water") == []
    record = stored(runtime, lesson)
    assert (record.complaints, record.reader_id) == (6, people.president.user_id)
    assert letters(runtime)[-1] == ("lesson_moved", people.head.name)


def test_whoever_wrote_it_does_not_read_it(runtime: Runtime, people: Team):
    lesson = written(runtime, people)
    for act in (publish_lesson, send_back_lesson):
        reason = () if act is publish_lesson else ("Non.",)
        with pytest.raises(SecondPersonNeededError):
            do(runtime, people.head, act, lesson, *reason)
    assert stored(runtime, lesson).state == "waiting"


def test_a_lesson_sent_back_is_written_anew_and_read_again(runtime: Runtime, people: Team):
    lesson = written(runtime, people)
    do(runtime, people.president, send_back_lesson, lesson, "Le lieu fait reconnaître quelqu’un.")
    with pytest.raises(TransitionNotAllowedError):
        do(runtime, people.president, publish_lesson, lesson)
    again = do(runtime, people.head, write_lesson, stored(runtime, lesson).recommendation_id, TEXTS)
    assert again == lesson
    assert (stored(runtime, lesson).state, stored(runtime, lesson).reason) == ("waiting", None)


@on_both
def test_once_withdrawn_nobody_sees_it_and_another_may_be_written(runtime: Runtime, people: Team):
    lesson = written(runtime, people)
    recommendation = stored(runtime, lesson).recommendation_id
    do(runtime, people.president, publish_lesson, lesson)
    with pytest.raises(TransitionNotAllowedError):
        do(runtime, people.head, write_lesson, recommendation, TEXTS)
    with pytest.raises(IncompleteError):
        do(runtime, people.writer, withdraw_lesson, lesson, " ")
    do(runtime, people.writer, withdraw_lesson, lesson, "Une personne s’y reconnaît.")
    assert shown(runtime) == []
    with runtime.reading(people.head) as session:
        assert [change.id for change in to_tell(runtime, session)] == [recommendation]
    assert do(runtime, people.head, write_lesson, recommendation, TEXTS) != lesson


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("part", LessonPart)
def test_every_part_is_needed_in_both_languages(
    runtime: Runtime, people: Team, part: LessonPart, language: str
):
    recommendation = verified(runtime, people)
    text = TEXTS[part]
    lacking = Text("" if language == "fr" else text.fr, "" if language == "en" else text.en)
    with pytest.raises(IncompleteError) as refused:
        do(
            runtime,
            people.head,
            write_lesson,
            recommendation,
            LessonTexts({**TEXTS.parts, part: lacking}),
        )
    assert refused.value.missing == (f"{part.value}_{language}",)


def test_nothing_is_told_before_it_is_verified_or_of_another_agency(runtime: Runtime, people: Team):
    open_still = recommend(runtime, file(runtime).number, people.writer)
    with pytest.raises(TransitionNotAllowedError):
        do(runtime, people.head, write_lesson, open_still, TEXTS)
    stranger = member(runtime, Role.HEAD, "water", None)
    recommendation = verified(runtime, people)
    with runtime.acting(stranger) as work, pytest.raises(UnknownRecommendationError):
        write_lesson(work, "water", recommendation, TEXTS)
    with pytest.raises(NotAllowedError):
        do(runtime, people.writer, write_lesson, recommendation, TEXTS)


@on_both
def test_until_it_is_published_only_its_agency_sees_it(runtime: Runtime, people: Team):
    lesson = written(runtime, people)
    stranger = member(runtime, Role.HEAD, "water", None)
    owner = complainant(complaint(runtime, file(runtime).number).id)

    def seen_by(actor: object) -> list[int]:
        with runtime.reading(actor) as session:  # type: ignore[arg-type]
            return list(session.scalars(select(LessonRecord.id)))

    assert seen_by(people.director) == [lesson]
    assert seen_by(stranger) == seen_by(owner) == []
    with runtime.acting(stranger) as work, pytest.raises(UnknownLessonError):
        publish_lesson(work, "water", lesson)
    do(runtime, people.president, publish_lesson, lesson)
    assert seen_by(stranger) == seen_by(owner) == [lesson]


def test_its_words_are_sealed_and_the_names_behind_are_known_to_check_them(
    runtime: Runtime, people: Team
):
    lesson = written(runtime, people)
    with runtime.database.glancing() as connection:
        raw = connection.exec_driver_sql("SELECT texts FROM lesson").scalar_one()
    assert TITLE.fr.encode() not in bytes(raw)
    assert CHANGED.en.encode() not in bytes(raw)
    with runtime.reading(people.head) as session:
        names = runtime.features.changes.people_behind(
            session, stored(runtime, lesson).recommendation_id
        )
    assert names == ["Michel Gagnon"]

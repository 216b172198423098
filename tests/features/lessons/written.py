"""Lessons for tests: a recommendation that was verified, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from portal.domain.actor import PORTAL, Actor
from portal.domain.text import Text
from portal.features.lessons.actions import write_lesson
from portal.features.lessons.records import LessonRecord
from portal.features.lessons.rules import LessonPart, LessonTexts
from portal.runtime import Runtime
from tests.features.recommendations.recommended import Team, accept, recommend, say_done, verify
from tests.support import file

TITLE = Text("Afficher l’horaire à l’entrée", "Post the hours at the gate")
LEARNED = Text("Les personnes ne savaient pas quand venir.", "People did not know when to come.")
CHANGED = Text("L’horaire est affiché à chaque entrée.", "The hours are posted at every gate.")
TEXTS = LessonTexts(
    {LessonPart.TITLE: TITLE, LessonPart.LEARNED: LEARNED, LessonPart.CHANGED: CHANGED}
)


def verified(runtime: Runtime, people: Team, complaints: int = 1) -> int:
    """Return a recommendation from so many complaints, carried out and verified."""
    number, *others = (file(runtime).number for _ in range(complaints))
    recommendation = recommend(runtime, number, people.writer, others=tuple(others))
    accept(runtime, recommendation, people.director)
    say_done(runtime, recommendation, people.director)
    verify(runtime, recommendation, people.head)
    return recommendation


def do(runtime: Runtime, actor: Actor, what: Callable[..., Any], *values: Any) -> Any:
    """Let an actor of the parks do something with a lesson."""
    with runtime.acting(actor) as work:
        return what(work, "parks", *values)


def written(runtime: Runtime, people: Team, complaints: int = 1) -> int:
    """Return a lesson that the head wrote."""
    recommendation = verified(runtime, people, complaints)
    lesson: int = do(runtime, people.head, write_lesson, recommendation, TEXTS)
    return lesson


def stored(runtime: Runtime, lesson: int) -> LessonRecord:
    """Return a lesson as it stands."""
    with runtime.reading(PORTAL) as session:
        return session.scalars(select(LessonRecord).where(LessonRecord.id == lesson)).one()

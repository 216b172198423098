"""Invented lessons: published in most agencies that verified something, one waiting, one back."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from portal.complaints.queries.staff import Staff
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.demo.recommendations import people_of
from portal.domain.actor import PORTAL, Actor
from portal.domain.text import Text
from portal.features.lessons import actions as lessons
from portal.features.lessons.records import LessonRecord
from portal.features.lessons.rules import LessonPart, LessonTexts
from portal.features.recommendations.records import RecommendationRecord
from portal.features.recommendations.rules import State
from portal.runtime import Runtime

_DAYS_AGO = 20
_TOLD = (
    LessonTexts(
        {
            LessonPart.TITLE: Text(
                "La date de fin est dite dès l’accusé de réception",
                "The end date is told with the acknowledgement",
            ),
            LessonPart.LEARNED: Text(
                "Des personnes appelaient parce qu’elles ne savaient pas quand leur demande serait "
                "traitée. Rien ne le leur disait.",
                "People called because they did not know when their request would be handled. "
                "Nothing told them.",
            ),
            LessonPart.CHANGED: Text(
                "Chaque accusé de réception dit maintenant la date prévue, et ce qui peut la "
                "changer.",
                "Every acknowledgement now tells the expected date, and what may change it.",
            ),
        }
    ),
    LessonTexts(
        {
            LessonPart.TITLE: Text(
                "Un message laissé est un message rappelé", "A message left is a message returned"
            ),
            LessonPart.LEARNED: Text(
                "Des messages laissés au téléphone restaient sans rappel, parce que personne n’en "
                "tenait la liste.",
                "Messages left by telephone were not returned, because nobody kept a list of them.",
            ),
            LessonPart.CHANGED: Text(
                "Chaque message est noté, et une personne rappelle dans les deux jours ouvrables.",
                "Every message is noted, and somebody calls back within two working days.",
            ),
        }
    ),
)


def tell_some(runtime: Runtime) -> int:
    """Write a lesson of what each agency verified, and publish most; return how many."""
    with runtime.reading(PORTAL) as session:
        if session.scalar(select(LessonRecord.id).limit(1)) is not None:
            return 0
        verified = session.execute(
            select(RecommendationRecord.id, ComplaintRecord.agency)
            .join(ComplaintRecord, ComplaintRecord.id == RecommendationRecord.complaint_id)
            .where(RecommendationRecord.state == State.VERIFIED.value)
            .order_by(RecommendationRecord.id)
        ).all()
    for rank, (recommendation_id, agency) in enumerate(verified):
        people = people_of(runtime, agency)
        assert people is not None, "these people made the recommendation"
        texts = _TOLD[rank % len(_TOLD)]
        lesson = _as(runtime, people.head, lessons.write_lesson, agency, recommendation_id, texts)
        left = len(verified) - rank
        if left > 2 or left == len(verified):
            _as(runtime, people.top, lessons.publish_lesson, agency, lesson)
        elif left > 1:
            why = "Le titre dit trop peu : de quelle lettre s’agit-il?"
            _as(runtime, people.top, lessons.send_back_lesson, agency, lesson, why)
    return len(verified)


def _as(runtime: Runtime, actor: Actor, act: object, *arguments: object) -> int:
    """Let somebody do something with a lesson, some days ago; return what comes of it."""
    now = runtime.now() - timedelta(days=_DAYS_AGO)
    with runtime.transaction(actor) as session:
        work = Work(
            session, runtime.keyring, runtime.agencies, actor, now, Staff(now), runtime.features
        )
        return act(work, *arguments)  # type: ignore[operator, no-any-return]

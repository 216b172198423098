"""What an agency wrote or was told that belongs to no complaint, for laws of who reads it."""

from __future__ import annotations

from portal.features.alarms.records import AlarmRecord
from portal.features.lessons.records import LessonRecord
from portal.runtime import Runtime
from tests.support import TUESDAY


def told_of(runtime: Runtime, recommendation: int, secret: str) -> dict[str, int]:
    """Write a lesson of the parks that nobody has read yet, and raise an alarm there."""
    words = dict.fromkeys(("title", "learned", "changed"), secret)
    lesson = LessonRecord(
        agency="parks",
        recommendation_id=recommendation,
        theme="delay",
        complaints=9,
        texts={"fr": words, "en": words},
        state="waiting",
        written_at=TUESDAY,
        changed_at=TUESDAY,
    )
    alarm = AlarmRecord(
        rule="rising_theme",
        agency="parks",
        theme="delay",
        period="2026-11",
        raised_at=TUESDAY,
        figures={"now": 20, "usual": 1, "complaints": 15, "times": 3},
        reason=secret,
    )
    with runtime.transaction() as session:
        session.add_all([lesson, alarm])
        session.flush()
        return {"lesson": lesson.id, "alarm": alarm.id}

"""What an agency wrote or was told that belongs to no complaint, for laws of who reads it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.features.alarms.records import AlarmRecord
from portal.features.incoming_mail.records import IncomingEmailRecord
from portal.features.lessons.records import LessonRecord
from portal.features.self_assessment.queries import kept_sheet
from portal.features.self_assessment.records import AssessmentDrawRecord, AssessmentSheetRecord
from portal.features.self_assessment.rules import Said
from portal.reporting.six_criteria.indicator import Criterion
from portal.runtime import Runtime
from tests.support import TUESDAY


def told_of(runtime: Runtime, recommendation: int, secret: str) -> dict[str, int]:
    """Write a lesson of the parks that nobody has read yet, raise an alarm, let an e-mail come."""
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
    email = IncomingEmailRecord(
        digest="digest",
        agency="parks",
        received_at=TUESDAY,
        state="to_sort",
        recipient="plaintes+parks@plaintes.example",
        file_key=runtime.files.put(secret.encode()),
        size=1,
        content={"subject": secret, "text": secret},
    )
    with runtime.transaction() as session:
        session.add_all([lesson, alarm, email])
        session.flush()
        told = {"lesson": lesson.id, "alarm": alarm.id, "email": email.id}
        return {**told, **read_again(session, secret)}


def read_again(session: Session, secret: str) -> dict[str, int]:
    """Draw the first complaint of an agency to be read again; return the draw and its sheet."""
    first = session.scalars(select(ComplaintRecord).order_by(ComplaintRecord.id)).first()
    assert first is not None
    draw = AssessmentDrawRecord(
        agency="parks",
        first_day=TUESDAY.date(),
        last_day=TUESDAY.date(),
        drawn_at=TUESDAY,
        seed="seed",
        rule="by-category-1",
        population=1,
        digest="digest",
        wanted=1,
        ended_at=TUESDAY,
    )
    session.add(draw)
    session.flush()
    sheet = AssessmentSheetRecord(
        complaint_id=first.id,
        draw_id=draw.id,
        number=first.number,
        category=first.category,
        rank=1,
        reading=1,
        read_at=TUESDAY,
        said=kept_sheet({criterion: Said(3, secret) for criterion in Criterion}),
    )
    session.add(sheet)
    session.flush()
    return {"draw": draw.id, "sheet": sheet.id}

"""The demonstration shows ratings above and below five, lessons, and alarms in their states."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import DraftCountRecord
from portal.demo.complaints import make_complaints
from portal.demo.learning import begin_some, raise_some, rate_some, tell_some
from portal.demo.people import add_staff
from portal.demo.recommendations import RECOMMENDED, recommend_some
from portal.domain.actor import PORTAL
from portal.domain.complaint import Status
from portal.features.alarms.records import AlarmRecord
from portal.features.lessons.records import LessonRecord
from portal.features.recommendations.records import RecommendationRecord
from portal.features.satisfaction.records import SurveyCountRecord, SurveyMarkRecord
from portal.runtime import Runtime
from tests.complaints.cases import history_holds
from tests.features.alarms.raised import rule


def test_every_state_of_what_was_thought_learned_and_alarmed_can_be_seen(runtime: Runtime):
    rule(runtime)
    add_staff(runtime)
    make_complaints(runtime, 160, 2001)
    recommend_some(runtime, first=0)
    rated = rate_some(runtime)
    drafts = begin_some(runtime)
    told = tell_some(runtime)
    assert raise_some(runtime) > 1
    with runtime.reading(PORTAL) as session:
        closed = select(ComplaintRecord.id).where(ComplaintRecord.status == Status.CLOSED.value)
        marks = set(session.scalars(select(SurveyMarkRecord.complaint_id)))
        assert len(marks) == rated
        assert marks <= set(session.scalars(closed))
        counted = session.scalars(select(DraftCountRecord)).all()
        assert all(0 < row.sent <= row.begun for row in counted)
        assert sum(row.begun for row in counted if row.cut == "all") == drafts
        by_agency: Counter[str] = Counter()
        for one in session.scalars(
            select(SurveyCountRecord).where(
                SurveyCountRecord.question == "responded", SurveyCountRecord.cut == "category"
            )
        ):
            by_agency[one.agency] += one.n
        assert sum(by_agency.values()) == rated
        assert max(by_agency.values()) > 5
        lessons = list(session.scalars(select(LessonRecord.state)))
        assert len(lessons) == told > 0
        assert "published" in lessons
        states = set(session.scalars(select(AlarmRecord.state)))
        assert {"raised", "measure", "closed"} <= states
        for alarm in session.scalars(select(AlarmRecord).where(AlarmRecord.state == "closed")):
            assert alarm.responded_at is not None
            assert alarm.responded_at > alarm.raised_at
        written = session.execute(
            select(RecommendationRecord.title, ComplaintRecord.language).join(
                ComplaintRecord, ComplaintRecord.id == RecommendationRecord.complaint_id
            )
        ).all()
    # Each in the language of the complaint that it was written from.
    english = {title for title, _ in RECOMMENDED["en"]}
    assert {title in english for title, language in written if language == "fr"} == {False}
    assert {title in english for title, language in written if language == "en"} <= {True}
    assert tell_some(runtime) == 0
    assert history_holds(runtime)

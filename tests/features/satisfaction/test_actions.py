"""What complainants thought is counted once, and leads back to nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from portal.complaints.queries.of_complaint import read_of
from portal.domain.actor import PORTAL, complainant
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.features.satisfaction.actions import rate
from portal.features.satisfaction.figures import Ratings
from portal.features.satisfaction.queries import RATED, survey_answers
from portal.features.satisfaction.records import SurveyCountRecord, SurveyMarkRecord
from portal.features.satisfaction.rules import Answers, Cut, Question
from portal.reporting.counts.cube_cells import NO_HEIRS
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history, member
from tests.complaints.closed import closed
from tests.support import FixedClock, file, on_both

ALL = {Question.SIMPLE: 5, Question.TIME: 4, Question.HEARD: 2, Question.WHOLE: 3}


def rated(runtime: Runtime, number: str, answers: Answers = ALL) -> bool:
    owner = complaint(runtime, number).id
    with runtime.transaction(complainant(owner)) as session:
        return rate(session, runtime.agencies, owner, answers)


def counts(runtime: Runtime) -> list[SurveyCountRecord]:
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(SurveyCountRecord)))


@on_both
def test_each_answer_counts_once_by_each_cut_and_never_by_two(runtime: Runtime):
    first, second = closed(runtime), closed(runtime, reply_language="en")
    assert rated(runtime, first)
    assert rated(runtime, second, {Question.WHOLE: 3})
    with runtime.reading(PORTAL) as session:
        rows = survey_answers(session, ["parks", "water"], ["2026-11"], NO_HEIRS)
    ratings = Ratings(row[1:] for row in rows)
    assert ratings.responded == 2
    assert ratings.steps(Question.WHOLE) == (0, 0, 2, 0, 0)
    assert ratings.favourable(Question.SIMPLE).percent == 100
    by_language = [row for row in counts(runtime) if row.cut == Cut.LANGUAGE]
    assert {(row.value, row.n) for row in by_language if row.question == "responded"} == {
        ("fr", 1),
        ("en", 1),
    }


@on_both
def test_a_second_answer_changes_nothing_even_at_the_same_moment(runtime: Runtime):
    number = closed(runtime)
    with ThreadPoolExecutor(3) as pool:
        tried = list(pool.map(lambda _: rated(runtime, number), range(3)))
    assert sorted(tried) == [False, False, True]
    assert not rated(runtime, number, {Question.WHOLE: 1})
    assert {row.n for row in counts(runtime)} == {1}


def test_nothing_that_is_kept_leads_from_an_answer_to_a_complaint(runtime: Runtime):
    number = closed(runtime)
    before = complaint(runtime, number)
    rated(runtime, number)
    columns = set(inspect(SurveyCountRecord).columns.keys())
    assert columns == {"agency", "month", "cut", "value", "question", "answer", "n"}
    assert set(inspect(SurveyMarkRecord).columns.keys()) == {"complaint_id"}
    after = complaint(runtime, number)
    assert (after.version, after.last_event_at) == (before.version, before.last_event_at)
    assert [entry.kind for entry in history(runtime, number)][-1] == "closed"


@on_both
@pytest.mark.parametrize("role", Role)
def test_no_member_of_the_staff_sees_who_answered(runtime: Runtime, role: Role):
    number = closed(runtime)
    rated(runtime, number)
    owner = complaint(runtime, number).id
    with runtime.reading(member(runtime, role)) as session:
        assert session.scalars(select(SurveyMarkRecord.complaint_id)).all() == []
        assert not read_of(session, RATED, owner)
    with runtime.reading(complainant(owner)) as session:
        assert read_of(session, RATED, owner)
    other = complaint(runtime, file(runtime).number).id
    with runtime.reading(complainant(other)) as session:
        assert not read_of(session, RATED, owner)


def test_only_a_closed_complaint_is_rated_and_not_without_an_answer(runtime: Runtime):
    with pytest.raises(TransitionNotAllowedError):
        rated(runtime, file(runtime).number)
    with pytest.raises(IncompleteError):
        rated(runtime, closed(runtime), {})
    assert counts(runtime) == []


def test_it_counts_in_the_month_of_the_closing(runtime: Runtime, clock: FixedClock):
    number = closed(runtime)
    clock.moment += timedelta(days=40)
    rated(runtime, number)
    assert {row.month for row in counts(runtime)} == {"2026-11"}

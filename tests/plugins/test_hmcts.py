"""The courts' reply, review and appeal, and what belongs to judges' own bodies."""

from datetime import UTC, datetime

import pytest

from plugins import hmcts
from portal.plugin_api import Allowance, Complaint, Draft, Stage, Status

MOMENT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def complaint(stage=None, level=1):
    answers = {"stage": stage} if stage else {}
    return Complaint("2026-1", "hmcts", "delay", Status.RECEIVED, level, MOMENT, answers=answers)


@pytest.fixture
def consultation(shipped):
    asked = shipped("hmcts").consult()
    yield asked
    assert asked.failures == []


@pytest.mark.parametrize(
    ("stage", "posts"),
    [
        (None, ["manager", "senior", "investigations"]),
        ("none", ["manager", "senior", "investigations"]),
        ("reply", ["senior", "investigations"]),
        ("review", ["investigations"]),
    ],
)
def test_the_path_begins_at_the_step_that_the_complainant_has_reached(consultation, stage, posts):
    path = consultation.escalation_path(complaint(stage))
    assert [step.to for step in path] == posts
    assert path[0].within is None
    assert path[-1].top_authority


@pytest.mark.parametrize(
    ("stage", "length"),
    [(None, "10 working days"), ("reply", "10 working days"), ("review", "15 working days")],
)
def test_the_answer_takes_the_time_of_the_step_where_it_comes_in(consultation, stage, length):
    promise = consultation.allowance(complaint(stage), Stage.ANSWER)
    assert promise.allowance == Allowance.parse(length)


def test_the_times_of_later_entries_are_those_of_the_settings_steps(shipped):
    steps = shipped("hmcts").settings.escalation
    for behind, (length, basis) in hmcts.ENTRY_PROMISES.items():
        assert steps[behind].within == length
        assert steps[behind].basis.text == basis


def test_the_acknowledgement_does_not_depend_on_the_step(consultation):
    early, late = complaint(), complaint("review")
    assert consultation.allowance(late, Stage.ACKNOWLEDGE) == consultation.allowance(
        early, Stage.ACKNOWLEDGE
    )


@pytest.mark.parametrize(
    ("stage", "level", "codes"),
    [
        (None, 1, ["review", "appeal", "phso"]),
        (None, 2, ["appeal", "phso"]),
        (None, 3, ["phso"]),
        ("reply", 1, ["appeal", "phso"]),
        ("review", 1, ["phso"]),
        ("review", 9, ["phso"]),
    ],
)
def test_what_is_behind_a_complaint_is_no_longer_a_recourse(consultation, stage, level, codes):
    found = consultation.recourses(complaint(stage, level), MOMENT)
    assert [recourse.code for recourse in found] == codes


def test_every_category_ends_with_the_question_of_the_stage(consultation):
    for category in consultation.categories():
        questions = consultation.questions(category)
        assert questions[-1] == hmcts.STAGE
        assert len({question.code for question in questions}) == len(questions)


@pytest.mark.parametrize(
    ("category", "story", "codes"),
    [
        ("delay", "The judge was rude to my mother", ["judicial_conduct"]),
        ("delay", "Le juge a rendu une décision injuste", ["ruling"]),
        (
            "judge",
            "The magistrate shouted and the sentence is unfair",
            ["ruling", "judicial_conduct"],
        ),
        ("judge", "I was there on Monday", ["ruling", "judicial_conduct"]),
        ("staff", "The clerk was rude about my order", []),
        ("delay", "The judge was on leave and the list was moved", []),
    ],
)
def test_what_belongs_to_a_judge_is_told_before_filing(category, story, codes):
    assert [notice.code for notice in hmcts.complaint_notices(Draft(category, story))] == codes

"""Values that a plugin must not answer: refused like an exception, and the settings stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.domain.time.calendar import WorkingCalendar, parse_closure, parse_hours
from portal.domain.time.promise import Extension
from portal.plugin_api import (
    Allowance,
    Category,
    Choice,
    EscalationStep,
    Notice,
    NoticeKind,
    PauseReason,
    Problem,
    Promise,
    Question,
    QuestionKind,
    Recourse,
    Stage,
    Text,
    Unit,
)
from tests.agencies.plugins.asked import QUESTIONS, answering
from tests.agencies.plugins.plugged import COMPLAINT, parks
from tests.support.closed_days import EVERY_DAY

WORDS = Text("Le sien", "Its own")
DAYS = Allowance(3, Unit.WORKING_DAYS)
PROMISE = Promise(DAYS, WORDS)
NOTICE = Notice("closed", NoticeKind.INFORMATION, WORDS, WORDS)
RECOURSE = Recourse("office", WORDS, WORDS, WORDS)
TOP = EscalationStep("chief", WORDS, DAYS, top_authority=True)
FIRST = EscalationStep("office", WORDS)
ASKED = Question("number", WORDS)
CHOICE = Choice("one", WORDS)


def lasting(amount: int, unit: Unit = Unit.WORKING_DAYS) -> Promise:
    return replace(PROMISE, allowance=Allowance(amount, unit))


SHUT = WorkingCalendar(
    "CA-QC",
    "America/Toronto",
    parse_hours("09:00-17:00"),
    tuple(map(parse_closure, EVERY_DAY)),
)

UNSOUND: list[tuple[str, Any]] = [
    *(("allowance", lasting(amount)) for amount in (-5, 0, 10_000, 2**70)),
    ("working_calendar", SHUT),
    ("allowance", lasting(11, Unit.YEARS)),
    ("allowance", replace(PROMISE, extension=Extension(0, DAYS))),
    ("allowance", replace(PROMISE, extension=Extension(1, Allowance(-1, Unit.WEEKS)))),
    ("allowance", replace(PROMISE, complete_within=Allowance(9_999, Unit.MONTHS))),
    ("allowance", replace(PROMISE, silence="Le protecteur")),
    ("allowance", replace(PROMISE, basis=Text(" "))),
    ("allowance", replace(PROMISE, basis=Text("a" * 5_000))),
    ("allowance", replace(PROMISE, basis=Text("\ud800"))),
    ("allowance", replace(PROMISE, pauses=(PauseReason("plan", WORDS, DAYS),) * 2)),
    ("complaint_categories", [Category("Sentier!", WORDS)]),
    ("complaint_categories", [Category("trail", WORDS)] * 2),
    ("complaint_categories", [Category("trail", WORDS, unit="nowhere")]),
    ("complaint_categories", [Category(f"c{number}", WORDS) for number in range(201)]),
    ("complaint_questions", [ASKED, ASKED]),
    ("complaint_questions", [replace(ASKED, pattern="(?=a)a")]),
    ("complaint_questions", [replace(ASKED, pattern="(")]),
    ("complaint_questions", [replace(ASKED, max_length=-1)]),
    ("complaint_questions", [replace(ASKED, kind=QuestionKind.CHOICE)]),
    ("complaint_questions", [replace(ASKED, kind=QuestionKind.CHOICE, choices=(CHOICE, CHOICE))]),
    ("complaint_questions", [replace(ASKED, kind=QuestionKind.NUMBER, minimum=2, maximum=1)]),
    ("complaint_questions", [replace(ASKED, kind=QuestionKind.NUMBER, minimum=10**400)]),
    ("complaint_problems", [Problem("no such field", WORDS)]),
    ("complaint_problems", [Problem("no_such_field", WORDS)]),
    ("complaint_notices", [replace(NOTICE, link="javascript:alert(1)")]),
    ("complaint_notices", [replace(NOTICE, code="")]),
    ("receiving_unit", "nowhere"),
    ("receiving_unit", "Les sentiers"),
    ("escalation_path", [replace(FIRST, within=DAYS), TOP]),
    ("escalation_path", [FIRST, replace(FIRST, to="head"), TOP]),
    ("escalation_path", [FIRST, replace(TOP, to="office")]),
    ("escalation_path", [FIRST, replace(TOP, to="deputy"), TOP]),
    ("escalation_path", [FIRST, replace(TOP, within=Allowance(0, Unit.HOURS))]),
    ("recourses", [RECOURSE, RECOURSE]),
    ("recourses", [replace(RECOURSE, link="http://office.example")]),
    ("recourses", [replace(RECOURSE, phone=" ")]),
]


@pytest.mark.parametrize(("hook", "answer"), UNSOUND)
def test_a_value_that_could_not_be_used_is_refused(hook: str, answer: Any):
    settled = QUESTIONS[hook](parks().consult())
    asked = parks(answering(lambda: answer, hook)).consult()
    assert QUESTIONS[hook](asked) == settled
    [failure] = asked.failures
    assert failure.hook == hook
    assert failure.reason.startswith("did not answer soundly: ")
    assert len(failure.reason) < 200


SOUND: list[tuple[str, list[Any]]] = [
    ("complaint_questions", [replace(ASKED, pattern=r"(a+)+\d")]),
    ("complaint_notices", [replace(NOTICE, link="https://parks.example/fr")]),
    ("escalation_path", [FIRST, TOP]),
    ("recourses", [replace(RECOURSE, phone="1 800 555-0111, poste 2")]),
]


@pytest.mark.parametrize(("hook", "answer"), SOUND)
def test_a_value_that_can_be_used_is_taken(hook: str, answer: list[Any]):
    asked = parks(answering(lambda: answer, hook)).consult()
    assert set(answer) <= set(QUESTIONS[hook](asked))
    assert asked.failures == []


def test_ten_years_may_be_promised():
    asked = parks(answering(lambda: lasting(10, Unit.YEARS), "allowance")).consult()
    assert asked.allowance(COMPLAINT, Stage.ANSWER) == lasting(10, Unit.YEARS)


def test_a_reason_quotes_nothing_of_the_value():
    asked = parks(answering(lambda: lasting(-5), "allowance")).consult()
    asked.allowance(COMPLAINT, Stage.ANSWER)
    assert "-5" not in asked.failures[0].reason

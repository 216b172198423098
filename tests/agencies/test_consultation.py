"""A plugin can never stop a complaint: whatever it does, the settings answer, and soon."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from structlog.testing import capture_logs

from portal.agencies.agency import PluginFailure
from portal.plugin_api import (
    Allowance,
    EscalationStep,
    Notice,
    NoticeKind,
    Problem,
    Promise,
    Stage,
    Text,
    hookimpl,
)
from tests.agencies.plugins.asked import QUESTIONS, answering, raises
from tests.agencies.plugins.plugged import COMPLAINT, DRAFT, parks

SOON = 1.5
SETTLED = {hook: ask(parks().consult()) for hook, ask in QUESTIONS.items()}


@dataclass
class Counting:
    """An answer that counts how often it was asked for."""

    asked: int = 0

    def __call__(self) -> Any:
        self.asked += 1
        raise LookupError("12, rue des Érables")


@pytest.mark.parametrize("hook", QUESTIONS)
@pytest.mark.parametrize(
    "error", [ValueError("Michel Gagnon"), SystemExit(1), KeyboardInterrupt(), RecursionError()]
)
def test_when_a_plugin_raises_the_settings_answer(hook: str, error: BaseException):
    asked = parks(answering(raises(error), hook)).consult()
    assert QUESTIONS[hook](asked) == SETTLED[hook]
    assert asked.failures == [PluginFailure(hook, f"raised {type(error).__name__}")]


@pytest.mark.parametrize("hook", [hook for hook in QUESTIONS if hook != "receiving_unit"])
@pytest.mark.parametrize("wrong", [42, ["not", "these"], object(), {}])
def test_when_a_plugin_answers_with_the_wrong_type_the_settings_answer(hook: str, wrong: Any):
    asked = parks(answering(lambda: wrong, hook)).consult()
    assert QUESTIONS[hook](asked) == SETTLED[hook]
    assert [failure.hook for failure in asked.failures] == [hook]
    assert "did not answer with a" in asked.failures[0].reason


@pytest.mark.parametrize("hook", [hook for hook in QUESTIONS if hook != "receiving_unit"])
def test_a_plugin_that_turns_the_settings_answer_into_nothing_is_not_believed(hook: str):
    def nothing(**_: Any) -> Iterator[None]:
        yield
        return None  # a wrapper's answer is what it returns

    plugin = type("Plugin", (), {hook: hookimpl(wrapper=True)(staticmethod(nothing))})()
    asked = parks(plugin).consult()
    assert QUESTIONS[hook](asked) == SETTLED[hook]
    assert len(asked.failures) == 1


def test_a_plugin_that_sleeps_holds_nothing_up():
    asked = parks(answering(lambda: time.sleep(10), *QUESTIONS)).consult()
    began = time.monotonic()
    answers = {hook: ask(asked) for hook, ask in QUESTIONS.items()}
    assert time.monotonic() - began < SOON
    assert answers == SETTLED
    assert asked.failures == [PluginFailure("complaint_categories", "took too long")]


def test_all_answers_together_get_one_second():
    def slowly() -> None:
        time.sleep(0.4)

    asked = parks(answering(slowly, *QUESTIONS)).consult()
    began = time.monotonic()
    for ask in QUESTIONS.values():
        ask(asked)
    assert time.monotonic() - began < SOON
    assert [failure.reason for failure in asked.failures] == ["took too long"]


def test_a_path_that_does_not_end_at_the_top_authority_is_not_taken():
    path = [EscalationStep("office", Text("Bureau"))]
    for wrong in (path, []):
        asked = parks(answering(partial(list, wrong), "escalation_path")).consult()
        assert asked.escalation_path(COMPLAINT) == SETTLED["escalation_path"]
        assert "top authority" in asked.failures[0].reason


@pytest.mark.parametrize(
    ("promise", "part"),
    [
        (Promise("20 working days", Text("Le sien")), "the answer.allowance is a str"),  # type: ignore[arg-type]
        (Promise(Allowance.parse("3 weeks"), "Le sien"), "the answer.basis is a str"),  # type: ignore[arg-type]
        (
            Promise(Allowance.parse("3 weeks"), Text("Le sien"), "assumed"),  # type: ignore[arg-type]
            "the answer.confidence is a str",
        ),
    ],
)
def test_an_answer_that_is_wrong_in_one_of_its_fields_is_not_taken(promise: Promise, part: str):
    asked = parks(answering(lambda: promise, "allowance")).consult()
    assert asked.allowance(COMPLAINT, Stage.ANSWER) == SETTLED["allowance"]
    assert part in asked.failures[0].reason


def test_a_part_of_a_list_that_is_wrong_in_a_field_is_not_taken():
    path = [EscalationStep("office", "Bureau", top_authority=True)]  # type: ignore[arg-type]
    asked = parks(answering(lambda: path, "escalation_path")).consult()
    assert asked.escalation_path(COMPLAINT) == SETTLED["escalation_path"]
    assert "the answer[0].title is a str, not a Text" in asked.failures[0].reason


def test_the_other_hooks_are_still_answered_and_the_plugin_is_not_asked_again():
    failing = Counting()
    asked = parks(answering(failing, *QUESTIONS)).consult()
    assert {hook: ask(asked) for hook, ask in QUESTIONS.items()} == SETTLED
    assert failing.asked == 1


def test_in_the_next_use_case_the_plugin_is_asked_again():
    failing = Counting()
    agency = parks(answering(failing, "working_calendar"))
    for _ in range(3):
        agency.consult().calendar()
    assert failing.asked == 3


def test_a_failure_quotes_nothing_that_the_plugin_said():
    asked = parks(answering(Counting(), "receiving_unit")).consult()
    asked.receiving_unit(DRAFT)
    assert asked.failures == [PluginFailure("receiving_unit", "raised LookupError")]


def test_a_plugin_with_nothing_to_say_leaves_it_to_the_settings():
    asked = parks(answering(lambda: None, *QUESTIONS)).consult()
    assert {hook: ask(asked) for hook, ask in QUESTIONS.items()} == SETTLED
    assert asked.failures == []


def test_joined_answers_lose_nobodys():
    problem = Problem("place", Text("Dites quel sentier", "Say which trail"))
    notice = Notice("closed", NoticeKind.INFORMATION, Text("Fermé"), Text("Le parc est fermé."))
    asked = parks(answering(lambda: [notice], "complaint_notices")).consult()
    assert {one.code for one in asked.notices(DRAFT)} == {"danger", "closed"}
    asked = parks(answering(lambda: [problem], "complaint_problems")).consult()
    assert asked.problems(DRAFT) == (problem,)


def test_the_settings_own_notices_are_shown_when_the_plugin_fails():
    asked = parks(answering(raises(ValueError()), "complaint_notices")).consult()
    assert [one.code for one in asked.notices(DRAFT)] == ["danger"]


def test_a_plugin_may_answer_in_the_settings_place():
    promise = Promise(Allowance.parse("3 weeks"), Text("Le sien"))
    asked = parks(answering(lambda: promise, "allowance")).consult()
    assert asked.allowance(COMPLAINT, Stage.ANSWER) is promise
    assert asked.failures == []


@pytest.mark.parametrize(
    ("code", "expected"), [("trail", "trail"), ("gone", "other"), (None, "other")]
)
def test_an_unknown_category_is_the_agencys_default_one(code: str | None, expected: str):
    assert parks().consult().category(code).code == expected


def test_the_default_category_is_there_even_if_the_plugin_forgets_it():
    asked = parks(answering(list, "complaint_categories")).consult()
    assert asked.category("trail").code == "other"


def test_a_failure_is_logged_once_for_each_kind_and_without_what_it_said():
    def fail() -> Any:
        raise ValueError("Gagnon")

    agency = replace(parks(answering(fail, "receiving_unit")), release_id=7101)
    with capture_logs() as logged:
        for _ in range(2):
            agency.consult().receiving_unit(DRAFT)
    assert [(one["hook"], one["reason"]) for one in logged] == [
        ("receiving_unit", "raised ValueError")
    ]

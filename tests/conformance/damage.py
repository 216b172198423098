"""One damage for each check: what is changed in a sound agency, and the check that notices it."""

from __future__ import annotations

from dataclasses import dataclass

PRELUDE = '''"""Canals: a rule that settings cannot say."""

import time
from dataclasses import replace
from datetime import datetime, timedelta

from portal.plugin_api import (
    Allowance, Category, Channel, Choice, EscalationStep, FiledFor, Notice, NoticeKind, Problem,
    PauseReason, Promise, Question, QuestionKind, Recourse, Redirect, Stage, Status, Text, Unit,
    WorkingCalendar, hookimpl,
)

'''


@dataclass(frozen=True)
class Damage:
    """The check that is broken, by pieces of the settings replaced, or by a plugin."""

    check: str
    changes: tuple[tuple[str, str], ...] = ()
    plugin: str | None = None
    neighbour: str | None = None


def settings(check: str, *changes: tuple[str, str]) -> Damage:
    """Replace pieces of the settings file."""
    return Damage(check, changes)


def plugin(check: str, source: str, prelude: str = PRELUDE) -> Damage:
    """Add a plugin with this source."""
    return Damage(check, plugin=prelude + source)


def answered(check: str, hook: str, answer: str) -> Damage:
    """Add a plugin in which one hook answers an expression."""
    return plugin(check, f"@hookimpl\ndef {hook}:\n    return {answer}\n")


def wrapped(check: str, hook: str, answer: str) -> Damage:
    """Add a plugin in which one hook makes its answer of the settings', called `was`."""
    source = f"@hookimpl(wrapper=True)\ndef {hook}:\n    was = yield\n    return {answer}\n"
    return plugin(check, source)


CATEGORIES = "complaint_categories()"
QUESTIONS = "complaint_questions(category)"
PROBLEMS = "complaint_problems(draft)"
NOTICES = "complaint_notices(draft)"
UNIT = "receiving_unit(draft)"
CALENDAR = "working_calendar(category)"
ALLOWANCE = "allowance(complaint, stage)"
PATH = "escalation_path(complaint)"
RECOURSES = "recourses(complaint, moment)"

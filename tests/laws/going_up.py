"""A complaint that says in every field who complains, and goes up the levels."""

from __future__ import annotations

from datetime import timedelta

from portal.runtime import Runtime
from tests.pages.office.people import let_dates_pass
from tests.support import FixedClock, file

STORY = "Je suis Solange Secret, 418 555-0123, et le sentier des pruches est fermé."
PERSON = {"name": "Solange Secret", "email": "s.secret@exemple.org", "phone": "418 555-0123"}


def filed(runtime: Runtime) -> str:
    return file(runtime, story=STORY, **PERSON).number


def go_up(runtime: Runtime, clock: FixedClock) -> None:
    """Let the date of every answer pass: what is unanswered is a level higher."""
    clock.moment += timedelta(days=60)
    let_dates_pass(runtime)

"""The questions that a plugin is asked, and plugins that answer them in some way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.agencies.agency import Consultation
from portal.plugin_api import Stage, hookimpl
from tests.agencies.plugins.plugged import COMPLAINT, DRAFT, parks
from tests.support import TUESDAY

QUESTIONS: dict[str, Callable[[Consultation], Any]] = {
    "complaint_categories": lambda asked: asked.categories(),
    "complaint_questions": lambda asked: asked.questions(parks().configured.categories[0]),
    "complaint_problems": lambda asked: asked.problems(DRAFT),
    "complaint_notices": lambda asked: asked.notices(DRAFT),
    "receiving_unit": lambda asked: asked.receiving_unit(DRAFT),
    "working_calendar": lambda asked: asked.calendar(),
    "allowance": lambda asked: asked.allowance(COMPLAINT, Stage.ANSWER),
    "escalation_path": lambda asked: asked.escalation_path(COMPLAINT),
    "recourses": lambda asked: asked.recourses(COMPLAINT, TUESDAY),
}
ARGUMENTS = {
    "complaint_categories": "",
    "complaint_questions": "category",
    "complaint_problems": "draft",
    "complaint_notices": "draft",
    "receiving_unit": "draft",
    "working_calendar": "",
    "allowance": "complaint, stage",
    "escalation_path": "complaint",
    "recourses": "complaint, moment",
}


def answering(do: Callable[[], Any], *hooks: str) -> object:
    """Return a plugin that answers these hooks by what `do` does."""
    members = {}
    for hook in hooks:
        arguments = f"self, {ARGUMENTS[hook]}".rstrip(", ")
        members[hook] = hookimpl(eval(f"lambda {arguments}: do()", {"do": do}))
    return type("Plugin", (), members)()


def raises(error: BaseException) -> Callable[[], Any]:
    """Return something to do that fails with this error."""

    def do() -> Any:
        raise error

    return do

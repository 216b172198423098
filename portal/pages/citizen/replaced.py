"""A draft begun with an organisation that another has replaced since."""

from __future__ import annotations

from collections.abc import Iterable

from portal.pages.citizen.answer_words import worded_answers
from portal.pages.citizen.journey import Journey
from portal.pages.current import current_language, runtime


def is_replaced(journey: Journey) -> bool:
    """Tell whether the agency of this draft takes no complaints any more."""
    portal = runtime()
    return not portal.agencies.in_force.takes_complaints(journey.agency.code, portal.now())


def told_before(before: Journey, after: Journey) -> list[tuple[str, str]]:
    """Return the questions that the successor does not ask, each with what was answered."""
    asked = {question.code for question in after.questions}
    dropped = [question for question in before.questions if question.code not in asked]
    worded = worded_answers(dropped, before.read[0], ())
    typed = before.content.typed if before.was_asked else {}
    # What cannot be read as an answer was still written by somebody.
    told = [(one.label, one.words or " ".join(typed.get(one.code, ()))) for one in worded]
    return [(label.in_(current_language()), words) for label, words in told if words.strip()]


def with_told_before(story: str, told: Iterable[tuple[str, str]]) -> str:
    """Return the story with these answers below it, each once."""
    lines = [f"{question} {words}" for question, words in told]
    return "\n".join([story, *(line for line in lines if line not in story)])

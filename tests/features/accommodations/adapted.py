"""What tests of accommodations do: answer what is asked, and look at what became of it."""

from __future__ import annotations

from portal.complaints.queries.of_complaint import read_of
from portal.domain.actor import PORTAL
from portal.features.accommodations import actions as accommodations
from portal.features.accommodations.actions import Answer
from portal.features.accommodations.queries import ASKED, Accommodation
from portal.features.accommodations.rules import Decision
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint

HOW = "La lettre en braille part avec la réponse."


def needs(runtime: Runtime, number: str) -> list[Accommodation]:
    """Return what was asked of a complaint, in order."""
    with runtime.reading(PORTAL) as session:
        return list(read_of(session, ASKED, complaint(runtime, number).id))


def states(runtime: Runtime, number: str) -> list[str]:
    """Return what became of each need."""
    return [asked.state for asked in needs(runtime, number)]


def answered(
    runtime: Runtime, number: str, decision: Decision, within: int = 0, first: int | None = None
) -> None:
    """Let an officer answer all that was asked, or the `first` few of it."""
    ids = [asked.id for asked in needs(runtime, number)][:first]
    act(runtime, number, accommodations.answer, answer=Answer(ids, decision, HOW, within))

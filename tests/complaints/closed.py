"""Complaints that were closed, and whose complainants ask again."""

from __future__ import annotations

from datetime import datetime

from portal.complaints.handling import casework, following
from portal.domain.actor import Actor, complainant
from portal.domain.conclusion import Finding, IssueFinding
from portal.features.reviews.actions import reopen
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import act, complaint, issues
from tests.support import FixedClock, file

WHY = "La passerelle est encore tombée."


def closed(runtime: Runtime, finding: Finding = Finding.UNFOUNDED, **content: object) -> str:
    """File, answer and close an ordinary complaint."""
    number = file(runtime, **content).number
    conclude(runtime, number, finding)
    return number


def conclude(runtime: Runtime, number: str, finding: Finding = Finding.UNFOUNDED) -> None:
    """Answer and close a complaint, with the same finding for all that it is about."""
    act(runtime, number, casework.answer, body="Le sentier est ouvert.")
    found = tuple(
        IssueFinding(one.id, finding, "Les relevés le montrent.") for one in issues(runtime, number)
    )
    act(runtime, number, casework.close, findings=found)


def citizen(runtime: Runtime, number: str) -> Actor:
    """Return the complainant of a complaint as an actor."""
    return complainant(complaint(runtime, number).id)


def ask(runtime: Runtime, number: str, why: str = WHY, once: str | None = None) -> None:
    """Let the complainant say why it is not settled."""
    act(runtime, number, reopen, citizen(runtime, number), reason=why, once=once)


def let_pass(runtime: Runtime, clock: FixedClock, moment: datetime) -> None:
    """Let a moment come, and the worker notice which dates have passed."""
    clock.moment = moment
    run_clocks(runtime, moment)


def withdraw(runtime: Runtime, number: str) -> None:
    """Take a complaint back as its complainant asks, without a reason."""
    act(runtime, number, following.withdraw)

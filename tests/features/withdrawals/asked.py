"""A withdrawal as whoever complains asks for it, and what they do about it afterwards."""

from __future__ import annotations

from datetime import timedelta

from portal.domain.actor import complainant
from portal.features.withdrawals.actions import ask, take_back
from portal.features.withdrawals.rules import Suggested
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import act, complaint, due
from tests.support import FixedClock


def ask_to_withdraw(
    runtime: Runtime, number: str, reason: str = "", suggested: Suggested | None = None
) -> None:
    """Let whoever complains ask that it be withdrawn."""
    who = complainant(complaint(runtime, number).id)
    act(runtime, number, ask, who, reason=reason, suggested=suggested)


def keep(runtime: Runtime, number: str) -> None:
    """Let them take the withdrawal back."""
    act(runtime, number, take_back, complainant(complaint(runtime, number).id))


def let_it_bind(runtime: Runtime, number: str, clock: FixedClock) -> None:
    """Let the five days pass, and the worker come by."""
    clock.moment = max(clock.moment, due(runtime, number, "withdrawal")) + timedelta(seconds=1)
    run_clocks(runtime, clock.moment)

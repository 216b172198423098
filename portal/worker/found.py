"""What waits for the worker beside clocks: what was found in texts, and limits on contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from portal.domain.actor import PORTAL
from portal.features.conflicts_of_interest.consequences import (
    complaints_to_follow_up,
    follow_up_found,
)
from portal.features.contact_limits.actions import end_by_itself, limits_over
from portal.features.contact_limits.grouping import messages_waiting, tell_grouped
from portal.features.urgency.actions import complaints_found, propose_found
from portal.jobs import tried
from portal.runtime import Act, Runtime


def follow_up_conflicts(runtime: Runtime, now: datetime) -> int:
    """Do what follows from the conflicts that were found; return in how many complaints."""
    return _done(runtime, now, complaints_to_follow_up, follow_up_found)


def propose_urgent(runtime: Runtime, now: datetime) -> int:
    """Tell the staff which complaints look urgent; return how many there were."""
    return _done(runtime, now, complaints_found, propose_found)


def end_limits(runtime: Runtime, now: datetime) -> int:
    """End the limits on contact whose day has come; return how many complaints they were about."""
    return _done(runtime, now, partial(limits_over, now=now), end_by_itself)


def tell_of_grouped(runtime: Runtime, now: datetime) -> int:
    """Tell of the messages that were grouped for a week; return of how many complaints."""
    return _done(runtime, now, partial(messages_waiting, now=now), tell_grouped)


def _done(
    runtime: Runtime, now: datetime, waiting: Callable[[Session], list[str]], act: Act[bool]
) -> int:
    with runtime.reading(PORTAL) as session:
        numbers = waiting(session)
    change = partial(runtime.change, PORTAL, act=act, now=now)
    return sum(tried("do what follows", partial(change, number), False) for number in numbers)

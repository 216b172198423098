"""What the portal finds in a text waits a few seconds for the worker, which does what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from portal.domain.actor import PORTAL
from portal.runtime import Act, Runtime
from portal.services.conflicts.settling import complaints_to_settle, settle_found
from portal.services.urgency import complaints_found, propose_found
from portal.worker.trying import tried


def settle_conflicts(runtime: Runtime, now: datetime) -> int:
    """Do what follows from the conflicts that were found; return in how many complaints."""
    return _done(runtime, now, complaints_to_settle, settle_found)


def propose_urgent(runtime: Runtime, now: datetime) -> int:
    """Tell the staff which complaints look urgent; return how many there were."""
    return _done(runtime, now, complaints_found, propose_found)


def _done(
    runtime: Runtime, now: datetime, waiting: Callable[[Session], list[str]], act: Act[bool]
) -> int:
    with runtime.reading(PORTAL) as session:
        numbers = waiting(session)
    change = partial(runtime.change, PORTAL, act=act, now=now)
    return sum(tried("do what follows", partial(change, number), False) for number in numbers)

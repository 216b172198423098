"""What is left to the worker: to answer who asked for a link, and to forget what is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from portal.domain.actor import PORTAL
from portal.features.access_links import actions, actions_drafts
from portal.features.access_links.queries import (
    REQUESTS_AT_ONCE,
    forget_what_is_over,
    requests_waiting,
)
from portal.features.access_links.rules import REQUESTS_KEPT
from portal.jobs import Job, Place, each_run, tried
from portal.runtime import Runtime

_LOOKED_EVERY = timedelta(minutes=1)
_LINKS_KEPT = timedelta(days=1)


def answer_requests(runtime: Runtime, now: datetime) -> int:
    """Answer those who asked for a link, each on its own; return how many."""
    with runtime.reading(PORTAL) as session:
        waiting = [(row.id, row.content) for row in requests_waiting(session)]
    return sum(
        tried("answer who asked for a link", partial(_answer, runtime, *request, now), 0)
        for request in waiting
    )


def _answer(runtime: Runtime, request_id: int, content: dict[str, str], now: datetime) -> int:
    if "email" in content:
        return actions_drafts.answer(runtime, request_id, content, now)
    return actions.answer(runtime, request_id, content, now)


def forgetting(runtime: Runtime) -> Callable[[datetime], int]:
    """Return what forgets links, requests and addresses that are over, once a minute."""
    looked_at: datetime | None = None

    def forget(now: datetime) -> int:
        nonlocal looked_at
        if looked_at is not None and abs(now - looked_at) < _LOOKED_EVERY:
            return 0
        with runtime.transaction(PORTAL) as session:
            count = forget_what_is_over(session, now - _LINKS_KEPT, now - REQUESTS_KEPT, now)
        looked_at = now
        return count

    return forget


JOBS = (
    Job(
        "answer who asked for a link",
        Place.BEFORE_LETTERS,
        each_run(answer_requests),
        counted="links_asked_for",
        at_once=REQUESTS_AT_ONCE,
    ),
    Job("forget links that are over", Place.LAST, forgetting, counted="links_forgotten"),
)

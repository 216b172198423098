"""Limits on contact end on their day, and what they grouped is told once a week."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from portal.features.contact_limits.actions import end_by_itself, limits_over
from portal.features.contact_limits.grouping import messages_waiting, tell_grouped
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime


def end_limits(runtime: Runtime, now: datetime) -> int:
    """End the limits on contact whose day has come; return how many complaints they were about."""
    return runtime.change_waiting(partial(limits_over, now=now), end_by_itself, now)


def tell_of_grouped(runtime: Runtime, now: datetime) -> int:
    """Tell of the messages that were grouped for a week; return of how many complaints."""
    return runtime.change_waiting(partial(messages_waiting, now=now), tell_grouped, now)


JOBS = (
    Job("end limits", Place.BEFORE_CLOCKS, each_run(end_limits), counted="limits_ended"),
    Job("tell of grouped", Place.BEFORE_CLOCKS, each_run(tell_of_grouped), counted="grouped_told"),
)

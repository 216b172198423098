"""What follows from the conflicts that the portal found: done within seconds."""

from __future__ import annotations

from datetime import datetime

from portal.features.conflicts_of_interest.consequences import (
    complaints_to_follow_up,
    follow_up_found,
)
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime


def follow_up_conflicts(runtime: Runtime, now: datetime) -> int:
    """Do what follows from the conflicts that were found; return in how many complaints."""
    return runtime.change_waiting(complaints_to_follow_up, follow_up_found, now)


FOLLOW_UP = Job(
    "follow up conflicts",
    Place.KEEPING_OUT,
    each_run(follow_up_conflicts),
    counted="conflicts_followed_up",
)

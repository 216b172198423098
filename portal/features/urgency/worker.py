"""The staff is told which complaints look urgent."""

from __future__ import annotations

from datetime import datetime

from portal.features.urgency.actions import complaints_found, propose_found
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime


def propose_urgent(runtime: Runtime, now: datetime) -> int:
    """Tell the staff which complaints look urgent; return how many there were."""
    return runtime.change_waiting(complaints_found, propose_found, now)


PROPOSE = Job(
    "propose urgent", Place.BEFORE_CLOCKS, each_run(propose_urgent), counted="urgent_proposed"
)

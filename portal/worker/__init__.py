"""The background process: promised dates that passed, outgoing mail, drafts nobody sent."""

from portal.worker.due_clocks import ClocksRun, run_clocks
from portal.worker.loop import WorkDone, Worker, count_for_reports, erase_drafts
from portal.worker.warnings import Warner

__all__ = [
    "ClocksRun",
    "Warner",
    "WorkDone",
    "Worker",
    "count_for_reports",
    "erase_drafts",
    "run_clocks",
]

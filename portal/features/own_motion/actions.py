"""A file that the service opens by itself: what is kept of it, and to whom its report goes."""

from __future__ import annotations

from sqlalchemy import Connection

from portal.complaints.events import Answered
from portal.complaints.letters.letters import to_post
from portal.complaints.planning import Added, Filing
from portal.domain.complaint import is_own_motion
from portal.domain.handling.escalation import step_at, top_level
from portal.features.own_motion.letters import REPORT_READY
from portal.features.own_motion.rules import WHY, LedTo, Opening


def told_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Tell in the first entry what led to the file, and keep sealed what was written of it."""
    if not is_own_motion(filing.content):
        return None
    opening = filing.content.part(Opening)
    return Added(answers={WHY: opening.led_to_why}, told=(LedTo(opening.led_to),))


def report(event: Answered) -> None:
    """Tell the top authority that the report is there, and the post that the file had reached."""
    work, complaint = event.work, event.complaint
    if not is_own_motion(complaint):
        return
    event.goes_out = False
    path = work.advised.path
    posts = [step_at(path, top_level(path)).to, complaint.holder][: complaint.level]
    for post in dict.fromkeys(posts):
        to_post(work, complaint, post, REPORT_READY)

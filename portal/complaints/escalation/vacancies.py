"""Posts at which nobody works: whoever can put that right is told."""

from __future__ import annotations

from collections.abc import Sequence

from portal.complaints.letters.notices import notify, notify_administrators
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.history import EntryKind
from portal.words.letters.to_staff import POST_VACANT


def tell_of_vacancy(work: Work, complaint: ComplaintRecord, posts: Sequence[str]) -> None:
    """Say at which posts nobody answers: to the head of the complaints service.

    The administrators are told where there is no head at work, or nobody who has the complaint.
    """
    if not posts:
        return
    work.record(complaint, EntryKind.POST_VACANT, posts=list(posts))
    heads = work.staff.heads(work.session, complaint.agency)
    is_told = notify(work, complaint, heads, POST_VACANT)
    if not is_told or complaint.holder in posts:
        notify_administrators(work, complaint)

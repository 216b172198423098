"""What it was: the staff say it or correct it, and its person may say that it is a complaint.

Nothing else moves by that. Only what was closed with thanks is taken up again where its person says
that it is a complaint: the answer to one is still owed.
"""

from __future__ import annotations

from typing import Any

from portal.complaints import entries
from portal.complaints.handling.following import take_up_again, time_to_ask_again
from portal.complaints.letters import letters
from portal.complaints.queries.of_complaint import read_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.db.row_filter import as_the_portal
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.nature import Nature
from portal.domain.permissions import Permission
from portal.features.nature.letters import CONTESTED_STAFF, TakenAsComplaint
from portal.features.nature.queries import FOLLOWED, is_contested_by_person, nature_of, take_back
from portal.features.nature.rules import NatureContested, NatureSet


def has_nature(complaint: Any) -> bool:
    """Tell whether this is said of a complaint: open or closed, but not of a part of another's."""
    return complaint.parent_id is None


def set_nature(work: Work, complaint: ComplaintRecord, nature: Nature) -> None:
    """Note what it was. No date moves, no letter leaves, and the same answer is owed.

    Its person reads it on the page where they follow it, and may say that it is a complaint.
    Raise IncompleteError for what it is held to be already, and for anything but a complaint once
    its person said that it is one.
    """
    require(work, complaint, Permission.SET_NATURE)
    if not has_nature(complaint):
        raise TransitionNotAllowedError(complaint.status, "set_nature")
    if nature is nature_of(work.session, complaint.id):
        raise IncompleteError("nature")
    if nature is not Nature.COMPLAINT and is_contested_by_person(work.session, complaint.id):
        raise IncompleteError("nature_contested")
    _hold_to_be(complaint, nature)
    work.record(complaint, NatureSet(nature))


def say_complaint(work: Work, complaint: ComplaintRecord) -> None:
    """Let its person say that it is a complaint all the same; said twice, it is said once.

    Nobody decides about it: it counts as one from then on, nobody reads any more what was handed
    on of it, and the staff are told. An open one keeps its dates. What was closed with thanks is
    taken up again, with a new date, while there is time for that.
    """
    told = read_of(work.session, FOLLOWED, complaint.id)
    if not told.is_message:
        return
    _hold_to_be(complaint, Nature.COMPLAINT)
    with as_the_portal(work.session):
        take_back(work.session, complaint.id, work.now)
    work.record(complaint, NatureContested(Nature.COMPLAINT, told.nature))
    letters.to_assignee(work, complaint, CONTESTED_STAFF)
    is_closed = complaint.status == Status.CLOSED
    if is_closed and told.is_thanked and time_to_ask_again(work, complaint) is not None:
        last_day = take_up_again(work, complaint)
        work.record(complaint, entries.Reopened(level=1, last_day=last_day))
        letters.to_citizen(work, complaint, TakenAsComplaint(last_day))


def _hold_to_be(complaint: ComplaintRecord, nature: Nature) -> None:
    complaint.nature = None if nature is Nature.COMPLAINT else nature.value

"""The staff say what it was, or correct it: noted in the history, and nothing else moves."""

from __future__ import annotations

from typing import Any

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.nature import Nature
from portal.domain.permissions import Permission
from portal.features.nature.queries import nature_of
from portal.features.nature.rules import NatureSet


def has_nature(complaint: Any) -> bool:
    """Tell whether this is said of a complaint: open or closed, but not of a part of another's."""
    return complaint.parent_id is None


def set_nature(work: Work, complaint: ComplaintRecord, nature: Nature) -> None:
    """Note what it was. No date moves, no letter leaves, and the same answer is owed.

    Raise IncompleteError for what it is held to be already.
    """
    require(work, complaint, Permission.SET_NATURE)
    if not has_nature(complaint):
        raise TransitionNotAllowedError(complaint.status, "set_nature")
    if nature is nature_of(work.session, complaint.id):
        raise IncompleteError("nature")
    work.record(complaint, NatureSet(nature))

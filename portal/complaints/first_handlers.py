"""Who handled a complaint before a review was asked for: nobody reviews what they did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from sqlalchemy import select

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.complaints.work import Work
from portal.domain.complaint import Status
from portal.domain.errors import AnotherPersonNeededError
from portal.domain.history import EntryKind


def handlers_before_review(work: Work, complaint: ComplaintRecord) -> frozenset[int]:
    """Return who handled the complaint before a review was asked for, by their ids."""
    if complaint.answered_at is None:
        # Only what was answered is reviewed: no query for all the others.
        return frozenset()
    entry = HistoryEntryRecord
    statement = select(entry.kind, entry.facts).where(
        entry.complaint_id == complaint.id, entry.kind == EntryKind.REVIEW_ASKED.value
    )
    return first_handlers((kind, facts) for kind, facts in work.session.execute(statement))


def kept_out(work: Work, complaint: ComplaintRecord) -> frozenset[int]:
    """Return who may not answer the complaint, while it waits for an answer."""
    if complaint.status == Status.ANSWERED:
        return frozenset()
    return handlers_before_review(work, complaint)


def first_handlers(told: Iterable[tuple[str, Mapping[str, Any]]]) -> frozenset[int]:
    """Return who may not answer a review, by what the history of a complaint tells."""
    asked = (facts["not_by"] for kind, facts in told if kind == EntryKind.REVIEW_ASKED)
    return frozenset(chain.from_iterable(asked))


def refuse_first_handler(work: Work, complaint: ComplaintRecord) -> None:
    """Raise AnotherPersonNeededError if the actor handled the complaint before its review."""
    if work.actor.user_id in handlers_before_review(work, complaint):
        raise AnotherPersonNeededError

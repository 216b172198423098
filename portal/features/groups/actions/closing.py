"""The complaints of a group are closed in one go, each through its own closing gate.

One finding and its reasons serve for all that are of one point and have their answer. What is told
apart, or has more to say, stays open and is closed for itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.handling import casework
from portal.complaints.handling.closing_gate import IssueFinding, issues_of
from portal.complaints.queries.held_messages import waiting_of
from portal.complaints.records.complaint import ComplaintRecord, IssueRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.complaints.work import Work
from portal.domain.actor import ActorKind
from portal.domain.complaint import Finding, Status
from portal.domain.errors import GroupMovedError, StaleComplaintError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.verdict import Verdict
from portal.features.groups.actions.links import current_link
from portal.features.groups.actions.steps import held_group, keep
from portal.features.groups.records import GroupComplaintRecord
from portal.features.groups.rules import MOST_ANSWERED, LeftOpen, Step

_C, _LINK = ComplaintRecord, GroupComplaintRecord
_WRITTEN = (EntryKind.MESSAGE_RECEIVED.value, EntryKind.DOCUMENT_ADDED.value)
_ANSWERS = (EntryKind.ANSWERED.value, EntryKind.ANSWER_JUDGED.value)


@dataclass(frozen=True, slots=True)
class Concluding:
    """What is concluded for all: its reasons and what is put right, in each language."""

    finding: Finding
    criteria: tuple[str, ...]
    reasons: Mapping[str, str]
    measures: Mapping[str, str]

    def of(self, issue_id: int, language: str) -> IssueFinding:
        """Return what is found about one issue, in the language of its complainant."""
        reasons, measure = self.reasons.get(language, ""), self.measures.get(language, "")
        return IssueFinding(issue_id, self.finding, reasons, measure, self.criteria)


@dataclass(frozen=True, slots=True)
class ToClose:
    """A complaint of the group as it was seen, and why it stays open, if it does."""

    id: int
    number: str
    subject: str
    language: str
    version: int
    why: LeftOpen | None = None


def complaints_to_close(session: Session, group_id: int) -> list[ToClose]:
    """Return every complaint of a group in the order in which it came, as closing meets it."""
    statement = (
        select(_C)
        .join(_LINK, _LINK.complaint_id == _C.id)
        .where(_LINK.group_id == group_id, _LINK.left_at.is_(None), ~_LINK.is_proposed)
        .order_by(_C.id)
        .limit(MOST_ANSWERED)
    )
    found = list(session.scalars(statement))
    why = left_open(session, found)
    rows = (ToClose(one.id, one.number, one.subject, one.language, one.version) for one in found)
    return [replace(one, why=why.get(one.id)) for one in rows]


def left_open(session: Session, complaints: Collection[ComplaintRecord]) -> dict[int, LeftOpen]:
    """Return why complaints are not closed with the others; those that are have no place here.

    Whoever wrote after the answer, or says that it does not meet their complaint, is read first.
    What a colleague is about to send is not overtaken.
    """
    found = [one.id for one in complaints]
    leaving = waiting_of(session, found)
    counted = select(IssueRecord.complaint_id).where(IssueRecord.complaint_id.in_(found))
    several = counted.group_by(IssueRecord.complaint_id).having(func.count() > 1)
    of_several, since = set(session.scalars(several)), _since_answers(session, found)
    why = {one.id: _why(one, of_several, leaving, since.get(one.id)) for one in complaints}
    return {key: reason for key, reason in why.items() if reason is not None}


def close_one(
    work: Work, complaint: ComplaintRecord, group_id: int, said: Concluding, seen: int
) -> LeftOpen | None:
    """Close a complaint with its group, unless it stays open; return why, if it does.

    Raise StaleComplaintError if it moved since it was `seen`, GroupMovedError if it left the group,
    and what closing it by itself would raise.
    """
    if complaint.version != seen:
        raise StaleComplaintError(complaint.number)
    link = current_link(work, complaint)
    if link is None or link.group_id != group_id or link.is_proposed:
        raise GroupMovedError
    why = left_open(work.session, [complaint]).get(complaint.id)
    if why is None:
        found = tuple(said.of(one.id, complaint.language) for one in issues_of(work, complaint))
        casework.close(work, complaint, found, group=group_id)
    return why


def note_closed(work: Work, agency: str, group_id: int, closed: int, left: int) -> None:
    """Keep beside the group that complaints of it were closed together, and how many were not."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    keep(work, group, Step.CLOSED, complaints=closed, left_open=left)


def _why(
    complaint: ComplaintRecord,
    of_several: Collection[int],
    leaving: Collection[int],
    since: LeftOpen | None,
) -> LeftOpen | None:
    if not complaint.is_open:
        return LeftOpen.ENDED
    if complaint.id in leaving:
        return LeftOpen.LEAVING
    if complaint.status != Status.ANSWERED:
        return LeftOpen.ANSWER
    if complaint.id in of_several:
        return LeftOpen.ISSUES
    return since


def _since_answers(session: Session, ids: Collection[int]) -> dict[int, LeftOpen]:
    """Return what complainants did since their last answer, where a person has to look at it.

    The history says it: what the complaint last met may be anything that came after.
    """
    entry = HistoryEntryRecord
    rows = session.execute(
        select(entry.complaint_id, entry.kind, entry.actor, entry.facts)
        .where(entry.complaint_id.in_(ids), entry.kind.in_([*_WRITTEN, *_ANSWERS]))
        .order_by(entry.complaint_id, entry.seq)
    )
    found: dict[int, LeftOpen] = {}
    for complaint_id, kind, actor, facts in rows:
        if kind == EntryKind.ANSWERED:
            found.pop(complaint_id, None)
        elif kind in _WRITTEN and actor == ActorKind.COMPLAINANT:
            found[complaint_id] = LeftOpen.WRITTEN
        elif kind == EntryKind.ANSWER_JUDGED and facts.get("verdict") != Verdict.YES:
            found.setdefault(complaint_id, LeftOpen.JUDGED)
    return found

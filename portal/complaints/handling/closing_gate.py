"""What a complaint needs before it may be closed: everything that is missing is told at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.complaints.entries import Answered
from portal.complaints.records.complaint import ComplaintRecord, IssueRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.work import Work
from portal.domain.complaint import Status
from portal.domain.conclusion import Criterion, IssueFinding, fit
from portal.domain.errors import IncompleteError
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.history import EntryKind
from portal.words.statuses import Concluded, conclusion_words


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The answer that a complaint is closed on: who signed it, and whether it was checked."""

    signed_by: int | None
    is_checked: bool


def issues_of(work: Work, complaint: ComplaintRecord) -> list[IssueRecord]:
    """Return what a complaint is about, point by point."""
    issue = IssueRecord
    of_complaint = select(issue).where(issue.complaint_id == complaint.id)
    return list(work.session.scalars(of_complaint.order_by(issue.rank, issue.id)))


def refuse_incomplete(
    work: Work,
    complaint: ComplaintRecord,
    issues: Sequence[IssueRecord],
    found: Mapping[int, IssueFinding],
    *,
    language_shown: bool,
) -> None:
    """Raise IncompleteError with everything that closing still needs.

    That is an answer, checked for plain language and signed by somebody whom the complaint does not
    concern, and for each issue a finding with its reasons and the criteria that go with it.
    """
    criteria = work.agencies.agency(complaint.agency).configured.criteria
    missing = [] if is_possible(Status(complaint.status), Action.CLOSE) else ["answer"]
    missing += _wrong_with_answer(work, complaint, language_shown)
    for issue in issues:
        missing += _missing_for(issue.id, found.get(issue.id), criteria)
    if missing:
        raise IncompleteError(*missing)


def last_answer(work: Work, complaint: ComplaintRecord) -> LastAnswer | None:
    """Return the latest answer to a complaint, as its history tells of it."""
    entry = HistoryEntryRecord
    row = work.session.execute(
        select(entry.user_id, entry.facts)
        .where(entry.complaint_id == complaint.id, entry.kind == EntryKind.ANSWERED.value)
        .order_by(entry.seq.desc())
        .limit(1)
    ).one_or_none()
    return (
        None if row is None else LastAnswer(row.user_id, Answered.read(row.facts).hints is not None)
    )


def _wrong_with_answer(work: Work, complaint: ComplaintRecord, language_shown: bool) -> list[str]:
    answer = last_answer(work, complaint)
    if answer is None:
        return []
    of_complaint = (complaint.id, complaint.agency, complaint.story)
    concerned = work.features.concerned(work.session, *of_complaint)
    wrong = ["signatory"] if answer.signed_by in concerned else []
    return wrong if answer.is_checked or language_shown else [*wrong, "language"]


def _missing_for(
    issue_id: int, one: IssueFinding | None, criteria: tuple[Criterion, ...]
) -> list[str]:
    missing = []
    if one is None:
        missing.append(f"finding-{issue_id}")
    if one is None or not one.reasons.strip():
        missing.append(f"reasons-{issue_id}")
    if one is not None and not fit(criteria, one.finding, one.criteria):
        missing.append(f"criteria-{issue_id}")
    return missing


def conclude(work: Work, complaint: ComplaintRecord, issue: IssueRecord, one: IssueFinding) -> None:
    """Keep what was found about one issue, with the words of its criteria as they are now."""
    criteria = work.agencies.agency(complaint.agency).configured.criteria
    issue.finding, issue.reasons, issue.measure = one.finding.value, one.reasons, one.measure
    issue.criteria = [
        {"code": each.code, "fr": each.name.fr, "en": each.name.en}
        for each in criteria
        if each.code in one.criteria
    ]


def findings_in_words(
    issues: list[IssueRecord], found: dict[int, IssueFinding], language: str
) -> str:
    """Return every finding in words, as the complainant reads them."""
    pairs = [(issue.text, found[issue.id]) for issue in issues]
    concluded = [Concluded(text, one.finding, one.reasons, one.measure) for text, one in pairs]
    return conclusion_words(concluded, language)

"""What a complaint needs before it may be closed: everything that is missing is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from portal.complaints.queries.case_file import last_answer
from portal.complaints.records.complaint import ComplaintRecord, IssueRecord
from portal.complaints.work import Work
from portal.domain.complaint import Status, is_own_motion
from portal.domain.conclusion import OF_OWN_MOTION, Criterion, IssueFinding, fit
from portal.domain.errors import IncompleteError
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.permissions import Permission, may
from portal.domain.remedy import CALLS_FOR, Remedy, Wrong, wrong_with
from portal.domain.typed import is_blank
from portal.words.remedies import given_words
from portal.words.statuses import Concluded, conclusion_words


def refuse_incomplete(
    work: Work,
    complaint: ComplaintRecord,
    issues: Sequence[IssueRecord],
    concluded: Mapping[int, IssueFinding],
    *,
    language_shown: bool,
) -> None:
    """Raise IncompleteError with everything that closing still needs.

    That is an answer, checked for plain language and signed by somebody whom the complaint does not
    concern, and for each issue a finding with its reasons and the criteria that go with it. What
    is given to the person is within what whoever closes may decide.
    """
    configured = work.agencies.agency(complaint.agency).configured
    by_head = may(work.acting, Permission.DECIDE_REMEDIES, complaint.agency)
    missing = [] if is_possible(Status(complaint.status), Action.CLOSE) else ["answer"]
    missing += _wrong_with_answer(work, complaint, language_shown)
    for issue in issues:
        found = concluded.get(issue.id)
        if found is not None and is_own_motion(complaint) and found.finding not in OF_OWN_MOTION:
            missing.append(f"finding-{issue.id}")
        missing += _missing_for(issue.id, found, configured.criteria)
        missing += _wrong_with_given(issue.id, found, configured.remedies, by_head=by_head)
    if missing:
        raise IncompleteError(*missing)


def _wrong_with_answer(work: Work, complaint: ComplaintRecord, language_shown: bool) -> list[str]:
    answer = last_answer(work.session, complaint.id)
    if answer is None:
        return []
    of_complaint = (complaint.id, complaint.agency, complaint.story)
    concerned = work.features.concerned(work.session, *of_complaint)
    wrong = ["signatory"] if answer.signed_by in concerned else []
    return wrong if answer.is_checked or language_shown else [*wrong, "language"]


def _missing_for(
    issue_id: int, concluded: IssueFinding | None, criteria: tuple[Criterion, ...]
) -> list[str]:
    if concluded is None:
        return [f"finding-{issue_id}", f"reasons-{issue_id}"]
    has_criteria = fit(criteria, concluded.finding, concluded.criteria)
    return [
        *([f"reasons-{issue_id}"] if is_blank(concluded.reasons) else []),
        *([] if has_criteria else [f"criteria-{issue_id}"]),
    ]


def _wrong_with_given(
    issue_id: int, found: IssueFinding | None, remedies: tuple[Remedy, ...], *, by_head: bool
) -> list[str]:
    """Return what is wrong with what is given. That nobody said is let be: older closings did."""
    if found is None or found.given is None:
        return []
    wrong = wrong_with(remedies, found.finding, found.given, by_head=by_head)
    return [f"{wrong.value}-{issue_id}"] if wrong else []


def refuse_unsaid(findings: Iterable[IssueFinding]) -> None:
    """Raise IncompleteError for each founded issue of which nobody said what is given."""
    unsaid = [one for one in findings if one.finding in CALLS_FOR and one.given is None]
    if unsaid:
        raise IncompleteError(*(f"{Wrong.UNSAID.value}-{one.issue_id}" for one in unsaid))


def conclude(
    work: Work, complaint: ComplaintRecord, issue: IssueRecord, finding: IssueFinding
) -> None:
    """Keep what was found about one issue, with the words of its criteria as they are now.

    What is given is kept in the words of the complainant's language.
    """
    configured = work.agencies.agency(complaint.agency).configured
    criteria = configured.criteria
    issue.given = given_words(finding.given, configured.remedies, complaint.language) or None
    issue.finding = finding.finding.value
    issue.reasons, issue.measure = finding.reasons, finding.measure
    issue.criteria = [
        {"code": criterion.code, "fr": criterion.name.fr, "en": criterion.name.en}
        for criterion in criteria
        if criterion.code in finding.criteria
    ]


def findings_in_words(
    issues: list[IssueRecord], findings: dict[int, IssueFinding], language: str
) -> str:
    """Return every finding in words, as the complainant reads them."""
    pairs = [(issue, findings[issue.id]) for issue in issues]
    concluded = [
        Concluded(issue.text, found.finding, found.reasons, found.measure, issue.given or "")
        for issue, found in pairs
    ]
    return conclusion_words(concluded, language)

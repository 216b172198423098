"""What is given to a person, beside what is found: its choices, what is read of them, its words."""

from __future__ import annotations

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.domain.conclusion import Finding, Given, IssueFinding
from portal.domain.permissions import Permission, may
from portal.domain.remedy import NOTHING, Remedy, Wrong, read_given, wrong_with
from portal.pages.actions.engine import Form
from portal.pages.current import current_language, gettext
from portal.pages.office.case import OpenedCase
from portal.words.catalogue import to_translate
from portal.words.remedies import given_words, sum_words
from portal.words.statuses import FINDINGS

_NOTHING = to_translate("Rien")
_LONGEST_SUM = 20
"""Signs of a sum as it is typed: no sum that anybody gives is longer."""


def remedy_choices(case: OpenedCase) -> list[tuple[str, str, str | None]]:
    """Return what may be given, each with how far officers decide it; and that nothing is.

    Where nobody complains, nothing is given to anybody.
    """
    return [] if case.is_own_motion else choices_of(case.agency)


def choices_of(agency: Agency) -> list[tuple[str, str, str | None]]:
    """Return what an agency may give, each with how far officers decide it; and that nothing is."""
    language = current_language()
    offered = [
        (remedy.code, remedy.name.in_(language), _latitude(remedy, language))
        for remedy in agency.configured.remedies
    ]
    return [*offered, (NOTHING, gettext(_NOTHING), None)]


def _latitude(remedy: Remedy, language: str) -> str | None:
    if not remedy.by_officers:
        return gettext("Décidé par la direction du service ou la plus haute autorité")
    if not remedy.is_sum:
        return None
    most = sum_words(100 * (remedy.up_to or 0), language)
    return gettext("Décidé par la direction du service au-delà de %(sum)s", sum=most)


def ticked(issue_id: int, form: Form) -> tuple[str, ...]:
    """Return the codes that are ticked for an issue."""
    return tuple(form.getlist(f"remedies-{issue_id}"))


def given_in(case: OpenedCase, issue_id: int, form: Form) -> Given | None:
    """Return what a form says is given for an issue."""
    return given_by(case.agency, form, f"-{issue_id}")


def given_by(agency: Agency, form: Form, of: str = "") -> Given | None:
    """Return what the fields of a form say is given; their names end with what they are `of`."""
    sums = [remedy.code for remedy in agency.configured.remedies if remedy.is_sum]
    return read_given(form.getlist(f"remedies{of}"), form.get(f"remedy_sum{of}", ""), sums)


def wrong_remedies(case: OpenedCase, issue_id: int, form: Form) -> list[str]:
    """Return what is wrong with what is given for an issue, as what is missing."""
    wrong = None if case.is_own_motion else wrong_given(case.agency, form, f"-{issue_id}")
    return [f"{wrong.value}-{issue_id}"] if wrong else []


def wrong_given(agency: Agency, form: Form, of: str = "") -> Wrong | None:
    """Return what is wrong with what a form says is given, beside what it says is found."""
    if len(form.get(f"remedy_sum{of}", "")) > _LONGEST_SUM:
        return Wrong.SUM
    finding = form.get(f"finding{of}", "")
    if finding not in FINDINGS:
        return None
    by_head = may(current_actor(), Permission.DECIDE_REMEDIES, agency.code)
    given = given_by(agency, form, of)
    return wrong_with(agency.configured.remedies, Finding(finding), given, by_head=by_head)


def remedy_words(case: OpenedCase, finding: IssueFinding) -> str:
    """Return what is given, or that nothing is; nothing where nobody said."""
    if finding.given is None:
        return ""
    said = given_words(finding.given, case.agency.configured.remedies, case.complaint.language)
    return said or gettext(_NOTHING)

"""Closing a complaint: a finding, its reasons and what will be put right, for each issue."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from portal.complaints.entries import Answered
from portal.complaints.events import ClosingContent
from portal.complaints.queries.case_file import Entry
from portal.domain.complaint import Status
from portal.domain.conclusion import OF_OWN_MOTION, Criterion, Finding, IssueFinding, fit
from portal.domain.errors import IncompleteError
from portal.domain.handling.held_messages import Waiting
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.naming import names_somebody
from portal.domain.permissions import Permission
from portal.domain.plain_language import Hints
from portal.domain.typed import is_blank
from portal.pages.actions.engine import Act, ActionPage, Form, add_action, kept_fields
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language, gettext
from portal.pages.forms import Problems
from portal.pages.office import bp
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.actions.answering import confirmed, exact_letter
from portal.pages.office.actions.remedies import (
    given_in,
    remedy_choices,
    ticked,
    wrong_remedies,
)
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import Place, parts_at
from portal.pages.office.case.drafting import hints_for, offered_models, put_in
from portal.pages.office.case.unfinished import note_unfinished
from portal.pages.office.wording import worded
from portal.words.catalogue import to_translate
from portal.words.statuses import FINDINGS

_CLOSED: dict[Waiting | None, str] = {
    None: to_translate("Plainte fermée."),
    Waiting.HOLD: to_translate("Fermeture confirmée. Vous pouvez encore annuler son envoi."),
}


def _close(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    missing = missing_findings(case, form)
    if not is_answered(case):
        missing.insert(0, "answer")
    if missing:
        note_missing(problems, IncompleteError(*missing))
        return None
    note_unfinished_findings(case, form, problems)
    return confirmed(_content(case, form))


def note_unfinished_findings(case: OpenedCase, form: Form, problems: Problems) -> None:
    """Note what has to be written first in the reasons and measures that the form holds."""
    for issue in case.file.issues:
        for field in (f"reasons-{issue.id}", f"measure-{issue.id}"):
            note_unfinished(case, problems, "fermeture", field, form.get(field, ""))


def _content(case: OpenedCase, form: Form) -> ClosingContent:
    return ClosingContent(
        findings_of(case, form),
        form.get("language_shown") == "yes",
        asks_given=not case.is_own_motion,
    )


def _letter(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    """Return what is concluded and the letter exactly as they will leave, and all that is typed."""
    content = _content(case, form)
    codes = {code for finding in content.findings for code in finding.criteria}
    return exact_letter(case, content) | {
        "hints": hints_for(case, "\n\n".join(finding.reasons for finding in content.findings)),
        "rests_on": criteria_words(case, codes),
        "kept": kept_fields(form),
    }


def findings_of(case: OpenedCase, form: Form) -> tuple[IssueFinding, ...]:
    """Return what the form says of each issue."""
    return tuple(
        IssueFinding(
            issue_id=issue.id,
            finding=Finding(form[f"finding-{issue.id}"]),
            reasons=form[f"reasons-{issue.id}"].strip(),
            measure=form.get(f"measure-{issue.id}", "").strip(),
            criteria=_chosen(issue.id, form),
            given=given_in(case, issue.id, form),
        )
        for issue in case.file.issues
    )


def missing_findings(case: OpenedCase, form: Form) -> list[str]:
    """Return what is missing of the findings, their criteria and their reasons."""
    missing, criteria = [], case.agency.configured.criteria
    for issue in case.file.issues:
        code = form.get(f"finding-{issue.id}")
        if code is None or code not in _offered(case):
            missing.append(f"finding-{issue.id}")
        elif not fit(criteria, Finding(code), _chosen(issue.id, form)):
            missing.append(f"criteria-{issue.id}")
        missing += wrong_remedies(case, issue.id, form)
        if is_blank(form.get(f"reasons-{issue.id}", "")):
            missing.append(f"reasons-{issue.id}")
    return missing


def _chosen(issue_id: int, form: Form) -> tuple[str, ...]:
    return tuple(form.getlist(f"criteria-{issue_id}"))


def is_answered(case: OpenedCase) -> bool:
    """Tell whether the answer, which closing needs, was sent."""
    return is_possible(Status(case.complaint.status), Action.CLOSE)


def _closing_page(case: OpenedCase, form: Form) -> dict[str, Any]:
    return finding_choices(case, form) | {
        "models": offered_models(case, "fermeture"),
        "is_answered": is_answered(case),
        "unchecked": _unchecked(case),
        "signatory": _named_signatory(case),
        "added": parts_at(case, Place.CLOSING),
    }


def reasons_from_model(case: OpenedCase, form: Form) -> Form:
    """Return the form with the chosen model in the first reasons that are still empty."""
    fields = [f"reasons-{issue.id}" for issue in case.file.issues]
    empty = (field for field in fields if is_blank(form.get(field, "")))
    return put_in(case, "fermeture", form, next(empty, fields[0]))


def _last_answer(case: OpenedCase) -> Entry | None:
    answers = (entry for entry in reversed(case.file.entries) if entry.kind == Answered.kind)
    return next(answers, None)


def _unchecked(case: OpenedCase) -> Hints | None:
    """Return what a check says of an answer that was sent before answers were checked."""
    answer = _last_answer(case)
    if answer is None or Answered.read(answer.facts).hints is not None:
        return None
    written = {message.history_seq: message.body for message in case.file.messages}
    return hints_for(case, written.get(answer.seq, ""))


def _named_signatory(case: OpenedCase) -> str | None:
    """Return who signed the answer, if the complaint concerns them."""
    answer = _last_answer(case)
    signer = (answer and answer.user_id) or 0
    name = case.file.names.get(signer, "")
    is_concerned = case.file.concerned.get(signer, names_somebody(case.complaint.story, name))
    return name if is_concerned else None


def finding_choices(case: OpenedCase, form: Form) -> dict[str, Any]:
    """Return the findings and criteria to choose from, with those that are chosen."""
    return {
        "findings": [(code, worded(FINDINGS, code)) for code in _offered(case)],
        "criteria": [criterion_choice(criterion) for criterion in case.agency.configured.criteria],
        "chosen": {issue.id: _chosen(issue.id, form) for issue in case.file.issues},
        "remedies": remedy_choices(case),
        "ticked": {issue.id: ticked(issue.id, form) for issue in case.file.issues},
    }


def _offered(case: OpenedCase) -> Collection[str]:
    """Return the codes of what may be found: in a file that nobody filed, no more than fits it."""
    return [code for code in FINDINGS if not case.is_own_motion or code in OF_OWN_MOTION]


def criteria_words(case: OpenedCase, codes: Collection[str]) -> str:
    """Return the names of these criteria of the agency, as the person reads them."""
    chosen = (criterion for criterion in case.agency.configured.criteria if criterion.code in codes)
    return ", ".join(criterion.name.in_(current_language()) for criterion in chosen)


def criterion_choice(criterion: Criterion) -> tuple[str, str, str | None]:
    """Return a criterion as a choice; one against a complaint says so."""
    hint = None if criterion.founded else gettext("Pour une plainte non fondée")
    return criterion.code, criterion.name.in_(current_language()), hint


add_action(
    bp,
    ActionPage(
        COMPLAINT,
        "close",
        "fermer",
        "close",
        Permission.CLOSE,
        _CLOSED.__getitem__,
        _close,
        given=_closing_page,
        preview=_letter,
        with_model=reasons_from_model,
    ),
)

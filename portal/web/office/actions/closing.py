"""Closing a complaint: a finding, its reasons and what will be put right, for each issue."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.domain.complaint import Finding, Status
from portal.domain.criterion import Criterion, fit
from portal.domain.errors import IncompleteError
from portal.domain.lifecycle import Action, is_possible
from portal.domain.permissions import Permission
from portal.services import casework
from portal.services.casework import IssueFinding
from portal.web.current import current_language
from portal.web.forms import Problems
from portal.web.office.actions.missing import note_missing
from portal.web.office.actions.pages import Act, ActionPage, Form, add_action
from portal.web.office.case.opened import OpenedCase
from portal.web.office.wording import worded
from portal.web.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.findings import FINDINGS


def _close(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    missing = _missing(case, form)
    if missing:
        note_missing(problems, IncompleteError(*missing))
        return None
    findings = tuple(_finding(issue.id, form) for issue in case.file.issues)
    return partial(casework.close, findings=findings)


def _missing(case: OpenedCase, form: Form) -> list[str]:
    """Return everything that closing still needs, so that it is all said at once."""
    missing = [] if is_answered(case) else ["answer"]
    for issue in case.file.issues:
        if form.get(f"finding-{issue.id}") not in FINDINGS:
            missing.append(f"finding-{issue.id}")
        elif not _fit(case, issue.id, form):
            missing.append(f"criteria-{issue.id}")
        if not form.get(f"reasons-{issue.id}", "").strip():
            missing.append(f"reasons-{issue.id}")
    return missing


def _fit(case: OpenedCase, issue_id: int, form: Form) -> bool:
    finding = Finding(form[f"finding-{issue_id}"])
    return fit(case.agency.configured.criteria, finding, _chosen(issue_id, form))


def _chosen(issue_id: int, form: Form) -> tuple[str, ...]:
    return tuple(form.getlist(f"criteria-{issue_id}"))


def is_answered(case: OpenedCase) -> bool:
    """Tell whether the answer, which closing needs, was sent."""
    return is_possible(Status(case.complaint.status), Action.CLOSE)


def _finding(issue_id: int, form: Form) -> IssueFinding:
    return IssueFinding(
        issue_id=issue_id,
        finding=Finding(form[f"finding-{issue_id}"]),
        reasons=form[f"reasons-{issue_id}"].strip(),
        measure=form.get(f"measure-{issue_id}", "").strip(),
        criteria=_chosen(issue_id, form),
    )


def _choices(case: OpenedCase, form: Form) -> dict[str, Any]:
    return {
        "findings": [(code, worded(FINDINGS, code)) for code in FINDINGS],
        "criteria": [_criterion(one) for one in case.agency.configured.criteria],
        "chosen": {issue.id: _chosen(issue.id, form) for issue in case.file.issues},
        "is_answered": is_answered(case),
    }


def _criterion(one: Criterion) -> tuple[str, str, str | None]:
    """Return a criterion as a choice; one against a complaint says so."""
    hint = None if one.founded else gettext("Pour une plainte non fondée")
    return one.code, one.name.in_(current_language()), hint


add_action(
    ActionPage(
        "close",
        "fermer",
        "close",
        Permission.CLOSE,
        to_translate("Plainte fermée. La personne en est avertie."),
        _close,
        given=_choices,
    )
)

"""Closing a complaint: a finding, its reasons and what will be put right, for each issue."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.domain.complaint import Finding, Status
from portal.domain.errors import IncompleteError
from portal.domain.lifecycle import Action, is_possible
from portal.domain.permissions import Permission
from portal.services import casework
from portal.services.casework import IssueFinding
from portal.web.forms import Problems
from portal.web.office.action_pages import Act, ActionPage, Form, add_action
from portal.web.office.missing import note_missing
from portal.web.office.opened import OpenedCase
from portal.web.office.wording import FINDINGS, worded
from portal.words.catalogue import to_translate


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
        if not form.get(f"reasons-{issue.id}", "").strip():
            missing.append(f"reasons-{issue.id}")
    return missing


def is_answered(case: OpenedCase) -> bool:
    """Tell whether the answer, which closing needs, was sent."""
    return is_possible(Status(case.complaint.status), Action.CLOSE)


def _finding(issue_id: int, form: Form) -> IssueFinding:
    return IssueFinding(
        issue_id=issue_id,
        finding=Finding(form[f"finding-{issue_id}"]),
        reasons=form[f"reasons-{issue_id}"].strip(),
        measure=form.get(f"measure-{issue_id}", "").strip(),
    )


def _choices(case: OpenedCase, _form: Form) -> dict[str, Any]:
    findings = [(code, worded(FINDINGS, code)) for code in FINDINGS]
    return {"findings": findings, "is_answered": is_answered(case)}


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

"""Taking a proposed transfer back, while its complainant has not said what travels."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.features.transfers.queries import waiting_transfer
from portal.features.transfers.taking_back import take_back
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.office.case.acting import COMPLAINT
from portal.pages.office.case.opened import OpenedCase
from portal.words.catalogue import to_translate

pages = Pages("office")


def _take_back(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    reason = form.get("reason", "").strip()
    if not reason:
        note_missing(problems, IncompleteError("reason"))
        return None
    return partial(take_back, reason=reason)


def _given(case: OpenedCase, _form: Form) -> dict[str, Any]:
    waiting = waiting_transfer(case.file)
    if waiting is None:
        return {"to": None}
    transfer, _ = waiting
    return {"to": runtime().agencies.agency(transfer.agency).name}


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "take_transfer_back",
        "reprendre-transfert",
        "take-transfer-back",
        Permission.TRANSFER,
        to_translate("Transfert repris. La personne en est avertie."),
        _take_back,
        given=_given,
        fields=("reason",),
        folder="transfers",
    ),
)

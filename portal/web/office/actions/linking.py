"""An officer notes that a complaint has to do with another one."""

from __future__ import annotations

from functools import partial

from portal.domain.errors import IncompleteError
from portal.domain.number import read_any_number
from portal.domain.permissions import Permission
from portal.services.linking import link_complaints
from portal.web.forms import Problems
from portal.web.office.actions.missing import note_missing
from portal.web.office.actions.pages import Act, ActionPage, Form, add_action
from portal.web.office.case.opened import OpenedCase
from portal.words.catalogue import to_translate


def _link(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    number = read_any_number(form.get("linked", ""))
    if number is None:
        note_missing(problems, IncompleteError("linked"))
        return None
    return partial(link_complaints, to=number)


add_action(
    ActionPage(
        "link",
        "lier",
        "link",
        Permission.RECLASSIFY,
        to_translate("Plaintes liées. C’est noté dans l’historique des deux."),
        _link,
        fields=("linked",),
    )
)

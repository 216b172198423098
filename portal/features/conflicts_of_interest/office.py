"""A complaint concerns somebody of the staff: keeping them out, stepping back, letting back in."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import candidates
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.conflicts_of_interest.case_part import ORIGINS
from portal.features.conflicts_of_interest.queries import Conflict, kept_out
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.office.case.acting import COMPLAINT
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.wording import worded
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

pages = Pages("office")


def _declare(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    chosen = form.get("concerned", "")
    if not chosen.isdecimal():
        note_missing(problems, IncompleteError("concerned"))
        return None
    return partial(declaring.declare, user_id=int(chosen))


def _people(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return who of the agency may be kept out: not who is already, nor whoever asks."""
    but = case.file.excluded | {current_actor().user_id}
    with runtime().reading(current_actor()) as session:
        people = candidates(session, case.complaint.agency)
    return {"people": [(one.user_id, one.name) for one in people if one.user_id not in but]}


def _step_back(_case: OpenedCase, _form: Form, _problems: Problems) -> Act:
    return declaring.step_back


def _let_back(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    chosen = _chosen(case, form)
    if chosen is None:
        note_missing(problems, IncompleteError("concerned"))
    if not form.get("reason", "").strip():
        note_missing(problems, IncompleteError("reason"))
    if problems or chosen is None:
        return None
    return partial(declaring.let_back, user_id=chosen.user_id, reason=form["reason"])


def _chosen(case: OpenedCase, form: Form) -> Conflict | None:
    asked = form.get("concerned")
    return next((one for one in _to_let_back(case) if str(one.user_id) == asked), None)


def _to_let_back(case: OpenedCase) -> list[Conflict]:
    """Return those whom whoever is signed in may let back in."""
    actor, agency = current_actor(), case.complaint.agency
    with runtime().reading(actor) as session:
        return [
            one
            for one in kept_out(case.file)
            if declaring.may_let_back(session, actor, agency, one.user_id)
        ]


def _kept_out(case: OpenedCase, _form: Form) -> dict[str, Any]:
    return {
        "people": [
            (
                one.user_id,
                gettext(
                    "%(name)s (%(origin)s)",
                    name=case.file.names.get(one.user_id, ""),
                    origin=worded(ORIGINS, one.origin),
                ),
            )
            for one in _to_let_back(case)
        ]
    }


for page in (
    ActionPage(
        COMPLAINT,
        "declare_conflict",
        "tenir-a-l-ecart",
        "keep-out",
        Permission.DECLARE_CONFLICT,
        to_translate("Personne tenue à l’écart : elle ne voit plus rien de cette plainte."),
        _declare,
        given=_people,
        fields=("concerned",),
        folder="conflicts_of_interest",
    ),
    ActionPage(
        COMPLAINT,
        "step_back",
        "me-retirer",
        "step-back",
        Permission.STEP_BACK,
        to_translate("Vous vous êtes retirée ou retiré de cette plainte."),
        _step_back,
        back_to="office.worklist",
        folder="conflicts_of_interest",
    ),
    ActionPage(
        COMPLAINT,
        "let_back",
        "lever",
        "let-back",
        Permission.LIFT_CONFLICT,
        to_translate("Mise à l’écart levée. Le motif est dans l’historique."),
        _let_back,
        given=_kept_out,
        fields=("concerned", "reason"),
        folder="conflicts_of_interest",
    ),
):
    add_action(pages, page)

"""Whom a complaint concerns, in the office: shown, declared, let back in, and what they read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.settings.matching import folded
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import candidates, names_of
from portal.complaints.queries.staff import Staff
from portal.domain.actor import PORTAL
from portal.domain.errors import IncompleteError, UnknownComplaintError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.role import Role
from portal.features.conflicts_of_interest.actions import (
    REASON,
    Origin,
    declare,
    let_back,
    may_let_back,
    note_refused_opening,
    step_back,
    tell,
    who_lets_back,
)
from portal.features.conflicts_of_interest.queries import (
    CONFLICTS,
    Conflict,
    Tries,
    conflicts_in_force,
    excluded_by_number,
    roles_of,
)
from portal.features.conflicts_of_interest.rules import ConflictLifted, ConflictNoted, ConflictTold
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, needed_text, note_missing
from portal.pages.current import gettext, runtime
from portal.pages.errors import portal_error
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    CasePart,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
    Stage,
)
from portal.pages.office.wording import worded
from portal.pages.resending import copied_words, unkept_documents
from portal.words.catalogue import to_translate

pages = Pages("office")

ORIGINS: dict[str, str] = {
    Origin.FOUND: to_translate("Nom trouvé dans la plainte"),
    Origin.DECLARED: to_translate("Déclarée par le service"),
    Origin.OWN: to_translate("Ne s’en occupe pas"),
}


# On the page of a complaint.


def _excluded(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the name of each person whom it concerns, how that is known, and since when.

    Whoever may let them back in reads whether they know of it, and how often they tried.
    """
    conflicts = conflicts_in_force(case.file)
    if not conflicts:
        return None
    theirs = _to_let_back(case)
    people = [
        ExcludedPerson(
            _name(case, conflict.user_id),
            worded(ORIGINS, conflict.origin),
            conflict.at,
            conflict in theirs and _is_untold(conflict),
            conflict.tries,
        )
        for conflict in conflicts
    ]
    return {"people": people}


class ExcludedPerson(Struct, frozen=True):
    """Somebody whom it concerns, as the page of the complaint names them."""

    name: str
    origin: str
    at: datetime
    is_untold: bool
    tries: Tries | None


def _noted(case: OpenedCase, entry: ConflictNoted) -> str:
    return f"{_name_in(case, entry)}. {worded(ORIGINS, entry.origin)}."


def _told_of_it(case: OpenedCase, entry: ConflictTold) -> str:
    return f"{_name_in(case, entry)}."


def _lifted(case: OpenedCase, entry: ConflictLifted) -> str:
    return f"{_name_in(case, entry)}."


def _name_in(case: OpenedCase, entry: ConflictNoted | ConflictTold | ConflictLifted) -> str:
    by_key = {conflict.user_key: conflict.user_id for conflict in case.file.of(CONFLICTS)}
    return _name(case, by_key.get(entry.whom, entry.who))


def _name(case: OpenedCase, user_id: int) -> str:
    return case.file.names.get(user_id, "")


ON_COMPLAINTS = (
    Offer(
        "declare_conflict",
        to_translate("Tenir à l’écart une personne visée"),
        Permission.DECLARE_CONFLICT,
        rank=330,
        stage=Stage.PROTECT,
    ),
    Offer(
        "tell_concerned",
        to_translate("Noter qu’une personne tenue à l’écart est prévenue"),
        Permission.LIFT_CONFLICT,
        lambda case: any(_is_untold(conflict) for conflict in _to_let_back(case)),
        rank=335,
        stage=Stage.PROTECT,
    ),
    Offer(
        "let_back",
        to_translate("Lever une mise à l’écart"),
        Permission.LIFT_CONFLICT,
        lambda case: bool(_to_let_back(case)),
        rank=340,
        stage=Stage.PROTECT,
    ),
    Offer(
        "step_back",
        to_translate("Me retirer de cette plainte"),
        Permission.STEP_BACK,
        rank=350,
        stage=Stage.PROTECT,
    ),
    CasePart("excluded", Place.NOTICES, "conflicts_of_interest/_excluded.html", _excluded, rank=40),
    MissingWords("concerned", "concerned", to_translate("Choisissez une personne de la liste")),
    HistoryEntry(
        EntryKind.CONFLICT_NOTED,
        to_translate("Personne tenue à l’écart de la plainte"),
        _noted,
    ),
    HistoryEntry(
        EntryKind.CONFLICT_TOLD, to_translate("Personne tenue à l’écart, prévenue"), _told_of_it
    ),
    HistoryEntry(EntryKind.CONFLICT_LIFTED, to_translate("Mise à l’écart levée"), _lifted),
    HistoryText(REASON, "note"),
)


# Excluding somebody, stepping back, letting back in.


def _declare(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    chosen = form.get("concerned", "")
    if chosen not in {str(person) for person, _ in _people(case, form)["people"]}:
        note_missing(problems, IncompleteError("concerned"))
        return None
    return partial(declare, user_id=int(chosen))


def _people(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return who of the agency may be excluded: not who is already, nor whoever asks."""
    others = case.file.excluded | {current_actor().user_id}
    people = runtime().read(current_actor(), candidates, case.complaint.agency)
    choices = [(person.user_id, person.name) for person in people if person.user_id not in others]
    return {"people": choices}


def _is_untold(conflict: Conflict) -> bool:
    return conflict.told_at is None


def _tell(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    people = {str(conflict.user_id) for conflict in _to_let_back(case) if _is_untold(conflict)}
    chosen = form.get("concerned", "")
    if chosen not in people:
        note_missing(problems, IncompleteError("concerned"))
        return None
    return partial(tell, user_id=int(chosen))


def _people_to_tell(case: OpenedCase, _form: Form) -> dict[str, Any]:
    untold = filter(_is_untold, _to_let_back(case))
    return {"people": [(conflict.user_id, _name(case, conflict.user_id)) for conflict in untold]}


def _let_back(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    people = {str(conflict.user_id): conflict.user_id for conflict in _to_let_back(case)}
    user_id, reason = people.get(form.get("concerned", "")), needed_text(form, problems, "reason")
    if user_id is None:
        note_missing(problems, IncompleteError("concerned"))
        return None
    return partial(let_back, user_id=user_id, reason=reason)


def _people_to_let_back(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return whom one may let back in, and the names of those whom somebody else would have to."""
    open_to = _to_let_back(case)
    others = [conflict for conflict in conflicts_in_force(case.file) if conflict not in open_to]
    choices = [
        (
            conflict.user_id,
            gettext(
                "%(name)s (%(origin)s)",
                name=_name(case, conflict.user_id),
                origin=worded(ORIGINS, conflict.origin),
            ),
        )
        for conflict in open_to
    ]
    names = [_name(case, conflict.user_id) for conflict in others]
    return {"people": choices, "not_theirs": names}


def _to_let_back(case: OpenedCase) -> list[Conflict]:
    """Return those whom whoever is signed in may let back in."""
    actor, agency = case.actor, case.complaint.agency
    return [
        conflict
        for conflict in conflicts_in_force(case.file)
        if may_let_back(actor, agency, conflict.user_id, conflict.leads)
    ]


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
        lambda _case, _form, _problems: step_back,
        then=lambda case, _: url_for("office.worklist", agency=case.complaint.agency),
        folder="conflicts_of_interest",
    ),
    ActionPage(
        COMPLAINT,
        "tell_concerned",
        "prevenue",
        "told",
        Permission.LIFT_CONFLICT,
        to_translate(
            "C’est noté. La plainte dit désormais à cette personne qu’elle lui est fermée."
        ),
        _tell,
        given=_people_to_tell,
        fields=("concerned",),
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
        given=_people_to_let_back,
        fields=("concerned", "reason"),
        folder="conflicts_of_interest",
    ),
):
    add_action(pages, page)


# What whoever is excluded reads instead: why it is closed to them and whom to see, nothing of it.


@pages.errorhandler(UnknownComplaintError)
def closed_to_its_reader(error: UnknownComplaintError) -> ResponseReturnValue:
    """Say why a complaint that concerns its reader does not open, once they were told of it.

    Else there is none, as for a number that nobody has. Each try is kept. What they had written in
    a form comes back, to be copied.
    """
    address = request.view_args or {}
    agency, number = address.get("agency", ""), address.get("number", "")
    user_id, portal = current_actor().user_id, runtime()
    if user_id is not None and number:
        # Whatever the number is: what is done for some alone would take longer, and tell.
        note_refused_opening(portal.database, user_id, agency, number, portal.now())
    with portal.reading(PORTAL) as session:
        excluded = excluded_by_number(session, agency, number)
        origin = excluded.get(user_id or 0)
        if origin is None:
            return portal_error(error)
        staff = Staff(portal.now()).excluding(excluded)
        may_reopen = who_lets_back(roles_of(session, agency, user_id or 0))
        heads = staff.heads(session, agency) if Role.HEAD in may_reopen else []
        top = staff.top_authority(session, agency) if Role.TOP_AUTHORITY in may_reopen else []
        names = names_of(session, [member.user_id for member in heads or top])
    page = render_template(
        "conflicts_of_interest/excluded.html",
        agency=runtime().agencies.agency(agency),
        number=number,
        names=sorted(names.values(), key=folded),
        is_head=bool(heads),
        is_top=Role.TOP_AUTHORITY not in may_reopen,
        origin=origin,
        copied=copied_words(),
        unkept=unkept_documents(),
    )
    return make_response(page, 403)

"""Doing the same with several complaints of the work list: first a page that lists them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.returning import local_path
from portal.auth.sign_in import current_actor
from portal.complaints.handling import casework
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.queries.identity import whole_people
from portal.complaints.queries.work_list import ROWS_A_PAGE, Chosen, chosen_complaints
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    PortalError,
    UnknownComplaintError,
)
from portal.domain.handling.identity import somebody_shown
from portal.domain.permissions import Permission, may
from portal.domain.typed import whole_number
from portal.pages.actions.engine import Act
from portal.pages.actions.missing import NAMED_FIELD, missing_words, naming_words
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.errors import is_refusal, words_of
from portal.pages.forms import Problems, typed_line, typed_text
from portal.pages.languages import localized
from portal.pages.office import bp
from portal.pages.office.actions import assigning, category_choices, reclassifying
from portal.pages.office.case.naming import is_named_meant
from portal.words.catalogue import to_translate

Refused = tuple[Chosen, str]


class BulkAction(Struct, frozen=True):
    """Something that may be done with several complaints at once.

    `read` notes what is wrong in the problems, and returns what to do with each; `given` is what
    its page offers to choose from.
    """

    permission: Permission
    name: str
    effect: str
    read: Callable[[Agency, Sequence[Chosen], Problems], Act | None]
    given: Callable[[Agency], dict[str, Any]] = lambda _agency: {}


def _members(agency: Agency) -> dict[str, Any]:
    members = runtime().read(current_actor(), members_who_may, Permission.CONTACT, agency.code)
    return {"members": [(member.user_id, member.name) for member in members]}


def _note(_agency: Agency, chosen: Sequence[Chosen], problems: Problems) -> Act | None:
    body, numbers = typed_text("body"), [complaint.number for complaint in chosen]
    if not body:
        problems.add("body", missing_words("body"))
        return None
    is_meant = is_named_meant(request.form)
    if len(numbers) > 1 and not is_meant:
        people = runtime().read(current_actor(), whole_people, numbers)
        place = somebody_shown(body, people)
        if place is not None:
            problems.add(NAMED_FIELD, naming_words(place))
            return None
    note = partial(casework.add_note_to_each, body=body, numbers=numbers)
    return partial(note, is_naming_meant=is_meant)


BULK_ACTIONS: dict[str, BulkAction] = {
    "attribuer": BulkAction(
        Permission.ASSIGN,
        to_translate("Attribuer les plaintes choisies"),
        to_translate("La personne choisie en devient responsable."),
        lambda _agency, _chosen, problems: assigning(typed_line("assignee"), problems),
        _members,
    ),
    "categorie": BulkAction(
        Permission.RECLASSIFY,
        to_translate("Changer la catégorie des plaintes choisies"),
        to_translate("Aucun délai ne bouge : les dates promises restent les mêmes."),
        lambda agency, _chosen, problems: reclassifying(agency, typed_line("category"), problems),
        lambda agency: {"categories": category_choices(agency)},
    ),
    "note": BulkAction(
        Permission.NOTE,
        to_translate("Ajouter une note aux plaintes choisies"),
        to_translate("La même note interne est ajoutée à chacune."),
        _note,
    ),
}


def offered_bulk_actions(agency: str) -> list[tuple[str, str]]:
    """Return what the person may do with several complaints, as choices of a field."""
    return [
        (code, gettext(offered.name))
        for code, offered in BULK_ACTIONS.items()
        if may(current_actor(), offered.permission, agency)
    ]


@localized(bp, fr="/gestion/<agency>/file/ensemble", en="/office/<agency>/list/together")
@requires(Permission.SEE_COMPLAINTS, agency_from="agency")
def bulk_action(agency: str) -> ResponseReturnValue:
    """List the chosen complaints, and ask for what is to be done with all of them."""
    chosen = _chosen(agency, request.args.getlist("plainte"))
    code = request.args.get("faire", "")
    if not chosen or code not in dict(offered_bulk_actions(agency)):
        flash(
            gettext("Choisissez ce qu’il faut faire")
            if chosen
            else gettext("Choisissez au moins une plainte"),
            "err",
        )
        return redirect(_back(agency, request.args.get("retour")), 303)
    return _page(agency, code, chosen, Problems())


@localized(
    bp,
    fr="/gestion/<agency>/file/ensemble",
    en="/office/<agency>/list/together",
    methods=("POST",),
    endpoint="do_bulk_action",
)
@requires(Permission.NOTE, agency_from="agency")
def do_bulk_action(agency: str) -> ResponseReturnValue:
    """Do it with each; what somebody changed meanwhile stays as it is, and is named."""
    code = request.form.get("faire", "")
    chosen = _chosen(agency, request.form.getlist("plainte"))
    if code not in dict(offered_bulk_actions(agency)):
        raise NotAllowedError(Permission.NOTE)
    problems = Problems()
    if not chosen:
        problems.add("plainte", gettext("Choisissez au moins une plainte"))
        return _page(agency, code, chosen, problems, 422)
    act = BULK_ACTIONS[code].read(runtime().agencies.agency(agency), chosen, problems)
    if act is None:
        return _page(agency, code, chosen, problems, 422)
    refused = _done_with_each(chosen, act)
    done = len(chosen) - len(refused)
    if done:
        flash(ngettext("%(num)s plainte changée.", "%(num)s plaintes changées.", done))
    if refused:
        return _page(agency, code, [complaint for complaint, _ in refused], problems, 409, refused)
    return redirect(_back(agency, request.form.get("retour")), 303)


def _done_with_each(chosen: Sequence[Chosen], act: Act) -> list[Refused]:
    refused: list[Refused] = []
    for complaint in chosen:
        version = request.form.get(f"version-{complaint.number}", 0, type=whole_number)
        try:
            runtime().change(current_actor(), complaint.number, act, version)
        except IncompleteError as error:
            refused.append((complaint, missing_words(error.missing[0])))
        except PortalError as error:
            if not (is_refusal(error) or isinstance(error, UnknownComplaintError)):
                raise
            refused.append((complaint, gettext(words_of(error).title)))
    return refused


def _chosen(agency: str, numbers: Sequence[str]) -> list[Chosen]:
    """Return the chosen complaints that whoever asks sees, no more than a list has on a page."""
    return runtime().read(current_actor(), chosen_complaints, agency, _first(numbers))


def _first(numbers: Sequence[str]) -> set[str]:
    return set(list(dict.fromkeys(numbers))[:ROWS_A_PAGE])


def _page(
    agency: str,
    code: str,
    chosen: Sequence[Chosen],
    problems: Problems,
    status: int = 200,
    refused: Sequence[Refused] = (),
) -> ResponseReturnValue:
    this_agency, action = runtime().agencies.agency(agency), BULK_ACTIONS[code]
    page = render_template(
        "office/bulk_action.html",
        agency=this_agency,
        asked=code,
        what=action,
        chosen=chosen,
        left_out=_left_out(),
        at_most=ROWS_A_PAGE,
        refused={complaint.number: why for complaint, why in refused},
        problems=problems,
        typed=request.form,
        back=_back(agency, request.values.get("retour")),
        **action.given(this_agency),
    )
    return page, status


def _left_out() -> int:
    """Return how many of the complaints that were chosen are too many to be done at once."""
    return max(0, len(set(request.values.getlist("plainte"))) - ROWS_A_PAGE)


def _back(agency: str, path: str | None) -> str:
    return local_path(path) or url_for(".worklist", agency=agency)

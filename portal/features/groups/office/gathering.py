"""Opening a group, deciding about a proposal, and the complaints that come in and go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.queries.chosen import Chosen, chosen_complaints
from portal.complaints.queries.work_list import ROWS_A_PAGE
from portal.domain.errors import IncompleteError, UnknownComplaintError
from portal.domain.permissions import Permission
from portal.features.groups.actions import gathering
from portal.features.groups.actions.gathering import Described
from portal.features.groups.actions.proposing import MOST_PROPOSED
from portal.features.groups.office.opened import (
    REFUSALS,
    OpenedGroup,
    done_with_group,
    opened_group,
    refusal_words,
)
from portal.features.groups.office.similar import words_in_common
from portal.features.groups.queries import choices_of_groups, proposed_left
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.office.case.opened import opened_case
from portal.pages.texts import gettext, ngettext
from portal.pages.typed import typed_line, typed_text

pages = Pages("office")

FIELDS = ("name", "description", "owner", "reason")


@localized(
    pages,
    fr="/gestion/<agency>/plaintes/<number>/reunir",
    en="/office/<agency>/complaints/<number>/gather",
    methods=("GET", "POST"),
)
@requires(Permission.GROUP, agency_from="agency")
def open_group(agency: str, number: str) -> ResponseReturnValue:
    """Open a group from a complaint, with others chosen beside it; or add them to another one."""
    case = opened_case(agency, number, "open_group")
    wanted = request.values.getlist("plainte")
    with runtime().reading(current_actor()) as session:
        others = chosen_complaints(session, agency, {*wanted[:ROWS_A_PAGE]} - {number})
        groups = choices_of_groups(session, agency)
    problems = Problems(FIELDS)
    shown = partial(
        _described, "open_group", agency, problems, case=case, others=others, groups=groups
    )
    if request.method == "GET":
        return shown()
    chosen = [number, *(one.number for one in others)]
    common = words_in_common(agency, number)
    existing = request.form.get("group", type=int)
    if existing in dict(groups):
        return _added(opened_group(agency, int(existing or 0)), chosen, common)
    try:
        act = partial(gathering.open_group, said=_said())
        group = runtime().change(current_actor(), number, act)
    except IncompleteError as error:
        note_missing(problems, error)
        return shown(), 422
    except REFUSALS as error:
        flash(refusal_words(error), "warn")
        return shown(), 409
    return _added(opened_group(agency, group), chosen[1:], common)


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/accepter",
    en="/office/<agency>/groups/<int:group>/accept",
    methods=("GET", "POST"),
)
@requires(Permission.GROUP, agency_from="agency")
def accept_group(agency: str, group: int) -> ResponseReturnValue:
    """Accept a proposal: its complaints are gathered, under a name that says nothing of anybody."""
    opened, problems = opened_group(agency, group), Problems(FIELDS)
    shown = partial(_described, "accept_group", agency, problems, opened=opened)
    if request.method == "GET":
        return shown()
    act = partial(gathering.accept, agency=agency, group_id=group, said=_said())
    status = done_with_group(act, problems)
    if status != 303:
        return shown(), status
    with runtime().reading(current_actor()) as session:
        numbers = proposed_left(session, group)
    return _added(opened, numbers[:MOST_PROPOSED], dict.fromkeys(numbers, 0))


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/modifier",
    en="/office/<agency>/groups/<int:group>/change",
    methods=("GET", "POST"),
)
@requires(Permission.GROUP, agency_from="agency")
def change_group(agency: str, group: int) -> ResponseReturnValue:
    """Change what a group is called, what it is about, or who answers for it."""
    opened, problems = opened_group(agency, group), Problems(FIELDS)
    shown = partial(_described, "change_group", agency, problems, opened=opened)
    if request.method == "GET":
        return shown()
    act = partial(gathering.describe, agency=agency, group_id=group, said=_said())
    status = done_with_group(act, problems)
    if status != 303:
        return shown(), status
    flash(gettext("Groupe modifié."))
    return redirect(opened.url(), 303)


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/ecarter",
    en="/office/<agency>/groups/<int:group>/put-aside",
    methods=("GET", "POST"),
)
@requires(Permission.GROUP, agency_from="agency")
def put_group_aside(agency: str, group: int) -> ResponseReturnValue:
    """Put a proposal aside with a reason: it does not come back for the same complaints."""
    opened, problems = opened_group(agency, group), Problems(FIELDS)
    if request.method == "GET":
        return _reason("put_group_aside", opened, problems)
    act = partial(gathering.put_aside, agency=agency, group_id=group, reason=typed_text("reason"))
    status = done_with_group(act, problems)
    if status != 303:
        return _reason("put_group_aside", opened, problems), status
    flash(gettext("Proposition écartée."))
    return redirect(url_for(".groups", agency=agency), 303)


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/ajouter",
    en="/office/<agency>/groups/<int:group>/add",
    methods=("POST",),
)
@requires(Permission.GROUP, agency_from="agency")
def add_to_group(agency: str, group: int) -> ResponseReturnValue:
    """Add the chosen complaints, each for itself; what could not be added is named."""
    opened = opened_group(agency, group)
    with runtime().reading(current_actor()) as session:
        wanted = set(request.form.getlist("plainte")[:ROWS_A_PAGE])
        chosen = chosen_complaints(session, agency, wanted)
    if not chosen:
        flash(gettext("Choisissez au moins une plainte"), "err")
        return redirect(opened.url(), 303)
    counts = {one.number: request.form.get(f"commun-{one.number}", 0, type=int) for one in chosen}
    return _added(opened, [one.number for one in chosen], counts)


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/retirer/<number>",
    en="/office/<agency>/groups/<int:group>/remove/<number>",
    methods=("GET", "POST"),
)
@requires(Permission.GROUP, agency_from="agency")
def leave_group(agency: str, group: int, number: str) -> ResponseReturnValue:
    """Take a complaint out of a group, with a reason."""
    opened, problems = opened_group(agency, group), Problems(FIELDS)
    with runtime().reading(current_actor()) as session:
        chosen = chosen_complaints(session, agency, {number})
    if not chosen:
        raise UnknownComplaintError(number)
    shown = partial(_reason, "leave_group", opened, problems, complaint=chosen[0])
    if request.method == "GET":
        return shown()
    act = partial(gathering.leave, group_id=group, reason=typed_text("reason"))
    try:
        runtime().change(current_actor(), number, act)
    except IncompleteError as error:
        note_missing(problems, error)
        return shown(), 422
    except REFUSALS as error:
        flash(refusal_words(error), "warn")
        return shown(), 409
    flash(gettext("Plainte %(number)s retirée du groupe.", number=number))
    return redirect(opened.url(), 303)


def _added(
    opened: OpenedGroup, numbers: Sequence[str], common: Mapping[str, int]
) -> ResponseReturnValue:
    refused = []
    for number in numbers:
        act = partial(gathering.add, group_id=opened.found.id, common=common.get(number))
        try:
            runtime().change(current_actor(), number, act)
        except REFUSALS as error:
            refused.append(f"{number} ({refusal_words(error)})")
    done = len(numbers) - len(refused)
    if done:
        flash(ngettext("%(num)s plainte réunie.", "%(num)s plaintes réunies.", done))
    if refused:
        flash(gettext("Pas ajoutées : %(what)s.", what=", ".join(refused)), "warn")
    return redirect(opened.url(), 303)


def _said() -> Described:
    owner = typed_line("owner")
    return Described(
        typed_line("name"), typed_text("description"), int(owner) if owner.isdecimal() else None
    )


def _described(page: str, agency: str, problems: Problems, **shown: Any) -> str:
    with runtime().reading(current_actor()) as session:
        members = members_who_may(session, Permission.GROUP, agency)
    opened: OpenedGroup | None = shown.get("opened")
    typed = request.form if request.method == "POST" else _kept(opened)
    return render_template(
        "groups/describe.html",
        page=page,
        agency=runtime().agencies.agency(agency),
        members=[(one.user_id, one.name) for one in members],
        problems=problems,
        typed=typed,
        **shown,
    )


def _kept(opened: OpenedGroup | None) -> dict[str, Any]:
    if opened is None or opened.is_proposed:
        return {"owner": current_actor().user_id}
    found = opened.found
    return {"name": found.name, "description": found.description, "owner": found.owner_id}


def _reason(
    page: str, opened: OpenedGroup, problems: Problems, complaint: Chosen | None = None
) -> str:
    return render_template(
        "groups/reason.html",
        page=page,
        agency=opened.agency,
        opened=opened,
        complaint=complaint,
        problems=problems,
        typed=request.form,
    )

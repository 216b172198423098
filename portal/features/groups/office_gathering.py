"""Gathering: groups opened, accepted and described, shown to the public, complaints in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.queries.work_list import ROWS_A_PAGE, Chosen, chosen_complaints
from portal.domain.errors import UnknownComplaintError
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.features.groups import actions
from portal.features.groups.actions import Described
from portal.features.groups.office_case import words_in_common
from portal.features.groups.office_opened import (
    REFUSALS,
    OpenedGroup,
    attempted,
    done_with_group,
    opened_group,
    refusal_words,
)
from portal.features.groups.proposing import MOST_PROPOSED
from portal.features.groups.queries import choices_of_groups, proposed_left
from portal.pages.actions.missing import MissingWords
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.office.case.opened import opened_case
from portal.pages.texts import gettext, ngettext
from portal.pages.typed import typed_line, typed_text
from portal.words.catalogue import to_translate

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
        _describe_page, "open_group", agency, problems, case=case, others=others, groups=groups
    )
    if request.method == "GET":
        return shown()
    chosen = [number, *(other.number for other in others)]
    common = words_in_common(agency, number)
    existing = request.form.get("group", type=int)
    if existing in dict(groups):
        return _added(opened_group(agency, int(existing or 0)), chosen, common)
    act = partial(actions.open_group, described=_read_described())
    status, group = attempted(partial(runtime().change, current_actor(), number, act), problems)
    if group is None:
        return shown(), status
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
    shown = partial(_describe_page, "accept_group", agency, problems, opened=opened)
    if request.method == "GET":
        return shown()
    act = partial(actions.accept, agency=agency, group_id=group, described=_read_described())
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
    shown = partial(_describe_page, "change_group", agency, problems, opened=opened)
    if request.method == "GET":
        return shown()
    act = partial(actions.describe, agency=agency, group_id=group, described=_read_described())
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
    act = partial(actions.put_aside, agency=agency, group_id=group, reason=typed_text("reason"))
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
    numbers = [complaint.number for complaint in chosen]
    common = {number: request.form.get(f"commun-{number}", 0, type=int) for number in numbers}
    return _added(opened, numbers, common)


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
    act = partial(actions.leave, group_id=group, reason=typed_text("reason"))
    status, _ = attempted(partial(runtime().change, current_actor(), number, act), problems)
    if status != 303:
        return shown(), status
    flash(gettext("Plainte %(number)s retirée du groupe.", number=number))
    return redirect(opened.url(), 303)


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/publier",
    en="/office/<agency>/groups/<int:group>/publish",
    methods=("GET", "POST"),
)
@requires(Permission.PUBLISH_GROUP, agency_from="agency")
def publish_group(agency: str, group: int) -> ResponseReturnValue:
    """Show a group to the public, once whoever heads the service has read its title."""
    opened, problems, status = opened_group(agency, group), Problems(TITLE_FIELDS), 200
    title = Text(opened.group.title_fr or "", opened.group.title_en or "")
    if request.method == "POST":
        title = Text(typed_line("title_fr"), typed_line("title_en"))
        act = partial(
            actions.publish,
            agency=agency,
            group_id=group,
            title=title,
            is_read="is_read" in request.form,
        )
        status = done_with_group(act, problems)
        if status == 303:
            flash(gettext("Le public voit maintenant ce titre."))
            return redirect(opened.url(), 303)
    page = render_template(
        "groups/publish.html",
        agency=opened.agency,
        opened=opened,
        title=title,
        is_read="is_read" in request.form,
        problems=problems,
    )
    return page, status


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/ne-plus-publier",
    en="/office/<agency>/groups/<int:group>/unpublish",
    methods=("POST",),
)
@requires(Permission.PUBLISH_GROUP, agency_from="agency")
def unpublish_group(agency: str, group: int) -> ResponseReturnValue:
    """Show a group to the public no more."""
    opened = opened_group(agency, group)
    act = partial(actions.unpublish, agency=agency, group_id=group)
    if done_with_group(act, Problems()) == 303:
        flash(gettext("Le public ne voit plus ce titre. Qui le suit reçoit encore la suite."))
    return redirect(opened.url(), 303)


def _added(
    opened: OpenedGroup, numbers: Sequence[str], common: Mapping[str, int]
) -> ResponseReturnValue:
    refused = []
    for number in numbers:
        act = partial(actions.add, group_id=opened.group.id, common=common.get(number))
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


def _read_described() -> Described:
    owner = typed_line("owner")
    return Described(
        typed_line("name"), typed_text("description"), int(owner) if owner.isdecimal() else None
    )


def _describe_page(page: str, agency: str, problems: Problems, **shown: Any) -> str:
    with runtime().reading(current_actor()) as session:
        members = members_who_may(session, Permission.GROUP, agency)
    opened: OpenedGroup | None = shown.get("opened")
    typed = request.form if request.method == "POST" else _kept(opened)
    return render_template(
        "groups/describe.html",
        page=page,
        agency=runtime().agencies.agency(agency),
        members=[(member.user_id, member.name) for member in members],
        problems=problems,
        typed=typed,
        **shown,
    )


def _kept(opened: OpenedGroup | None) -> dict[str, Any]:
    if opened is None or opened.is_proposed:
        return {"owner": current_actor().user_id}
    group = opened.group
    return {"name": group.name, "description": group.description, "owner": group.owner_id}


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


TITLE_FIELDS = ("title_fr", "title_en", "is_read")


ADDS = (
    MissingWords(
        "group_name", "name", to_translate("Donnez un nom au groupe, sans nommer personne")
    ),
    MissingWords(
        "group_owner", "owner", to_translate("Choisissez une personne qui traite les plaintes")
    ),
    MissingWords(
        "title_fr",
        "title_fr",
        to_translate("Écrivez le titre en français, 160 caractères au plus"),
    ),
    MissingWords(
        "title_en", "title_en", to_translate("Écrivez le titre en anglais, 160 caractères au plus")
    ),
    MissingWords(
        "is_read", "is_read", to_translate("Confirmez que vous avez relu les deux titres")
    ),
)

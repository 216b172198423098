"""Gathering: groups opened, accepted and described, shown to the public, complaints in and out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import flash, request, url_for
from msgspec import Struct

from portal.auth.sign_in import current_actor
from portal.complaints.queries.work_list import ROWS_A_PAGE, Chosen, chosen_complaints
from portal.db import Session
from portal.domain.errors import UnknownComplaintError
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.domain.typed import whole_number
from portal.features.groups.actions import Described, describe, publish, unpublish, who_may_lead
from portal.features.groups.actions_gathering import (
    MOST_PROPOSED,
    accept,
    add,
    leave,
    open_group,
    put_aside,
)
from portal.features.groups.office_opened import (
    GROUP,
    REFUSALS,
    OpenedGroup,
    opened_group,
    words_in_common,
)
from portal.features.groups.queries import choices_of_groups, proposed_left
from portal.features.groups.queries_held import ever_gathered
from portal.features.groups.rules import State
from portal.pages.actions.engine import Act, ActionPage, Form, Subject, add_action, refusal_words
from portal.pages.actions.missing import MissingWords
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_line, typed_text
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.naming import is_named_meant
from portal.words.catalogue import to_translate

pages = Pages("office")

FIELDS = ("name", "description", "owner", "reason")


# Groups are opened, accepted and described.


def _describing(act: Callable[..., Any]) -> Callable[[Any, Form, Problems], Act]:
    return lambda thing, form, _problems: partial(act, described=_read_described(thing, form))


def _reasoned(act: Callable[..., Any]) -> Callable[[Any, Form, Problems], Act]:
    return lambda _thing, _form, _problems: partial(act, reason=typed_text("reason"))


def _gather(case: OpenedCase, act: Act, _seen: int) -> OpenedGroup:
    """Open a group from a complaint, or take one that is open, and add the others chosen."""
    agency, numbers = case.agency.code, [other.number for other in _others(case)]
    common = words_in_common(agency, case.complaint.number)
    groups = runtime().read(current_actor(), choices_of_groups, agency)
    group = request.form.get("group", 0, type=whole_number)
    if group in dict(groups):
        numbers.insert(0, case.complaint.number)
    else:
        group = runtime().change(current_actor(), case.complaint.number, act)
    opened = opened_group(agency, group)
    _add_each(opened, numbers, common)
    return opened


def _accept_all(opened: OpenedGroup, act: Act, seen: int) -> None:
    GROUP.change(opened, act, seen)
    numbers = runtime().read(current_actor(), proposed_left, opened.group.id)
    _add_each(opened, numbers[:MOST_PROPOSED], dict.fromkeys(numbers, 0))


def _read_described(thing: OpenedGroup | OpenedCase, form: Form) -> Described:
    owner = request.form.get("owner", type=whole_number)
    others = _others(thing) if isinstance(thing, OpenedCase) else ()
    return Described(
        *(typed_line("name"), typed_text("description"), owner),
        others=tuple(other.number for other in others),
        is_naming_meant=is_named_meant(form),
    )


def _kept(opened: OpenedGroup, _name: str) -> Form:
    group = opened.group
    if group.state is State.PROPOSED:
        return _owned_by_me()
    owner = str(group.owner_id or "")
    return Form({"name": group.name, "description": group.description, "owner": owner})


def _owned_by_me(*_of: object) -> Form:
    return Form({"owner": str(current_actor().user_id or "")})


def _members(opened: OpenedGroup | OpenedCase, _form: Form) -> dict[str, Any]:
    """Return who may answer for a group: nobody whom a complaint of it concerns."""
    portal, agency = runtime(), opened.agency.code
    with portal.reading(current_actor()) as session:
        of_it = _gathered(session, opened)
        members = who_may_lead(session, portal.features, agency, of_it)
    return {"members": [(member.user_id, member.name) for member in members]}


def _gathered(session: Session, opened: OpenedGroup | OpenedCase) -> list[int]:
    if isinstance(opened, OpenedCase):
        return [opened.complaint.id]
    return ever_gathered(session, opened.group.id)


def _others(case: OpenedCase) -> Sequence[Chosen]:
    wanted = request.values.getlist("plainte")
    return runtime().read(
        current_actor(),
        chosen_complaints,
        case.agency.code,
        {*wanted[:ROWS_A_PAGE]} - {case.complaint.number},
    )


def _to_gather(case: OpenedCase, form: Form) -> dict[str, Any]:
    return {
        "others": _others(case),
        "groups": runtime().read(current_actor(), choices_of_groups, case.agency.code),
        **_members(case, form),
    }


# Complaints come in and go out.


def _add(opened: OpenedGroup, form: Form, problems: Problems) -> Act | None:
    wanted = set(form.getlist("plainte")[:ROWS_A_PAGE])
    chosen = runtime().read(current_actor(), chosen_complaints, opened.agency.code, wanted)
    if not chosen:
        problems.add("plainte", gettext("Choisissez au moins une plainte"))
        return None
    numbers = [complaint.number for complaint in chosen]
    common = {number: form.get(f"commun-{number}", 0, type=whole_number) for number in numbers}
    return partial(_add_each, numbers=numbers, common=common)


def _add_each(opened: OpenedGroup, numbers: Sequence[str], common: Mapping[str, int]) -> None:
    """Add complaints to a group, each for itself; what could not be added is named."""
    refused = []
    for number in numbers:
        act = partial(add, group_id=opened.group.id, common=common.get(number))
        try:
            runtime().change(current_actor(), number, act)
        except REFUSALS as error:
            refused.append(f"{number} ({refusal_words(GROUP, error)})")
    done = len(numbers) - len(refused)
    if done:
        flash(ngettext("%(num)s plainte réunie.", "%(num)s plaintes réunies.", done))
    if refused:
        flash(gettext("Pas ajoutées : %(what)s.", what=", ".join(refused)), "warn")


class OpenedMember(Struct, frozen=True):
    """A complaint of a group, as what may be taken out of it."""

    opened: OpenedGroup
    complaint: Chosen


def _opened_member(agency: str, group: int, number: str, what: str) -> OpenedMember:
    opened = opened_group(agency, group, what)
    chosen = runtime().read(current_actor(), chosen_complaints, agency, {number})
    if not chosen:
        raise UnknownComplaintError(number)
    return OpenedMember(opened, chosen[0])


def _take_out(member: OpenedMember, act: Act, _seen: int) -> str:
    number = member.complaint.number
    runtime().change(current_actor(), number, partial(act, group_id=member.opened.group.id))
    return number


# The title that the public sees.


def _publish(opened: OpenedGroup, form: Form, _problems: Problems) -> Act:
    publishing = partial(publish, title=_title(opened, form), is_read="is_read" in form)
    return partial(publishing, is_naming_meant=is_named_meant(form))


def _title(opened: OpenedGroup, _form: Form) -> Text:
    if request.method == "POST":
        return Text(typed_line("title_fr"), typed_line("title_en"))
    return Text(opened.group.title_fr or "", opened.group.title_en or "")


DESCRIBED = replace(GROUP, typed_before=_kept)
GATHERED: Subject[OpenedCase] = replace(
    COMPLAINT,
    change=_gather,
    shared=lambda case: {"case": case, "agency": case.agency},
    typed_before=_owned_by_me,
    refusals=GROUP.refusals,
    announces=True,
)
MEMBER: Subject[OpenedMember] = Subject(
    fr=f"{GROUP.fr}/retirer/<number>",
    en=f"{GROUP.en}/remove/<number>",
    opened=_opened_member,
    change=_take_out,
    url=lambda member: member.opened.url(),
    shared=lambda member: {**GROUP.shared(member.opened), "complaint": member.complaint},
    refusals=GROUP.refusals,
    announces=True,
)

add_action(
    pages,
    ActionPage(
        GATHERED,
        "open_group",
        "reunir",
        "gather",
        Permission.GROUP,
        None,
        _describing(open_group),
        given=_to_gather,
        fields=FIELDS,
        then=lambda _case, opened: opened.url(),
        folder="groups",
        template="describe",
    ),
)
add_action(
    pages,
    ActionPage(
        MEMBER,
        "leave_group",
        "",
        "",
        Permission.GROUP,
        lambda number: gettext("Plainte %(number)s retirée du groupe.", number=number),
        _reasoned(leave),
        folder="groups",
        template="reason",
    ),
)
for _action in (
    ActionPage(
        replace(DESCRIBED, change=_accept_all),
        "accept_group",
        "accepter",
        "accept",
        Permission.GROUP,
        None,
        _describing(accept),
        given=_members,
        fields=FIELDS,
        folder="groups",
        template="describe",
    ),
    ActionPage(
        DESCRIBED,
        "change_group",
        "modifier",
        "change",
        Permission.GROUP,
        to_translate("Groupe modifié."),
        _describing(describe),
        given=_members,
        fields=FIELDS,
        folder="groups",
        template="describe",
    ),
    ActionPage(
        GROUP,
        "put_group_aside",
        "ecarter",
        "put-aside",
        Permission.GROUP,
        to_translate("Proposition écartée."),
        _reasoned(put_aside),
        then=lambda opened, _: url_for("office.groups", agency=opened.agency.code),
        folder="groups",
        template="reason",
    ),
    ActionPage(
        replace(GROUP, change=lambda opened, act, _seen: act(opened)),
        "add_to_group",
        "ajouter",
        "add",
        Permission.GROUP,
        None,
        _add,
        is_button=True,
    ),
    ActionPage(
        GROUP,
        "publish_group",
        "publier",
        "publish",
        Permission.PUBLISH_GROUP,
        to_translate("Le public voit maintenant ce titre."),
        _publish,
        given=lambda opened, form: {"title": _title(opened, form), "is_read": "is_read" in form},
        fields=("title_fr", "title_en", "is_read"),
        folder="groups",
        template="publish",
    ),
    ActionPage(
        GROUP,
        "unpublish_group",
        "ne-plus-publier",
        "unpublish",
        Permission.PUBLISH_GROUP,
        to_translate("Le public ne voit plus ce titre. Qui le suit reçoit encore la suite."),
        lambda _opened, _form, _problems: unpublish,
        is_button=True,
    ),
):
    add_action(pages, _action)

ADDS = (
    MissingWords(
        "group_name", "name", to_translate("Donnez un nom au groupe, sans nommer personne")
    ),
    MissingWords(
        "group_owner", "owner", to_translate("Choisissez une personne qui traite les plaintes")
    ),
    MissingWords(
        "group_title_fr",
        "title_fr",
        to_translate("Écrivez le titre en français, 160 caractères au plus"),
    ),
    MissingWords(
        "group_title_en",
        "title_en",
        to_translate("Écrivez le titre en anglais, 160 caractères au plus"),
    ),
    MissingWords(
        "is_read", "is_read", to_translate("Confirmez que vous avez relu les deux titres")
    ),
)

"""What another agency may read to answer a part: the complainant chooses, field by field.

Nothing is ticked beforehand. What the agency is asked reaches it in any case, and the page says so.
"""

from __future__ import annotations

from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.planning.promised_dates import PlannedClock
from portal.complaints.work import complaint_by_number
from portal.domain.actor import complainant
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.time.clock import ClockKind
from portal.features.joint_answers import afterwards, beginning
from portal.features.joint_answers.asking import part_by_id, plan_for_part
from portal.features.joint_answers.queries import Part, parts_of
from portal.features.joint_answers.rules import Shared, needed_for_a_part
from portal.features.joint_answers.shown import part_lines, read_words
from portal.pages.citizen.followers import follows
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

pages = Pages("citizen")

FIELD, EVERYTHING = "quoi", "tout"

CHOICES: dict[str, str] = {
    Shared.STORY: to_translate("Mon récit"),
    Shared.NAME: to_translate("Mon nom"),
    Shared.CONTACT: to_translate("Mes coordonnées"),
    Shared.DOCUMENTS: to_translate("Mes documents"),
}

_ADDRESSES = {
    "fr": "/suivi/<number>/organismes/<int:part_id>",
    "en": "/follow/<number>/agencies/<int:part_id>",
}


@localized(pages, **_ADDRESSES)
@public
@follows
def part(number: str, complaint_id: int, part_id: int) -> ResponseReturnValue:
    """Ask what an agency may read of the complaint, or what more."""
    found = _part(complaint_id, part_id)
    if not _offered(found, number, complaint_id) or not found.is_awaited:
        return redirect(url_for(".followed", number=number), 303)
    return _page(number, complaint_id, found, Problems())


@localized(pages, **_ADDRESSES, methods=["POST"])
@public
@follows
def choose_what_is_read(number: str, complaint_id: int, part_id: int) -> ResponseReturnValue:
    """Let the part begin with what was chosen, or let more be read; sent twice, done once."""
    found = _part(complaint_id, part_id)
    offered = _offered(found, number, complaint_id)
    fields = offered if EVERYTHING in request.form else _chosen(offered)
    if not found.waits_for_choice and not fields:
        problems = Problems([FIELD])
        problems.add(FIELD, gettext("Choisissez ce que l’organisme peut lire"))
        return _page(number, complaint_id, found, problems), 422
    try:
        _do(number, complaint_id, found, fields)
    except TransitionNotAllowedError:
        flash(gettext("C’était déjà fait. Voici où en est votre plainte."))
    return redirect(url_for(".followed", number=number), 303)


def _do(number: str, complaint_id: int, found: Part, fields: list[str]) -> None:
    portal, owner = runtime(), complainant(complaint_id)
    if not found.waits_for_choice:
        let_read = partial(afterwards.let_read, part_id=found.id, fields=fields)
        portal.change(owner, number, let_read)
        flash(gettext("C’est fait. L’organisme peut le lire maintenant."))
        return
    plan = _plan(number, complaint_id, found)
    agree = partial(beginning.agree, part_id=found.id, fields=fields, plan=plan)
    portal.change(owner, number, agree)
    flash(gettext("C’est fait. L’organisme a sa partie de votre plainte."))


def _plan(number: str, complaint_id: int, found: Part) -> FilingPlan:
    portal = runtime()
    with portal.reading(complainant(complaint_id)) as session:
        complaint = complaint_by_number(session, number)
        kept = part_by_id(session, found.id)
    told = (kept.agency, kept.asked, kept.category)
    return plan_for_part(portal.agencies, complaint, *told, portal.now())


def _promised(number: str, complaint_id: int, found: Part) -> PlannedClock | None:
    """Return when the agency would answer if it had its part now, before it has it."""
    if not found.waits_for_choice:
        return None
    return _plan(number, complaint_id, found).clock(ClockKind.ANSWER)


def _part(complaint_id: int, part_id: int) -> Part:
    with runtime().reading(complainant(complaint_id)) as session:
        found = next((one for one in parts_of(session, complaint_id) if one.id == part_id), None)
    if found is None:
        abort(404)
    return found


def _offered(found: Part, number: str, complaint_id: int) -> list[str]:
    """Return what may still be chosen: how to be reached is needed by some, and not asked."""
    with runtime().reading(complainant(complaint_id)) as session:
        needed = needed_for_a_part(complaint_by_number(session, number).reply_by)
    return [each for each in Shared if each not in {*needed, *(found.agreed or ())}]


def _chosen(offered: list[str]) -> list[str]:
    return [each for each in request.form.getlist(FIELD) if each in offered]


def _page(number: str, complaint_id: int, found: Part, problems: Problems) -> str:
    offered = _offered(found, number, complaint_id)
    (line,) = part_lines([found], is_mine=True)
    return render_template(
        "joint_answers/part.html",
        number=number,
        line=line,
        part=found,
        answer=_promised(number, complaint_id, found),
        reached_by_agency=Shared.CONTACT not in offered and found.waits_for_choice,
        already=read_words(found.agreed or ()),
        choices=[(each, gettext(CHOICES[each])) for each in offered],
        chosen=request.form.getlist(FIELD),
        problems=problems,
    )

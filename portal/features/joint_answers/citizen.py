"""What another agency may read to answer a part: the complainant chooses, field by field.

They are asked when they file, if they name another agency, or once one is asked for its part.
Nothing is ticked beforehand. What the agency is asked reaches it in any case, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import public
from portal.complaints.planning import FilingPlan
from portal.complaints.work import complaint_by_number
from portal.domain.actor import complainant
from portal.domain.complaint import ReplyBy
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.time.clock import ClockKind
from portal.features.joint_answers.actions import agree, let_read, plan_for_part
from portal.features.joint_answers.pages import part_lines, read_words
from portal.features.joint_answers.queries import Part, parts_of
from portal.features.joint_answers.rules import OtherAgency, Shared, read_unanswered
from portal.pages.citizen.contributions import ADDED, ASKED, DraftForm, DraftPage, PagePart
from portal.pages.citizen.follow import follows
from portal.pages.citizen.journey import Journey
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_line, typed_text
from portal.pages.languages import localized
from portal.words.catalogue import to_translate

pages = Pages("citizen")

FIELD, EVERYTHING = "quoi", "tout"
OTHER_FIELD, ABOUT_FIELD, READ_FIELD = "autre", "autre-sujet", "autre-lecture"

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


# While a complaint is filed: which other agency is concerned, and what it may read.


def _asked(journey: Journey) -> Mapping[str, Any]:
    return {
        "agencies": _other_agencies(journey),
        "readable": _choices(Shared),
        "typed": journey.content.part(OtherAgency),
    }


def _typed(_journey: Journey) -> OtherAgency:
    reads = tuple(field for field in request.form.getlist(READ_FIELD) if field in set(Shared))
    return OtherAgency(typed_line(OTHER_FIELD), typed_text(ABOUT_FIELD), reads)


def _check(journey: Journey, problems: Problems) -> None:
    typed = journey.content.part(OtherAgency)
    problems.check_text(ABOUT_FIELD, typed.other_about)
    offered = {code for code, _name in _other_agencies(journey)}
    if typed.other_agency and typed.other_agency not in offered:
        problems.add(OTHER_FIELD, gettext("Choisissez un organisme de la liste, ou aucun autre"))
    elif typed.other_about and not typed.other_agency:
        # Nobody would ever read it.
        problems.add(
            OTHER_FIELD,
            gettext("Choisissez l’organisme concerné, ou effacez « Ce qui le concerne »"),
        )


def _other_agencies(journey: Journey) -> list[tuple[str, str]]:
    """Return the agencies that may be concerned as well, by their names."""
    portal = runtime()
    here = {journey.agency.code, portal.agencies.intake_desk.code}
    named = [
        (agency.code, agency.name.in_(current_language()))
        for agency in portal.agencies.taking_complaints(portal.now())
        if agency.code not in here
    ]
    return sorted(named, key=lambda choice: choice[1].casefold())


def _added(journey: Journey) -> Mapping[str, Any]:
    """Return the other agency that is concerned, unless it is the one complained to by now."""
    typed, agencies = journey.content.part(OtherAgency), runtime().agencies.in_force.agencies
    is_another = typed.other_agency in agencies and typed.other_agency != journey.agency.code
    return {
        "agency": agencies[typed.other_agency].name if is_another else None,
        "about": typed.other_about,
        "reads": read_words(typed.other_reads),
    }


WHEN_FILING = (
    PagePart(ASKED, "joint_answers/_another_agency.html", _asked),
    DraftForm(DraftPage.DETAILS, _typed, (OTHER_FIELD, ABOUT_FIELD), _check),
    PagePart(ADDED, "joint_answers/_another_agency_row.html", _added),
)


# Once an agency is asked for its part.


class ChosenPart(Struct, frozen=True):
    """A part as its complainant opens it: what they may still choose that its agency reads.

    While it waits for that, `plan` is what the agency would promise if it had its part now. How
    the complaint came, and how its complainant is reached, tell what is read without a choice.
    """

    number: str
    part: Part
    offered: list[str]
    plan: FilingPlan | None
    channel: str
    reply_by: str


@localized(pages, **_ADDRESSES)
@public
@follows
def part(number: str, complaint_id: int, part_id: int) -> ResponseReturnValue:
    """Ask what an agency may read of the complaint, or what more."""
    chosen = _opened(number, complaint_id, part_id)
    if not chosen.offered or not chosen.part.is_awaited:
        return redirect(url_for(".followed", number=number), 303)
    return _page(chosen, Problems())


@localized(pages, **_ADDRESSES, methods=["POST"])
@public
@follows
def choose_what_is_read(number: str, complaint_id: int, part_id: int) -> ResponseReturnValue:
    """Let the part begin with what was chosen, or let more be read; sent twice, done once."""
    chosen = _opened(number, complaint_id, part_id)
    ticked = [field for field in request.form.getlist(FIELD) if field in chosen.offered]
    fields = chosen.offered if EVERYTHING in request.form else ticked
    if chosen.plan is None and not fields:
        problems = Problems([FIELD])
        problems.add(FIELD, gettext("Choisissez ce que l’organisme peut lire"))
        return _page(chosen, problems), 422
    act = partial(let_read, part_id=part_id, fields=fields)
    done = gettext("C’est fait. L’organisme peut le lire maintenant.")
    if chosen.plan is not None:
        act = partial(agree, part_id=part_id, fields=fields, plan=chosen.plan)
        done = gettext("C’est fait. L’organisme a sa partie de votre plainte.")
    try:
        runtime().change(complainant(complaint_id), number, act)
    except TransitionNotAllowedError:
        done = gettext("C’était déjà fait. Voici où en est votre plainte.")
    flash(done)
    return redirect(url_for(".followed", number=number), 303)


def _opened(number: str, complaint_id: int, part_id: int) -> ChosenPart:
    portal = runtime()
    with portal.reading(complainant(complaint_id)) as session:
        complaint = complaint_by_number(session, number)
        part = next((part for part in parts_of(session, complaint_id) if part.id == part_id), None)
    if part is None:
        abort(404)
    plan = None
    if part.waits_for_choice:
        asked = (part.agency, part.asked, part.category)
        plan = plan_for_part(portal.agencies, complaint, *asked, portal.now())
    offered = [field.value for field in Shared if field not in (part.agreed or ())]
    return ChosenPart(number, part, offered, plan, complaint.channel, complaint.reply_by)


def _page(chosen: ChosenPart, problems: Problems) -> str:
    (line,) = part_lines([chosen.part], is_mine=True)
    return render_template(
        "joint_answers/part.html",
        number=chosen.number,
        line=line,
        part=chosen.part,
        answer=chosen.plan and chosen.plan.clock(ClockKind.ANSWER),
        by_people=Shared.CONTACT in chosen.offered and ReplyBy(chosen.reply_by).by_people,
        contact_goes=bool(read_unanswered(chosen.channel, chosen.reply_by)),
        already=read_words(chosen.part.agreed or ()),
        choices=_choices(chosen.offered),
        chosen=request.form.getlist(FIELD),
        problems=problems,
    )


def _choices(fields: Iterable[str]) -> list[tuple[str, str]]:
    return [(field, gettext(CHOICES[field])) for field in fields]

"""Several agencies at once: ticked where agencies are proposed, or added before sending.

Each is asked by itself what it may read; nothing is ticked beforehand. Before anything is sent the
page says by when each answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import request
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.complaints.kept_drafts import OpenDraft
from portal.complaints.planning import FilingPlan
from portal.domain.complaint import FiledFor, ReplyBy
from portal.domain.text import Text
from portal.features.joint_answers.actions_filing import plan_named
from portal.features.joint_answers.citizen import choices_of
from portal.features.joint_answers.pages import read_words, recalled_at
from portal.features.joint_answers.rules import MOST_NAMED, NamedAgency, OtherAgencies, Shared
from portal.pages.citizen.asking import AskingPage
from portal.pages.citizen.contributions import (
    ADDED,
    CARD,
    FOUND,
    NOTICED,
    AtFinder,
    PagePart,
    ProposedAgency,
    Search,
)
from portal.pages.citizen.journey import DraftStep, Journey
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import LONGEST_STORY, Problems, typed_line, typed_text
from portal.pages.shown.agency_order import here_first
from portal.pages.shown.recourses import AgencyWays, as_told

pages = Pages("citizen")

STEP = "other_agencies"
TICKED_FIELD, SHOWN_FIELD = "aussi", "propose"
OTHER_FIELD, LISTED_FIELD = "autre", "nomme"
ABOUT_FIELD, READ_FIELD = "autre-sujet-", "autre-lecture-"
ADD, REMOVE, EVERYTHING = "ajouter", "retirer", "tout"


def _named(draft: OpenDraft, agency: str) -> tuple[NamedAgency, ...]:
    """Return which other agencies a draft names, but the one that it is for, and unknown ones."""
    agencies = runtime().agencies.in_force.agencies
    named = draft.content.part(OtherAgencies).beside(agency)
    return tuple(one for one in named if one.agency in agencies)


def _may_be_named() -> dict[str, Agency]:
    """Return the agencies that may be concerned as well: all but the intake desk."""
    portal = runtime()
    desk, taking = portal.agencies.intake_desk.code, portal.agencies.taking_complaints(portal.now())
    return {agency.code: agency for agency in taking if agency.code != desk}


# Where agencies are proposed.


def _kept_at_finder(draft: OpenDraft) -> OtherAgencies:
    """Keep what is ticked among the agencies that the page showed, and what others there were."""
    shown, ticked = (set(request.form.getlist(name)) for name in (SHOWN_FIELD, TICKED_FIELD))
    before = draft.content.part(OtherAgencies).others
    kept = [one for one in before if one.agency in ticked or one.agency not in shown]
    known = {one.agency for one in kept}
    new = [code for code in request.form.getlist(TICKED_FIELD) if code not in known]
    offered = _may_be_named() if new else {}
    more = [NamedAgency(code, category=_category(code)) for code in new if code in offered]
    return OtherAgencies((*kept, *more))


def _category(code: str) -> str | None:
    return request.form.get(f"categorie-{code}") or None


def _tick(proposed: ProposedAgency) -> Mapping[str, Any] | None:
    """Return whether an agency is ticked as well, where several are proposed."""
    search = proposed.search
    ticked = {one.agency for one in search.content.part(OtherAgencies).others}
    if len(search.categories) < 2 and proposed.code not in ticked:
        return None
    return {"code": proposed.code, "is_ticked": proposed.code in ticked}


def _ticked_before(search: Search) -> Mapping[str, Any] | None:
    """Return which agencies were ticked for other words; None where there is nothing to tick."""
    agencies = runtime().agencies.in_force.agencies
    others = search.content.part(OtherAgencies).others
    before = [
        agencies[one.agency]
        for one in others
        if one.agency not in search.categories and one.agency in agencies
    ]
    return {"before": before} if before or len(search.categories) > 1 else None


# What each may read, on a page of its own.


class ShownAgency(Struct, frozen=True):
    """Another agency that is named, as the page that asks what it may read shows it."""

    named: NamedAgency
    name: Text
    plan: FilingPlan | None


def _shown_agencies(journey: Journey) -> list[ShownAgency]:
    agencies, now = runtime().agencies, runtime().now()
    return [
        ShownAgency(
            one,
            agencies.in_force.agencies[one.agency].name,
            plan_named(agencies, one, journey.filing, now),
        )
        for one in _named(journey.draft, journey.agency.code)
    ]


def _shown(journey: Journey, _problems: Problems) -> Mapping[str, Any]:
    named = {one.agency for one in _named(journey.draft, journey.agency.code)}
    return {
        "others": _shown_agencies(journey),
        "readable": choices_of(_readable(journey)),
        "offered": [choice for choice in _choices(journey) if choice[0] not in named],
        "is_full": len(named) >= MOST_NAMED,
        "longest": LONGEST_STORY,
    }


def _readable(journey: Journey) -> list[Shared]:
    """Return what there is to let read: no name, and no address, that nobody gives."""
    content = journey.content
    without = {Shared.NAME} if content.filed_for == FiledFor.ANONYMOUS else set()
    if content.reply_by in ("", ReplyBy.NONE):
        without.add(Shared.CONTACT)
    return [field for field in Shared if field not in without]


def _choices(journey: Journey) -> list[tuple[str, str]]:
    """Return the agencies that may be added, those of other countries last."""
    country, offered = journey.agency.settings.calendar.country, _may_be_named().values()
    return [
        (agency.code, agency.name.in_(current_language()))
        for agency in here_first(offered, country)
        if agency.code != journey.agency.code
    ]


def _keep(journey: Journey, _refused: Problems) -> Journey:
    """Keep what was typed of each, without the one that is removed, with the one that is added."""
    before = {one.agency: one for one in _named(journey.draft, journey.agency.code)}
    removed = request.form.get(REMOVE)
    listed = [code for code in request.form.getlist(LISTED_FIELD) if code != removed]
    typed = {one.agency: one for one in _typed().others}
    others = [_heard(typed[code], before.get(code), journey) for code in listed]
    # Added in another tab meanwhile.
    others += [one for code, one in before.items() if code not in (*listed, removed)]
    added = typed_line(OTHER_FIELD)
    known = {one.agency for one in others}
    if added and added not in known and added in dict(_choices(journey)):
        others.append(NamedAgency(added))
    return journey.kept(parts=[OtherAgencies(tuple(others))])


def _typed() -> OtherAgencies:
    """Return what the page holds of each agency that it lists."""
    everything = request.form.get(EVERYTHING)
    return OtherAgencies(
        tuple(
            NamedAgency(
                code,
                typed_text(ABOUT_FIELD + code),
                tuple(Shared) if everything == code else _ticked(code),
            )
            for code in request.form.getlist(LISTED_FIELD)
        )
    )


def _ticked(code: str) -> tuple[str, ...]:
    ticked = request.form.getlist(READ_FIELD + code)
    return tuple(field.value for field in Shared if field in ticked)


def _heard(typed: NamedAgency, before: NamedAgency | None, journey: Journey) -> NamedAgency:
    """Return what was typed of an agency with the category that is heard in what it may read."""
    reads = tuple(field.value for field in _readable(journey) if field in typed.reads)
    told = typed.about or (journey.content.story if Shared.STORY in reads else "")
    heard = runtime().heard_category(typed.agency, told, current_language()) if told else None
    was_asked = not _stays() or (before is not None and before.was_asked)
    category = heard or (before.category if before is not None else None)
    return replace(typed, reads=reads, category=category, was_asked=was_asked)


def _stays() -> bool:
    """Tell whether the page is only to change: what it holds is not looked at yet."""
    return any(name in request.form for name in (ADD, REMOVE, EVERYTHING))


def _problems(journey: Journey) -> Problems:
    """Return what is to be said of each agency before anything is sent."""
    problems, offered = Problems(), dict(_choices(journey))
    named = _named(journey.draft, journey.agency.code)
    for one in named:
        field = ABOUT_FIELD + one.agency
        problems.check_text(field, one.about)
        if one.agency not in offered:
            problems.add(
                field, gettext("Retirez cet organisme : il ne reçoit plus de plaintes ici")
            )
        elif not one.is_told_enough:
            problems.add(
                field,
                gettext(
                    "Écrivez ce qui concerne cet organisme, ou cochez « Mon récit » : il saura "
                    "ainsi ce que vous lui demandez"
                ),
            )
    if len(named) > MOST_NAMED:
        problems.add(
            ABOUT_FIELD + named[MOST_NAMED].agency,
            gettext("Retirez un organisme : une plainte en concerne quatre au plus"),
        )
    return problems


def _shown_problems(journey: Journey) -> Problems:
    """Return them once they were asked for: not while an agency is added, or taken away."""
    if request.method == "POST":
        return _adding_problems() if _stays() else _problems(journey)
    named = _named(journey.draft, journey.agency.code)
    return _problems(journey) if all(one.was_asked for one in named) else Problems()


def _adding_problems() -> Problems:
    problems = Problems()
    if ADD in request.form and not typed_line(OTHER_FIELD):
        problems.add(OTHER_FIELD, gettext("Choisissez l’organisme à ajouter"))
    return problems


AskingPage(
    name=STEP,
    sending="keep_other_agencies",
    fr="autres-organismes",
    en="other-agencies",
    shown=_shown,
    keep=_keep,
    problems=_shown_problems,
    leads_to=lambda journey: STEP if _stays() else journey.next_step(),
    template="joint_answers/other_agencies.html",
).serve(pages)


# Before it is sent.


class NamedRow(Struct, frozen=True):
    """Another agency before the complaint is sent: what it reads, and by when it answers."""

    code: str
    name: Text
    about: str
    reads: str
    plan: FilingPlan | None


def _their_deadlines(journey: Journey) -> Mapping[str, Any] | None:
    """Return the time limits that each other agency recalls; nothing that was told already."""
    agencies = runtime().agencies.in_force.agencies
    told = set(map(as_told, journey.notices))
    ways = []
    for one in _named(journey.draft, journey.agency.code):
        agency, words = agencies[one.agency], (one.about, journey.content.story)
        recalled = recalled_at(agency, one.category, words)
        own = [shown for shown in recalled if as_told(shown) not in told]
        if own:
            ways.append(AgencyWays(agency.name, (), own))
    return {"agencies": ways} if ways else None


def _rows(journey: Journey) -> Mapping[str, Any]:
    """Return a line for each other agency, with what it would promise if it were sent now."""
    rows = [
        NamedRow(one.named.agency, one.name, one.named.about, read_words(one.named.reads), one.plan)
        for one in _shown_agencies(journey)
    ]
    return {"lead": journey.agency.name, "agencies": rows, "is_full": len(rows) >= MOST_NAMED}


WHEN_FILING = (
    AtFinder(_kept_at_finder),
    PagePart(FOUND, "joint_answers/_several.html", _ticked_before),
    PagePart(CARD, "joint_answers/_tick.html", _tick),
    DraftStep(
        STEP,
        lambda journey: bool(_named(journey.draft, journey.agency.code)),
        _problems,
        _typed,
        may_begin=True,
    ),
    PagePart(NOTICED, "joint_answers/_their_deadlines.html", _their_deadlines),
    PagePart(ADDED, "joint_answers/_other_agencies_rows.html", _rows),
)

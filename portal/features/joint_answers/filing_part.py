"""Another agency that is concerned, while a complaint is filed: which, and what it may read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from portal.features.joint_answers.citizen import CHOICES
from portal.features.joint_answers.rules import Shared
from portal.features.joint_answers.shown import read_words
from portal.pages.citizen.checks import LONGEST_STORY, too_long
from portal.pages.citizen.contributions import ADDED, ASKED, DraftForm, DraftPage, PagePart
from portal.pages.citizen.journey import Journey
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.texts import gettext
from portal.pages.typed import typed_line, typed_text

OTHER_FIELD, ABOUT_FIELD, READ_FIELD = "autre", "autre-sujet", "autre-lecture"


def _asked(journey: Journey) -> Mapping[str, Any]:
    readable = [(each, gettext(words)) for each, words in CHOICES.items()]
    return {"agencies": _other_agencies(journey), "readable": readable}


def _typed(_journey: Journey) -> Mapping[str, Any]:
    reads = tuple(one for one in request.form.getlist(READ_FIELD) if one in set(Shared))
    return {
        "other_agency": typed_line(OTHER_FIELD),
        "other_about": typed_text(ABOUT_FIELD),
        "other_reads": reads,
    }


def _check(journey: Journey, problems: Problems) -> None:
    content = journey.content
    excess = len(content.other_about) - LONGEST_STORY
    if excess > 0:
        problems.add(ABOUT_FIELD, too_long(excess))
    offered = {code for code, _name in _other_agencies(journey)}
    if content.other_agency and content.other_agency not in offered:
        problems.add(OTHER_FIELD, gettext("Choisissez un organisme de la liste, ou aucun autre"))


def _other_agencies(journey: Journey) -> list[tuple[str, str]]:
    """Return the agencies that may be concerned as well, by their names."""
    portal = runtime()
    here = {journey.agency.code, portal.agencies.intake_desk.code}
    taking = portal.agencies.taking_complaints(portal.now())
    named = [(one.code, one.name.in_(current_language())) for one in taking if one.code not in here]
    return sorted(named, key=lambda one: one[1].casefold())


def _added(journey: Journey) -> Mapping[str, Any]:
    """Return the other agency that is concerned, unless it is the one complained to by now."""
    code = journey.content.other_agency
    agencies = runtime().agencies.in_force.agencies
    is_another = code in agencies and code != journey.agency.code
    name = agencies[code].name if is_another else None
    return {"agency": name, "reads": read_words(journey.content.other_reads)}


FILING_PART = (
    PagePart(ASKED, "joint_answers/_another_agency.html", _asked),
    DraftForm(DraftPage.DETAILS, _typed, (OTHER_FIELD, ABOUT_FIELD), _check),
    PagePart(ADDED, "joint_answers/_another_agency_row.html", _added),
)

"""The page of one group: its complaints, what may belong to it too, and its one investigation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.domain.time.allowance import Unit
from portal.features.groups.actions import gathering
from portal.features.groups.office.opened import OpenedGroup, done_with_group, opened_group
from portal.features.groups.office.similar import shown_similar
from portal.features.groups.office.words import STEPS
from portal.features.groups.published import counted_in
from portal.features.groups.queries import FoundGroupStep, GroupedComplaint, complaints_of_group
from portal.features.groups.rules import Step
from portal.features.groups.sending_queries import FoundSending, last_sending
from portal.features.groups.similarity import Similar, Subject, similar_to
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.office.case.opened import calendars_of, category_names, days_to
from portal.pages.office.wording import Tag
from portal.pages.office.wording import state_tag as complaint_tag
from portal.pages.texts import gettext
from portal.pages.typed import typed_text

pages = Pages("office")

SUGGESTED = 10
_LOOKED_FROM = 3


@dataclass(frozen=True, slots=True)
class ShownComplaint:
    """A complaint of the group, in words."""

    number: str
    subject: str
    language: str
    received_at: datetime
    days: int | None
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in words."""

    title: str
    who: str
    at: datetime
    detail: str | None
    body: str | None
    frame: str | None


@localized(
    pages, fr="/gestion/<agency>/groupes/<int:group>", en="/office/<agency>/groups/<int:group>"
)
@requires(Permission.SEE_GROUPS, agency_from="agency")
def group(agency: str, group: int) -> ResponseReturnValue:
    """Show a group: what is to be done, its complaints and notes, and others that are like them."""
    return _page(agency, group, Problems())


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/note",
    en="/office/<agency>/groups/<int:group>/note",
    methods=("POST",),
)
@requires(Permission.GROUP, agency_from="agency")
def note_group(agency: str, group: int) -> ResponseReturnValue:
    """Add a note to the investigation; what is typed is never lost."""
    problems = Problems()
    act = partial(gathering.note, agency=agency, group_id=group, body=typed_text("body"))
    status = done_with_group(act, problems)
    if status != 303:
        return _page(agency, group, problems), status
    flash(gettext("Note ajoutée. Elle est visible seulement à l’interne."))
    return redirect(opened_group(agency, group).url(), 303)


def _page(agency: str, group_id: int, problems: Problems) -> str:
    opened, portal = opened_group(agency, group_id), runtime()
    with portal.reading(current_actor()) as session:
        complaints = complaints_of_group(session, group_id, opened.found.state)
        sending = last_sending(session, group_id)
        counted = counted_in(session, group_id)
        similar = _similar(session, opened, complaints)
    names = category_names(opened.agency)
    return render_template(
        "groups/group.html",
        agency=opened.agency,
        opened=opened,
        one=opened.found,
        category=names.get(opened.found.category, Text(opened.found.category)),
        complaints=_shown(opened, complaints),
        similar=[shown_similar(one, names) for one in similar],
        lines=[_line(opened, step) for step in reversed(opened.found.steps)],
        words=_words(opened),
        sending=sending,
        is_sending=_is_sending(sending),
        counted=counted,
        problems=problems,
        typed=typed_text("body"),
    )


def _similar(
    session: Any, opened: OpenedGroup, complaints: Sequence[GroupedComplaint]
) -> list[Similar]:
    """Return what may belong to the group too, by the newest of its complaints."""
    if not opened.may(Permission.GROUP) or not complaints or not opened.found.state.gathers:
        return []
    found: dict[str, Similar] = {}
    for newest in complaints[-_LOOKED_FROM:]:
        subject = Subject.of(session.get_one(ComplaintRecord, newest.id))
        for one in similar_to(
            session, runtime().keyring, subject, opened.now, SUGGESTED, ungrouped=True
        ):
            best = found.get(one.number)
            if best is None or best.share < one.share:
                found[one.number] = one
    return sorted(found.values(), key=lambda one: -one.share)[:SUGGESTED]


def _shown(opened: OpenedGroup, complaints: Sequence[GroupedComplaint]) -> list[ShownComplaint]:
    calendars = calendars_of(opened.agency, (one.category for one in complaints))
    shown = []
    for one in complaints:
        tags = [complaint_tag(one.status, one.last_event)]
        if one.level > 1:
            tags.insert(0, Tag(gettext("Palier %(level)s", level=one.level), "up"))
        calendar = calendars[one.category]
        days = days_to(one.due_at, None, calendar, Unit.WORKING_DAYS, opened.now)
        shown.append(
            ShownComplaint(
                one.number, one.subject, one.language, one.received_at, days, tuple(tags)
            )
        )
    return shown


def _is_sending(sending: FoundSending | None) -> bool:
    return sending is not None and sending.done_at is None


def _words(opened: OpenedGroup) -> str | None:
    """Return the words that the complaints of a proposal have in common."""
    first = next((one for one in opened.found.steps if one.kind is Step.PROPOSED), None)
    return first.body if first else None


def _line(opened: OpenedGroup, step: FoundGroupStep) -> StepLine:
    hides_text = step.kind in (Step.PROPOSED, Step.PUBLISHED, Step.CHANGED)
    return StepLine(
        title=gettext(STEPS[step.kind]),
        who=opened.found.names.get(step.user_id or 0) or gettext("Le portail"),
        at=step.at,
        detail=_detail(step),
        body=None if hides_text else step.body,
        frame="note" if step.kind is Step.NOTED else None,
    )


def _detail(step: FoundGroupStep) -> str | None:
    facts = step.facts
    if not facts and step.kind in (Step.PROPOSED, Step.SENT):
        return None
    if step.kind is Step.PROPOSED:
        return gettext(
            "%(count)s plaintes semblables en %(days)s jours : le portail propose dès %(of)s.",
            count=facts["complaints"],
            days=facts["days"],
            of=facts["of"],
        )
    if step.kind is Step.ADDED and facts.get("common"):
        return gettext(
            "Plainte %(number)s, proposée par le portail et ajoutée par une personne.",
            number=facts["number"],
        )
    if facts.get("by_person"):
        return gettext(
            "Plainte %(number)s : la personne a dit que cela lui est arrivé aussi.",
            number=facts["number"],
        )
    if facts.get("number"):
        return gettext("Plainte %(number)s.", number=facts["number"])
    if step.kind is Step.SENT:
        return gettext(
            "%(count)s réponses à envoyer, %(out)s plaintes laissées de côté.",
            count=facts["complaints"],
            out=facts["left_out"],
        )
    if step.kind is Step.CLOSED:
        return gettext(
            "%(count)s plaintes fermées, %(left)s laissées ouvertes.",
            count=facts["complaints"],
            left=facts["left_open"],
        )
    told = (step.body or "").replace("\n", " · ")
    return told if step.kind in (Step.PUBLISHED, Step.CHANGED) else None

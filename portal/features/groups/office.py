"""The groups of an agency in a list, and the page of one: its complaints and its investigation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from math import ceil

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.domain.handling.lifecycle import TakenStep
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.promise import Unit
from portal.features.groups import actions
from portal.features.groups.office_case import shown_similar
from portal.features.groups.office_opened import (
    GROUP,
    STEPS,
    OpenedGroup,
    group_name,
    last_day,
    opened_group,
    state_tag,
)
from portal.features.groups.queries import (
    ROWS_A_PAGE,
    GroupedComplaint,
    GroupRow,
    complaints_of_group,
    counted_in,
    group_page,
    group_sizes,
)
from portal.features.groups.queries_answers import last_sending
from portal.features.groups.queries_similar import similar_to_any
from portal.features.groups.rules import State, Step
from portal.pages.actions.engine import ActionPage, Outcome, add_action
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import typed_text
from portal.pages.languages import localized
from portal.pages.office.case import calendars_of, category_names, days_to
from portal.pages.office.wording import Tag
from portal.pages.office.wording import state_tag as complaint_tag
from portal.words.catalogue import to_translate

pages = Pages("office")

SUGGESTED = 10
"""How many complaints are proposed beside a group at most."""

VIEWS: dict[str, tuple[State, str]] = {
    "ouverts": (State.OPEN, to_translate("Ouverts")),
    "proposes": (State.PROPOSED, to_translate("Proposés par le portail")),
    "repondus": (State.ANSWERED, to_translate("Réponse donnée")),
    "ecartes": (State.PUT_ASIDE, to_translate("Écartés")),
}
_LOOKED_FROM = 3


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of the list, in words."""

    id: int
    name: str
    category: Text
    owner: str | None
    complaints: int
    oldest_at: datetime | None
    days: int | None
    due_on: date | None
    tags: tuple[Tag, ...]


@localized(pages, fr="/gestion/<agency>/groupes", en="/office/<agency>/groups")
@requires(Permission.SEE_GROUPS, agency_from="agency")
def groups(agency: str) -> ResponseReturnValue:
    """Show the groups in one state: how many complaints, since when, and what is owed next."""
    portal = runtime()
    the_agency, now = portal.agencies.agency(agency), portal.now()
    page = max(1, min(request.args.get("page", 1, type=int), 1000))
    with portal.reading(current_actor()) as session:
        sizes = group_sizes(session, agency)
        view = _view(request.args.get("vue"), sizes)
        rows = group_page(session, agency, VIEWS[view][0], page)
        people = names_of(session, [row.owner_id for row in rows])
    calendars = calendars_of(the_agency, (row.category for row in rows))
    return render_template(
        "groups/register.html",
        agency=the_agency,
        view=view,
        view_name=gettext(VIEWS[view][1]),
        views=[(code, gettext(name), sizes[state]) for code, (state, name) in VIEWS.items()],
        rows=[_shown_group(row, the_agency, people, calendars[row.category], now) for row in rows],
        total=sizes[VIEWS[view][0]],
        page=page,
        pages=ceil(sizes[VIEWS[view][0]] / ROWS_A_PAGE),
        zone=the_agency.consult().calendar().zone,
    )


def _view(asked: str | None, sizes: dict[State, int]) -> str:
    """Return the view that was asked for; what waits for a decision comes first."""
    if asked in VIEWS:
        return asked
    return "proposes" if sizes[State.PROPOSED] else "ouverts"


def _shown_group(
    row: GroupRow,
    agency: Agency,
    people: dict[int, str],
    calendar: WorkingCalendar,
    now: datetime,
) -> ShownGroup:
    tags = [state_tag(row.state)]
    if row.published_at is not None:
        tags.append(Tag(gettext("Titre public"), "up"))
    return ShownGroup(
        id=row.id,
        name=group_name(agency, row.name, row.category),
        category=category_names(agency).get(row.category, Text(row.category)),
        owner=people.get(row.owner_id or 0),
        complaints=row.complaints,
        oldest_at=row.oldest_at,
        days=days_to(row.due_at, None, calendar, Unit.WORKING_DAYS, now),
        due_on=last_day(row.due_at, calendar),
        tags=tuple(tags),
    )


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
    return _group_page(opened_group(agency, group), Outcome())


def _group_page(opened: OpenedGroup, outcome: Outcome) -> str:
    portal, group_id = runtime(), opened.group.id
    with portal.reading(current_actor()) as session:
        complaints = complaints_of_group(session, group_id, opened.group.state)
        sending = last_sending(session, group_id)
        counted = counted_in(session, group_id)
        similar = []
        if opened.may(Permission.GROUP) and opened.group.state.gathers:
            newest = [complaint.id for complaint in complaints[-_LOOKED_FROM:]]
            similar = similar_to_any(session, portal.keyring, newest, opened.now, SUGGESTED)
    names = category_names(opened.agency)
    return render_template(
        "groups/group.html",
        agency=opened.agency,
        opened=opened,
        group=opened.group,
        category=names.get(opened.group.category, Text(opened.group.category)),
        complaints=_shown_complaints(opened, complaints),
        similar=[shown_similar(other, names) for other in similar],
        lines=[_step_line(opened, step) for step in reversed(opened.group.steps)],
        words=_words_in_common(opened),
        sending=sending,
        is_sending=sending is not None and sending.done_at is None,
        counted=counted,
        problems=outcome.problems,
        typed=typed_text("body"),
    )


def _shown_complaints(
    opened: OpenedGroup, complaints: Sequence[GroupedComplaint]
) -> list[ShownComplaint]:
    calendars = calendars_of(opened.agency, (complaint.category for complaint in complaints))
    shown = []
    for complaint in complaints:
        tags = [complaint_tag(complaint.status, complaint.last_event)]
        if complaint.level > 1:
            tags.insert(0, Tag(gettext("Palier %(level)s", level=complaint.level), "up"))
        calendar = calendars[complaint.category]
        shown.append(
            ShownComplaint(
                complaint.number,
                complaint.subject,
                complaint.language,
                complaint.received_at,
                days_to(complaint.due_at, None, calendar, Unit.WORKING_DAYS, opened.now),
                tuple(tags),
            )
        )
    return shown


def _words_in_common(opened: OpenedGroup) -> str | None:
    """Return the words that the complaints of a proposal have in common."""
    proposals = (step.body for step in opened.group.steps if step.kind is Step.PROPOSED)
    return next(proposals, None)


def _step_line(opened: OpenedGroup, step: TakenStep[Step]) -> StepLine:
    hides_text = step.kind in (Step.PROPOSED, Step.PUBLISHED, Step.CHANGED)
    return StepLine(
        title=gettext(STEPS[step.kind]),
        who=opened.group.names.get(step.user_id or 0) or gettext("Le portail"),
        at=step.at,
        detail=_step_detail(step),
        body=None if hides_text else step.body,
        frame="note" if step.kind is Step.NOTED else None,
    )


def _step_detail(step: TakenStep[Step]) -> str | None:
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
    is_name = step.kind in (Step.PUBLISHED, Step.CHANGED)
    return (step.body or "").replace("\n", " · ") if is_name else None


add_action(
    pages,
    ActionPage(
        GROUP,
        "note_group",
        "note",
        "note",
        Permission.GROUP,
        to_translate("Note ajoutée. Elle est visible seulement à l’interne."),
        # What is typed is never lost.
        lambda _opened, _form, _problems: partial(actions.note, body=typed_text("body")),
        stands_on=_group_page,
    ),
)

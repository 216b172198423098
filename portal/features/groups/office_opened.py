"""Groups as the office opens and names them: in a list, for each page, on that of a complaint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.identity import knows_who_complains
from portal.complaints.queries.work_list_rows import Row
from portal.complaints.work import complaint_by_number
from portal.domain.complaint import Status
from portal.domain.errors import (
    AlreadyGroupedError,
    GroupMovedError,
    StaleComplaintError,
    TransitionNotAllowedError,
    UnknownComplaintError,
)
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.features.groups.queries import (
    GROUPS,
    IN_GROUP,
    OF_COMPLAINT,
    OPEN_GROUPS,
    ROWS_A_PAGE,
    FoundGroup,
    GroupRow,
    MentionedGroup,
    group_by_id,
    group_figures,
)
from portal.features.groups.queries_in_part import known_page, known_sizes
from portal.features.groups.queries_similar import Compared, Similar, similar_to
from portal.features.groups.rules import Grouped, LeftOut, State, Step, Ungrouped, is_possible
from portal.pages.actions.engine import Subject, done_at_work
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import asked_page, led_to_last_page
from portal.pages.languages import localized
from portal.pages.office.case import (
    OpenedCase,
    calendars_of,
    category_names,
    days_to,
    unit_of,
)
from portal.pages.office.case.contributions import CasePart, HistoryEntry, ListFilter, Place, RowTag
from portal.pages.office.wording import Tag
from portal.pages.office.wording import state_tag as complaint_tag
from portal.words.catalogue import to_translate

pages = Pages("office")

VIEWS: dict[str, tuple[State, str]] = {
    "ouverts": (State.OPEN, to_translate("Ouverts")),
    "proposes": (State.PROPOSED, to_translate("Proposés par le portail")),
    "repondus": (State.ANSWERED, to_translate("Réponse donnée")),
    "ecartes": (State.PUT_ASIDE, to_translate("Écartés")),
}
STATES: dict[State, tuple[str, str]] = {
    State.PROPOSED: (to_translate("Proposé par le portail"), "info"),
    State.OPEN: (to_translate("Ouvert"), "plain"),
    State.ANSWERED: (to_translate("Réponse donnée"), "ok"),
    State.PUT_ASIDE: (to_translate("Écarté"), "plain"),
}
LEFT_OUT: dict[str, str] = {
    LeftOut.WAITING: to_translate("La personne doit d’abord répondre à une question."),
    LeftOut.LEVEL: to_translate("Un autre palier la tient."),
    LeftOut.REVIEW: to_translate("Une autre personne doit la réviser."),
    LeftOut.ANSWERED: to_translate("Elle a déjà sa réponse."),
    LeftOut.ENDED: to_translate("Elle est terminée."),
    LeftOut.LANGUAGE: to_translate("Il n’y a pas de texte dans sa langue."),
    LeftOut.CHANGED: to_translate("Elle a changé depuis que les lettres ont été relues."),
    LeftOut.NOT_ALLOWED: to_translate("Qui l’a envoyée ne peut plus y répondre."),
    LeftOut.RECOURSE: to_translate("Aucun autre recours n’est réglé pour elle."),
    LeftOut.STOPPED: to_translate("L’envoi a été arrêté avant elle."),
    LeftOut.FAILED: to_translate("La réponse n’a pas pu partir. Répondez-y à part."),
}
REFUSALS = (
    TransitionNotAllowedError,
    GroupMovedError,
    AlreadyGroupedError,
    StaleComplaintError,
    UnknownComplaintError,
)
"""What refuses something that was well filled in."""

_INSTANT = timedelta(microseconds=1)
_NEEDED = dict.fromkeys((Step.PUBLISHED, Step.UNPUBLISHED), Permission.PUBLISH_GROUP)


@dataclass(frozen=True)
class OpenedGroup:
    """A group as it was when the page was asked for, in words.

    `complaints` are in it, of which some are `owed` an answer, `due_on` a day; those `answered` are
    not closed yet. `zone` is that of the agency's days.
    """

    group: FoundGroup
    agency: Agency
    now: datetime
    zone: ZoneInfo
    name: str
    tag: Tag
    owner: str | None
    due_on: date | None
    complaints: int
    owed: int
    oldest_at: datetime | None
    answered: int

    def may(self, permission: Permission) -> bool:
        """Tell whether whoever is signed in may do this in the agency."""
        return may(current_actor(), permission, self.agency.code)

    def offers(self, step: Step) -> bool:
        """Tell whether a step may be taken in the state of the group, by whoever is signed in."""
        return self.may(_NEEDED.get(step, Permission.GROUP)) and is_possible(self.group.state, step)

    @property
    def may_be_closed(self) -> bool:
        """Tell whether some of its complaints may be closed, by whoever is signed in."""
        return bool(self.answered) and self.may(Permission.CLOSE) and self.offers(Step.CLOSED)

    def url(self, endpoint: str = "group", **values: Any) -> str:
        """Return the address of one of its pages."""
        return url_for(f"office.{endpoint}", agency=self.agency.code, group=self.group.id, **values)


def opened_group(agency: str, group: int, what: str = "group") -> OpenedGroup:
    """Open a group; raise UnknownGroupError where the actor may see none."""
    portal = runtime()
    with portal.reading(current_actor()) as session:
        stored = group_by_id(session, agency, group)
        complaints, owed, oldest_at, answered, due_at = group_figures(session, group, stored.state)
    the_agency = portal.agencies.agency(agency)
    calendar = the_agency.consult().calendar(stored.category)
    return OpenedGroup(
        stored,
        the_agency,
        portal.now(),
        calendar.zone,
        group_name(the_agency, stored.name, stored.category),
        state_tag(stored.state),
        stored.names.get(stored.owner_id or 0),
        last_day(due_at, calendar),
        complaints,
        owed,
        oldest_at,
        answered,
    )


def state_tag(state: State) -> Tag:
    """Return where a group stands."""
    words, kind = STATES[state]
    return Tag(gettext(words), kind)


def group_name(agency: Agency, name: str, category: str) -> str:
    """Return what a group is called; a proposal has only what its complaints are about."""
    if name:
        return name
    about = category_names(agency).get(category, Text(category))
    return gettext("Plaintes semblables : %(category)s", category=about.in_(current_language()))


def last_day(due_at: datetime | None, calendar: WorkingCalendar) -> date | None:
    """Return the last day on which something is still in time."""
    return due_at and calendar.day_of(due_at - _INSTANT)


GROUP: Subject[OpenedGroup] = Subject(
    fr="/gestion/<agency>/groupes/<int:group>",
    en="/office/<agency>/groups/<int:group>",
    opened=opened_group,
    change=lambda opened, act, _seen: done_at_work(act, opened.agency.code, opened.group.id),
    url=lambda opened: opened.url(),
    shared=lambda opened: {"agency": opened.agency, "opened": opened},
    refusals={
        TransitionNotAllowedError: to_translate(
            "Le groupe a changé depuis que vous avez ouvert la page"
        ),
    },
    announces=True,
)


# The groups in one state: how many complaints, since when, and what is owed next.


@localized(pages, fr="/gestion/<agency>/groupes", en="/office/<agency>/groups")
@requires(Permission.SEE_GROUPS, agency_from="agency")
def groups(agency: str) -> ResponseReturnValue:
    """Show the groups in one state: how many complaints, since when, and what is owed next."""
    portal = runtime()
    the_agency, now = portal.agencies.agency(agency), portal.now()
    page = asked_page(1000)
    with portal.reading(current_actor()) as session:
        sizes = known_sizes(session, agency)
        view = _view(request.args.get("vue"), sizes)
        rows = known_page(session, agency, VIEWS[view][0], page)
        people = names_of(session, [row.owner_id for row in rows])
    last_page = ceil(sizes[VIEWS[view][0]] / ROWS_A_PAGE)
    if elsewhere := led_to_last_page(page, last_page):
        return elsewhere
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
        pages=last_page,
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
) -> dict[str, Any]:
    name = group_name(agency, row.name, row.category) if row.is_told else _number_words(row.id)
    public = [] if row.published_at is None else [Tag(gettext("Titre public"), "up")]
    return {
        "group": row,
        "name": name,
        "category": category_names(agency).get(row.category, Text(row.category)),
        "owner": people.get(row.owner_id or 0),
        "days": days_to(row.due_at, None, calendar, unit_of(row.within), now),
        "unit": unit_of(row.within),
        "due_on": last_day(row.due_at, calendar),
        "tags": [state_tag(row.state), *public],
    }


# On the page of a complaint: its group, and others like it, as an aid; a person decides.

ASKED = "semblables"
"""What the address of a complaint’s page says where somebody asks for others like it."""


def _likeness_part(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the group of a complaint, and what may be about the same cause.

    That is looked for while the complaint is new, which is when one decides about it, and whenever
    somebody asks: it takes as long as the rest of the page.
    """
    if not case.may(Permission.SEE_GROUPS) or case.is_own_motion:
        return None
    is_asked = case.complaint.status == Status.RECEIVED or ASKED in request.args
    # Words in common may be a name: whoever is not told who complains is shown no others.
    is_kept = not knows_who_complains(case.actor, case.complaint.agency)
    similar = [] if is_kept else _similar(case) if is_asked else None
    group = case.file.of(OF_COMPLAINT)
    names = category_names(case.agency)
    return {
        "group": group,
        "name": group and (group.name or _number_of(group)),
        "tag": group and group.state and state_tag(group.state),
        "similar": None if similar is None else [shown_similar(other, names) for other in similar],
    }


def _number_of(group: MentionedGroup) -> str:
    """Return what is said of a group without a name, or whose name is not to be read."""
    if group.is_proposed:
        return gettext("Groupe %(number)s, proposé", number=group.id)
    return _number_words(group.id)


def _number_words(number: int) -> str:
    return gettext("Groupe %(number)s", number=number)


def _similar(case: OpenedCase) -> list[Similar]:
    portal, subject = runtime(), Compared.of(case.complaint)
    with portal.reading(current_actor()) as session:
        return similar_to(session, portal.keyring, subject, case.now)


def words_in_common(agency: str, number: str) -> dict[str, int]:
    """Return how many words the complaints now proposed beside one have in common with it."""
    portal = runtime()
    actor = current_actor()
    if not may(actor, Permission.SEE_GROUPS, agency) or not knows_who_complains(actor, agency):
        return {}
    with portal.reading(current_actor()) as session:
        subject = Compared.of(complaint_by_number(session, number))
        similar = similar_to(session, portal.keyring, subject, portal.now(), most=20)
    return {other.number: len(other.words) for other in similar}


def shown_similar(other: Similar, names: Mapping[str, Text]) -> tuple[Similar, Tag, list[str]]:
    """Return a similar complaint with its state, and why it is proposed."""
    return other, complaint_tag(other.status, other.last_event), _why(other, names)


def _why(other: Similar, names: Mapping[str, Text]) -> list[str]:
    why = [
        ngettext(
            "%(num)s mot en commun : %(words)s",
            "%(num)s mots en commun : %(words)s",
            len(other.words),
            words=", ".join(other.words),
        )
    ]
    if other.places:
        why.append(gettext("date ou lieu en commun : %(words)s", words=", ".join(other.places)))
    if other.is_same_category:
        name = names.get(other.category, Text(other.category)).in_(current_language())
        why.append(gettext("même sujet : %(category)s", category=name))
    return why


def _ungrouped(_case: OpenedCase, entry: Ungrouped) -> str:
    words = gettext("Groupe %(number)s.", number=entry.group)
    if not entry.handed_on:
        return words
    return f"{words} " + gettext("Un autre organisme a maintenant la plainte.")


def _grouped(_case: OpenedCase, entry: Grouped) -> str:
    words = gettext("Groupe %(number)s.", number=entry.group)
    if entry.by_person:
        return f"{words} " + gettext("La personne a dit que cela lui est arrivé aussi.")
    if not entry.suggested:
        return words
    shared = ngettext(
        "Le portail la proposait pour %(num)s mot en commun; une personne a décidé.",
        "Le portail la proposait pour %(num)s mots en commun; une personne a décidé.",
        entry.common or 0,
    )
    return f"{words} {shared}"


def _row_tag(row: Row, agency: str) -> Tag | None:
    group = row.of(GROUPS)
    if (
        group is None
        or group.is_proposed
        or not may(current_actor(), Permission.SEE_GROUPS, agency)
    ):
        return None
    name = _name_in_list(agency, group.id, group.name or str(group.id))
    return Tag(gettext("Groupe : %(name)s", name=name), "plain")


def _name_in_list(agency: str, group: int, name: str) -> str:
    """Return what a group is called where no complaint of it is opened: it may name somebody."""
    return name if knows_who_complains(current_actor(), agency) else str(group)


ADDS = (
    CasePart("groups", Place.BESIDE, "groups/_in_case.html", _likeness_part, rank=110),
    HistoryEntry(EntryKind.GROUPED, to_translate("Plainte réunie à d’autres"), _grouped),
    HistoryEntry(EntryKind.UNGROUPED, to_translate("Plainte retirée de son groupe"), _ungrouped),
    RowTag(_row_tag),
    ListFilter(
        name="groupe",
        label=to_translate("Groupe"),
        every=to_translate("Tous"),
        chosen=to_translate("Groupe : %(name)s"),
        permission=Permission.SEE_GROUPS,
        choices=OPEN_GROUPS,
        narrows=IN_GROUP,
        named=_name_in_list,
    ),
)

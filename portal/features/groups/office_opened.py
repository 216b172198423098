"""A group as the office's pages open it, act upon it, and put it in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.domain.errors import (
    AlreadyGroupedError,
    GroupMovedError,
    StaleComplaintError,
    TransitionNotAllowedError,
    UnknownComplaintError,
)
from portal.domain.permissions import Permission, may
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.features.groups.queries import FoundGroup, group_by_id, group_figures
from portal.features.groups.rules import LeftOpen, LeftOut, State, Step, is_possible
from portal.pages.actions.engine import Subject, done_at_work
from portal.pages.current import current_language, gettext, runtime
from portal.pages.office.case import category_names
from portal.pages.office.wording import Tag
from portal.words.catalogue import to_translate

STATES: dict[State, tuple[str, str]] = {
    State.PROPOSED: (to_translate("Proposé par le portail"), "info"),
    State.OPEN: (to_translate("Ouvert"), "plain"),
    State.ANSWERED: (to_translate("Réponse donnée"), "ok"),
    State.PUT_ASIDE: (to_translate("Écarté"), "plain"),
}
STEPS: dict[Step, str] = {
    Step.PROPOSED: to_translate("Proposé par le portail"),
    Step.OPENED: to_translate("Groupe ouvert"),
    Step.PUT_ASIDE: to_translate("Proposition écartée"),
    Step.CHANGED: to_translate("Description changée"),
    Step.NOTED: to_translate("Note d’enquête"),
    Step.ADDED: to_translate("Plainte ajoutée"),
    Step.LEFT: to_translate("Plainte retirée du groupe"),
    Step.SENT: to_translate("Envoi d’une réponse commencé"),
    Step.ANSWERED: to_translate("Toutes les plaintes ont leur réponse"),
    Step.CLOSED: to_translate("Plaintes fermées ensemble"),
    Step.PUBLISHED: to_translate("Titre montré au public"),
    Step.UNPUBLISHED: to_translate("Titre retiré du public"),
}
LEFT_OUT: dict[LeftOut, str] = {
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
LEFT_OPEN: dict[LeftOpen, str] = {
    LeftOpen.ANSWER: to_translate("Elle n’a pas encore sa réponse."),
    LeftOpen.ENDED: to_translate("Elle est déjà terminée."),
    LeftOpen.LEAVING: to_translate("Un texte est sur le point d’en partir, ou d’être relu."),
    LeftOpen.ISSUES: to_translate("Elle a plusieurs points : chacun a sa conclusion."),
    LeftOpen.WRITTEN: to_translate("La personne a écrit depuis la réponse : lisez-la d’abord."),
    LeftOpen.JUDGED: to_translate("La personne dit que la réponse ne suffit pas."),
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
_NEEDED = {
    Step.PUBLISHED: Permission.PUBLISH_GROUP,
    Step.UNPUBLISHED: Permission.PUBLISH_GROUP,
}


@dataclass(frozen=True)
class OpenedGroup:
    """A group as it was when the page was asked for."""

    group: FoundGroup
    agency: Agency
    calendar: WorkingCalendar
    now: datetime
    complaints: int
    owed: int
    oldest_at: datetime | None
    due_at: datetime | None
    answered: int

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the agency's days."""
        return self.calendar.zone

    @property
    def name(self) -> str:
        """What the group is called."""
        return group_name(self.agency, self.group.name, self.group.category)

    @property
    def tag(self) -> Tag:
        """Where it stands."""
        return state_tag(self.group.state)

    @property
    def due_on(self) -> date | None:
        """The next day that an answer of the group is owed by."""
        return last_day(self.due_at, self.calendar)

    @property
    def owner(self) -> str | None:
        """Who answers for it."""
        return self.group.names.get(self.group.owner_id or 0)

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

    @property
    def is_proposed(self) -> bool:
        """Tell whether somebody has yet to decide about it."""
        return self.group.state is State.PROPOSED

    def url(self, endpoint: str = "group", **values: Any) -> str:
        """Return the address of one of its pages."""
        return url_for(f"office.{endpoint}", agency=self.agency.code, group=self.group.id, **values)


def opened_group(agency: str, group: int, what: str = "group") -> OpenedGroup:
    """Open a group; raise UnknownGroupError where the actor may see none."""
    portal = runtime()
    with portal.reading(current_actor()) as session:
        stored = group_by_id(session, agency, group)
        figures = group_figures(session, group)
    the_agency = portal.agencies.agency(agency)
    calendar = the_agency.consult().calendar(stored.category)
    return OpenedGroup(stored, the_agency, calendar, portal.now(), *figures)


def state_tag(state: State) -> Tag:
    """Return where a group stands."""
    words, kind = STATES[state]
    return Tag(gettext(words), kind)


def left_out_words(why: LeftOut) -> str:
    """Return why a complaint is left out."""
    return gettext(LEFT_OUT[why])


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

"""The page of one complaint: opened once for it, written to the access log, asked about once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache, partial
from zoneinfo import ZoneInfo

from flask_login import current_user

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.accounts import record_opening
from portal.complaints.entries import first_handlers
from portal.complaints.features import Closing
from portal.complaints.letters.holding import leave_if_due
from portal.complaints.queries.case_file import CaseFile, Heading
from portal.complaints.queries.case_reads import case_file
from portal.complaints.queries.kept_clocks import KeptClock
from portal.complaints.queries.presence import READING, Present
from portal.complaints.queries.readable import readable
from portal.complaints.work import Advice, advice_on
from portal.domain.actor import PORTAL, Actor, without_loans
from portal.domain.complaint import FiledFor, ReplyBy, Status, is_own_motion
from portal.domain.errors import UnknownComplaintError
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.held_messages import Waiting
from portal.domain.handling.identity import way_needed
from portal.domain.needs import LARGE_PRINT, forms_asked
from portal.domain.permissions import (
    IN_ITS_TURN,
    WITH_A_PERSON,
    Permission,
    permitted,
    waits_for_its_turn,
)
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ANSWERING, ClockKind, days_counted, days_left
from portal.domain.time.due_date import DueDate
from portal.domain.time.first_counted import day_first_counted
from portal.domain.time.promise import Allowance, Unit
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.office.wording import FILED_FOR
from portal.pages.rewording import reword_for
from portal.pages.shown.before_filing import needs_words
from portal.pages.shown.written import agreement_words
from portal.pages.telling import HELD, NOBODY, UNKNOWN, UNTOLD

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class OpenedCase:
    """A complaint as it was when the page was asked for, with what its agency says of it."""

    file: CaseFile
    agency: Agency
    advice: Advice
    now: datetime

    @property
    def complaint(self) -> Heading:
        """The complaint itself."""
        return self.file.complaint

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the agency's days."""
        return self.advice.calendar.zone

    @property
    def path(self) -> tuple[EscalationStep, ...]:
        """The levels of the complaint."""
        return self.advice.path

    @property
    def top(self) -> EscalationStep:
        """The top authority."""
        return self.path[-1]

    @cached_property
    def category(self) -> Text:
        """The name of the category, retired ones included."""
        return category_names(self.agency).get(self.complaint.category) or Text(
            self.complaint.category
        )

    @cached_property
    def answer_clock(self) -> KeptClock | None:
        """The running promise of an answer."""
        return next(
            (clock for clock in self.file.clocks if clock.pending and clock.kind in ANSWERING), None
        )

    @property
    def closing_clock(self) -> KeptClock | None:
        """What says until when the answered complaint is closed, also once that is past."""
        if self.complaint.status != Status.ANSWERED:
            return None
        clock = self.file.clock(ClockKind.CLOSING)
        return clock if clock is not None and clock.is_owed else None

    @cached_property
    def first_promise(self) -> KeptClock | None:
        """The date promised before another agency had the complaint, while an answer is owed."""
        clock = self.file.clock(ClockKind.FIRST_PROMISE)
        return clock if clock is not None and clock.is_owed and clock.last_day else None

    @property
    def day_when_sent(self) -> date | None:
        """The day of that promise as it was made, whatever it waited for since."""
        clock = self.first_promise
        if clock is None:
            return None
        due = readable("date", DueDate.from_facts, clock.explanation)
        return None if due is None else day_first_counted(due)

    @property
    def is_unanswered(self) -> bool:
        """Tell whether its answer is still to be given."""
        return self.complaint.is_open and self.complaint.status != Status.ANSWERED

    @property
    def is_sending(self) -> bool:
        """Tell whether something was confirmed and has not left: nothing else leaves meanwhile."""
        return any(held.waiting != Waiting.AUTHOR for held in self.file.texts)

    @property
    def waits_for_file(self) -> bool:
        """Tell whether the time for the answer has not started: something is still missing."""
        clock = self.answer_clock
        if clock is None:
            return False
        due = readable("date", DueDate.from_facts, clock.explanation)
        return due is not None and due.is_waiting

    @property
    def is_stopped(self) -> bool:
        """Tell whether the time for the answer stands still, for a reason told to the person."""
        clock = self.answer_clock
        return clock is not None and clock.due_at is None and not self.waits_for_file

    @property
    def missed_day(self) -> date | None:
        """The first day promised that passed without an answer."""
        late_since = self.complaint.late_since
        return late_since and self.advice.calendar.day_of(late_since - _INSTANT)

    @property
    def is_own_motion(self) -> bool:
        """Tell whether the service opened it by itself: nobody complains in it."""
        return is_own_motion(self.complaint)

    @property
    def person_name(self) -> str | None:
        """Who complains, unless the complaint is anonymous."""
        person = self.file.person()
        return person.name if person else None

    @property
    def person_words(self) -> str:
        """Who complains, or why no name stands there: it is protected, held back or not given."""
        if self.is_own_motion:
            return gettext(FILED_FOR[FiledFor.SERVICE])
        if self.person_name is None and self.file.is_identity_kept:
            return gettext("Identité protégée")
        nameless = gettext("Nom retenu") if "name" in self.file.withheld else gettext("Anonyme")
        return self.person_name or nameless

    @property
    def agreement_words(self) -> str:
        """Whether the person concerned agrees that somebody else complains for them, in words."""
        other = self.file.person("other")
        return agreement_words(other.agreement) if other and other.agreement else ""

    @property
    def reached_by(self) -> str:
        """How the agency reaches the person: as they chose, or HELD where they keep back how.

        UNTOLD where it is not released to whoever looks, at a higher level; UNKNOWN where letters
        would go on paper and no address is known. NOBODY where nobody complains.
        """
        if self.is_own_motion:
            return NOBODY
        means, released = ReplyBy(self.complaint.reply_by), self.file.released
        if means.by_people and "contact" in self.file.withheld:
            return HELD
        needed = way_needed(means)
        is_untold = needed is not None and released is not None and needed not in released
        if is_untold:
            return UNTOLD
        return UNKNOWN if self._is_unreached else means.value

    @property
    def _is_unreached(self) -> bool:
        """Tell whether letters would go on paper, and no address is known."""
        person = self.file.person()
        if person is None or self.file.is_identity_kept or self.complaint.parent_id is not None:
            return False
        return self.complaint.reply_by == ReplyBy.POST and not person.address

    @property
    def needs_words(self) -> str:
        """The adaptations asked for, in words; nothing where it is kept who complains."""
        return "" if self.file.is_identity_kept else needs_words(self.complaint.needs)

    @property
    def forms_words(self) -> str:
        """In which forms what is written should reach the person besides, in words.

        Large print is how the portal prints it for them.
        """
        asked = () if self.file.is_identity_kept else forms_asked(self.complaint.needs)
        is_printed = self.complaint.reply_by == ReplyBy.POST
        return needs_words([form for form in asked if form != LARGE_PRINT or not is_printed])

    @property
    def language_words(self) -> str:
        """The language in which the person is answered, in words."""
        return gettext("français") if self.complaint.language == "fr" else gettext("anglais")

    @property
    def foreign_lang(self) -> str | None:
        """That language as pages mark it, where it is not the page's own."""
        language = self.complaint.language
        return None if language == current_language() else f"{language}-CA"

    @property
    def days_left(self) -> int | None:
        """How many days are left to answer, or then to close, negative when the date passed.

        An answer that is late stays so until it is given: at every level, and after the last.
        """
        clock = self.closing_clock or self.answer_clock
        late_since = self.complaint.late_since if self.is_unanswered else None
        calendar, unit = self.advice.calendar, self.days_counted
        if late_since is not None or clock is None:
            return days_to(late_since, None, calendar, unit, self.now)
        due_at = clock.due_at or self.complaint.due_at
        return days_to(due_at, clock.last_day, calendar, unit, self.now, clock.started_at)

    @property
    def days_counted(self) -> Unit:
        """The days that `days_left` tells, those of the promise: of what was missed, if it was."""
        clock = self._missed_clock or self.closing_clock or self.answer_clock
        return unit_of(clock.allowance if clock is not None else None)

    @property
    def _missed_clock(self) -> KeptClock | None:
        """The first clock that passed without the answer that is still owed."""
        late_since = self.complaint.late_since if self.is_unanswered else None
        return next(
            (
                clock
                for clock in self.file.clocks
                if late_since is not None and clock.due_at == late_since and clock.missed_at
            ),
            None,
        )

    @cached_property
    def first_handlers(self) -> frozenset[int]:
        """Who handled it before a review was asked for, and may not answer that."""
        return first_handlers(self.file.entries)

    @cached_property
    def actor(self) -> Actor:
        """Whoever is signed in, and opened it, without what is lent by whoever it concerns."""
        return without_loans(current_actor(), self.file.excluded)

    @property
    def is_first_handler(self) -> bool:
        """Tell whether whoever is signed in is one of them."""
        return self.actor.user_id in self.first_handlers

    @cached_property
    def permitted(self) -> frozenset[Permission]:
        """What whoever is signed in may do with the complaint, as it stands."""
        every = permitted(self.actor, self.complaint.agency)
        if self.is_own_motion:
            every -= WITH_A_PERSON
        return every - {permission for permission in IN_ITS_TURN if self._waits_to(permission)}

    @property
    def is_before_its_turn(self) -> bool:
        """Tell whether whoever is signed in answers it only once it comes to the top authority."""
        return self._waits_to(Permission.ANSWER)

    def _waits_to(self, permission: Permission) -> bool:
        is_below = self.complaint.level < len(self.path)
        return is_below and waits_for_its_turn(self.actor, permission, self.complaint.agency)

    def may(self, permission: Permission) -> bool:
        """Tell whether whoever is signed in may do this with the complaint."""
        return permission in self.permitted


def opened_case(agency: str, number: str, what: str) -> OpenedCase:
    """Open a complaint of `agency` and write down who opened which part of it.

    Raise UnknownComplaintError where there is none that the actor may see.
    """
    portal = runtime()
    now = portal.now()
    file, closing = _read(agency, number, now)
    due = [held for held in file.texts if held.is_due(now)]
    for held in due:
        # Whoever looks sees what is so: the worker need not have come by.
        portal.change(PORTAL, number, partial(leave_if_due, held_id=held.id), now=now)
    if due:
        file, closing = _read(agency, number, now)
    if closing is not None:
        portal.change(PORTAL, number, closing)
        raise UnknownComplaintError(number)
    record_opening(portal.database, current_user.user_id, [file.complaint.id], what, now)
    advice = advice_on(portal.agencies, file.complaint, now)
    case = OpenedCase(file, portal.agencies.agency(agency), advice, now)
    reword_for(case)
    return case


def _read(agency: str, number: str, now: datetime) -> tuple[CaseFile, Closing | None]:
    """Read a complaint, and look whether it is to be closed to whoever reads it."""
    features = runtime().features
    with runtime().reading(current_actor()) as session:
        file = case_file(session, features.case_reads, agency, number, now)
        return file, features.closing(session, file)


def others_here(case: OpenedCase) -> list[str]:
    """Return a sentence for everybody else who opened the complaint a moment ago.

    Nobody whom it turned out to concern meanwhile is there any more.
    """
    here = (person for person in case.file.present if person.user_id not in case.file.excluded)
    return [_sentence(person, case) for person in here]


def _sentence(person: Present, case: OpenedCase) -> str:
    minutes = int((case.now - person.at).total_seconds() // 60)
    when = (
        ngettext("il y a %(num)s minute", "il y a %(num)s minutes", minutes)
        if minutes
        else gettext("à l’instant")
    )
    return (
        gettext("%(name)s lit aussi cette plainte (%(when)s).", name=person.name, when=when)
        if person.what in READING
        else gettext(
            "%(name)s travaille aussi à cette plainte (%(when)s).", name=person.name, when=when
        )
    )


def category_names(agency: Agency) -> dict[str, Text]:
    """Return the names of all that an agency's complaints may be about, retired or gone."""
    return {code: category.name for code, category in agency.subjects().items()}


def calendars_of(agency: Agency, categories: Iterable[str]) -> dict[str, WorkingCalendar]:
    """Return the days and hours that count for each of these categories of an agency."""
    consultation = agency.consult()
    return {category: consultation.calendar(category or None) for category in set(categories)}


@lru_cache
def unit_of(allowance: str | None) -> Unit:
    """Return in which days it is told how much is left of a time that was promised, if it is known.

    Working days are told where it is not.
    """
    counted = readable("length of time", Allowance.kept, allowance) if allowance else None
    return days_counted(counted.unit if counted is not None else Unit.WORKING_DAYS)


def days_to(
    due_at: datetime | None,
    last_day: date | None,
    calendar: WorkingCalendar,
    unit: Unit,
    now: datetime,
    started_at: datetime | None = None,
) -> int | None:
    """Return the days to a due date in the days that its promise counts, from when it starts."""
    if due_at is None:
        return None
    # A due moment is the first that is late: the day it belongs to is that of the moment before.
    day = last_day or calendar.day_of(due_at - _INSTANT)
    return days_left(now, day, calendar, unit, started_at)

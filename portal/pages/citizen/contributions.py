"""What a feature adds to the citizens' pages: parts of them, what drafts keep, more history.

Each page names the places where it has room for parts, and what it hands to those who show one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.complaints.kept_drafts import DraftContent, OpenDraft
from portal.complaints.queries.followed import SentComplaint
from portal.complaints.queries.kept_clocks import KeptClock
from portal.db import Session
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.followed_here import Opened
from portal.pages.citizen.journey import Journey
from portal.pages.features import Contribution, added
from portal.pages.shown.before_filing import ToldNotice
from portal.pages.shown.history_words import Happened
from portal.pages.shown.recourses import AgencyWays, ToldWays, told_ways
from portal.pages.shown.written import WrittenLine
from portal.payload import Payload

Seen = TypeVar("Seen")
ShownPart = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, eq=False, slots=True)
class Place(Generic[Seen]):
    """A place for the parts of features on a page, which is about what was `Seen`."""

    name: str


@dataclass(frozen=True, slots=True)
class PagePart(Contribution, Generic[Seen]):
    """A part of a page, shown unless there is nothing to show.

    Its template has what the page has, and what was to be shown as `part`.
    """

    place: Place[Seen]
    template: str
    shown: Callable[[Seen], Mapping[str, Any] | None]


class Search(Struct, frozen=True):
    """What somebody wrote, and the agencies found for it, each with the category it is about.

    The `content` of the draft has what was chosen so far.
    """

    words: str
    categories: Mapping[str, str | None]
    content: DraftContent


class ProposedAgency(Struct, frozen=True):
    """One of the agencies that are proposed for a draft."""

    code: str
    search: Search


BESIDES: Place[datetime] = Place("besides")
FIGURES: Place[datetime] = Place("figures")
ON_HOME = (BESIDES, FIGURES)
"""The home page, now: below the ways to begin, and further on."""

HEARD: Place[Search] = Place("heard")
FOUND: Place[Search] = Place("found")
ON_FINDER = (HEARD, FOUND)
"""The page that proposes agencies, within the form by which one is chosen: above and below them."""

CARD: Place[ProposedAgency] = Place("card")
ON_CARD = (CARD,)
"""One of them, above the button that chooses it."""

BUTTON: Place[Agency] = Place("button")
COMMITMENT: Place[Agency] = Place("commitment")
STAFF: Place[Agency] = Place("staff")
REPORTED: Place[Agency] = Place("reported")
BESIDE: Place[Agency] = Place("beside")
ON_AGENCY = (BUTTON, COMMITMENT, STAFF, REPORTED, BESIDE)
"""The page of an agency: in the form that begins a complaint, below it, and further on."""

NOTICED: Place[Journey] = Place("noticed")
FOR_WHOM: Place[Journey] = Place("for_whom")
ADDED: Place[Journey] = Place("added")
CONFIRMED: Place[Journey] = Place("confirmed")
AGREED: Place[Journey] = Place("agreed")
ANSWER_DAY_ON_CHECK: Place[Journey] = Place("answer_day")
BESIDE_DAYS: Place[Journey] = Place("beside_days")
ON_CHECK = (NOTICED, FOR_WHOM, ADDED, CONFIRMED, AGREED, ANSWER_DAY_ON_CHECK, BESIDE_DAYS)
"""The page that shows a draft before it is sent, from what is to be known first to its days."""

JUST_SENT: Place[SentComplaint] = Place("just_sent")
ANSWER_DAY_SENT: Place[SentComplaint] = Place("answer_day")
BELOW_DAYS: Place[SentComplaint] = Place("below_days")
ON_SENT = (JUST_SENT, ANSWER_DAY_SENT, BELOW_DAYS)
"""The page of what was just sent: below its number and code, and below the days promised."""

NOTICES: Place[CaseSummary] = Place("notices")
ASKED: Place[CaseSummary] = Place("asked")
TO_DECIDE: Place[CaseSummary] = Place("to_decide")
FIRST: Place[CaseSummary] = Place("first")
BESIDE_MESSAGE: Place[CaseSummary] = Place("beside_message")
BELOW_ANSWER: Place[CaseSummary] = Place("below_answer")
BELOW_CONCLUSIONS: Place[CaseSummary] = Place("below_conclusions")
RECOURSES: Place[CaseSummary] = Place("recourses")
ANSWER_DAY: Place[CaseSummary] = Place("answer_day")
OPINION: Place[CaseSummary] = Place("opinion")
NOT_SETTLED: Place[CaseSummary] = Place("not_settled")
ACTIONS: Place[CaseSummary] = Place("actions")
CORRECTION: Place[CaseSummary] = Place("correction")
PROTECTION: Place[CaseSummary] = Place("protection")
ON_FOLLOWED = (
    *(NOTICES, ASKED, TO_DECIDE, FIRST),
    *(BESIDE_MESSAGE, BELOW_ANSWER, BELOW_CONCLUSIONS, RECOURSES),
    *(ANSWER_DAY, OPINION, NOT_SETTLED, ACTIONS, CORRECTION, PROTECTION),
)
"""The page of a complaint for whoever filed it, from the top down, then what stands beside.

What waits for them, ASKED or TO_DECIDE, stands above everything that they may do besides.
"""


CODE_LOST: Place[str] = Place("code_lost")
ON_CODE = (CODE_LOST,)
"""The page that asks for the number and the code; the number is that of its address."""


class DraftPage(StrEnum):
    """The pages of a draft whose forms have room for what features ask."""

    CHECK = "check"


@dataclass(frozen=True, slots=True)
class DraftForm(Contribution):
    """What a feature asks on a page of a draft: `typed` returns what was sent, which it keeps."""

    page: DraftPage
    typed: Callable[[Journey], Payload]


@dataclass(frozen=True, slots=True)
class AtStart(Contribution):
    """What a new draft keeps of the page where somebody began a complaint about an agency."""

    kept: Callable[[Agency], Payload]


@dataclass(frozen=True, slots=True)
class AtFinder(Contribution):
    """What a draft keeps of the page that proposes agencies, whichever is chosen there."""

    kept: Callable[[OpenDraft], Payload]


@dataclass(frozen=True, slots=True)
class OnceSent(Contribution):
    """What a feature does for the browser from which a draft with this content was just sent."""

    act: Callable[[DraftContent], None]


@dataclass(frozen=True, slots=True)
class MoreHistory(Contribution):
    """What else happened to a complaint that its complainant is told of, in whatever order.

    It stands `in_own_file` where the file that the complainant takes elsewhere tells it as well.
    """

    lines: Callable[[CaseSummary], Iterable[Happened]]
    in_own_file: bool = False


class CountedDates(Struct, frozen=True):
    """The dates that another agency counts of a complaint, by its own calendar."""

    agency: Text
    calendar: WorkingCalendar
    clocks: Sequence[KeptClock]


@dataclass(frozen=True, slots=True)
class MoreDates(Contribution):
    """The dates that other agencies count, for the file that the complainant takes elsewhere."""

    dates: Callable[[CaseSummary], Iterable[CountedDates]]


@dataclass(frozen=True, slots=True)
class OtherCode(Contribution):
    """What else opens a complaint by its number where its access code is asked for.

    `opened` returns the id of the complaint that a typed number and code open, if they do; such a
    code has `length` characters.
    """

    opened: Callable[[str, str], int | None]
    length: int


@dataclass(frozen=True, slots=True)
class MoreWritten(Contribution):
    """What a feature asked when a complaint was filed, and was said, for whoever reads it again.

    What says `where` somebody is reached is read only where it is to be taken along.
    """

    lines: Callable[[CaseSummary], Iterable[WrittenLine]]
    where: Callable[[CaseSummary], Iterable[WrittenLine]] | None = None


@dataclass(frozen=True, slots=True)
class Doorkeeper(Contribution):
    """Where somebody is led who opened a complaint by its number, and may not see it any more.

    It is asked when the code is given, and on each page of a complaint that it `watches`; the form
    that was sent meanwhile is still in the request. Which pages of the complaint it `refuses`, by
    their names, is asked beforehand too: the page of the complaint does not offer them.
    """

    watches: Callable[[str], bool]
    instead: Callable[[str, Opened], ResponseReturnValue | None]
    refuses: Callable[[str, str], bool] = lambda _number, _page: False


def is_watched(number: str) -> bool:
    """Tell whether a complaint may be shut to whoever opened it."""
    return any(keeper.watches(number) for keeper in added(Doorkeeper))


def led_elsewhere(number: str, opened: Opened) -> ResponseReturnValue | None:
    """Return what is answered instead of the complaint, where a feature says so."""
    if not opened.is_watched:
        return None
    asked = (keeper.instead(number, opened) for keeper in added(Doorkeeper))
    return next((answer for answer in asked if answer is not None), None)


def may_open(number: str, opened: Opened, page: str) -> bool:
    """Tell whether whoever opened a complaint may open this page of it, or send there."""
    return not opened.is_watched or not any(
        keeper.refuses(number, page) for keeper in added(Doorkeeper)
    )


class CalendarDay(Struct, frozen=True):
    """A day for somebody's calendar, by a name that it keeps, with what it is called there."""

    name: str
    day: date
    title: str


@dataclass(frozen=True, slots=True)
class MoreDays(Contribution):
    """What else a complaint that was sent puts into somebody's calendar: nothing of the story."""

    days: Callable[[SentComplaint], Iterable[CalendarDay]]


class AgencyDay(Struct, frozen=True):
    """Another agency that answers a complaint: its state, and by when it does, in words.

    The day is empty where none is promised any more, or none is known yet.
    """

    key: str
    agency: Text
    state: str
    kind: str
    when: str
    day: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AlsoAnswered(Contribution):
    """Which other agencies answer a complaint that was just sent."""

    read: Callable[[SentComplaint], Iterable[AgencyDay]]


@dataclass(frozen=True, slots=True)
class AlsoRecourses(Contribution):
    """Where else to turn about what the other agencies answer: of a complaint just sent, or later.

    No plugin is asked for the time limits that are recalled: the settings alone answer.
    """

    sent: Callable[[SentComplaint], Iterable[AgencyWays]]
    followed: Callable[[CaseSummary], Iterable[AgencyWays]]


def ways_followed(summary: CaseSummary, reminders: Sequence[ToldNotice] = ()) -> list[ToldWays]:
    """Return where else to turn about a complaint, at each agency that answers some of it.

    Where nothing is disagreed with its own agency names no other recourse.
    """
    others = [ways for also in added(AlsoRecourses) for ways in also.followed(summary)]
    if summary.is_undisputed:
        return told_ways(AgencyWays(summary.agency.name, ()), others) if others else []
    own = AgencyWays(summary.agency.name, summary.recourses, reminders)
    return told_ways(own, others)


class GivenConsent(Struct, frozen=True):
    """Something that a complainant agreed to and may take back; `code` says which, for ever.

    `does` is what happens because of it, `beyond` what taking it back cannot undo. `take_back` is
    done under the lock. The history says so unless it is not to know of it. Where it can be taken
    back no more, `held` says why.
    """

    code: str
    title: str
    since: datetime | None
    does: str
    beyond: str
    take_back: Callable[..., None]
    in_history: bool = True
    held: str = ""


@dataclass(frozen=True, slots=True)
class ConsentsGiven(Contribution):
    """What a complainant agreed to that a feature keeps, as it stands now."""

    given: Callable[[CaseSummary], Iterable[GivenConsent]]


class Addressee(Struct, frozen=True):
    """An agency that can be written to about a complaint, under the number it has it under."""

    key: str
    number: str
    agency: str


@dataclass(frozen=True, slots=True)
class AlsoWrittenTo(Contribution):
    """Who else can be written to about a complaint, by its id."""

    read: Callable[[Session, int], Iterable[Addressee]]


def shown_parts(places: Iterable[Place[Seen]], subject: Seen) -> dict[str, list[ShownPart]]:
    """Return what the features show of `subject` at these places, by the name of the place."""
    parts: dict[str, list[ShownPart]] = {place.name: [] for place in places}
    for place in places:
        for page_part in added(PagePart):
            part = page_part.shown(subject) if page_part.place is place else None
            if part is not None:
                parts[place.name].append((page_part.template, part))
    return parts


def draft_forms(page: DraftPage) -> list[DraftForm]:
    """Return what the features ask on a page of a draft."""
    return [form for form in added(DraftForm) if form.page is page]


def typed_for_features(page: DraftPage, journey: Journey) -> list[Payload]:
    """Return what was sent of what the features ask on a page."""
    return [form.typed(journey) for form in draft_forms(page)]

"""What a feature adds to the office: to the page of a complaint, its actions, lists and letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from msgspec import Struct

from portal.agencies.agency import Agency
from portal.complaints.events import Content
from portal.complaints.queries.case_file import Entry, Message
from portal.complaints.queries.work_list_rows import Row
from portal.complaints.queries.work_list_views import Chooser
from portal.db import Session
from portal.db.reads import Read
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.text import Language
from portal.domain.time.clock import ClockKind
from portal.pages.features import Contribution, added, arranged_once
from portal.pages.office.case import OpenedCase
from portal.pages.office.wording import Tag

LAST = 1000
"""The rank of what has no place of its own among others."""

WordDetail = Callable[[OpenedCase, Any], str | None]
"""What makes the words of an entry, of what its class holds; of nothing, if its kind has none."""


@dataclass(frozen=True, slots=True)
class CaseTag(Contribution):
    """What marks the page of a complaint, where anything does."""

    tag: Callable[[OpenedCase], Tag | None]


class Stage(StrEnum):
    """Under which heading an action is listed, in the order of the work."""

    ANSWER = "answer"
    ASK = "ask"
    DATES = "dates"
    SORT = "sort"
    PROTECT = "protect"


@dataclass(frozen=True, slots=True)
class Offer(Contribution):
    """An action that a complaint may offer: the page it leads to, what it is called, and when.

    They are listed under the headings of their `stage`, by their `rank`, the smaller first. One
    that `comes_next` has its button beside what is to be done now. One that is `with_person` is
    done with or for whoever complains, which its permission does not say: nobody is offered it
    where nobody complains.
    """

    name: str
    words: str | Callable[[OpenedCase], str]
    permission: Permission
    is_offered: Callable[[OpenedCase], bool] = lambda _case: True
    comes_next: bool = False
    rank: int = LAST
    with_person: bool = False
    stage: Stage = Stage.PROTECT


class AskedElsewhere(Struct, frozen=True):
    """What another agency is asked to answer: a part, or the `is_whole` complaint.

    It `is_awaited` until its answer is there.
    """

    number: str
    is_awaited: bool
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class AsksAgencies(Contribution):
    """Which other agencies are asked to answer a complaint or a part of it, and what each."""

    of: Callable[[OpenedCase], Mapping[str, AskedElsewhere]]


def asked_elsewhere(case: OpenedCase) -> dict[str, AskedElsewhere]:
    """Return what other agencies are asked of a complaint, by agency."""
    asking = added(AsksAgencies)
    return {agency: asked for asks in asking for agency, asked in asks.of(case).items()}


@dataclass(frozen=True, slots=True)
class EndedByActing(Contribution):
    """A kind of date that ends because somebody of the agency acts in person, whatever they do."""

    kind: ClockKind


class Place(StrEnum):
    """Where a part stands: on the page of a complaint from the top down, then on those of actions.

    Before an ANSWER leaves, what it may tell besides; at its CLOSING, what is still to come.
    """

    NOTICES = "notices"
    BEFORE_TASK = "before_task"
    AFTER_TASK = "after_task"
    FACTS = "facts"
    LINKED = "linked"
    BESIDE = "beside"
    ANSWER = "answer"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class ToDoOnceEnded(Contribution):
    """What a complaint that has ended still waits for, in words, if it does for anything."""

    task: Callable[[OpenedCase], str | None]


@dataclass(frozen=True, slots=True)
class CasePart(Contribution):
    """A part of the page of a complaint, shown unless there is nothing to show.

    Its template has what the page has, and what was to be shown as `part`. Those that share a
    place stand there by their `rank`, the smallest at the top.
    """

    name: str
    place: Place
    template: str
    shown: Callable[[OpenedCase], Mapping[str, Any] | None]
    rank: int = LAST


@dataclass(frozen=True, slots=True)
class HistoryEntry(Contribution):
    """Something that happens to complaints: its title, and the facts in words that say more.

    What is done `by_agency` was done by the agency that its facts name, and none of this one's
    people. A feature may word facts of its own in what the kernel records: without a title. Then
    its words `comes_last` if they stand after those of the kernel.
    """

    kind: EntryKind
    title: str | None = None
    detail: WordDetail | None = None
    by_agency: bool = False
    comes_last: bool = False


@dataclass(frozen=True, slots=True)
class HoldsNoMore(Contribution):
    """What became untrue of entries after they were written: by their place, what is said instead.

    It takes the place of the facts that the entry tells.
    """

    of: Callable[[OpenedCase], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class HistoryText(Contribution):
    """A kind of text in the history: "in", "out" or "note" is the frame around it.

    An exchange stands among what the complainant and the agency wrote to each other. One that
    `waits_elsewhere` is a complainant's that is answered on a page of its own.
    """

    kind: str
    frame: str = "out"
    is_exchange: bool = False
    waits_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class ActedThen(Contribution):
    """Who acted as the complainant when something happened, where another person does now."""

    who: Callable[[OpenedCase, Entry], str | None]


@dataclass(frozen=True, slots=True)
class KeptTexts(Contribution):
    """Texts that a feature keeps itself, each at its place in the history of a complaint."""

    texts: Callable[[OpenedCase], Iterable[Message]]


class SecondReading(Struct, frozen=True):
    """Who may read an answer; where nobody may, who can let somebody, or change the rule."""

    readers: tuple[str, ...]
    helpers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstReaders(Contribution):
    """Who reads an answer before it leaves; None where nobody has to."""

    who_reads: Callable[[OpenedCase], SecondReading | None]


@dataclass(frozen=True, slots=True)
class HeldMessage(Contribution):
    """What is shown beside the text of a message of this kind to whoever reads it first."""

    of: type[Content]
    shown: Callable[[OpenedCase, Any], dict[str, Any]]


class WrittenLetter(Struct, frozen=True):
    """The words of a letter that is about to leave, in their language."""

    words: str
    language: Language


@dataclass(frozen=True, slots=True)
class Joined(Contribution):
    """What is joined to answers: of one, its words as they leave; of many, by their complaints."""

    to_one: Callable[[OpenedCase, str], str]
    to_each: Callable[[Session, Agency, Mapping[int, WrittenLetter]], dict[int, WrittenLetter]]


@dataclass(frozen=True, slots=True)
class RowTag(Contribution):
    """What marks a row of the work list of an agency, where anything does.

    What `comes_first` stands before the state of the work.
    """

    tag: Callable[[Row, str], Tag | None]
    comes_first: bool = False


@dataclass(frozen=True, slots=True)
class ListFilter(Contribution):
    """Something of a feature, by its id, to which the work list may be narrowed.

    `name` says it in the address; `label` stands above the `choices`, `every` for all of them, and
    `chosen` is what the list is narrowed to, with the name of the choice. Few are left by it.
    `named` returns what a choice is called in an agency, for whoever looks.
    """

    name: str
    label: str
    every: str
    chosen: str
    permission: Permission
    choices: Read[Sequence[tuple[int, str]]]
    narrows: Chooser
    named: Callable[[str, int, str], str] = lambda _agency, _choice, name: name


@dataclass(frozen=True, slots=True)
class ListPart(Contribution):
    """What stands above the work list of an agency for those who may, where anything does.

    It is `read` with the list, by the `values` that it is handed for the agency. Its template has
    what the page has, and what is `shown` of that as `part`.
    """

    template: str
    permission: Permission
    read: Read[Any]
    values: Callable[[str], Mapping[str, Any]]
    shown: Callable[[str, Any], Mapping[str, Any] | None]


class ToDecide(Struct, frozen=True):
    """What else waits for the top authority: how much, in words, and the list of it."""

    words: str
    template: str
    rows: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Deciding(Contribution):
    """What reads what else waits for the top authority of an agency."""

    read: Callable[[Session, str], ToDecide | None]


def parts_at(case: OpenedCase, place: Place) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the template of each part that has something to show at a place, with what it is."""
    shown = ((part.template, part.shown(case)) for part in _parts()[place])
    return [(template, values) for template, values in shown if values is not None]


@arranged_once
def _parts() -> Mapping[str, Sequence[CasePart]]:
    """Return the parts at each place, from the top down."""
    parts = sorted(added(CasePart), key=lambda part: part.rank)
    return {place: [part for part in parts if part.place == place] for place in Place}

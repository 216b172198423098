"""What is kept of a report of reprisals: a file of its own, apart from the complaint.

Nothing of it stands with the complaint, where whoever handles that would see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from msgspec import Struct, convert, field, to_builtins

from portal.domain.errors import PortalError
from portal.domain.role import Role
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind, is_overdue
from portal.domain.time.promise import Allowance, Confidence, Promise, Unit

FIRST_ACT, CHECK_IN = ClockKind.REPRISAL_FIRST_ACT, ClockKind.REPRISAL_CHECK_IN
CHECK_INS = tuple(
    Promise(
        Allowance(days, Unit.CALENDAR_DAYS),
        Text("Règle du portail", "Rule of the portal"),
        Confidence.INFERRED,
    )
    for days in (30, 90)
)
"""When whoever protects a person asks them again how they are."""

REMINDED_BEFORE = timedelta(days=3)
"""How long before a check-in whoever owes it is reminded, once."""


class Against(StrEnum):
    """Whom a report is about, as whoever makes it says."""

    OTHERS = "others"
    HEAD = "head"
    TOP = "top"


class Reader(StrEnum):
    """Who reads a file: the head of the service and the top authority, or the latter alone."""

    HEAD = "head"
    TOP = "top"


class NobodyInsideError(PortalError):
    """Nobody of the agency may judge what a report is about, and it is kept by nobody.

    It is about the top authority, or else (`is_closed`) whoever could read it is kept from it.
    """

    def __init__(self, *, is_closed: bool = False) -> None:
        super().__init__()
        self.is_closed = is_closed


class Report(Struct, frozen=True):
    """What the person told, or told somebody of the staff (`by`), and the mark of its form."""

    at: datetime
    body: str
    by: int | None = None
    once: str | None = None


class ProtectiveAct(Struct, frozen=True):
    """What was done for the person, by whom, whether by its date, and the mark of its form."""

    at: datetime
    body: str
    by: int | None
    kind: str
    is_late: bool = False
    once: str | None = None


class PromisedDate(Struct):
    """A date promised to the person; how it was counted is told as that of any clock."""

    kind: str
    started_at: datetime
    due_at: datetime
    last_day: date
    allowance: str
    promise: dict[str, Any]
    explanation: dict[str, Any]
    release: int = 0
    in_force_from: datetime | None = None
    met_at: datetime | None = None
    missed_at: datetime | None = None
    is_reminded: bool = False


class ProtectionFile(Struct):
    """What is known of those reports about one complaint that the same people may read.

    A report that others may read has a file of its own, of which nothing shows in this one: each
    has what was told, done and promised. Whoever is `kept_from` it is named in a report. `agency`
    has the complaint, as far as those who protect there were told. `key` tells it from the other
    files of the complaint, and is drawn by lot; files of versions before have none.
    """

    complaint_id: int
    number: str
    agency: str
    reader: Reader
    kept_from: list[int] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    acts: list[ProtectiveAct] = field(default_factory=list)
    dates: list[PromisedDate] = field(default_factory=list)
    key: str = ""

    @property
    def roles(self) -> tuple[Role, ...]:
        """In which roles it is read, were nobody kept from it; who acts first stands first."""
        both = (Role.HEAD, Role.TOP_AUTHORITY)
        return both if self.reader is Reader.HEAD else both[1:]

    @property
    def owed(self) -> list[PromisedDate]:
        """What is still to be done, in time or late, the soonest first."""
        return sorted((one for one in self.dates if one.met_at is None), key=lambda one: one.due_at)

    @property
    def is_first_act_owed(self) -> bool:
        """Tell whether nobody acted since the last report."""
        return any(one.kind == FIRST_ACT for one in self.owed)

    def has(self, once: str | None) -> bool:
        """Tell whether what a form with this mark says was taken down before."""
        kept = {one.once for one in self.reports} | {one.once for one in self.acts}
        return once is not None and once in kept

    def is_read_by(self, user_id: int | None, agency: str, *, is_top: bool) -> bool:
        """Tell whether somebody who protects people in an agency may know of it."""
        is_theirs = agency == self.agency and user_id not in self.kept_from
        return is_theirs and (is_top or self.reader is Reader.HEAD)

    def keep_from(self, people: Iterable[int]) -> None:
        """Keep from it whom a report names."""
        self.kept_from = sorted({*self.kept_from, *people})

    def act(self, at: datetime, by: int | None, body: str, once: str | None = None) -> None:
        """Note what was done: the first act answers every report made so far."""
        first = self.owed[0]
        answered = [one for one in self.owed if one.kind == first.kind == FIRST_ACT] or [first]
        for one in answered:
            one.met_at = at
            one.missed_at = one.missed_at or (one.due_at if is_overdue(one.due_at, at) else None)
        is_late = first.missed_at is not None
        self.acts.append(ProtectiveAct(at, body, by, first.kind, is_late, once))

    def passed(self, now: datetime) -> list[PromisedDate]:
        """Mark the dates that passed without anything done; return those."""
        owed = (one for one in self.owed if one.missed_at is None)
        passed = [one for one in owed if is_overdue(one.due_at, now)]
        for one in passed:
            one.missed_at = one.due_at
        return passed

    def coming(self, now: datetime) -> list[PromisedDate]:
        """Mark the check-ins that come near; return those of which nobody was reminded."""
        owed = (one for one in self.owed if one.kind == CHECK_IN and one.missed_at is None)
        near = [one for one in owed if not one.is_reminded and now >= one.due_at - REMINDED_BEFORE]
        for one in near:
            one.is_reminded = True
        return near


def read_files(stored: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> list[ProtectionFile]:
    """Return the files of a complaint; earlier versions kept one, which all reports joined."""
    return convert([stored] if isinstance(stored, Mapping) else stored, list[ProtectionFile])


def stored_files(files: Sequence[ProtectionFile]) -> list[dict[str, Any]]:
    """Return the files of a complaint as values that JSON can hold."""
    kept: list[dict[str, Any]] = to_builtins(files)
    return kept


def file_to_act_on(files: Iterable[ProtectionFile], key: str | None) -> ProtectionFile | None:
    """Return which of these files an act is for: by its key, else where one is owed the soonest."""
    owing = [file for file in files if file.owed and key in (None, file.key)]
    return min(owing, key=lambda file: file.owed[0].due_at, default=None)

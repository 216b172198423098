"""A withdrawal binds after five days: until then the person may keep the complaint.

Who suggested it is told in an entry that nobody reads in the history: see `confidential` of the
domain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from portal.complaints.entries import EntryFacts
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.promise import Allowance, Confidence, Promise, Unit

BINDS_AFTER = Promise(
    Allowance(5, Unit.CALENDAR_DAYS),
    Text("Règle de ce portail, la même pour tous", "Rule of this portal, the same for everybody"),
    Confidence.SOURCED,
)
"""How long the person may keep a complaint whose withdrawal was asked for."""


ASKED_A_DAY = 3
"""So often within a day a withdrawal may be asked for; each tells everybody concerned."""


class AskedTooOftenError(TransitionNotAllowedError):
    """It was asked for and taken back so often within a day that it is not asked for again now."""


def binds_on(last_day: date) -> date:
    """Return the day on which a withdrawal binds, if nobody keeps the complaint until before."""
    return last_day + timedelta(days=1)


class Suggested(StrEnum):
    """Who suggested that the complaint be withdrawn, as its complainant says."""

    NOBODY = "nobody"
    AGENCY = "agency"
    OTHER = "other"


class Asking(StrEnum):
    """Who asked somebody of the staff that it be withdrawn."""

    PERSON = "person"
    REPRESENTATIVE = "representative"


class Fallen(StrEnum):
    """Why a withdrawal that was asked for does not happen."""

    TAKEN_BACK = "taken_back"
    ANSWERED = "answered"


class State(StrEnum):
    """What became of a withdrawal that was asked for."""

    WAITING = "waiting"
    FALLEN = "fallen"
    BOUND = "bound"


@dataclass(frozen=True, slots=True)
class WithdrawalAsked(EntryFacts, kind=EntryKind.WITHDRAWAL_ASKED):
    """It was asked that the complaint be withdrawn, which happens after this day.

    Where somebody of the staff noted it, they say who `asked` and by which way.
    """

    last_day: date
    asked: str | None = None
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawalSuggested(EntryFacts, kind=EntryKind.WITHDRAWAL_SUGGESTED):
    """Who suggested it: empty where the person did not say."""

    by: str


@dataclass(frozen=True, slots=True)
class WithdrawalFallen(EntryFacts, kind=EntryKind.WITHDRAWAL_FALLEN):
    """The withdrawal does not happen.

    Where somebody of the staff noted that the complaint is kept, they say who `asked` and how.
    """

    why: Fallen
    asked: str | None = None
    contact: str | None = None


class Withdrawal(Struct, frozen=True):
    """The last withdrawal that was asked for, and what became of it.

    It binds after `last_day`. Where somebody of the staff noted it, it was `asked` by somebody, by
    a way of `contact`. `suggested` is who suggested it, or empty; None where nothing was said.
    """

    last_day: date
    asked: str | None
    contact: str | None
    suggested: str | None = None
    state: State = State.WAITING


Told = tuple[str, Mapping[str, Any]]
"""The kind of an entry, and its facts."""

_ENDS: dict[str, State] = {
    EntryKind.WITHDRAWAL_FALLEN: State.FALLEN,
    EntryKind.WITHDRAWN: State.BOUND,
}


def withdrawal_in(entries: Iterable[Told]) -> Withdrawal | None:
    """Return the last withdrawal that entries tell of, in their order; None where there is none."""
    last: Withdrawal | None = None
    for kind, facts in entries:
        if kind == EntryKind.WITHDRAWAL_ASKED:
            asked = WithdrawalAsked.read(facts)
            last = Withdrawal(asked.last_day, asked.asked, asked.contact)
        elif last is not None and kind == EntryKind.WITHDRAWAL_SUGGESTED:
            last = replace(last, suggested=WithdrawalSuggested.read(facts).by)
        elif last is not None and kind in _ENDS:
            last = replace(last, state=_ENDS[kind])
    return last

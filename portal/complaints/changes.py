"""What a complaints service asks its agency to change, as far as other capabilities speak of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.complaints.work import Work
from portal.domain.errors import UnknownRecommendationError


class Change(Struct, frozen=True):
    """Something that was asked to be changed: `text` in its newest wording."""

    id: int
    title: str
    text: str
    is_verified: bool


class ListedChange(Struct, frozen=True):
    """A change as lists offer it: since when it is asked for, and where it stands in words.

    `state` is the French text of these words.
    """

    id: int
    title: str
    asked_at: datetime
    state: str


class VerifiedChange(Struct, frozen=True):
    """A change whose execution was verified: of which theme, and from how many complaints."""

    id: int
    title: str
    complaints: int
    theme: str


class DoneChange(Struct, frozen=True):
    """A change that was said to be done: about which subject of an agency, and when it was asked.

    It gathers so many `complaints`.
    """

    id: int
    agency: str
    category: str
    theme: str
    complaints: int
    asked_at: datetime
    done_at: datetime


class BrokenPromise(Struct, frozen=True):
    """A change that was promised by a day and is not done, about how many complaints."""

    id: int
    agency: str
    theme: str
    complaints: int
    due_on: date


class ChangeStanding(Struct, frozen=True):
    """Where a change stands, and for which day it was promised, if it is not done yet."""

    state: str
    due_on: date | None


class Changes:
    """Looks up what is asked to be changed; what an actor may not see is not found.

    This one finds nothing: it stands where nothing can be asked to be changed.
    """

    def of_agency(self, session: Session, agency: str, most: int) -> list[ListedChange]:
        """Return the newest of an agency."""
        return []

    def change(self, session: Session, agency: str, change_id: int) -> Change:
        """Return one of an agency; raise UnknownRecommendationError where there is none."""
        raise UnknownRecommendationError(change_id)

    def standings(
        self, session: Session, agency: str, change_ids: Collection[int]
    ) -> Mapping[int, ChangeStanding]:
        """Return where some of an agency stand, by number."""
        return {}

    def verified(
        self, session: Session, agency: str, but: Collection[int], most: int
    ) -> list[VerifiedChange]:
        """Return those of an agency that were verified, the newest first, without some."""
        return []

    def hold_verified(self, work: Work, agency: str, change_id: int) -> VerifiedChange:
        """Hold one that was verified.

        Raise UnknownRecommendationError where there is none, TransitionNotAllowedError before.
        """
        raise UnknownRecommendationError(change_id)

    def people_behind(self, session: Session, change_id: int) -> list[str]:
        """Return the names of the people from whose complaints it comes."""
        return []

    def in_vain(
        self, session: Session, agencies: Collection[str], now: datetime
    ) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Return of each agency how many were not followed within a year, and how many are late."""
        return {}, {}

    def done_since(
        self, session: Session, agencies: Collection[str], since: datetime
    ) -> Sequence[DoneChange]:
        """Return what was said to be done since a moment, and still is, in the order of numbers."""
        return ()

    def broken_promises(
        self, session: Session, agencies: Collection[str], until: datetime
    ) -> Sequence[BrokenPromise]:
        """Return what was promised by `until` at the latest and is not done."""
        return ()

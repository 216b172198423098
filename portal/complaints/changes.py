"""What a complaints service asks its agency to change, as far as other capabilities speak of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from portal.complaints.work import Work
from portal.domain.errors import UnknownRecommendationError


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was asked to be changed: `text` in its newest wording."""

    id: int
    title: str
    text: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class VerifiedChange:
    """A change whose execution was verified: of which theme, and from how many complaints."""

    id: int
    title: str
    complaints: int
    theme: str


class Changes(Protocol):
    """Looks up what is asked to be changed; what an actor may not see is not found."""

    def of_agency(self, session: Session, agency: str, most: int) -> list[tuple[int, str]]:
        """Return the newest of an agency, with their titles."""

    def change(self, session: Session, agency: str, change_id: int) -> Change:
        """Return one of an agency; raise UnknownRecommendationError where there is none."""

    def verified(
        self, session: Session, agency: str, but: Collection[int], most: int
    ) -> list[VerifiedChange]:
        """Return those of an agency that were verified, the newest first, without some."""

    def hold_verified(self, work: Work, agency: str, change_id: int) -> VerifiedChange:
        """Hold one that was verified.

        Raise UnknownRecommendationError where there is none, TransitionNotAllowedError before.
        """

    def people_behind(self, session: Session, change_id: int) -> list[str]:
        """Return the names of the people from whose complaints it comes."""

    def in_vain(
        self, session: Session, agencies: Collection[str], now: datetime
    ) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Return of each agency how many were not followed within a year, and how many are late."""


class NoChanges:
    """Where nothing can be asked to be changed."""

    def of_agency(self, _session: Session, _agency: str, _most: int) -> list[tuple[int, str]]:
        """Return nothing."""
        return []

    def change(self, _session: Session, _agency: str, change_id: int) -> Change:
        """Raise UnknownRecommendationError."""
        raise UnknownRecommendationError(change_id)

    def verified(
        self, _session: Session, _agency: str, _but: Collection[int], _most: int
    ) -> list[VerifiedChange]:
        """Return nothing."""
        return []

    def hold_verified(self, _work: Work, _agency: str, change_id: int) -> VerifiedChange:
        """Raise UnknownRecommendationError."""
        raise UnknownRecommendationError(change_id)

    def people_behind(self, _session: Session, _change_id: int) -> list[str]:
        """Return nobody."""
        return []

    def in_vain(
        self, _session: Session, _agencies: Collection[str], _now: datetime
    ) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Return nothing."""
        return {}, {}

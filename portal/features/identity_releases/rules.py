"""What the history tells of who complains having been released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.complaints.entries import EntryFacts
from portal.domain.history import EntryKind


class Releasing(StrEnum):
    """As what somebody is asked to release something; or that nobody can be."""

    SERVICE = "service"
    TOP = "top"
    AUDITORS = "auditors"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class ReleaseAsked(EntryFacts, kind=EntryKind.RELEASE_ASKED):
    """Who answers cannot reach whoever complains: these fields are asked `of` somebody."""

    fields: Sequence[str]
    of: str


@dataclass(frozen=True, slots=True)
class IdentityReleased(EntryFacts, kind=EntryKind.IDENTITY_RELEASED):
    """Somebody may read these fields of who complains, or was told them in a text.

    Where another `agency` was, nobody is named.
    """

    to: int | None = None
    fields: Sequence[str] = ()
    agency: str | None = None

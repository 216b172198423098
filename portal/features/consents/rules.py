"""What the history tells of a consent that was taken back."""

from __future__ import annotations

from dataclasses import dataclass

from portal.complaints.entries import EntryFacts
from portal.domain.history import EntryKind


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn(EntryFacts, kind=EntryKind.CONSENT_WITHDRAWN):
    """Whoever complains took back what they had agreed to: `what` is its code."""

    what: str

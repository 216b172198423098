"""What agencies tell everybody of how they are reached is masked in no text."""

from __future__ import annotations

from msgspec.structs import replace
from sqlalchemy.orm import Session

from portal.domain.masking import Hidden


def published_to(session: Session) -> frozenset[str]:
    """Return the telephone numbers and e-mail addresses that the agencies in force publish."""
    told: frozenset[str] = session.info["published"]()
    return told


def but_published(session: Session, hidden: Hidden) -> Hidden:
    """Return what hides the same, but for what agencies publish."""
    return replace(hidden, published=published_to(session))

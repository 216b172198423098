"""Somebody says how easy filing was: it is counted once, and kept apart from what they sent."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from portal.features.ease.queries import add_to_counts, mark_said
from portal.features.ease.rules import Ease, counted


def say(
    session: Session, mark: str, answer: Ease, *, day: date, agency: str, language: str
) -> bool:
    """Count an answer; return False where the draft of this mark had one, which then stands."""
    if not mark_said(session, mark, day):
        return False
    add_to_counts(session, counted(answer, day, agency, language))
    return True

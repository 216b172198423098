"""The citizens' pages: finding an agency, filing a complaint without an account, following it."""

from __future__ import annotations

from portal.pages.citizen import (
    additions,
    agencies,
    check,
    dates,
    documents,
    finding,
    follow,
    follow_actions,
    followed,
    home,
    pages,
    questions,
    receipt,
    reply,
    resume,
    saving,
    sent,
    story,
    subject,
)
from portal.pages.citizen.blueprint import bp

__all__ = [
    "additions",
    "agencies",
    "bp",
    "check",
    "dates",
    "documents",
    "finding",
    "follow",
    "follow_actions",
    "followed",
    "home",
    "pages",
    "questions",
    "receipt",
    "reply",
    "resume",
    "saving",
    "sent",
    "story",
    "subject",
]

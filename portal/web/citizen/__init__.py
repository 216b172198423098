"""The citizens' pages: finding an agency, filing a complaint without an account, following it."""

from __future__ import annotations

from portal.web.citizen import (
    additions,
    again,
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
    reprisals,
    resume,
    saving,
    sent,
    story,
    subject,
)
from portal.web.citizen.blueprint import bp

__all__ = [
    "additions",
    "again",
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
    "reprisals",
    "resume",
    "saving",
    "sent",
    "story",
    "subject",
]

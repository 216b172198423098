"""The citizens' pages: finding an agency, filing a complaint without an account, following it."""

from __future__ import annotations

from portal.features.contact_limits import citizen as limit_review
from portal.features.groups import citizen as happened_too
from portal.features.joint_answers import citizen as part
from portal.features.joint_answers import review_pages as part_review
from portal.features.lessons import citizen as lessons
from portal.features.ready_file import citizen as ready_file
from portal.features.recommendations import citizen as news
from portal.features.referrals import citizen as staff_page
from portal.features.referrals import leaflet
from portal.features.reprisals import citizen as reprisals
from portal.features.reviews import citizen as again
from portal.features.satisfaction import citizen as survey
from portal.features.satisfaction import verdict_pages as judging
from portal.features.transfers import citizen as transfer
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
    "happened_too",
    "home",
    "judging",
    "leaflet",
    "lessons",
    "limit_review",
    "news",
    "pages",
    "part",
    "part_review",
    "questions",
    "ready_file",
    "receipt",
    "reply",
    "reprisals",
    "resume",
    "saving",
    "sent",
    "staff_page",
    "story",
    "subject",
    "survey",
    "transfer",
]

"""Help that stands before anything else on a page, where what somebody wrote tells of danger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from portal.agencies.agency import Agency
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.queries.followed import Followed
from portal.domain.handling.notices import Notice, NoticeKind
from portal.pages.shown.before_filing import ToldNotice

STAYS = timedelta(days=30)
"""For how long what somebody wrote shows help on the page of their complaint."""


def dangers_among(told: Iterable[ToldNotice]) -> list[Notice]:
    """Return the notices of danger among those that are told."""
    return [shown.notice for shown in told if shown.notice.kind is NoticeKind.DANGER]


def dangers_typed(agency: Agency, content: DraftContent) -> list[Notice]:
    """Return the dangers told by what a draft holds; its first words until its story is told.

    Answers tell them as they were typed, whether or not the rest of their page can be used.
    """
    return agency.configured.dangers_in(_texts_of(content), content.typed)


def maybe_typed(agency: Agency, content: DraftContent) -> Notice | None:
    """Return the danger that a draft may tell, though not for sure: one line is shown for it."""
    return agency.configured.maybe_danger_in(_texts_of(content))


def _texts_of(content: DraftContent) -> list[str]:
    answers = (answer for answer in content.answers.values() if isinstance(answer, str))
    return [content.story or content.words, content.wish, content.when_where, *answers]


def dangers_of(agency: Agency, complaint: Followed, now: datetime) -> list[Notice]:
    """Return the dangers told by what the complainant wrote or answered in the last 30 days."""
    texts = [
        entry.text
        for entry in complaint.history
        if entry.by_complainant and entry.text and entry.at > now - STAYS
    ]
    if complaint.facts.received_at <= now - STAYS:
        return agency.configured.dangers_in(texts)
    return agency.configured.dangers_in([complaint.story, *texts], complaint.facts.answers)

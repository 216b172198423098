"""What a person should know before filing: danger first, then other bodies, then the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from portal.agencies.consultation import Consultation
from portal.agencies.settings.matching import comparable, found_in
from portal.domain.complaint import Draft
from portal.domain.handling.notices import Notice, NoticeKind, Redirect
from portal.domain.text import Text
from portal.pages.current import runtime

_ORDER = (
    NoticeKind.DANGER,
    NoticeKind.LEGAL_DELAY,
    NoticeKind.OWN_REVIEW,
    NoticeKind.OUT_OF_SCOPE,
    NoticeKind.INFORMATION,
)
_REMINDERS = frozenset({NoticeKind.LEGAL_DELAY, NoticeKind.OWN_REVIEW})


@dataclass(frozen=True, slots=True)
class ToldRedirect:
    """A way of its own, with its last day where the person said when the time began."""

    redirect: Redirect
    last_day: date | None
    is_past: bool


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """A notice as it is told about one draft."""

    notice: Notice
    redirects: tuple[ToldRedirect, ...]


@dataclass(frozen=True, slots=True)
class OtherBody:
    """A body outside the portal that answers for what was told."""

    body: Text
    text: Text
    link: str | None


def common_notices(draft: Draft) -> list[ToldNotice]:
    """Return what the portal tells everybody who writes such words."""
    return notices_of(runtime().agencies.intake_desk.consult(), draft)


def notices_of(consultation: Consultation, draft: Draft) -> list[ToldNotice]:
    """Return what an agency, and the portal with it, tells before this draft is filed."""
    return in_order(_shown(notice, consultation, draft) for notice in consultation.notices(draft))


def reminders(consultation: Consultation, draft: Draft) -> list[ToldNotice]:
    """Return what is told again once a complaint is sent: each time limit that still runs."""
    return [shown for shown in notices_of(consultation, draft) if _is_reminded(shown.notice)]


def in_order(notices: Iterable[ToldNotice]) -> list[ToldNotice]:
    """Return each notice once, danger first."""
    once = {shown.notice.code: shown for shown in notices}
    return sorted(once.values(), key=lambda shown: _ORDER.index(shown.notice.kind))


def other_bodies(words: str) -> list[OtherBody]:
    """Return the bodies outside the portal that the words call for."""
    typed = comparable(words)
    return [
        OtherBody(body.body.text, body.text.text, body.link)
        for body in runtime().agencies.portal.elsewhere
        if found_in(typed, _comparable_words(body.words))
    ]


def _is_reminded(notice: Notice) -> bool:
    has_its_time = any(redirect.within for redirect in notice.redirects)
    return has_its_time or notice.kind in _REMINDERS


def _shown(notice: Notice, consultation: Consultation, draft: Draft) -> ToldNotice:
    if not notice.redirects:
        return ToldNotice(notice, ())
    calendar = consultation.calendar(draft.category)
    today = calendar.day_of(runtime().now())
    days = [redirect.last_day(draft.answers, calendar) for redirect in notice.redirects]
    return ToldNotice(
        notice,
        tuple(
            ToldRedirect(redirect, day, day is not None and day < today)
            for redirect, day in zip(notice.redirects, days, strict=True)
        ),
    )


@lru_cache(maxsize=256)
def _comparable_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(comparable, words))

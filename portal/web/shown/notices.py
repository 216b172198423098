"""What a person should know before filing: danger first, then other bodies, then the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from portal.agencies.consultation import Consultation
from portal.agencies.matching import comparable, found_in
from portal.domain.complaint import Draft
from portal.domain.problems import Notice, NoticeKind
from portal.domain.text import Text
from portal.web.current import runtime

_ORDER = (
    NoticeKind.DANGER,
    NoticeKind.LEGAL_DELAY,
    NoticeKind.OWN_REVIEW,
    NoticeKind.OUT_OF_SCOPE,
    NoticeKind.INFORMATION,
)


@dataclass(frozen=True, slots=True)
class OtherBody:
    """A body outside the portal that answers for what was told."""

    body: Text
    text: Text
    link: str | None


def common_notices(draft: Draft) -> list[Notice]:
    """Return what the portal tells everybody who writes such words."""
    return in_order(runtime().agencies.intake_desk.consult().notices(draft))


def notices_of(asked: Consultation, draft: Draft) -> list[Notice]:
    """Return what an agency, and the portal with it, tells before this draft is filed."""
    return in_order(asked.notices(draft))


def in_order(notices: Iterable[Notice]) -> list[Notice]:
    """Return each notice once, danger first."""
    once = {notice.code: notice for notice in notices}
    return sorted(once.values(), key=lambda notice: _ORDER.index(notice.kind))


def other_bodies(words: str) -> list[OtherBody]:
    """Return the bodies outside the portal that the words call for."""
    typed = comparable(words)
    return [
        OtherBody(one.body.text, one.text.text, one.link)
        for one in runtime().agencies.portal.elsewhere
        if found_in(typed, _comparable_words(one.words))
    ]


@lru_cache(maxsize=256)
def _comparable_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(comparable, words))

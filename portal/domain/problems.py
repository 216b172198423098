"""What is wrong with an answer, and what a citizen should know before filing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.redirect import Redirect
from portal.domain.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to correct: the field it belongs to, and what to do, in both languages."""

    field: str
    text: Text


class NoticeKind(StrEnum):
    """Why a citizen is told something before filing."""

    OUT_OF_SCOPE = "out_of_scope"
    OWN_REVIEW = "own_review"
    LEGAL_DELAY = "legal_delay"
    DANGER = "danger"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before filing, with where to read more and where else to turn."""

    code: str
    kind: NoticeKind
    title: Text
    text: Text
    link: str | None = None
    redirects: tuple[Redirect, ...] = ()

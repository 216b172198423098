"""What a link is good for, how long, and how often one leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.complaints.entries import EntryFacts
from portal.domain.complaint import ReplyBy
from portal.domain.errors import PortalError
from portal.domain.history import EntryKind
from portal.words.catalogue import to_translate

LASTS: Mapping[ReplyBy, timedelta] = {
    ReplyBy.EMAIL: timedelta(minutes=30),
    ReplyBy.TEXT: timedelta(minutes=30),
    ReplyBy.POST: timedelta(days=15),
}
"""How long what is sent opens something, by the means by which it is sent; by no other is it."""

DRAFT_LINK_LASTS = LASTS[ReplyBy.EMAIL]

MOST_AN_HOUR, MOST_A_DAY = 3, 6
"""How many links leave for one complaint, whoever asks for them."""

CHANGES_AN_HOUR = 5
"""How many new codes and choices on links an hour may have for one complaint: each is a letter."""

AGAIN_AFTER = timedelta(minutes=2)
"""How long after a link another one leaves: a form that was sent twice sends one."""

LETTER_AGAIN_AFTER = timedelta(days=7)
"""How long after a letter on paper another one leaves: the first may still be on its way."""

UNKNOWN_A_DAY = 20
"""To how many links to drafts a day an address comes for whoever never opened one of them."""

LIST_LINK_LASTS = timedelta(days=1)
"""How long a link to all drafts of an address opens one of them: as long as letters are counted."""

LISTED_AT_ONCE = 50
"""How many drafts of an address stand on one page."""

REQUESTS_KEPT = timedelta(minutes=30)
"""How long a request waits at most: after that nobody waits for its answer."""


class FormSpentError(PortalError):
    """The form made a code before, and another one was made since: it makes none any more."""


_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def may_another_leave(means: ReplyBy, made_at: Iterable[datetime], now: datetime) -> bool:
    """Tell whether one more may leave after those by the same means, the newest in any order."""
    ages = [now - at for at in made_at]
    apart = LETTER_AGAIN_AFTER if means is ReplyBy.POST else AGAIN_AFTER
    if any(age < apart for age in ages):
        return False
    last_hour = sum(age < _HOUR for age in ages)
    last_day = sum(age < _DAY for age in ages)
    return last_hour < MOST_AN_HOUR and last_day < MOST_A_DAY


BY_MEANS: dict[str, str] = {
    ReplyBy.EMAIL: to_translate("Par courriel."),
    ReplyBy.TEXT: to_translate("Par texto."),
    ReplyBy.POST: to_translate("Par lettre."),
}


# What the history tells: none of it says to where.


@dataclass(frozen=True, slots=True)
class LinkSent(EntryFacts, kind=EntryKind.LINK_SENT):
    """What opens the complaint once was sent by this means."""

    means: str


@dataclass(frozen=True, slots=True)
class LinkUsed(EntryFacts, kind=EntryKind.LINK_USED):
    """What was sent by this means opened the complaint."""

    means: str


@dataclass(frozen=True, slots=True)
class LinksSwitched(EntryFacts, kind=EntryKind.LINKS_SWITCHED):
    """Whether links are never sent from now on."""

    off: bool


@dataclass(frozen=True, slots=True)
class CodeRenewed(EntryFacts, kind=EntryKind.CODE_RENEWED):
    """Another access code was made, by the form of which `form` is a keyed hash."""

    form: str = ""

"""What the page that finds an agency says to somebody's words: one value, made in one place."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from portal.complaints.kept_drafts import DraftContent
from portal.domain.complaint import Draft
from portal.domain.handling.notices import Notice, NoticeKind
from portal.pages.citizen.agencies import AgencyCard, Answer, answer_to
from portal.pages.citizen.contributions import Search
from portal.pages.citizen.where import Where, placed
from portal.pages.current import current_language, runtime
from portal.pages.shown.before_filing import (
    OtherBody,
    ToldNotice,
    in_order,
    notices_of,
    other_bodies,
)
from portal.pages.shown.help_first import dangers_among


class Finding(Struct, frozen=True):
    """Who could answer for some words, where, who else does outside, and what to know first."""

    words: str
    answer: Answer
    where: Where
    elsewhere: Sequence[OtherBody]
    notices: Sequence[ToldNotice]
    dangers: Sequence[Notice]

    @property
    def search(self) -> Search:
        """What was looked for and found, for what features add to the page."""
        return Search(self.words, {card.code: card.category for card in self.answer.every})


def finding_of(content: DraftContent) -> Finding:
    """Return what is said to the words of a draft, or to its story where no words were typed.

    Agencies that do not serve the place are folded; where one stands out, nobody outside is named.
    """
    words = content.words or content.story
    found = answer_to(words, content.rather)
    answer, where = placed(found, words, content.municipality)
    cards = answer.every if where.outside is None else []
    told = _notices(words, cards, found.every)
    return Finding(
        words=words,
        answer=answer,
        where=where,
        elsewhere=() if answer.is_clear else other_bodies(words, answer.elsewhere),
        notices=[each for each in told if each.notice.kind is not NoticeKind.DANGER],
        dangers=dangers_among(told),
    )


def _notices(
    words: str, cards: Sequence[AgencyCard], found: Sequence[AgencyCard]
) -> list[ToldNotice]:
    """Return the portal's notices and those of the likeliest agency.

    Of one that was found and does not serve the place, a danger is told all the same.
    """
    if not words:
        return []
    desk = runtime().agencies.intake_desk.consult()
    notices = notices_of(desk, Draft(None, words, current_language()))
    if cards:
        notices += _notices_of(words, cards[0])
    elif found:
        told = _notices_of(words, found[0])
        notices += [shown for shown in told if shown.notice.kind is NoticeKind.DANGER]
    return in_order(notices)


def _notices_of(words: str, card: AgencyCard) -> list[ToldNotice]:
    consultation = runtime().agencies.agency(card.code).consult()
    return notices_of(consultation, Draft(card.category, words, current_language()))

"""What the page that finds an agency says to somebody's words: one value, made in one place."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

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

    content: DraftContent
    words: str
    answer: Answer
    where: Where
    elsewhere: Sequence[OtherBody]
    notices: Sequence[ToldNotice]
    dangers: Sequence[Notice]
    maybe_danger: Notice | None

    @property
    def search(self) -> Search:
        """What was looked for and found, for what features add to the page."""
        categories = {card.code: card.category for card in self.answer.every}
        return Search(self.words, categories, self.content)


def finding_of(content: DraftContent) -> Finding:
    """Return what is said to the words of a draft, or to its story where no words were typed.

    Agencies that do not serve the place are folded; where one stands out, nobody outside is named.
    Where the words tell of danger help stands alone, and every agency is folded below it, without
    what it was found by: those words are not the subject of a complaint.
    """
    words = content.words or content.story
    found = answer_to(words, content.rather, content.municipality)
    answer, where = placed(found, words, content.municipality)
    told = _notices(words, answer if where.outside is None else Answer(), found)
    dangers = dangers_among(told)
    if dangers:
        answer = Answer((), [_without_reason(card) for card in answer.every])
    return Finding(
        content=content,
        words=words,
        answer=answer,
        where=where,
        elsewhere=() if dangers or answer.is_clear else other_bodies(words, answer.elsewhere),
        notices=[] if dangers else told,
        dangers=dangers,
        maybe_danger=runtime().agencies.intake_desk.configured.maybe_danger_in([words]),
    )


def _without_reason(card: AgencyCard) -> AgencyCard:
    """Return a card that gives neither a subject nor the words that it was proposed for."""
    return replace(card, category=None, category_name=None, matched=())


def bodies_outside(story: str) -> Sequence[OtherBody]:
    """Return who outside the portal may have to answer a story, as the page that finds says it."""
    return finding_of(DraftContent(story=story)).elsewhere


def _notices(words: str, answer: Answer, found: Answer) -> list[ToldNotice]:
    """Return the portal's notices and those of the agency that stands alone.

    Of one that is only likely, or does not serve the place, a danger alone is told: its time limits
    would be read as those of whichever agency is meant.
    """
    if not words:
        return []
    desk = runtime().agencies.intake_desk.consult()
    notices = notices_of(desk, Draft(None, words, current_language()))
    for card in found.every[:1]:
        is_alone = [card.code] == [each.code for each in answer.cards]
        notices += [
            told
            for told in _notices_of(words, card)
            if is_alone or told.notice.kind is NoticeKind.DANGER
        ]
    return in_order(notices)


def _notices_of(words: str, card: AgencyCard) -> list[ToldNotice]:
    consultation = runtime().agencies.agency(card.code).consult()
    return notices_of(consultation, Draft(card.category, words, current_language()))

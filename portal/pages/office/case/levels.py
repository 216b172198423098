"""The levels of a complaint: who holds each, since when, or when it would come there."""

from __future__ import annotations

from dataclasses import dataclass

from portal.complaints.queries.absences import PostHolder
from portal.domain.complaint import Status
from portal.domain.text import Text
from portal.pages.current import current_language
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.dates import allowance_words, day_words


@dataclass(frozen=True, slots=True)
class Level:
    """One level, in words."""

    number: int
    title: Text
    holders: str
    when: str
    is_current: bool


def levels(case: OpenedCase) -> list[Level]:
    """Return every level of the complaint's path, the first one first."""
    return [
        Level(
            number=number,
            title=step.title,
            holders=", ".join(holders(case, step.to)) or gettext("Poste vacant"),
            when=_when(case, number),
            is_current=number == case.complaint.level,
        )
        for number, step in enumerate(case.path, start=1)
    ]


def holders(case: OpenedCase, post: str) -> list[str]:
    """Return who holds a post, and who works in the place of those who are away."""
    return [_holder(one) for one in case.file.holders.get(post, ())]


def _holder(one: PostHolder) -> str:
    if not one.is_away:
        return one.name
    if one.substitute is None:
        return gettext("%(name)s (absence, personne ne remplace)", name=one.name)
    return gettext(
        "%(name)s (absence, remplacement : %(substitute)s)",
        name=one.name,
        substitute=one.substitute,
    )


def _when(case: OpenedCase, number: int) -> str:
    level = case.complaint.level
    arrived = {1: case.complaint.received_at} | {
        step.to_level: step.at for step in case.file.escalations
    }
    if number <= level:
        if number not in arrived:
            return gettext("Passé sans arrêt")
        day = day_words(arrived[number].astimezone(case.zone).date(), current_language())
        return gettext("Depuis le %(day)s", day=day)
    if case.complaint.due_at is None or case.complaint.status == Status.ANSWERED:
        return gettext("Aucun passage prévu")
    if number == level + 1:
        return _next(case)
    within = case.path[number - 2].within
    if within is None:
        return gettext("Ensuite")
    length = allowance_words(within, current_language())
    return gettext("Après %(length)s de plus", length=length)


def _next(case: OpenedCase) -> str:
    clock = case.answer_clock
    if clock is None or clock.last_day is None:
        return gettext("Ensuite")
    day = day_words(clock.last_day, current_language())
    return gettext("Après le %(day)s, si aucune réponse", day=day)

"""Where else to turn about a complaint that several agencies answer: at each of them, once."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from portal.domain.handling.notices import Recourse
from portal.domain.handling.recourses import each_once, recourses_once
from portal.domain.text import Text
from portal.pages.shown.before_filing import ToldNotice


class AgencyWays(Struct, frozen=True):
    """Where one agency's complainant can turn, and the time limits that it recalls.

    The `subject` is the one for which this is so, where others may have other ways.
    """

    agency: Text
    recourses: tuple[Recourse, ...]
    reminders: Sequence[ToldNotice] = ()
    subject: Text | None = None


class ToldWays(Struct, frozen=True):
    """What is told under the names of some agencies; under none where there is a single one.

    Its `subject` is the one for which an agency alone names it, where others may have other ways.
    """

    agencies: tuple[Text, ...]
    recourses: tuple[Recourse, ...]
    reminders: Sequence[ToldNotice]
    subject: Text | None = None


def told_ways(own: AgencyWays, others: Sequence[AgencyWays]) -> list[ToldWays]:
    """Return what is told of the agency that has a complaint and of the others, each way once."""
    if not others:
        return [ToldWays((), own.recourses, own.reminders)]
    every = (own, *others)
    recourses = {
        group.agencies: group.recourses
        for group in recourses_once((one.agency, one.recourses) for one in every)
    }
    named = ((one.agency, one.reminders) for one in every)
    reminders = dict(each_once(named, as_told))
    rank = {one.agency: place for place, one in enumerate(every)}
    order = sorted({*recourses, *reminders}, key=lambda who: (len(who), [rank[one] for one in who]))
    subjects: dict[tuple[Text, ...], Text | None] = {(one.agency,): one.subject for one in every}
    return [
        ToldWays(who, recourses.get(who, ()), reminders.get(who, ()), subjects.get(who))
        for who in order
    ]


def as_told(shown: ToldNotice) -> tuple[object, ...]:
    """Return all that a reader is told of a notice: each agency may call its own by any code."""
    return shown.notice.title, shown.notice.text, shown.redirects

"""The means by which a figure can look better than what was done, and when one needs a mark.

None of them is wrong: an extension may be right, and a complaint may be another agency's. But a
rate that rests on many of them is not the same as one that does not, so where an agency uses one
far more than the others, the rate says so. Far more is at least twice the middle of what the
others do, and beyond chance by Newcombe's interval, the error shared among all that are compared:
of few complaints nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from statistics import median

from portal.domain.figures.buckets import HOLLOW, LATE, LEFT
from portal.domain.figures.changes import COMPARED_FROM, Verdict, share_change
from portal.domain.figures.indicators import Figures
from portal.domain.figures.measures import Measure
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import FEWEST

_FAR_MORE = 2
_SILENCE_IS_COMMON = 1
"""How much more of contacts unconfirmed is far more: half of all are, so none is twice as many."""
LITTLE_OWN = 20
"""An answer of which no more than so many percent stand in no model says the same to everybody."""


class Means(StrEnum):
    """What an agency can do that makes a figure look better."""

    EXTENSIONS = "extensions"
    PAUSES = "pauses"
    LATE_TRANSFERS = "late_transfers"
    SECOND_ANSWERS = "second_answers"
    HOLLOW_ANSWERS = "hollow_answers"
    SPLITS = "splits"
    WITHDRAWALS = "withdrawals"
    UNANSWERED = "unanswered"
    RECLASSIFIED = "reclassified"
    WRITTEN_LATE = "written_late"
    UNCONFIRMED = "unconfirmed"


class Rated(StrEnum):
    """What a rate is about."""

    KEPT = "kept"
    KEPT_AT_FIRST = "kept_at_first"
    DAYS = "days"
    DAYS_TO_LAST = "days_to_last"
    CONTACT = "contact"
    LEVELS = "levels"
    SETTLED = "settled"
    REOPENED = "reopened"
    PLAIN = "plain"


_FIRST_ANSWERS = frozenset({Rated.KEPT, Rated.KEPT_AT_FIRST, Rated.DAYS, Rated.LEVELS})
_DATES = _FIRST_ANSWERS | {Rated.DAYS_TO_LAST}
_ALL = frozenset(Rated)

FLATTERS: Mapping[Means, frozenset[Rated]] = {
    Means.EXTENSIONS: frozenset({Rated.KEPT, Rated.LEVELS}),
    Means.PAUSES: frozenset({Rated.KEPT, Rated.LEVELS}),
    Means.LATE_TRANSFERS: _DATES | {Rated.CONTACT},
    Means.SECOND_ANSWERS: _FIRST_ANSWERS | {Rated.SETTLED, Rated.PLAIN},
    Means.HOLLOW_ANSWERS: _DATES | {Rated.SETTLED, Rated.PLAIN},
    Means.SPLITS: _ALL,
    Means.WITHDRAWALS: _DATES | {Rated.REOPENED},
    Means.UNANSWERED: _DATES | {Rated.REOPENED, Rated.PLAIN},
    Means.RECLASSIFIED: _ALL,
    Means.WRITTEN_LATE: _DATES | {Rated.CONTACT},
    Means.UNCONFIRMED: frozenset({Rated.CONTACT, Rated.SETTLED}),
}
"""Which rates look better for each."""


def _late_transfers(figures: Figures) -> Share:
    late = sum(soon.get(LATE, 0) for soon in figures.sent.values())
    return Share(late, figures.count(Measure.RECEIVED) + figures.count(Measure.ROUTED))


def _reclassified(figures: Figures) -> Share:
    changed = figures.buckets(Measure.RECLASSIFIED)
    left = changed.get(LEFT, 0)
    return Share(sum(changed.values()), figures.count(Measure.RECEIVED) + left)


def _hollow(figures: Figures) -> Share:
    """Return which answers say almost nothing of their own: few words, or a small part of them."""
    words, parts = figures.buckets(Measure.SUBSTANCE), figures.buckets(Measure.OWN_WORDS)
    few = Share(words.get(HOLLOW, 0), sum(words.values()))
    same = sum(n for percent, n in parts.items() if percent <= LITTLE_OWN)
    # The answers of both overlap, and nobody counted how far: the greater share stands.
    return max(few, Share(same, sum(parts.values())), key=lambda share: share.value or 0)


def _withdrawn(figures: Figures) -> Share:
    n = figures.count(Measure.WITHDRAWN)
    return Share(n, sum(figures.findings.values()) + n)


def _unconfirmed(figures: Figures) -> Share:
    confirmed = figures.contact_confirmed
    return Share(confirmed.n - confirmed.part, confirmed.n)


def _among(measure: Measure, whole: Callable[[Figures], int]) -> Callable[[Figures], Share]:
    return lambda figures: Share(figures.count(measure), whole(figures))


def _received(figures: Figures) -> int:
    return figures.count(Measure.RECEIVED)


SHARES: Mapping[Means, Callable[[Figures], Share]] = {
    Means.EXTENSIONS: _among(Measure.PUT_OFF, lambda figures: figures.kept.n),
    Means.PAUSES: _among(Measure.STOOD_STILL, lambda figures: figures.kept.n),
    Means.LATE_TRANSFERS: _late_transfers,
    Means.SECOND_ANSWERS: _among(Measure.ANSWERED_ONCE, lambda figures: figures.days.n),
    Means.HOLLOW_ANSWERS: _hollow,
    Means.SPLITS: _among(Measure.SPLIT, _received),
    Means.WITHDRAWALS: _withdrawn,
    Means.UNANSWERED: _among(Measure.UNANSWERED, lambda figures: sum(figures.findings.values())),
    Means.RECLASSIFIED: _reclassified,
    Means.WRITTEN_LATE: _among(Measure.WRITTEN_LATE, _received),
    Means.UNCONFIRMED: _unconfirmed,
}
"""How much of each an agency does, and among what."""


_TIMES: Mapping[Means, int] = {Means.UNCONFIRMED: _SILENCE_IS_COMMON}

PUBLISHED_MEANS = (
    Means.EXTENSIONS,
    Means.PAUSES,
    Means.SECOND_ANSWERS,
    Means.UNANSWERED,
    Means.UNCONFIRMED,
)
"""Those that everybody sees: they are shares of what the public reads the numbers of."""

Used = dict[Means, Share]


def marks(by_agency: Mapping[str, Figures]) -> dict[str, Used]:
    """Return, for each agency, the means that it uses far more than the others do."""
    used = {
        agency: {means: share_of(figures) for means, share_of in SHARES.items()}
        for agency, figures in by_agency.items()
    }
    return far_more(used, used)


def far_more(least: Mapping[str, Used], most: Mapping[str, Used]) -> dict[str, Used]:
    """Return what each agency uses far more than the others.

    Where little is known, it is at `least` so much, and no more than the others at `most` do.
    """
    found: dict[str, Used] = {agency: {} for agency in least}
    for agency, shares in least.items():
        for means, share in shares.items():
            others = [
                known[means] for code, known in most.items() if code != agency and means in known
            ]
            if is_far_more(share, others, _TIMES.get(means, _FAR_MORE)):
                found[agency][means] = share
    return found


def is_far_more(share: Share, others: list[Share], times: int = _FAR_MORE) -> bool:
    """Tell whether a share is so many `times` those of the others, and not by chance."""
    enough = [other for other in others if other.n >= COMPARED_FROM]
    if share.n < COMPARED_FROM or share.part < FEWEST or not enough:
        return False
    middle = median(other.part / other.n for other in enough)
    together = Share(sum(other.part for other in enough), sum(other.n for other in enough))
    change = share_change(together, share, among=len(enough) + 1)
    is_beyond_chance = change is not None and change.verdict is Verdict.BETTER
    return is_beyond_chance and share.part / share.n >= times * middle

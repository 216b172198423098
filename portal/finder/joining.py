"""One order out of three: what agencies' own words say of a text, what words and letters of
examples taught, and how like them the text is as a whole.

The weights are near those of a conditional logit over examples that the tables had not seen. They
were chosen by the texts of `tests/finder/kept_apart/development.csv`; `final.csv` had no say.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct

from portal.domain.routing import Found, Suggestion
from portal.finder.learned.examples import NOBODY
from portal.finder.learned.learned import Spoken
from portal.finder.likeness.likeness import neutral
from portal.finder.signs import our_own_first


class _Weights(NamedTuple):
    """How much it counts: what words say at all, how near that is to the most, what is taught.

    `alike` is how much the logarithm of an agency's share counts, by likeness to its examples.
    """

    words: float
    nearness: float
    taught: float
    alike: float
    always: float = 0.0


_OURS, _NOBODYS = _Weights(2.0, 1.5, 0.8, 0.25), _Weights(1.5, 0.5, 1.4, 0.3, -1.1)
_MOST_SAID = 10.0
"""From where on it makes no difference how much words say."""
_CLEAR = 0.8
_ALONE, _FAR_BEHIND = 0.4, 0.1
"""From where on the first stands out by itself, and where it does since the second is far."""
_NAMED = 2.0
"""How much it counts that few words name an agency: in seven of eight examples it is meant."""
_NEVER_TAUGHT = Spoken(0.0, "")
"""An agency of which there is no example: its own words alone speak for it."""


class _Likely(Struct, frozen=True):
    """How likely each agency is, and that none of them answers; all together 1."""

    agencies: Mapping[str, float]
    nobody: float

    def without(self, strangers: frozenset[str], ours: float) -> dict[str, float]:
        """Return the share of each agency, those of the country's own among `ours` alone."""
        return {
            agency: share if agency in strangers else share / (ours or 1.0)
            for agency, share in self.agencies.items()
        }


def joined(
    by_words: Sequence[Suggestion],
    heard: Mapping[str, Spoken],
    strangers: frozenset[str] = frozenset(),
    alike: Mapping[str, float] = MappingProxyType({}),
    named: str | None = None,
) -> Found:
    """Return the agencies that either speaks for, the likeliest first; whether any is at all.

    `strangers` are those of other countries of which the text has no sign: they come after the
    others, which are then as likely as they were without them, though none the clearer. `alike`
    says how like its examples the text is, where an encoder says it. `named` is the agency that is
    named where there are few words: in more of them it is as often another.
    """
    said = {suggestion.agency: suggestion for suggestion in by_words}
    likely = _likely(said, heard, alike, named)
    ours = 1 - sum(share for agency, share in likely.agencies.items() if agency in strangers)
    suggestions = [
        _suggestion(said.get(agency, Suggestion(agency)), heard.get(agency), share)
        for agency, share in likely.without(strangers, ours).items()
    ]
    ranked = our_own_first(sorted(suggestions, key=lambda each: -each.score), strangers)
    first, second = _first_two(likely, ranked)
    elsewhere = heard[NOBODY].category if likely.nobody > first else None
    is_alone = first >= _ALONE and second < _FAR_BEHIND
    return Found(ranked, elsewhere, first >= _CLEAR or is_alone)


def _first_two(likely: _Likely, ranked: Sequence[Suggestion]) -> tuple[float, float]:
    """Return how likely the first is, and the likeliest of all others, strangers among them."""
    if not ranked:
        return 0.0, 0.0
    shares = dict(likely.agencies)
    return shares.pop(ranked[0].agency), max(shares.values(), default=0.0)


def _suggestion(said: Suggestion, taught: Spoken | None, share: float) -> Suggestion:
    return replace(said, category=_category(said, taught), score=share)


def _category(said: Suggestion, taught: Spoken | None) -> str | None:
    """Return the category that examples tell, unless words lead to one that has none."""
    is_new = said.category is not None and taught is not None and said.category not in taught.taught
    return said.category if is_new or taught is None else taught.category or said.category


def _likely(
    said: Mapping[str, Suggestion],
    heard: Mapping[str, Spoken],
    alike: Mapping[str, float],
    named: str | None,
) -> _Likely:
    highest = max((suggestion.score for suggestion in said.values()), default=0.0)
    untold = neutral(alike)

    def strength(agency: str, weights: _Weights) -> float:
        words = said[agency].score if agency in said else 0.0
        taught = heard.get(agency, _NEVER_TAUGHT).strength
        by_words = weights.words * min(words, _MOST_SAID) / _MOST_SAID
        near = weights.nearness * words / (highest + 1)
        whole = weights.alike * alike.get(agency, untold)
        own = weights.always + (_NAMED if agency == named else 0.0)
        return own + by_words + near + weights.taught * taught + whole

    strengths = {code: strength(code, _OURS) for code in {**said, **heard} if code != NOBODY}
    against = strength(NOBODY, _NOBODYS) if NOBODY in heard else -math.inf
    most = max((against, *strengths.values()), default=0.0)
    powers = {agency: math.exp(own - most) for agency, own in strengths.items()}
    of_nobody = math.exp(against - most)
    whole = sum(powers.values()) + of_nobody
    shares = {agency: power / whole for agency, power in powers.items()}
    return _Likely(shares, of_nobody / whole)

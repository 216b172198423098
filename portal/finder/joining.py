"""One order out of two: what agencies' own words say of a text, and what examples taught.

The weights are those by which a text's agency was likeliest, over examples that the tables had not
seen (a conditional logit, fitted once); `portal finder evaluate` tells what comes of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from msgspec import Struct

from portal.domain.routing import Found, Suggestion
from portal.finder.learned.examples import NOBODY
from portal.finder.learned.learned import Spoken

_WORDS, _TAUGHT = 3.0, 0.75
_NOBODY, _NOBODY_WORDS, _NOBODY_TAUGHT = 0.6, 1.5, 1.5
_CLEAR = 0.8
_NEVER_TAUGHT = Spoken(0.0, "")
"""An agency of which there is no example: its own words alone speak for it."""


class _Likely(Struct, frozen=True):
    """How likely each agency is, and that none of them answers; all together 1."""

    agencies: Mapping[str, float]
    nobody: float


def joined(by_words: Sequence[Suggestion], heard: Mapping[str, Spoken]) -> Found:
    """Return the agencies that either speaks for, the likeliest first; whether any is at all."""
    said = {suggestion.agency: suggestion for suggestion in by_words}
    likely = _likely(said, heard)
    ranked = sorted(likely.agencies.items(), key=lambda agency: -agency[1])
    suggestions = [
        _suggestion(said.get(agency, Suggestion(agency)), heard.get(agency), share)
        for agency, share in ranked
    ]
    first = ranked[0][1] if ranked else 0.0
    elsewhere = heard[NOBODY].category if likely.nobody > first else None
    return Found(suggestions, elsewhere, first >= _CLEAR)


def _suggestion(said: Suggestion, taught: Spoken | None, share: float) -> Suggestion:
    category = (taught.category if taught else "") or said.category
    return replace(said, category=category, score=share)


def _likely(said: Mapping[str, Suggestion], heard: Mapping[str, Spoken]) -> _Likely:
    highest = max((suggestion.score for suggestion in said.values()), default=0.0)
    strengths = {
        agency: _strength(said.get(agency), heard.get(agency, _NEVER_TAUGHT), highest)
        for agency in {**said, **heard}
        if agency != NOBODY
    }
    nobody = heard.get(NOBODY)
    against = _against(said.get(NOBODY), nobody, highest) if nobody else -math.inf
    most = max((against, *strengths.values()), default=0.0)
    powers = {agency: math.exp(strength - most) for agency, strength in strengths.items()}
    of_nobody = math.exp(against - most)
    whole = sum(powers.values()) + of_nobody
    shares = {agency: power / whole for agency, power in powers.items()}
    return _Likely(shares, of_nobody / whole)


def _against(said: Suggestion | None, taught: Spoken, highest: float) -> float:
    by_words = said.score / (highest + 1) if said else 0.0
    return _NOBODY + _NOBODY_WORDS * by_words + _NOBODY_TAUGHT * taught.strength


def _strength(said: Suggestion | None, taught: Spoken, highest: float) -> float:
    by_words = said.score / (highest + 1) if said else 0.0
    return _WORDS * by_words + _TAUGHT * taught.strength

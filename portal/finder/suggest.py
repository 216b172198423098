"""From what happened to the agencies that could answer for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from portal.domain.suggestion import Suggestion
from portal.finder.evidence import Evidence, evidence_for
from portal.finder.hearing import Heard, Hearing
from portal.finder.index import Index, Subject, index_of
from portal.finder.naming import Naming
from portal.finder.words import Keys

MOST_MATCHED = 5

# How much an agency's best category adds to what speaks for the agency as a whole.
_CATEGORY_BONUS = 0.5
# The least evidence worth showing: by itself, and as a share of the best.
_LEAST = 0.85
_LEAST_SHARE = 0.3


class Finder:
    """Finds agencies from people's own words, in French and in English."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._hearing = Hearing(index)
        self._naming = Naming(index)

    def suggest(self, text: str, language: str, most: int = 5) -> list[Suggestion]:
        """Return at most `most` agencies, best first, each with its best category.

        An agency called by its name comes before those that are not. The list is empty where
        nothing is plausible. `language` is the page's; the text may be in the other one.
        """
        story = self._hearing.telling_words(text, language)
        words = _once_each(story)
        evidence = evidence_for(words, self._index)
        suggestions = [
            _suggestion(agency, evidence[agency], words)
            for agency in self._index.agencies
            if agency in evidence
        ]
        named = self._naming.agencies_in([word.keys for word in story])
        return _best_first(suggestions, named)[:most]


def build(subjects: Iterable[Subject]) -> Finder:
    """Return a finder of `subjects`; where two are as likely, the first comes first."""
    return Finder(index_of(subjects))


def _once_each(story: Iterable[Heard]) -> list[Heard]:
    """Return each word that leads somewhere once, as it was first typed, whatever its forms."""
    first: dict[Keys, Heard] = {}
    for word in story:
        if word.keys:
            first.setdefault(word.keys, word)
    return list(first.values())


def _suggestion(agency: str, evidence: Evidence, words: Sequence[Heard]) -> Suggestion:
    category, its_score = _best(evidence.by_category)
    score = sum(evidence.by_word.values()) + _CATEGORY_BONUS * its_score
    return Suggestion(agency, category, score, _matched(evidence.by_word, words))


def _best(scores: Mapping[str, float]) -> tuple[str | None, float]:
    return max(scores.items(), key=lambda scored: scored[1], default=(None, 0.0))


def _matched(strengths: Mapping[int, float], words: Sequence[Heard]) -> tuple[str, ...]:
    """Return the words that tell most, as they were typed, in the order of the story."""
    telling = sorted(strengths, key=lambda rank: -strengths[rank])[:MOST_MATCHED]
    return tuple(words[rank].typed for rank in sorted(telling))


def _best_first(suggestions: Sequence[Suggestion], named: frozenset[str]) -> list[Suggestion]:
    """Return what is plausible, the agencies that were named before the others."""
    highest = max((suggestion.score for suggestion in suggestions), default=0.0)
    least = max(_LEAST, highest * _LEAST_SHARE)
    plausible = [
        replace(suggestion, score=suggestion.score + highest)
        if suggestion.agency in named
        else suggestion
        for suggestion in suggestions
        if suggestion.agency in named or suggestion.score >= least
    ]
    return sorted(plausible, key=lambda suggestion: -suggestion.score)

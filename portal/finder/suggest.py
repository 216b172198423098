"""From what happened to the agencies that could answer for it, the likeliest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from msgspec import Struct

from portal.agencies.registry import InForce
from portal.domain.routing import Suggestion
from portal.finder.hearing import Heard, Hearing
from portal.finder.index import (
    Entry,
    Index,
    Place,
    Subject,
    elsewhere_of,
    index_of,
    subjects_of,
)
from portal.finder.learned.examples import NOBODY
from portal.words.typed_words import Keys

MOST_MATCHED = 5

# How much an agency's best category adds to what speaks for the agency as a whole.
_CATEGORY_BONUS = 0.5
# The least evidence worth showing: by itself, and as a share of the best.
_LEAST = 0.85
_LEAST_SHARE = 0.3
# What a word adds to the best phrase it is in by being in many: never more than `_OFTEN`, half of
# it when its phrases weigh as much as `_HALF` phrases of that one word.
_OFTEN = 2.0
_HALF = 2.0

# How strongly each word of a story, by its rank, speaks for something.
Strengths = dict[int, float]


class Told(Struct, frozen=True):
    """What words say: of each agency how strongly they speak for it, and which are named.

    NOBODY stands for the bodies outside the portal.
    """

    suggestions: Sequence[Suggestion]
    named: frozenset[str]


class Finder:
    """Finds agencies from people's own words, in French and in English."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._hearing = Hearing(index)
        self._naming = Naming(index)

    @property
    def words(self) -> frozenset[str]:
        """The words of agencies' own settings, without accents and case."""
        return self._index.vocabulary

    def suggest(self, text: str, language: str, most: int = 5) -> list[Suggestion]:
        """Return at most `most` agencies, best first, each with its best category.

        An agency called by its name comes before those that are not. The list is empty where
        nothing is plausible. `language` is the page's; the text may be in the other one.
        """
        told = self.told(text, language)
        ours = [suggestion for suggestion in told.suggestions if suggestion.agency != NOBODY]
        return _best_first(ours, told.named)[:most]

    def told(self, text: str, language: str) -> Told:
        """Return what the words of a text say for every agency, however little."""
        story = self._hearing.telling_words(text, language)
        words = _once_each(story)
        evidence = evidence_for(words, self._index)
        suggestions = [
            _suggestion(agency, evidence[agency], words)
            for agency in self._index.agencies
            if agency in evidence
        ]
        return Told(suggestions, self._naming.agencies_in([word.keys for word in story]))


def finder_over(in_force: InForce) -> Finder:
    """Build the finder over every agency in force that a citizen may look for."""
    return build([*subjects_of(in_force), elsewhere_of(in_force)])


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
    category, its_score = max(
        evidence.by_category.items(), key=lambda scored: scored[1], default=(None, 0.0)
    )
    score = sum(evidence.by_word.values()) + _CATEGORY_BONUS * its_score
    return Suggestion(agency, category, score, _matched(evidence.by_word, words))


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


@dataclass(slots=True)
class Support:
    """What the phrases of one place say, word by word of a story, by the word's rank.

    `best` is the strongest phrase that a word is in, `mass` what all its phrases weigh together.
    """

    best: dict[int, float] = field(default_factory=dict)
    mass: dict[int, float] = field(default_factory=dict)

    def add(self, rank: int, best: float, mass: float) -> None:
        """Count more phrases that have the word."""
        if best > self.best.get(rank, 0.0):
            self.best[rank] = best
        self.mass[rank] = self.mass.get(rank, 0.0) + mass

    def strengths(self, words: Sequence[Heard]) -> Strengths:
        """Return how strongly each word speaks for the place."""
        return {
            rank: words[rank].tells * (self.best[rank] + _OFTEN * mass / (mass + _HALF))
            for rank, mass in self.mass.items()
        }


class Evidence(Struct, frozen=True):
    """How strongly a story speaks for one agency, by word and by category."""

    by_word: Strengths
    by_category: Mapping[str, float]


def evidence_for(words: Sequence[Heard], index: Index) -> dict[str, Evidence]:
    """Return what the words say for each agency that any of them speaks for."""
    places: dict[str, dict[str | None, Support]] = defaultdict(dict)
    for place, support in _supports(words, index).items():
        places[place.agency][place.category] = support
    return {agency: _evidence(supports, words) for agency, supports in places.items()}


def _supports(words: Sequence[Heard], index: Index) -> dict[Place, Support]:
    postings = [index.entries_with(word.keys) for word in words]
    shares = _shares_there(postings)
    supports: dict[Place, Support] = defaultdict(Support)
    for rank, having in enumerate(postings):
        for number, share in having.items():
            place, kind, _ = index.entries[number]
            best, mass = kind.weight * shares[number] ** kind.whole, kind.weight * share**0.5
            supports[place].add(rank, best, mass)
    return supports


def _shares_there(postings: Iterable[Mapping[int, float]]) -> Mapping[int, float]:
    """Return how much of each entry the story has."""
    shares: dict[int, float] = defaultdict(float)
    for number, share in (posting for having in postings for posting in having.items()):
        shares[number] += share
    return shares


def _evidence(supports: Mapping[str | None, Support], words: Sequence[Heard]) -> Evidence:
    whole = Support()
    for support in supports.values():
        for rank, best in support.best.items():
            whole.add(rank, best, support.mass[rank])
    return Evidence(
        by_word=whole.strengths(words),
        by_category={
            code: sum(support.strengths(words).values())
            for code, support in supports.items()
            if code is not None
        },
    )


class Naming:
    """Recognises the whole names, aliases and former names of agencies, word after word."""

    def __init__(self, index: Index) -> None:
        self._by_key: dict[str, list[Entry]] = defaultdict(list)
        for entry in sorted(index.entries, key=lambda entry: -len(entry.words)):
            if entry.kind.names:
                for key in entry.words[0]:
                    self._by_key[key].append(entry)

    def agencies_in(self, story: Sequence[Keys]) -> frozenset[str]:
        """Return the agencies named in `story`; of names that overlap, the longest counts."""
        agencies: set[str] = set()
        start = 0
        while start < len(story):
            names = self._named_at(story, start)
            agencies.update(entry.place.agency for entry in names)
            start += len(names[0].words) if names else 1
        return frozenset(agencies)

    def _named_at(self, story: Sequence[Keys], start: int) -> list[Entry]:
        """Return the longest names that begin at `start`: several when agencies share one."""
        names: list[Entry] = []
        for entry in (entry for key in story[start] for entry in self._by_key.get(key, ())):
            length = len(entry.words)
            if (not names or length >= len(names[0].words)) and _is_at(entry, story, start):
                names = [*(name for name in names if len(name.words) == length), entry]
        return names


def _is_at(entry: Entry, story: Sequence[Keys], start: int) -> bool:
    words = story[start : start + len(entry.words)]
    return len(words) == len(entry.words) and all(
        not set(word).isdisjoint(keys) for word, keys in zip(entry.words, words, strict=True)
    )

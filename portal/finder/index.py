"""What can be found, and by which words: agencies in force, by the words of their settings."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from portal.agencies.agency import Agency
from portal.agencies.registry import InForce
from portal.agencies.settings.categories import CategorySettings
from portal.domain.succession import Destination, Successions, heir, leads_to
from portal.domain.text import Text
from portal.finder.learned.examples import NOBODY
from portal.words.typed_words import Keys, exact_key, plain, stems, telling_words, words_of


class SubjectCategory(Struct, frozen=True):
    """A category of an agency, and the words that lead to it."""

    code: str
    name: Text
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    description: Text | None = None


class Subject(Struct, frozen=True):
    """An agency as it can be found: its names, what people call it, and what it handles."""

    agency: str
    names: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    categories: tuple[SubjectCategory, ...] = ()
    mandate: Text | None = None


class Kind(Struct, frozen=True):
    """How much the words of one kind of phrase tell.

    `whole` says how much of the phrase must be there: at 0 each of its words tells by itself; the
    higher it is, the less a part of the phrase is worth. A phrase that `names` an agency, when all
    of it is there, word after word, puts the agency before those that were not named.
    """

    weight: float
    whole: float
    names: bool = False


NAME = Kind(weight=1.0, whole=1.5, names=True)
FORMER_NAME = Kind(weight=1.0, whole=1.5, names=True)
ALIAS = Kind(weight=1.2, whole=1.0, names=True)
MANDATE = Kind(weight=0.5, whole=0.0)
CATEGORY_NAME = Kind(weight=0.9, whole=0.7)
DESCRIPTION = Kind(weight=0.5, whole=0.0)
WORDS = Kind(weight=1.0, whole=2.0)
EXAMPLE = Kind(weight=0.35, whole=0.0)

Inherited = dict[Destination, list[CategorySettings]]
"""The categories that others took over, by the one that has their complaints now."""


class Place(NamedTuple):
    """Where a phrase leads: an agency, and one of its categories unless it is about them all."""

    agency: str
    category: str | None


class Entry(NamedTuple):
    """A phrase that leads to a place; each of its words is known by its keys."""

    place: Place
    kind: Kind
    words: tuple[Keys, ...]


class Index(Struct, frozen=True):
    """Everything that can be found.

    `postings` says for each key which entries have it, by their rank, and what share of the entry
    it is. `rarity` is high for a key that few agencies have. `vocabulary` holds the words as they
    are spelt, `agencies` keeps their order.
    """

    agencies: tuple[str, ...]
    entries: tuple[Entry, ...]
    postings: Mapping[str, Mapping[int, float]]
    rarity: Mapping[str, float]
    vocabulary: frozenset[str]

    def keys(self, word: str) -> Keys:
        """Return those keys of a plain word that lead somewhere."""
        return tuple(key for key in (exact_key(word), *stems(word)) if key in self.postings)

    def rarity_of(self, keys: Keys) -> float:
        """Return how rare a word is: as rare as the most common of its keys."""
        return min(self.rarity[key] for key in keys)

    def entries_with(self, keys: Keys) -> Mapping[int, float]:
        """Return the entries that have a word, and the share of each entry that it is."""
        if len(keys) == 1:
            return self.postings[keys[0]]
        return {rank: share for key in keys for rank, share in self.postings[key].items()}


def index_of(subjects: Iterable[Subject]) -> Index:
    """Return the index of `subjects`."""
    known = tuple(subjects)
    phrases = [(phrase, spelt) for phrase in _phrases_of(known) if (spelt := _spelt(phrase.text))]
    entries = tuple(
        Entry(phrase.place, phrase.kind, tuple(keys for _, keys in spelt))
        for phrase, spelt in phrases
    )
    rarity = _rarity(entries, len(known))
    return Index(
        agencies=tuple(subject.agency for subject in known),
        entries=entries,
        postings=_postings(entries, rarity),
        rarity=rarity,
        vocabulary=frozenset(word for _, spelt in phrases for word, _ in spelt),
    )


class _Phrase(NamedTuple):
    place: Place
    kind: Kind
    text: str


def _phrases_of(subjects: Iterable[Subject]) -> Iterator[_Phrase]:
    for subject in subjects:
        yield from _phrases_about(subject)
        for category in subject.categories:
            yield from _phrases_leading_to(Place(subject.agency, category.code), category)


def _phrases_about(subject: Subject) -> Iterator[_Phrase]:
    everything = Place(subject.agency, None)
    yield from (_Phrase(everything, NAME, text) for text in subject.names)
    yield from (_Phrase(everything, FORMER_NAME, text) for text in subject.former_names)
    yield from (_Phrase(everything, ALIAS, text) for text in subject.aliases)
    yield from (_Phrase(everything, MANDATE, text) for text in _in_both_languages(subject.mandate))


def _phrases_leading_to(place: Place, category: SubjectCategory) -> Iterator[_Phrase]:
    yield from (_Phrase(place, CATEGORY_NAME, text) for text in _in_both_languages(category.name))
    yield from (
        _Phrase(place, DESCRIPTION, text) for text in _in_both_languages(category.description)
    )
    yield from (_Phrase(place, WORDS, text) for text in category.words)
    yield from (_Phrase(place, EXAMPLE, text) for text in category.examples)


def _in_both_languages(text: Text | None) -> list[str]:
    return [words for words in (text.fr, text.en) if words] if text else []


def _spelt(text: str) -> list[tuple[str, Keys]]:
    """Return the telling words of a phrase with their keys; all its words if none tells."""
    if _is_acronym(text):
        return [(plain(text), (exact_key(plain(text)),))]
    return [(word.plain, stems(word.plain)) for word in telling_words(text) or words_of(text)]


def _is_acronym(text: str) -> bool:
    return text.isupper() and len(words_of(text)) == 1


def _rarity(entries: Iterable[Entry], agencies: int) -> dict[str, float]:
    """Return how few agencies have each key: 1 when a single one has it, then less.

    An agency that has it in passing counts in part.
    """
    had: dict[str, dict[str, float]] = defaultdict(dict)
    for entry in entries:
        agency, weight = entry.place.agency, min(1.0, entry.kind.weight)
        for key in (key for keys in entry.words for key in keys):
            had[key][agency] = max(weight, had[key].get(agency, 0.0))
    most = math.log1p(agencies / 1.5)
    return {key: math.log1p(agencies / (0.5 + sum(by.values()))) / most for key, by in had.items()}


def _postings(entries: Iterable[Entry], rarity: Mapping[str, float]) -> dict[str, dict[int, float]]:
    postings: dict[str, dict[int, float]] = defaultdict(dict)
    for rank, entry in enumerate(entries):
        rarities = {keys: min(rarity[key] for key in keys) for keys in entry.words}
        whole = sum(rarities.values())
        for key, share in ((key, r / whole) for keys, r in rarities.items() for key in keys):
            postings[key][rank] = share
    return dict(postings)


def subjects_of(in_force: InForce) -> Iterator[Subject]:
    """Yield every agency in force that a citizen may look for.

    That is neither the intake desk nor those replaced: their names, and the words of their
    categories, lead to who took their place.
    """
    desk, replaced = in_force.portal.portal.intake_desk, _replaced(in_force)
    inherited = _inherited(in_force, replaced)
    for code, agency in in_force.agencies.items():
        if code != desk and code not in replaced:
            old = [before for before in replaced if leads_to(replaced, before, code)]
            yield _subject(agency, old, in_force, inherited)


def elsewhere_of(in_force: InForce) -> Subject:
    """Return the words that call for bodies outside the portal, as if they were one agency's.

    Their names stay out: « Québec » and « ministère » stand in half of them.
    """
    return Subject(
        NOBODY,
        names=(),
        categories=tuple(
            SubjectCategory(body.code, Text(""), words=body.words)
            for body in in_force.portal.elsewhere
        ),
    )


def _replaced(in_force: InForce) -> Successions:
    return {
        code: succession for code, succession in in_force.successions.items() if succession.begun
    }


def _inherited(in_force: InForce, replaced: Successions) -> Inherited:
    """Return, for each category that takes over others, those others."""
    inherited: Inherited = {}
    if not replaced:
        return inherited
    last = max(succession.effective_at for succession in replaced.values())
    for code in replaced:
        for category in in_force.agencies[code].settings.categories:
            place = heir(replaced, Destination(code, category.code), last)
            inherited.setdefault(place, []).append(category)
    return inherited


def _subject(
    agency: Agency, replaced: list[str], in_force: InForce, inherited: Inherited
) -> Subject:
    who = agency.settings.agency
    former = [name for code in (agency.code, *replaced) for name in _former(in_force, code)]
    former += [name for code in replaced for name in _own_names(in_force.agencies[code])]
    return Subject(
        agency=agency.code,
        names=tuple(filter(None, (who.name.fr, who.name.en, who.short_name))),
        aliases=who.aliases,
        former_names=tuple(former),
        categories=tuple(
            _category(category, inherited.get(Destination(agency.code, category.code), []))
            for category in agency.settings.categories
            if not category.retired
        ),
        mandate=who.mandate.text,
    )


def _former(in_force: InForce, code: str) -> Iterator[str]:
    """Yield the names of the bodies that an agency replaced before it was in the portal."""
    for body in in_force.agencies[code].settings.agency.successor_of:
        yield from filter(None, (body.name.fr, body.name.en, *body.aliases))


def _own_names(agency: Agency) -> Iterator[str]:
    who = agency.settings.agency
    yield from filter(None, (who.name.fr, who.name.en, who.short_name, *who.aliases))


def _category(settings: CategorySettings, inherited: list[CategorySettings]) -> SubjectCategory:
    names = [name for old in inherited for name in (old.name.fr, old.name.en) if name]
    words = [word for old in inherited for word in old.words]
    examples = [example for old in inherited for example in old.examples]
    return SubjectCategory(
        code=settings.code,
        name=settings.name.text,
        words=(*settings.words, *names, *words),
        examples=(*settings.examples, *examples),
        description=settings.description.text if settings.description else None,
    )

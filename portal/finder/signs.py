"""Which agencies of another country a text may mean: those of whose country it has a sign.

An everyday story of somebody here has the words of a court or a pension anywhere. Language is no
sign; a town, a currency, or a word that is said there alone is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from portal.agencies.registry import InForce
from portal.domain.routing import Suggestion
from portal.words.typed_words import Keys, stems, words_of

_SURE_FROM = 8
"""Of words as long as this, one that has a letter otherwise is still the same."""
_MOST_BEFORE = 2
"""How many of the country's own come at most before one that is likelier than all of them."""


class Abroad(Struct, frozen=True):
    """The signs of the countries of agencies elsewhere, by agency: phrases, symbols, long words."""

    phrases: dict[str, tuple[tuple[Keys, ...], ...]]
    symbols: dict[str, tuple[str, ...]]
    long_words: dict[str, tuple[str, ...]]

    def without_sign(self, text: str) -> frozenset[str]:
        """Return the agencies elsewhere of whose country a text has no sign."""
        if not self.phrases:
            return frozenset()
        words = [word.plain for word in words_of(text)]
        keys = [stems(word) for word in words]
        return frozenset(
            agency
            for agency in self.phrases
            if not any(symbol in text for symbol in self.symbols[agency])
            and not any(_stands_in(phrase, keys) for phrase in self.phrases[agency])
            and not _is_misspelt(words, self.long_words[agency])
        )


def abroad_in(in_force: InForce) -> Abroad:
    """Return the signs of the agencies in force of other countries than the portal's."""
    own = in_force.portal.calendar.country
    signs = {
        code: tuple(_signs_of(in_force, code))
        for code, agency in in_force.agencies.items()
        if agency.settings.calendar and agency.settings.calendar.country != own
    }
    return Abroad(
        {code: tuple(map(_keys_of, filter(_is_spelt, every))) for code, every in signs.items()},
        {
            code: tuple(sign for sign in every if not _is_spelt(sign))
            for code, every in signs.items()
        },
        {code: tuple(_long_words(every)) for code, every in signs.items()},
    )


def our_own_first(suggestions: Sequence[Suggestion], strangers: frozenset[str]) -> list[Suggestion]:
    """Return suggestions with the strangers after the country's own, and never first.

    Somebody who means one all the same finds it: a stranger that is likelier than all of the
    country's own has two of them before it, and the others all.
    """
    own = [each for each in suggestions if each.agency not in strangers]
    others = [each for each in suggestions if each.agency in strangers]
    if not own:
        return []
    likelier = [each for each in others if each.score > own[0].score]
    rest = [each for each in others if each not in likelier]
    return [*own[:_MOST_BEFORE], *likelier, *own[_MOST_BEFORE:], *rest]


def _signs_of(in_force: InForce, code: str) -> Iterator[str]:
    who = in_force.agencies[code].settings.agency
    yield from filter(None, (who.name.fr, who.name.en, who.short_name, *who.aliases, *who.signs))


def _is_spelt(sign: str) -> bool:
    """Tell a sign in words from one with a symbol, such as « £ », which stands anywhere."""
    return not any(letter in "£$€" for letter in sign)


def _keys_of(sign: str) -> tuple[Keys, ...]:
    return tuple(stems(word.plain) for word in words_of(sign))


def _long_words(signs: Iterable[str]) -> Iterator[str]:
    for words in map(words_of, filter(_is_spelt, signs)):
        if len(words) == 1 and len(words[0].plain) >= _SURE_FROM:
            yield words[0].plain


def _stands_in(phrase: Sequence[Keys], story: Sequence[Keys]) -> bool:
    length = len(phrase)
    return any(
        all(
            not set(one).isdisjoint(other)
            for one, other in zip(phrase, story[start : start + length], strict=True)
        )
        for start in range(len(story) - length + 1)
    )


def _is_misspelt(words: Iterable[str], known: Sequence[str]) -> bool:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    return any(
        process.extractOne(word, known, scorer=OSA.distance, score_cutoff=1) is not None
        for word in words
        if len(word) >= _SURE_FROM
    )

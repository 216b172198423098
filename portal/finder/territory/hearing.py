"""The places heard in a text: a municipality after « à », « de » or « in », or a postal code.

A name that stands otherwise may be a university, a boulevard or somebody: it is not heard, and the
page asks. To ask once too often costs a person a word; to send them away wrongly, the complaint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from portal.finder.territory.municipalities import (
    Municipality,
    municipalities,
    plain_name,
)
from portal.words.small_words import SMALL_WORDS, language_of
from portal.words.typed_words import MOST_READ

_AREA = "[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z]"
_UNIT = "[ -]?[0-9][ABCEGHJ-NPRSTV-Z][0-9]"
_CODE = re.compile(rf"(?<![^\W_])({_AREA}){_UNIT}(?![^\W_])", re.IGNORECASE)
_CODE_OR_AREA = re.compile(rf"(?<![^\W_])({_AREA})(?:{_UNIT})?(?![^\W_])", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_CORRECTED, _LONGEST_CORRECTED = 5, 60
_MOST_ASKED = 200

_STREETS_AND_HOUSES = """
allee angle arena autoroute avenue boul boulevard bridge cegep centre chemin coin college corner
ecole eglise gare hopital hospital intersection lac lake loin metro montee park parc place pont
pres rang riviere road route rue school stade station street universite university vers
"""
_SPEAKING = """
adresse appartient demande dis dit donne donnee ecrit envoye face grace montre parle quant remis
rendu repondu spoke talked telephone told
"""
_FOLLOWING = """
avenue bridge boulevard campus college drive hospital park road school street student students
university
"""
_DWELLING = """
ville de, municipalite de, city of, town of, habite a, habitons a, demeure a, vis a, reste a,
live in, living in, lives in
"""

_STRONG = frozenset(["a", "au", "aux", "dans", "habite", "habitons", "in"])
_WEAK = frozenset(["at", "d", "de", "des", "du", "from", "of"])
_BEFORE = _STRONG | _WEAK
_SURELY = frozenset(words.strip() for words in _DWELLING.split(","))
"""After these even a name that is a word or somebody's too is a place."""

_THINGS = frozenset(_STREETS_AND_HOUSES.split())
"""What bears the name of a place elsewhere: a street, a bridge, or « près »."""

_TO_SOMEBODY = frozenset(_SPEAKING.split())
"""Before « à », these speak to somebody."""

_THINGS_AFTER = frozenset(_FOLLOWING.split())
_TITLES = frozenset(["dr", "dre", "m", "me", "mme", "mr", "mrs", "ms"])
_CITY = frozenset(["ville", "city", "town", "hotel", "mairie"])
_PROVINCE = "quebec"
_CITY_BEFORE = frozenset(["a", "ville de", "city of"])


class Place(Struct, frozen=True):
    """A place as it is told back, and by what an agency can tell whether it serves there.

    `names` are plain names, `postal` are prefixes; `is_code` where a postal code was typed.
    `region` is the number of its administrative region, if it is surely in one.
    """

    name: str
    names: frozenset[str] = frozenset()
    postal: tuple[str, ...] = ()
    is_code: bool = False
    region: str = ""


def places_in(text: str, language: str) -> list[Place]:
    """Return the places that a story surely names, in their order, each once."""
    read = text[:MOST_READ]
    codes = [_of_code(match[1]) for match in _CODE.finditer(read)]
    names = dict.fromkeys(_Reading(read, language).names())
    return list(dict.fromkeys([*codes, *map(_named, names)]))


def places_asked(typed: str, language: str) -> list[Place]:
    """Return the places that were typed where a municipality or a postal code is asked for."""
    read = typed[:_MOST_ASKED]
    codes = [_of_code(match[1]) for match in _CODE_OR_AREA.finditer(read)]
    if codes:
        return codes
    for name in _as_typed(plain_name(read)):
        if name in municipalities().by_name:
            return [_named(name)]
    return places_in(read, language)


def _as_typed(name: str) -> Iterator[str]:
    """Yield what a name that was typed may mean: without what goes around it, then corrected."""
    yield name
    bare = re.sub(r"^(?:a |in )?(?:ville de |la ville de |city of |town of )?", "", name)
    bare = re.sub(r" (?:quebec|qc|pq|canada)$", "", bare)
    yield bare
    yield _corrected(bare)


def _corrected(name: str) -> str:
    """Return the known name that is one letter away, or the name itself."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if not _SHORTEST_CORRECTED <= len(name) <= _LONGEST_CORRECTED:
        return name
    names = list(municipalities().by_name)
    closest = process.extractOne(name, names, scorer=OSA.distance, score_cutoff=1)
    return closest[0] if closest else name


def _of_code(area: str) -> Place:
    prefix = area.upper()
    municipality = municipalities().by_postal.get(prefix)
    if municipality is None:
        return Place(prefix, postal=(prefix,), is_code=True)
    names = _names((municipality,))
    name = f"{municipality.name} ({prefix})"
    return Place(name, names, (prefix,), is_code=True, region=municipality.region)


def _named(name: str) -> Place:
    """Return the place of a plain name; where several bear it, it may be any of them."""
    bearing = municipalities().by_name[name]
    main = [each for each in bearing if plain_name(each.name) == name]
    postal = tuple(prefix for each in bearing for prefix in each.postal)
    regions = {each.region for each in bearing}
    region = regions.pop() if len(regions) == 1 else ""
    return Place((main or bearing)[0].name, _names(bearing) | {name}, postal, region=region)


def _names(bearing: Sequence[Municipality]) -> frozenset[str]:
    return frozenset(plain_name(each.name) for each in bearing)


class _Typed(Struct, frozen=True):
    """A word of a text, plain, and what stands before it and how it was written."""

    plain: str
    before: str
    is_capital: bool


class _Reading:
    """A text, read word by word for names of places."""

    def __init__(self, text: str, language: str) -> None:
        self._words = _words(text)
        plain = [word.plain for word in self._words]
        self._is_english = language_of(plain, otherwise=language) == "en"
        self._is_shouted = text.isupper()
        self._known = municipalities()

    def names(self) -> Iterator[str]:
        """Yield the plain names that surely name a place."""
        for start in range(1, len(self._words)):
            if self._words[start - 1].plain in _BEFORE:
                name, end = self._name_at(start)
                if name and self._is_place(name, start, end):
                    yield name

    def _name_at(self, start: int) -> tuple[str, int]:
        """Return the longest name that begins at a word, and where the next word stands."""
        if self._plain(start) not in self._known.first_words:
            return "", start + 1
        for end in range(min(start + self._known.longest, len(self._words)), start, -1):
            name = " ".join(word.plain for word in self._words[start:end])
            if name in self._known.by_name:
                return name, end
        return "", start + 1

    def _is_place(self, name: str, start: int, end: int) -> bool:
        one, two = self._plain(start - 1), f"{self._plain(start - 2)} {self._plain(start - 1)}"
        if self._goes_on(end):
            return False
        if name == _PROVINCE:
            return not self._is_english and bool(_CITY_BEFORE & {one, two})
        if two in _SURELY:
            return True
        if name in self._known.doubtful or (one == "a" and self._is_english):
            return False
        before = self._plain(start - 2)
        if one in _STRONG:
            return before not in _TO_SOMEBODY
        return before not in _THINGS and not self._is_own(start - 2)

    def _goes_on(self, end: int) -> bool:
        """Tell whether a name goes on after a place: Laval University, Saint-Denis et Rachel."""
        word = self._word(end)
        if word is None or any(sign in word.before for sign in ".,;:!?()\n"):
            return False
        if word.plain in _THINGS_AFTER:
            return True
        if word.plain in {"et", "and", "coin"}:
            after = self._word(end + 1)
            return after is not None and (self._is_own(end + 1) or self._name_at(end + 1)[0] != "")
        return self._is_own(end)

    def _is_own(self, at: int) -> bool:
        """Tell whether a word inside a sentence is written as a name, and is no other place."""
        word = self._word(at)
        if word is None or self._is_shouted or not word.is_capital or at == 0:
            return False
        if word.plain in SMALL_WORDS or word.plain in _CITY:
            return False
        is_title = self._plain(at - 1) in _TITLES
        begins = not is_title and any(sign in word.before for sign in ".!?\n")
        return not begins and self._name_at(at)[0] == ""

    def _word(self, at: int) -> _Typed | None:
        return self._words[at] if 0 <= at < len(self._words) else None

    def _plain(self, at: int) -> str:
        word = self._word(at)
        return word.plain if word else ""


# The same few words make most of a text.
_plain_word = lru_cache(maxsize=4096)(plain_name)


def _words(text: str) -> list[_Typed]:
    words: list[_Typed] = []
    end = 0
    for match in _WORD.finditer(text):
        plain = _plain_word(match[0])
        if plain:
            words.append(_Typed(plain, text[end : match.start()], match[0][0].isupper()))
            end = match.end()
    return words

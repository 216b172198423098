"""How a text may spell somebody's name, or a way to reach them: as patterns, without accents.

A part of an address that tells it counts as the address: number and street, or the postal code. So
do the last seven digits of a telephone number, and a name without its apostrophe or its hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w+")
_NAME_WORD = re.compile(r"\w{3,}")
_DIGIT = re.compile(r"\d")
_PHONE = re.compile(r"[+\d\s().\-]+(?:,?\s*(?:(?:poste|ext|p|x)\b|#)\.?\s*\d{1,6})?", re.IGNORECASE)
_EXTENSION = re.compile(r",?\s*[a-z#].*", re.IGNORECASE | re.DOTALL)
_DIGITS_OF_A_NUMBER = 7
_DIGITS_WITH_AREA = 10
_SHORT = 2
_LETTERS_OF_A_JOINED_NAME = 4
_JOINT = re.compile(r"['’‘\-\u2010-\u2013]|(?<=[a-z])(?=[A-Z])|(?<=^O)(?=[A-Z])")
_JOINED_BY = r"['’‘\-\u2010-\u2013]?\s?"
_SMALL = "de du des la le les d l van von der den da dos el al et a au"
_ENGLISH = "of the and"
_PARTICLES = frozenset(f"{_SMALL} {_ENGLISH}".split())
_TITLES = "m|mme|mlle|mr|mrs|ms|monsieur|madame|dre?"
_GAP = r"[\W_]{1,3}"

_FRENCH_STREETS = (
    "rue avenue av ave boulevard boul blvd bd chemin ch impasse allee terrasse croissant ruelle "
    "promenade montee rang route rte place pl cote cours square carre domaine"
)
_ENGLISH_STREETS = "street st road rd drive lane crescent cres terrace"
_STREETS = frozenset(f"{_FRENCH_STREETS} {_ENGLISH_STREETS}".split())
_LEADS = "|".join(sorted(_STREETS | _PARTICLES))
_POSTAL = re.compile(r"\b([a-z]\d[a-z])[\s\-]?(\d[a-z]\d)\b", re.IGNORECASE)
_HOUSE = re.compile(r"(?<!\w)(\d{1,5}[a-z]?)\s*,?\s+(\w[^,\n(]*)", re.IGNORECASE)
_DIGITS_THAT_TELL = 3
_SAINTS = {"saint": "s(?:ain)?t", "st": "s(?:ain)?t", "sainte": "s(?:ain)?te", "ste": "s(?:ain)?te"}


Spelling = tuple[str, str]
"""What a text must hold, in small letters, for a pattern to stand in it; and the pattern."""


def patterns_in(text: str, spellings: Iterable[Spelling]) -> Iterator[str]:
    """Yield those of the patterns that may stand in a text without accents.

    Looking for a word first takes a tenth of the time that a pattern does.
    """
    lowered = text.lower()
    yield from (pattern for needle, pattern in spellings if needle.lower() in lowered)


def name_spellings(name: str) -> Iterator[Spelling]:
    """Yield what finds a name: each of its words of three letters or more, and its plural.

    A shorter word tells nobody, but beside another of the name or after a title.
    """
    words = name.split()
    yield from (spelled for word in words if (spelled := _joined(word)))
    yield from ((word, rf"\b{re.escape(word)}s?\b") for word in _NAME_WORD.findall(name))
    short = [word for word in words if len(word) == _SHORT and word.casefold() not in _PARTICLES]
    if len(short) > 1 and short == words:
        yield words[0], rf"\b{_GAP.join(map(re.escape, words))}\b"
        yield words[0], rf"\b{_GAP.join(_with_capital(word) for word in reversed(words))}\b"
    if short and words[-1] == short[-1]:
        yield short[-1], rf"\b(?:{_TITLES})\b\.?\s{{1,2}}{_with_capital(words[-1])}\b"


def joined_words(name: str) -> Iterator[str]:
    """Yield the words of a name that has a joint, as they are written without it."""
    for word in name.split():
        together = "".join(_WORD.findall(word))
        if together != word and len(together) >= _LETTERS_OF_A_JOINED_NAME:
            yield together


def contact_spellings(contact: str) -> Iterator[Spelling]:
    """Yield what finds an address or a telephone number, the whole of it first."""
    if _PHONE.fullmatch(contact.strip()):
        yield from _spellings_of_phone(_DIGIT.findall(_EXTENSION.sub("", contact)))
    words = contact.split()
    yield words[0], r"\s+".join(map(re.escape, words))
    if "@" not in contact:
        yield from _spellings_of_address(contact)


def _joined(word: str) -> Spelling | None:
    parts = [part for part in _JOINT.split(word) if part]
    together = "".join(parts)
    if len(parts) == 1 or len(together) < _LETTERS_OF_A_JOINED_NAME or not together.isalpha():
        return None
    return parts[-1], rf"\b{_JOINED_BY.join(map(re.escape, parts))}s?\b"


def _with_capital(word: str) -> str:
    return rf"(?-i:{re.escape(word[0].upper())}){re.escape(word[1:])}"


def _spellings_of_phone(digits: list[str]) -> Iterator[Spelling]:
    if len(digits) < _DIGITS_OF_A_NUMBER:
        return
    if len(digits) == _DIGITS_WITH_AREA + 1 and digits[0] == "1":
        digits = digits[1:]
    yield "", r"\D{0,3}".join(digits)
    first, last = "".join(digits[-_DIGITS_OF_A_NUMBER:-4]), "".join(digits[-4:])
    yield last, rf"(?<![\w.,\-]){first}[ .\-\u00a0\u2010-\u2013]?{last}(?![\w\-]|[.,]\d)"


def _spellings_of_address(address: str) -> Iterator[Spelling]:
    for before, after in _POSTAL.findall(address):
        yield after, rf"\b{before}[\s\-]{{0,3}}{after}\b"
    for number, street in _HOUSE.findall(address):
        words = [word for word in _WORD.findall(street) if word.casefold() not in _NO_NAME]
        if words and not words[0].isdigit():
            last = words[0] if words[0].casefold() not in _SAINTS else words[-1]
            yield from ((last, pattern) for pattern in _house_patterns(number, _named(words)))


_NO_NAME = _STREETS - {"st"} | _PARTICLES


def _named(words: list[str]) -> str:
    """Return what finds the first word of a street's name, the second too after a saint."""
    is_saint = words[0].casefold() in _SAINTS
    kept = words[: 1 + is_saint]
    return _GAP.join(_SAINTS.get(word.casefold(), re.escape(word)) for word in kept)


def _house_patterns(number: str, name: str) -> Iterator[str]:
    lead = rf"(?:(?:{_LEADS})\b[\W_]{{1,2}})"
    yield rf"(?<![\w.,/\-]){number}{_GAP}{lead}{{1,5}}{name}\b"
    ends = "" if len(number) >= _DIGITS_THAT_TELL else rf"{_GAP}(?:{'|'.join(sorted(_STREETS))})"
    yield rf"(?<![\w.,/\-]){number}{_GAP}{name}{ends}\b"
    yield rf"\b{lead}{{1,4}}{name}{_GAP}(?:(?:au|no|numero){_GAP})?{number}\b"

"""Taking out of a text what would tell who somebody is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

MASK = "[…]"
_NAME_WORD = re.compile(r"\w{3,}")
_LETTERS = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_ACCENTED = re.compile(r"[^\x00-\x7f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_DIGITS_OF_A_NUMBER = 7
_WORDS_OF_A_NAME = 2
_LETTERS_OF_A_SURNAME = 3
_AROUND = 20


def without_names(text: str, names: Iterable[str | None]) -> str:
    """Return `text` with each word of these names masked, whatever its case and its accents.

    So is its plural. Signs that nobody sees, such as a soft hyphen, hide no word.
    Particles of two letters, such as « de », stay: they tell nobody.
    """
    words = [word for name in names for word in _NAME_WORD.findall(_seen(name or ""))]
    return _masked(text, [rf"\b{re.escape(_plain(word))}s?\b" for word in words])


def without_contacts(text: str, contacts: Iterable[str | None]) -> str:
    """Return `text` with these addresses and telephone numbers masked, however they are spaced."""
    return _masked(
        text, [_however_spaced(contact) for contact in contacts if contact and contact.strip()]
    )


def without_identity(text: str, names: Iterable[str | None], contacts: Iterable[str | None]) -> str:
    """Return `text` without these ways to reach somebody, nor these names."""
    return without_names(without_contacts(text, contacts), names)


def name_said(text: str, names: Iterable[str | None]) -> str | None:
    """Return the first place of `text` where a word of these names stands, with what is around."""
    return _place(text, without_names(text, names))


def contact_said(text: str, contacts: Iterable[str | None]) -> str | None:
    """Return the first place of `text` where one of these ways to reach somebody stands."""
    return _place(text, without_contacts(text, contacts))


def _place(text: str, masked: str) -> str | None:
    """Return what stands where a text was masked first, in its line and with a few words around."""
    composed = _seen(text)
    at = masked.find(MASK) if masked != text else -1
    if at < 0 or composed[: at + len(MASK)] == masked[: at + len(MASK)]:
        return None
    begin = max(0, at - _AROUND)
    place = " ".join(composed[begin : at + 2 * _AROUND].split())
    before = "…" if begin else ""
    return f"{before}{place}{'…' if at + 2 * _AROUND < len(composed) else ''}"


def names_somebody(text: str, name: str) -> bool:
    """Tell whether the whole name, of two words at least, stands in `text`."""
    return bool(people_named(text, {0: name}))


def people_named(text: str, names: Mapping[int, str]) -> frozenset[int]:
    """Return the keys of those whose whole name, of two words at least, stands in `text`."""
    plain = _plain(text).casefold()
    return frozenset(key for key, name in names.items() if _is_in(plain, name))


def people_surnamed(text: str, names: Mapping[int, str]) -> frozenset[int]:
    """Return the keys of those of whose surname a word of three letters or more is in `text`.

    A surname is the last word of the name; of a double one, either half counts. Whole words are
    compared, without accents and case.
    """
    said = set(_LETTERS.findall(_plain(text).casefold()))
    return frozenset(key for key, name in names.items() if not said.isdisjoint(_surname_of(name)))


@lru_cache(maxsize=4096)
def _surname_of(name: str) -> frozenset[str]:
    last = _plain(name).casefold().split()[-1:]
    words = (word for part in last for word in _LETTERS.findall(part))
    return frozenset(word for word in words if len(word) >= _LETTERS_OF_A_SURNAME)


def _is_in(plain: str, name: str) -> bool:
    words = _words_of(name)
    # Most names are not there: looking for each word first is faster than any pattern.
    if len(words) < _WORDS_OF_A_NAME or not all(word in plain for word in words):
        return False
    pattern = r"\b" + r"[\W_]+".join(map(re.escape, words)) + r"\b"
    return re.search(pattern, plain) is not None


@lru_cache(maxsize=4096)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", _plain(name).casefold()))


def _however_spaced(contact: str) -> str:
    digits = _DIGIT.findall(contact)
    if len(digits) >= _DIGITS_OF_A_NUMBER and not re.search(r"[^\W\d]", contact):
        return r"\D{0,3}".join(digits)
    return r"\s+".join(re.escape(_plain(word)) for word in contact.split())


def _masked(text: str, patterns: Iterable[str]) -> str:
    # Found in a copy without accents, which is as long: the same places are cut from the text.
    composed = _seen(text)
    every = "|".join(patterns)
    if not every:
        return text
    parts, end = [], 0
    for match in re.finditer(every, _plain(composed), re.IGNORECASE):
        parts += [composed[end : match.start()], MASK]
        end = match.end()
    return "".join([*parts, composed[end:]]) if parts else text


def _seen(text: str) -> str:
    """Return `text` as it is seen: composed, without the signs that show nothing."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def _plain(text: str) -> str:
    """Return `text` without accents, letter by letter."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    return _ACCENTED.sub(lambda letter: unicodedata.normalize("NFD", letter[0])[0], composed)

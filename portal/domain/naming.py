"""Whom of some people a text names: by the whole name, by a title and a surname, or by it alone.

A wrong match keeps somebody out until a colleague looked; one that is missed lets them handle what
is said of them. So a title counts for everybody who bears the surname, and a surname alone only
where it can be no one and nothing else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from portal.domain.masking import plain, seen
from portal.domain.ordinary_words import (
    BEFORE_A_SURNAME,
    COURTESY,
    FIRST_NAMES,
    OF_A_PLACE,
    OPENINGS,
    ORDINARY_WORDS,
    ROLES,
    WRITTEN_LARGE,
)

_WORD = re.compile(r"[^\W_]+")
_WORDS_OF_A_NAME = 2
_LETTERS_OF_A_SURNAME = 3
_LETTERS_OF_AN_ABBREVIATION = 4
_SAINTS = {"st": "saint", "ste": "sainte"}
_ENDS_A_SENTENCE = re.compile(r"[.!?:;…\n«»\"“”()•–—]")
_AFTER_A_TITLE = re.compile(r"[\s.]+")

_PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "d",
        "l",
        "o",
        "van",
        "von",
        "der",
        "den",
        "da",
        "dos",
        "el",
        "al",
        "ben",
        "bin",
        "abou",
        "ait",
        "mc",
        "mac",
    ]
)

Words = tuple[str, ...]

_ONE_OF = frozenset({"un", "une"})
"""After these words stands a thing, or one of several people of that name."""

_ONESELF: frozenset[Words] = frozenset(
    {("je", "suis"), ("nom", "est"), ("m", "appelle"), ("i", "am"), ("name", "is")}
)
"""After these words whoever writes says their own name."""


class _Surname(NamedTuple):
    """How one person may be called: by these words, or by one half of a double surname."""

    person: int
    words: Words
    is_half: bool
    particles: Words
    initials: frozenset[str]


class _Token(NamedTuple):
    """A word of a text, as it is written, and with what stands between it and the one before."""

    word: str
    written: str
    gap: str

    @property
    def is_large(self) -> bool:
        """Tell whether it begins with a capital letter."""
        return self.written[0].isupper()

    @property
    def begins_sentence(self) -> bool:
        """Tell whether it may have a capital letter for where it stands alone."""
        return _ENDS_A_SENTENCE.search(self.gap) is not None


class People:
    """People who may be named, by their ids, made ready once to be looked for in many texts."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self._whole: dict[str, list[tuple[Words, int]]] = defaultdict(list)
        self._surnames: dict[str, list[_Surname]] = defaultdict(list)
        self._bearers: dict[Words, set[int]] = defaultdict(set)
        for person, name in names.items():
            self._add(person, name)
        self._last = self._whole.keys() | self._surnames.keys()

    def _add(self, person: int, name: str) -> None:
        words = _words_of(name)
        if len(words) < _WORDS_OF_A_NAME:
            return
        self._whole[words[-1]].append((words, person))
        for surname in _surnames_of(person, name):
            self._surnames[surname.words[-1]].append(surname)
            self._bearers[surname.words].add(person)

    def named_in(self, text: str, besides: str = "") -> frozenset[int]:
        """Return the ids of those whom `text` names.

        It speaks of somebody else as well, who is called `besides`: what may be that name names
        nobody of these people.
        """
        bare = plain(seen(text))
        # Most texts name nobody: that is seen without looking at what stands around a word.
        if self._last.isdisjoint(_WORD.findall(bare.casefold())):
            return frozenset()
        written, theirs = _Written(bare), _called(besides)
        return frozenset(
            person
            for at, token in enumerate(written.tokens)
            if token.word in self._last
            for person in self._ending_at(written, at, theirs)
        )

    def _ending_at(self, written: _Written, at: int, besides: frozenset[Words]) -> Iterator[int]:
        word = written.tokens[at].word
        for words, who in self._whole.get(word, ()):
            if words not in besides and written.ends(words, at):
                yield who
        for surname in self._surnames.get(word, ()):
            if surname.words in besides:
                continue
            is_alone = len(self._bearers[surname.words]) == 1
            if written.calls(surname, at) or (is_alone and written.tells(surname, at)):
                yield surname.person


class _Written:
    """A text word by word, and what its capital letters tell."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        words = [token for token in self.tokens if len(token.word) > 1]
        shouted = sum(token.written.isupper() for token in words)
        # Whoever writes none of them, or nothing else, does not tell a name from a word by them.
        self._has_case = any(token.is_large for token in words) and shouted <= len(words) / 2

    def ends(self, words: Words, at: int) -> bool:
        """Tell whether these words stand here, the last of them at this place."""
        begin = at - len(words) + 1
        return begin >= 0 and tuple(t.word for t in self.tokens[begin : at + 1]) == words

    def calls(self, surname: _Surname, at: int) -> bool:
        """Tell whether a title or a role leads to this surname, whose last word stands here."""
        if not self.ends(surname.words, at) or self._is_in_another(surname, at):
            return False
        begin = self._begin(surname, at)
        if begin < 0 or not _AFTER_A_TITLE.fullmatch(self.tokens[begin + 1].gap):
            return False
        if len(surname.words[-1]) < _LETTERS_OF_A_SURNAME and not self.tokens[at].is_large:
            return False
        before = self.tokens[begin]
        is_initial = before.word in surname.initials and _AFTER_A_TITLE.fullmatch(before.gap)
        return self._is_title(surname, begin, at) or bool(
            is_initial and begin > 0 and self._is_title(surname, begin - 1, at)
        )

    def tells(self, surname: _Surname, at: int) -> bool:
        """Tell whether this surname alone, whose last word stands here, can be nothing else."""
        if surname.is_half or not self.ends(surname.words, at):
            return False
        if self._is_in_another(surname, at) or self._is_of_another(surname, at):
            return False
        [*before, word] = surname.words
        is_single = not before
        if _is_saint(surname.words) or len(word) < _LETTERS_OF_A_SURNAME:
            return False
        if is_single and (word in FIRST_NAMES or word in WRITTEN_LARGE):
            return False
        begins = self.tokens[self._begin(surname, at) + 1].begins_sentence
        if self._has_case and not begins:
            return self.tokens[at].is_large
        return not (is_single and word in ORDINARY_WORDS) and (
            self.tokens[at].is_large or not self._has_case
        )

    def _begin(self, surname: _Surname, at: int) -> int:
        """Return the place before the surname and the particles that lead to it."""
        begin = at - len(surname.words)
        particles = surname.particles
        return begin - len(particles) if particles and self.ends(particles, begin) else begin

    def _is_title(self, surname: _Surname, at: int, last: int) -> bool:
        token = self.tokens[at]
        if self._presents_oneself(at - 1):
            return False
        if token.word in COURTESY:
            after_number = at > 0 and self.tokens[at - 1].word.isdigit()
            return not (token.word == "m" and after_number) and not (
                token.word == "me" and not token.is_large
            )
        is_ordinary = surname.words[-1] in ORDINARY_WORDS
        return token.word in ROLES and (not is_ordinary or self.tokens[last].is_large)

    def _presents_oneself(self, at: int) -> bool:
        """Tell whether whoever writes says until this place what they are called themselves."""
        said = tuple(token.word for token in self.tokens[max(0, at - 1) : at + 1])
        return said in _ONESELF

    def _is_in_another(self, surname: _Surname, at: int) -> bool:
        """Tell whether a hyphen makes of it a part of another name."""
        first = self.tokens[at - len(surname.words) + 1]
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        is_after = after is not None and len(after.word) >= _LETTERS_OF_A_SURNAME
        return first.gap == "-" or (after is not None and after.gap == "-" and is_after)

    def _is_of_another(self, surname: _Surname, at: int) -> bool:
        """Tell whether what stands beside it makes of it somebody else's name, or a place's."""
        begin = self._begin(surname, at)
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if after is not None and after.gap.isspace() and "\n" not in after.gap:
            is_name = self._has_case and after.is_large and after.word not in BEFORE_A_SURNAME
            if is_name or after.word in OF_A_PLACE:
                return True
        return begin >= 0 and self._leads_to_another(begin)

    def _leads_to_another(self, at: int) -> bool:
        token, surname = self.tokens[at], self.tokens[at + 1]
        if surname.gap.strip(" \u00a0-'’.") or "\n" in surname.gap:
            return False
        is_abbreviated = token.word in OF_A_PLACE or token.word in COURTESY
        is_short = len(token.word) <= _LETTERS_OF_AN_ABBREVIATION and is_abbreviated
        if surname.begins_sentence and not is_short:
            return False
        if token.word in OF_A_PLACE or token.word in _ONE_OF or self._presents_oneself(at):
            return True
        if token.word in BEFORE_A_SURNAME and self._presents_oneself(at - 1):
            return True
        is_large = self._has_case and token.is_large and len(token.word) > 1
        return (
            is_large
            and token.word not in BEFORE_A_SURNAME
            and not (token.begins_sentence and token.word in OPENINGS)
        )


def people_named(text: str, names: Mapping[int, str]) -> frozenset[int]:
    """Return the ids of those of these people whom `text` names."""
    return People(names).named_in(text)


def _called(name: str) -> frozenset[Words]:
    """Return how who has this name may be called: by it, or by the surname."""
    words = _words_of(name)
    if len(words) < _WORDS_OF_A_NAME:
        return frozenset({words})
    return frozenset({words, *(surname.words for surname in _surnames_of(0, name))})


def names_somebody(text: str, name: str) -> bool:
    """Tell whether `text` names who has this name, were nobody else to bear the surname."""
    return bool(people_named(text, {0: name}))


def _tokens(text: str) -> Iterator[_Token]:
    end = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()] if end else "\n"
        yield _Token(_spelled(match[0]), match[0], gap)
        end = match.end()


def _spelled(written: str) -> str:
    word = written.casefold()
    return _SAINTS.get(word, word)


@lru_cache(maxsize=4096)
def _words_of(name: str) -> Words:
    return tuple(map(_spelled, _WORD.findall(plain(name))))


def _surnames_of(person: int, name: str) -> Iterable[_Surname]:
    """Return how a person may be called: the last word of the name; of a double one, each half.

    A name that is written as one word has no surname.
    """
    before, _, last = plain(name).strip().rpartition(" ")
    words, given = _words_of(last) if before else (), _words_of(before)
    while words and len(words[0]) == 1:
        # « O’Brien », « D’Amours »: what is told apart is the rest.
        given, words = (*given, words[0]), words[1:]
    particles = _particles(given)
    initials = frozenset(word[0] for word in given)
    halves = words if len(words) > 1 and not _is_saint(words) else ()
    every = [words, *((half,) for half in halves if len(half) >= _LETTERS_OF_A_SURNAME)]
    return [
        _Surname(person, called, called != words, particles, initials)
        for called in every
        if called and len(called[-1]) > 1 and called[-1] not in _PARTICLES
    ]


def _is_saint(words: Words) -> bool:
    return words[0] in _SAINTS.values()


def _particles(given: Words) -> Words:
    """Return the words at the end of the given names that belong to the surname."""
    at = len(given)
    while at > 1 and given[at - 1] in _PARTICLES:
        at -= 1
    return given[at:]

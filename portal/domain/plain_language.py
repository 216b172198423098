"""A check of plain language: it points at words, counts them, and never stops anybody.

It looks for sentences that are too long, acronyms that nobody spelled out, and words of the trade
that have a plain one. It is the same for every language: the words themselves are handed in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LONG_SENTENCE = 25
"""How many words a sentence has at most."""

_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)|\n\s*\n|\n\s*[-–•]\s")
_SHOWN_WORDS = 8
_ACRONYM = re.compile(r"(?<![\w’'.-])(?:[A-ZÀ-Ý]{2,}|(?:[A-ZÀ-Ý]\.){2,})(?![\w-])")
_SPELLED_OUT = re.compile(r"\(\s*([^()]{2,})\s*\)")
_SHOUTED_AT_MOST = 6
_JOINER = "[\\s\N{NO-BREAK SPACE}]+"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a check knows: words of the trade with plain ones, and acronyms that everybody knows."""

    jargon: Mapping[str, str] = field(default_factory=dict)
    acronyms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Jargon:
    """A word of the trade as it was written, and what could stand there."""

    written: str
    instead: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What could be said more plainly: how long sentences begin, acronyms, and jargon."""

    long_sentences: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    jargon: tuple[Jargon, ...] = ()

    @property
    def count(self) -> int:
        """How many hints there are; a word that comes back is one."""
        return len(self.long_sentences) + len(self.acronyms) + len(self.jargon)


def check(text: str, vocabulary: Vocabulary) -> Hints:
    """Return what could be said more plainly, in the order in which it stands in the text."""
    return Hints(
        long_sentences=tuple(_long_sentences(text)),
        acronyms=tuple(_unexplained(text, vocabulary.acronyms)),
        jargon=tuple(_jargon(text, vocabulary.jargon)),
    )


def _long_sentences(text: str) -> list[str]:
    """Return how the long sentences begin."""
    sentences = map(str.split, _SENTENCE_END.split(text))
    return [" ".join(words[:_SHOWN_WORDS]) for words in sentences if len(words) > LONG_SENTENCE]


def _unexplained(text: str, known: frozenset[str]) -> list[str]:
    """Return the acronyms that nobody spelled out where they first stand.

    « Régie des parcs (RDP) » spells one out, and so does « RDP (Régie des parcs) ». What is long
    is a word in capitals.
    """
    spelled = _spelled_out(text)
    acronyms: dict[str, None] = {}
    for match in _ACRONYM.finditer(text):
        bare = _bare(match[0])
        if len(bare) <= _SHOUTED_AT_MOST and bare not in known and bare not in spelled:
            acronyms.setdefault(match[0])
    return list(acronyms)


def _spelled_out(text: str) -> set[str]:
    """Return the acronyms that stand in brackets behind words, or before words in brackets.

    Only where that is the first time they stand in the text: an explanation comes before its use.
    """
    explained: set[str] = set()
    for bracket in _SPELLED_OUT.finditer(text):
        inside, before = bracket[1].strip(), text[: bracket.start()]
        if _ACRONYM.fullmatch(inside):
            acronym, seen = inside, before
        else:
            behind = list(_ACRONYM.finditer(before.rstrip()))
            if not behind or behind[-1].end() != len(before.rstrip()):
                continue
            acronym, seen = behind[-1][0], before[: behind[-1].start()]
        if _bare(acronym) not in {_bare(match[0]) for match in _ACRONYM.finditer(seen)}:
            explained.add(_bare(acronym))
    return explained


def _bare(acronym: str) -> str:
    return acronym.replace(".", "")


def _jargon(text: str, jargon: Mapping[str, str]) -> list[Jargon]:
    flat = text.replace("’", "'")
    places: list[tuple[int, Jargon]] = []
    for words, instead in jargon.items():
        match = _pattern(words).search(flat)
        if match is not None:
            written = text[match.start() : match.end()]
            places.append((match.start(), Jargon(" ".join(written.split()), instead)))
    return [jargon for _, jargon in sorted(places, key=lambda place: place[0])]


def _pattern(words: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in words.replace("’", "'").split())
    return re.compile(rf"(?<!\w){_JOINER.join(parts)}(?!\w)", re.IGNORECASE)

"""Codes in a settings file: each is used once, and those that are spoken of exist."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from portal.agencies.mistakes import Mistake, did_you_mean
from portal.agencies.places import Place


def codes_of(coded: Place, key: str = "code") -> list[str]:
    """Return the codes in a list of groups; a recourse may also stand there as its mere code."""
    return [code.text for code in _coded(coded, key) if code.text is not None]


def unique(coded: Place, key: str = "code") -> Iterator[Mistake]:
    """Yield a mistake for each code that stands a second time in a list."""
    first: dict[str, int] = {}
    for code in _coded(coded, key):
        if code.text is None:
            continue
        if code.text in first:
            yield code.mistake(f'"{code.text}" is already used on line {first[code.text]}')
        first.setdefault(code.text, code.node.line)


def exists(code: Place, known: Collection[str], kind: str) -> Iterator[Mistake]:
    """Yield a mistake if `code` is not one of the known ones; `kind` says what it names."""
    if code.text is not None and code.text not in known:
        yield code.mistake(f'there is no {kind} "{code.text}"{did_you_mean(code.text, known)}')


def _coded(coded: Place, key: str) -> Iterable[Place]:
    return (place.at(key) if place.keys else place for place in coded.items)

"""The words of the trade that have a plain one, and the acronyms that everybody knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from portal.domain.text import Language

TO_LEAVE_OUT: dict[Language, str] = {"fr": "(à enlever)", "en": "(leave out)"}


@cache
def common_jargon(language: Language) -> dict[str, str]:
    """Return the portal's own words of the trade in a language, with what could stand there."""
    pairs = (line.partition("=") for line in _lines(f"{language}.txt"))
    return {words.strip(): instead.strip() or TO_LEAVE_OUT[language] for words, _, instead in pairs}


@cache
def common_acronyms() -> frozenset[str]:
    """Return the acronyms that need no explanation."""
    return frozenset(_lines("acronyms.txt"))


def _lines(name: str) -> Iterator[str]:
    text = (files("portal.words") / "plain" / name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return (line for line in lines if line and not line.startswith("#"))

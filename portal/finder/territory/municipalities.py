"""The municipalities that are known by name: what each is called, and its postal prefixes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct

from portal.agencies.settings.matching import folded

_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


class Municipality(Struct, frozen=True):
    """A municipality, the other names of it and of its parts, its postal prefixes and its region.

    `doubtful` names are everyday words or somebody's name as well. The region is the number of an
    administrative region; nothing where municipalities of several regions bear the name.
    """

    name: str
    aliases: tuple[str, ...] = ()
    postal: tuple[str, ...] = ()
    doubtful: frozenset[str] = frozenset()
    region: str = ""


class Municipalities(Struct, frozen=True):
    """All that are known, by each of their names and by each postal prefix."""

    by_name: Mapping[str, tuple[Municipality, ...]]
    by_postal: Mapping[str, Municipality]
    doubtful: frozenset[str]
    first_words: frozenset[str]
    longest: int
    """So many words has the longest name."""


def plain_name(name: str) -> str:
    """Return a name as it is compared: « Ste-Foy », « sainte foy » and « Sainte-Foy » are one."""
    return " ".join(_SAINTS.get(word, word) for word in folded(name).split())


@cache
def municipalities() -> Municipalities:
    """Return the municipalities of the file quebec.txt, which is read once, when it is needed."""
    return known(_read(_lines()))


def known(each: Iterable[Municipality]) -> Municipalities:
    """Return municipalities as they are found."""
    by_name: dict[str, list[Municipality]] = defaultdict(list)
    by_postal: dict[str, Municipality] = {}
    doubtful: set[str] = set()
    for municipality in each:
        for name in {plain_name(name) for name in (municipality.name, *municipality.aliases)}:
            by_name[name].append(municipality)
        by_postal.update(dict.fromkeys(municipality.postal, municipality))
        doubtful.update(map(plain_name, municipality.doubtful))
    return Municipalities(
        {name: tuple(named) for name, named in by_name.items()},
        by_postal,
        frozenset(doubtful),
        frozenset(name.partition(" ")[0] for name in by_name),
        max((len(name.split()) for name in by_name), default=0),
    )


def _lines() -> Iterator[str]:
    text = (files("portal.finder.territory") / "quebec.txt").read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _read(lines: Iterable[str]) -> Iterator[Municipality]:
    for line in lines:
        name, aliases, postal, region = (part.strip() for part in line.split(";"))
        others = [alias.strip() for alias in aliases.split(",") if alias.strip()]
        yield Municipality(
            name.removeprefix("?"),
            tuple(other.removeprefix("?") for other in others),
            tuple(postal.split()),
            frozenset(word.removeprefix("?") for word in (name, *others) if word.startswith("?")),
            region,
        )

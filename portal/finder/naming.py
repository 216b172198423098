"""Which agencies a story calls by their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from portal.finder.index import Entry, Index
from portal.finder.words import Keys


class Naming:
    """Recognises the whole names, aliases and former names of agencies, word after word."""

    def __init__(self, index: Index) -> None:
        self._by_key: dict[str, list[Entry]] = defaultdict(list)
        for entry in sorted(index.entries, key=lambda entry: -len(entry.words)):
            if entry.kind.names:
                for key in entry.words[0]:
                    self._by_key[key].append(entry)

    def agencies_in(self, story: Sequence[Keys]) -> frozenset[str]:
        """Return the agencies named in `story`; of names that overlap, the longest counts."""
        agencies: set[str] = set()
        start = 0
        while start < len(story):
            names = self._named_at(story, start)
            agencies.update(entry.place.agency for entry in names)
            start += len(names[0].words) if names else 1
        return frozenset(agencies)

    def _named_at(self, story: Sequence[Keys], start: int) -> list[Entry]:
        """Return the longest names that begin at `start`: several when agencies share one."""
        names: list[Entry] = []
        for entry in (entry for key in story[start] for entry in self._by_key.get(key, ())):
            length = len(entry.words)
            if (not names or length >= len(names[0].words)) and _is_at(entry, story, start):
                names = [*(name for name in names if len(name.words) == length), entry]
        return names


def _is_at(entry: Entry, story: Sequence[Keys], start: int) -> bool:
    words = story[start : start + len(entry.words)]
    return len(words) == len(entry.words) and all(
        not set(word).isdisjoint(keys) for word, keys in zip(entry.words, words, strict=True)
    )

"""Sealed texts that did not open: noted where they are read, until somebody tells of them."""

from __future__ import annotations

import threading
from typing import NamedTuple


class Unopened(NamedTuple):
    """Which text it is: its table and column, such as "message.body", and the id of its row."""

    place: str
    row: str


class UnopenedTexts:
    """Texts that did not open in this process, each once, until they are taken."""

    def __init__(self) -> None:
        self._texts: set[Unopened] = set()
        self._lock = threading.Lock()

    def __bool__(self) -> bool:
        """Tell whether there is anything to tell of."""
        return bool(self._texts)

    def note(self, text: Unopened) -> None:
        """Remember a text."""
        with self._lock:
            self._texts.add(text)

    def take(self) -> set[Unopened]:
        """Return all that were noted, and keep none of them."""
        with self._lock:
            taken, self._texts = self._texts, set()
        return taken

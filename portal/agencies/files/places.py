"""Finding one's way in a settings file, also where it says nothing or something wrong."""

from __future__ import annotations

from dataclasses import dataclass

from portal.agencies.files.mistakes import Mistake
from portal.agencies.files.tree import Node, Steps, plain, read_tree, written_path
from portal.domain.text import Said


@dataclass(frozen=True, slots=True)
class Place:
    """A value of a file, or the place where it would be: then it stands at its nearest parent."""

    file: str
    node: Node
    steps: Steps = ()
    is_there: bool = True

    def at(self, *steps: str | int) -> Place:
        """Return the place that `steps` lead to from here."""
        place = self
        for step in steps:
            place = place._next(step)
        return place

    def _next(self, step: str | int) -> Place:
        child = self._child(step) if self.is_there else None
        steps = (*self.steps, step)
        if child is None:
            return Place(self.file, self.node, steps, is_there=False)
        return Place(self.file, child, steps)

    def _child(self, step: str | int) -> Node | None:
        within = self.node.value
        if isinstance(within, dict) and isinstance(step, str):
            return within.get(step)
        if isinstance(within, list) and isinstance(step, int) and step < len(within):
            return within[step]
        return None

    @property
    def value(self) -> object:
        """The value that stands here as ordinary data; None where there is none."""
        return plain(self.node) if self.is_there else None

    @property
    def text(self) -> str | None:
        """The words that stand here, if they are words."""
        value = self.node.value if self.is_there else None
        return value if isinstance(value, str) else None

    @property
    def items(self) -> list[Place]:
        """The places of the list that stands here; none if it is no list."""
        if not self.is_there or not isinstance(self.node.value, list):
            return []
        return [self.at(number) for number in range(len(self.node.value))]

    @property
    def keys(self) -> list[str]:
        """The keys of the group that stands here; none if it is no group."""
        return list(self.node.keys) if self.is_there else []

    @property
    def is_said(self) -> bool:
        """Tell whether something stands here, even something wrong, that is not nothing."""
        return self.is_there and self.node.value is not None

    def mistake(self, text: Said) -> Mistake:
        """Return the mistake that `text` tells about this place."""
        return Mistake(self.file, self.node.line, self.node.column, written_path(self.steps), text)

    def mistake_in_key(self, key: str, text: Said) -> Mistake:
        """Return the mistake that `text` tells about a key of the group that stands here."""
        line, column = self.node.keys.get(key, (self.node.line, self.node.column))
        return Mistake(self.file, line, column, written_path((*self.steps, key)), text)


def says(text: str, *steps: str) -> bool:
    """Tell whether a settings file itself says what `steps` lead to, rather than the portal."""
    node, _ = read_tree(text, "")
    return node is not None and Place("", node).at(*steps).is_said

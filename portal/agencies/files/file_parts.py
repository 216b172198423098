"""The parts of a settings file: the lines each stands on, and the comments above it.

A part can be moved, put in or taken out, and everything around it stays as it was written. What
stands in a part is a text of its own, which has parts in turn.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, SequenceNode

Change = Callable[[str], str]

_LONGEST_LINE = 10_000
_STEP = 2
_FAR_COMMENT = re.compile(r"\A([\w-]+:|-) +#")


@dataclass(slots=True)
class Part:
    """A key of a group with its value, or an entry of a list under the name of its code."""

    name: str | None
    above: list[str]
    lines: list[str]
    value: Node | None = None

    @property
    def text(self) -> str:
        """The part without the comments above it."""
        return "\n".join(self.lines) + "\n"

    @property
    def is_spread(self) -> bool:
        """Tell whether its value stands on lines of its own, not between brackets on one."""
        value = self.value
        return isinstance(value, CollectionNode) and not value.flow_style


class Parts:
    """A group or a list that begins in the first column, taken apart; `key` names the codes."""

    def __init__(self, text: str, key: str = "code") -> None:
        lines = text.removesuffix("\n").split("\n") if text else []
        root = round_trip().compose(text)
        self.all: list[Part] = []
        places = _named(root, key, lines)
        nexts = [*(line for _, line, _ in places[1:]), len(lines)]
        ended = 0
        for (name, line, value), following in zip(places, nexts, strict=False):
            ends = _without_what_follows(lines, line, following)
            self.all.append(Part(name, lines[ended:line], lines[line:ends], value))
            ended = ends
        self.after = lines[ended:]

    @property
    def text(self) -> str:
        """Everything put together again."""
        lines = [line for part in self.all for line in (*part.above, *part.lines)] + self.after
        return "\n".join(lines) + "\n" if lines else ""

    def place(self, name: str) -> int | None:
        """Return the rank of the part with this name, or None if there is none."""
        return next((rank for rank, part in enumerate(self.all) if part.name == name), None)

    def insert(self, name: str, text: str, ahead_of: str | None = None) -> None:
        """Put a new part ahead of the one with that name, or at the end."""
        ahead = self.place(ahead_of) if ahead_of else None
        part = Part(name, [], text.removesuffix("\n").split("\n"))
        self.all.insert(len(self.all) if ahead is None else ahead, part)

    def replace(self, place: int, text: str) -> None:
        """Write a part anew. If nothing or only comments are left of it, it is taken out."""
        lines = text.removesuffix("\n").split("\n") if text else []
        if all(map(_is_beside, lines)):
            self.all[place].above += lines
            self.take_out(place)
        else:
            self.all[place].lines = lines

    def take_out(self, place: int | None) -> None:
        """Take a part out, if there is one. The comments above it may speak of more: they stay."""
        if place is None:
            return
        above = self.all.pop(place).above
        if place < len(self.all):
            self.all[place].above[:0] = above
        else:
            self.after[:0] = above

    def move(self, place: int | None, by: int) -> None:
        """Let a part, if there is one, stand further by so many places; none is past either end."""
        if place is not None and 0 <= place + by < len(self.all):
            self.all.insert(place + by, self.all.pop(place))


def changed(text: str, steps: Sequence[str], change: Change) -> str:
    """Return the text with a change made to what `steps` lead to: by turns a key and a code.

    The change is handed a text that begins in the first column, empty where there is nothing yet;
    a key whose value it leaves empty is taken out.
    """
    if not steps:
        return change(text)
    parts = Parts(text)
    place = parts.place(steps[0])
    if place is None:
        place = len(parts.all)
        parts.insert(steps[0], f"{steps[0]}:\n")
    parts.replace(place, within(parts.all[place], lambda inner: changed(inner, steps[1:], change)))
    return parts.text


def within(part: Part, change: Change) -> str:
    """Return a part's text with a change made to its value."""
    head, indent, inner = _apart(part if part.is_spread else _spread(part))
    rewritten = change(inner)
    if all(map(_is_beside, rewritten.split("\n"))):
        return rewritten
    return (
        head + textwrap.indent(rewritten, " " * indent)[0 if head.endswith("\n") else len(head) :]
    )


def round_trip() -> YAML:
    """Return what reads and writes settings so that comments and quotes stay."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _LONGEST_LINE
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def written(root: Any) -> str:
    """Return a group, or a list, as a text that begins in the first column."""
    stream = io.StringIO()
    yaml = round_trip()
    yaml.representer.ignore_aliases = lambda _: True
    yaml.dump(root, stream)
    dumped = stream.getvalue()
    return re.sub(r"^ {2}", "", dumped, flags=re.MULTILINE) if isinstance(root, list) else dumped


def _named(
    root: Node | None, key: str, lines: list[str]
) -> list[tuple[str | None, int, Node | None]]:
    """Return the parts of a node: name, line on which each begins, value."""
    if isinstance(root, MappingNode):
        return [(name.value, name.start_mark.line, value) for name, value in root.value]
    if isinstance(root, SequenceNode):
        return [(_code(entry, key), _dash(lines, entry), entry) for entry in root.value]
    return []


def _code(entry: Node, key: str) -> str | None:
    """Return the code of an entry; a recourse may also stand there as its mere code."""
    if isinstance(entry, MappingNode):
        return next((value.value for name, value in entry.value if name.value == key), None)
    return entry.value if isinstance(entry.value, str) else None


def _dash(lines: list[str], entry: Node) -> int:
    line: int = entry.start_mark.line
    while not lines[line].startswith("-"):
        line -= 1
    return line


def _without_what_follows(lines: list[str], begins: int, ends: int) -> int:
    """Return where a part ends: blank lines and comments in the first column speak of the next."""
    while ends - 1 > begins and _is_beside(lines[ends - 1]):
        ends -= 1
    return ends


def _is_beside(line: str) -> bool:
    """Tell whether a line is blank or a comment in the first column."""
    return not line.strip() or line.startswith("#")


def _apart(part: Part) -> tuple[str, int, str]:
    """Return what stands ahead of a value, how far it is indented, and the value by itself."""
    if part.value is None or (part.value.value in ("", []) and not part.is_spread):
        return part.lines[0] + "\n", _STEP, ""
    indent: int = part.value.start_mark.column
    first, *inner = part.lines
    head = first + "\n"
    if re.match(r"- +[^ #]", first):
        head, inner = first[:indent], [" " * indent + first[indent:], *inner]
    return head, indent, "".join(f"{_shifted(line, indent)}\n" for line in inner)


def _shifted(line: str, indent: int) -> str:
    """Return a line without its indentation; a comment that stood further left begins it."""
    return line[indent:] if not line[:indent].strip() else line.lstrip()


def _spread(part: Part) -> Part:
    """Return the part with a value that stood on one line spread over lines of its own."""
    if part.value is None or not part.value.value:
        return Part(part.name, part.above, [f"{part.name}:"])
    root = round_trip().load(part.text)
    group = root[0] if isinstance(root, CommentedSeq) else root[part.name]
    assert isinstance(group, CommentedMap | CommentedSeq), f"{part.name} holds nothing"
    group.fa.set_block_style()
    # A comment keeps its column, which was beyond the value that stood before it.
    return Parts(_FAR_COMMENT.sub(r"\1 #", written(root), count=1)).all[0]

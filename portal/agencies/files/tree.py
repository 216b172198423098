"""A settings file as a tree in which every value knows its line and column.

Scalars are read by the core schema of YAML 1.2: `no` is a word, and so is 2026-11-24. Values may be
repeated by anchor and alias; tags, endless repetition and a second document are mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from portal.agencies.files.places import EMPTY, Mistake, Node, Place, Scalar, Steps, written_path
from portal.domain.text import Said
from portal.words.catalogue import Sentence, in_english_only, sentence, to_translate

CHARACTERS_AT_MOST = 1_000_000
VALUES_AT_MOST = 50_000
DEPTH_AT_MOST = 40
_CHARACTERS_KEPT = 50_000
_NO_FILE = ""

CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

# A number with more digits than any setting can have stays a word, and is refused as one.
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")

_DECIMAL = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}\.[0-9]{0,18})")
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
UNREADABLE = sentence("ne peut plus être lu à partir d’ici")
UNSHOWABLE = sentence("contient un caractère qui ne peut pas être affiché")


class UnreadableError(Exception):
    """The text cannot be read past this point."""

    def __init__(self, line: int, column: int, text: Said, path: str = "") -> None:
        super().__init__(text.in_("en"))
        self.line, self.column, self.text, self.path = line, column, text, path


def read_tree(text: str, file: str) -> tuple[Node | None, list[Mistake]]:
    """Return the tree of a text, or None if it cannot be read, and what is wrong with it.

    The same text gives the same tree for a while: nobody may change one.
    """
    read = _kept if len(text) <= _CHARACTERS_KEPT else _read
    node, mistakes = read(text)
    return node, [replace(mistake, file=file) for mistake in mistakes]


def _read(text: str) -> tuple[Node | None, tuple[Mistake, ...]]:
    composer = _Composer()
    try:
        return composer.tree(text), tuple(composer.mistakes)
    except UnreadableError as stop:
        unreadable = Mistake(_NO_FILE, stop.line, stop.column, stop.path, stop.text)
        return None, (*composer.mistakes, unreadable)


# A page of the settings reads its draft several times over, and what all agencies share.
_kept = lru_cache(maxsize=64)(_read)


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column, counted from 1, of the character at `offset`."""
    line, begins = 1, 0
    for line_break in _BREAK.finditer(text, 0, offset):
        line, begins = line + 1, line_break.end()
    return line, offset - begins + 1


class _Composer:
    """Builds the tree from the parser's events, and gathers the mistakes on the way."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self._anchored: dict[str, Node | None] = {}

    def tree(self, text: str) -> Node:
        if len(text) > CHARACTERS_AT_MOST:
            raise UnreadableError(1, 1, sentence("est trop long pour un fichier de réglages"))
        events = _events(text)
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise UnreadableError(
                        *_place(event), sentence("commence un deuxième document; un seul suffit")
                    )
                root = self._node(next(events), events, ())
        if root is None:
            raise UnreadableError(1, 1, EMPTY)
        return root

    def _node(self, event: Event, events: Iterator[Event], steps: Steps) -> Node:
        if len(steps) > DEPTH_AT_MOST:
            raise UnreadableError(
                *_place(event), sentence("est imbriqué trop profondément"), written_path(steps[:3])
            )
        if isinstance(event, AliasEvent):
            return self._repeated(event, steps)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._mistake(
                event,
                steps,
                sentence("a une étiquette, « %(tag)s »; les réglages n’en ont pas", tag=str(tag)),
            )
        anchor = event.anchor if isinstance(event, NodeEvent) else None
        if anchor is not None:
            self._anchored[anchor] = None
        node = self._composed(event, events, steps)
        if node.values > VALUES_AT_MOST:
            raise UnreadableError(node.line, node.column, sentence("contient trop de valeurs"))
        if anchor is not None:
            self._anchored[anchor] = node
        return node

    def _composed(self, event: Event, events: Iterator[Event], steps: Steps) -> Node:
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, events, steps)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, events, steps)
        return self._scalar(event, steps)

    def _repeated(self, event: AliasEvent, steps: Steps) -> Node:
        node = self._anchored.get(event.anchor)
        if node is not None:
            return node
        anchor = f"*{event.anchor}"
        if event.anchor in self._anchored:
            message = sentence("%(anchor)s se contiendrait lui-même", anchor=anchor)
        else:
            message = sentence(
                "%(anchor)s répète quelque chose qui n’est pas plus haut", anchor=anchor
            )
        self._mistake(event, steps, message)
        return Node(None, *_place(event), written=anchor)

    def _sequence(self, event: Event, events: Iterator[Event], steps: Steps) -> Node:
        children: list[Node] = []
        for child in events:
            if isinstance(child, SequenceEndEvent):
                break
            children.append(self._node(child, events, (*steps, len(children))))
        values = 1 + sum(child.values for child in children)
        return Node(children, *_place(event), values=values)

    def _mapping(self, event: Event, events: Iterator[Event], steps: Steps) -> Node:
        children: dict[str, Node] = {}
        node = Node(children, *_place(event))
        for child in events:
            if isinstance(child, MappingEndEvent):
                break
            key = self._key(child, events, steps)
            value = self._node(next(events), events, (*steps, key))
            if value.value is None and not value.written:
                # The parser places nothing after the blanks and comments that follow its key.
                value.line, value.column = _place(child)
            node.values += value.values
            if key in children:
                first = node.keys[key][0]
                self._mistake(
                    child,
                    (*steps, key),
                    sentence("est écrit deux fois; d’abord à la ligne %(line)s", line=first),
                )
                continue
            children[key], node.keys[key] = value, _place(child)
        return node

    def _key(self, event: Event, events: Iterator[Event], steps: Steps) -> str:
        node = self._node(event, events, steps)
        if isinstance(node.value, list | dict):
            self._mistake(
                event, steps, sentence("une clé est un seul mot, pas une liste ni un groupe")
            )
            return "?"
        return node.written or "?"

    def _scalar(self, event: Event, steps: Steps) -> Node:
        assert isinstance(event, ScalarEvent)
        written = event.value
        if _UNSHOWABLE.search(written):
            self._mistake(event, steps, UNSHOWABLE)
            written = _UNSHOWABLE.sub("?", written)
        value = _scalar(written) if event.implicit[0] else written
        return Node(value, *_place(event), written=written)

    def _mistake(self, event: Event, steps: Steps, text: Said) -> None:
        self.mistakes.append(Mistake(_NO_FILE, *_place(event), written_path(steps), text))


def _scalar(written: str) -> Scalar:
    if written in CONSTANTS:
        return CONSTANTS[written]
    if _WHOLE.fullmatch(written):
        return int(written)
    return float(written) if _DECIMAL.fullmatch(written) else written


def _place(event: Event) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _events(text: str) -> Iterator[Event]:
    """Yield the parser's events; raise UnreadableError for whatever it raises."""
    line, column = 1, 1
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            line, column = _place(event)
            yield event
    except UnreadableError:
        raise
    except YAMLError as error:
        raise _unreadable(error, text, (line, column)) from None
    except Exception:  # noqa: BLE001  # the parser meets hostile text with errors of many kinds
        raise UnreadableError(line, column, UNREADABLE) from None


def _unreadable(error: YAMLError, text: str, last: tuple[int, int]) -> UnreadableError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None)
    offset = getattr(error, "position", None)
    if mark is not None:
        return UnreadableError(mark.line + 1, mark.column + 1, parser_words(problem or ""))
    if isinstance(offset, int):
        return UnreadableError(*position(text, offset), UNSHOWABLE)
    return UnreadableError(*last, UNREADABLE)


# The commonest slips, by what the parser says of each.
_SLIPS = {
    "'\\t'": to_translate("une tabulation ne peut pas décaler les réglages; mettez des espaces"),
    "mapping values are not allowed": to_translate(
        "un « : » est là où il ne peut pas être; mettez entre guillemets les mots qui en ont un"
    ),
    "found unexpected end of stream": to_translate("les guillemets ne sont jamais fermés"),
}


def parser_words(problem: str) -> Sentence:
    """Return what is wrong, by what the parser said of it."""
    slip = next((wording for signal, wording in _SLIPS.items() if signal in problem), None)
    if slip is not None:
        return Sentence(slip)
    return sentence("n’est pas écrit en YAML%(why)s", why=in_english_only(problem))


def says(text: str, *steps: str) -> bool:
    """Tell whether a settings file itself says what `steps` lead to, rather than the portal."""
    node, _ = read_tree(text, "")
    return node is not None and Place("", node).at(*steps).is_said

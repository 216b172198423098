"""The values of a settings file: where each stands, what is wrong there, and codes among them.

One finds one's way also where a file says nothing or something wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from portal.domain.text import Said
from portal.words.catalogue import Fact, Sentence, sentence, to_translate

ALIKE = 0.6
MISSING = sentence("manque")
EMPTY = sentence("est vide")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to correct: `file:line:column: path: text`. Lines and columns count from 1.

    Pages say `text` in the reader's language; the command line prints the whole in English.
    """

    file: str
    line: int
    column: int
    path: str
    text: Said

    def __str__(self) -> str:
        place, text = f"{self.file}:{self.line}:{self.column}", self.text.in_("en")
        return f"{place}: {self.path}: {text}" if self.path else f"{place}: {text}"


def in_line_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Return the mistakes from top to bottom, the first one only of those about the same thing."""
    by_place: dict[tuple[str, int, int, str], Mistake] = {}
    for mistake in mistakes:
        by_place.setdefault((mistake.file, mistake.line, mistake.column, mistake.path), mistake)
    return [by_place[place] for place in sorted(by_place)]


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, or None if none is alike."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    match = process.extractOne(
        typed,
        list(known),
        scorer=OSA.normalized_similarity,
        processor=str.lower,
        score_cutoff=ALIKE,
    )
    return match[0] if match else None


def did_you_mean(typed: str, known: Iterable[str]) -> Fact:
    """Return `; did you mean "name"?`, or nothing if no known word is alike."""
    meant = nearest(typed, known)
    return sentence("; vouliez-vous dire « %(name)s »?", name=meant) if meant else ""


def not_one_of(typed: str, known: Sequence[str]) -> Sentence:
    """Say that a word is none of the known ones, and which was probably meant."""
    return sentence(
        "%(found)s n’est pas un de ceux-ci : %(known)s%(meant)s",
        found=sentence("« %(words)s »", words=typed),
        known=", ".join(known),
        meant=did_you_mean(typed, known),
    )


Scalar = str | int | float | bool | None
Steps = tuple[str | int, ...]


@dataclass(slots=True, eq=False)
class Node:
    """One value of the file, where it stands, and for a mapping where its keys stand."""

    value: Scalar | list[Node] | dict[str, Node]
    line: int
    column: int
    written: str = ""
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    values: int = 1


def plain(node: Node) -> object:
    """Return the value of `node` as ordinary lists, dictionaries and scalars."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def written_path(steps: Steps) -> str:
    """Return the way to a value as people write it: escalation[1].within."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return "".join(parts).removeprefix(".")


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


NO_AGENCY = to_translate("il n’y a pas d’organisme « %(code)s »%(meant)s")
NO_ANSWER = to_translate("cette question n’a pas de réponse « %(code)s »%(meant)s")
NO_CATEGORY = to_translate("il n’y a pas de catégorie « %(code)s »%(meant)s")
NO_COMMON_RECOURSE = to_translate("il n’y a pas de recours commun « %(code)s »%(meant)s")
NO_DATE_QUESTION = to_translate("il n’y a pas de question de sorte date « %(code)s »%(meant)s")
NO_QUESTION = to_translate("il n’y a pas de question oui ou non, ni à choix, « %(code)s »%(meant)s")
NO_RECOURSE = to_translate("il n’y a pas de recours « %(code)s »%(meant)s")
NO_THEME = to_translate("il n’y a pas de thème « %(code)s »%(meant)s")
NO_UNIT = to_translate("il n’y a pas d’unité « %(code)s »%(meant)s")


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
            yield code.mistake(
                sentence(
                    "« %(code)s » est déjà utilisé à la ligne %(line)s",
                    code=code.text,
                    line=first[code.text],
                )
            )
        first.setdefault(code.text, code.node.line)


def exists(code: Place, known: Collection[str], none: str) -> Iterator[Mistake]:
    """Yield a mistake if `code` is not one of the known ones; `none` says that there is none."""
    if code.text is not None and code.text not in known:
        facts = (("code", code.text), ("meant", did_you_mean(code.text, known)))
        yield code.mistake(Sentence(none, facts))


def _coded(coded: Place, key: str) -> Iterable[Place]:
    return (place.at(key) if place.keys else place for place in coded.items)

"""Lessons: what was learned from complaints and what changed, read by a second person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.masking import MASK, without_names
from portal.domain.text import Text
from portal.domain.typed import is_blank


class LessonState(StrEnum):
    """Where a lesson is in its life."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class LessonStep(StrEnum):
    """What can happen to a lesson once it is written."""

    REWRITE = "rewrite"
    PUBLISH = "publish"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[LessonState, LessonStep], LessonState] = {
    (LessonState.WAITING, LessonStep.PUBLISH): LessonState.PUBLISHED,
    (LessonState.WAITING, LessonStep.SEND_BACK): LessonState.SENT_BACK,
    (LessonState.WAITING, LessonStep.REWRITE): LessonState.WAITING,
    (LessonState.SENT_BACK, LessonStep.REWRITE): LessonState.WAITING,
    (LessonState.PUBLISHED, LessonStep.WITHDRAW): LessonState.WITHDRAWN,
}


READERS = (LessonStep.PUBLISH, LessonStep.SEND_BACK)
"""The steps that a second person takes: never whoever wrote the lesson."""


class LessonPart(StrEnum):
    """What a lesson is made of, in the order in which it is read."""

    TITLE = "title"
    LEARNED = "learned"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class LessonTexts:
    """A lesson in both languages, part by part: all of it is needed in both."""

    parts: Mapping[LessonPart, Text]

    @classmethod
    def read(cls, stored: Mapping[str, Mapping[str, str]]) -> LessonTexts:
        """Return the texts that `stored` wrote."""
        return cls({part: Text(stored["fr"][part], stored["en"][part]) for part in LessonPart})

    @property
    def stored(self) -> dict[str, dict[str, str]]:
        """The texts as values that JSON can hold."""
        return {
            "fr": {part.value: self.parts[part].fr for part in LessonPart},
            "en": {part.value: self.parts[part].en for part in LessonPart},
        }

    @property
    def fields(self) -> dict[str, str]:
        """The texts by the fields that hold them: such as `title_en`."""
        return {
            f"{part.value}_{language}": words
            for part, text in self.parts.items()
            for language, words in (("fr", text.fr), ("en", text.en))
        }

    @property
    def missing(self) -> list[str]:
        """The fields that say nothing."""
        return [field for field, words in self.fields.items() if is_blank(words)]

    def __getitem__(self, part: LessonPart | str) -> Text:
        return self.parts[LessonPart(part)]


class Sign(StrEnum):
    """What could tell who somebody is."""

    NAME = "name"
    COMPLAINT = "complaint"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Telltale:
    """Words of a text that could tell who somebody is."""

    sign: Sign
    words: str


_STREETS = (
    r"rue|avenue|av\.|boulevard|boul\.|chemin|ch\.|rang|place|route|"
    r"street|st\.|road|rd\.|drive|lane|court"
)
_PATTERNS: tuple[tuple[Sign, str], ...] = (
    (Sign.EMAIL, r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    (Sign.COMPLAINT, r"\b20\d\d-\d{4,}\b"),
    (
        Sign.PHONE,
        r"(?<!\d)(?:\+?1[ .-]?)?\(?\d{3}\)?[ .\N{NO-BREAK SPACE}-]?\d{3}[ .-]?\d{4}(?!\d)",
    ),
    (Sign.ADDRESS, r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"),
    (Sign.ADDRESS, rf"\b\d{{1,5}},? (?:{_STREETS})\b(?: (?:de |du |des |la )*\w+)?"),
    (Sign.ADDRESS, r"\b\d{1,5} \w+ (?:street|avenue|road|drive|lane|court)\b"),
    (Sign.NUMBER, r"\b\d(?:[ -]?\d){4,}\b"),
    (
        Sign.NAME,
        r"\b(?:M\.|Mme|Mlle|Me|Dr|Dre|Mr\.?|Mrs\.?|Ms\.?|Monsieur|Madame) [A-ZÀ-Ý][\w’-]+"
        r"(?: [A-ZÀ-Ý][\w’-]+)?",
    ),
)


def telltales(text: str, names: Iterable[str | None] = ()) -> list[Telltale]:
    """Return what in `text` could tell who somebody is: known names, numbers, addresses.

    It warns and decides nothing: a person reads the text. What one sign covers is not told twice.
    """
    warnings: list[Telltale] = []
    left = text
    for sign, pattern in _PATTERNS:
        flags = re.IGNORECASE if sign is Sign.ADDRESS else 0
        warnings += [
            Telltale(sign, match[0].strip()) for match in re.finditer(pattern, left, flags)
        ]
        left = re.sub(pattern, " ", left, flags=flags)
    warnings += [Telltale(Sign.NAME, words) for words in _known(left, names)]
    return list(dict.fromkeys(warnings))


def _known(text: str, names: Iterable[str | None]) -> list[str]:
    """Return each word of a known name that stands in `text` as a name does: with a capital."""
    shown = without_names(text, names)
    if MASK not in shown:
        return []
    words, masked = re.findall(r"\w+", text), set(re.findall(r"\w+", shown))
    return [word for word in dict.fromkeys(words) if word not in masked and word[0].isupper()]

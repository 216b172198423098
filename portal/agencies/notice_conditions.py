"""What notices are shown for: always, for a category, or for what a text says or means."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from portal.agencies.settings.categories import NoticeSettings, NoticeWhen
from portal.agencies.settings.matching import comparable, found_in
from portal.domain.answers import says
from portal.domain.handling.notices import Notice
from portal.domain.meaning import Danger, Decision, Heard, Hears, Subject

Phrases = tuple[tuple[str, str], ...]
"""Words of settings, each beside the form in which it is looked for."""


_SENTENCE = re.compile(r"[^.!?…\n]+")
_MOST_TOLD = 20


class ToldText:
    """A text that notices are asked about; what it means is heard at most once, if at all.

    A sentence with words of suicide is heard by itself as well: nothing around it hides it.
    """

    def __init__(self, text: str, hears: Hears, alarming: Phrases = ()) -> None:
        self._text, self._hears, self._alarming = text, hears, alarming

    @cached_property
    def compared(self) -> str:
        """The text as words of settings are looked for in it."""
        return comparable(self._text)

    @cached_property
    def dangers(self) -> Sequence[Heard] | None:
        """The dangers heard in it for sure; None where nothing was learned of danger."""
        heard = self._heard
        if heard is None:
            return None
        sure = [each for each in heard if each.is_sure]
        is_told = any(each.kind == Danger.SUICIDE for each in sure)
        return sure if is_told else [*sure, *self._told_by_a_sentence()]

    @property
    def maybe(self) -> Sequence[Heard]:
        """The dangers that it may tell, where it tells none for sure; the likeliest first."""
        return () if self.dangers else self._heard or ()

    @cached_property
    def _heard(self) -> Sequence[Heard] | None:
        return self._hears(Subject.DANGER, self._text)

    def _told_by_a_sentence(self) -> list[Heard]:
        """Return what a sentence with words of suicide tells of it by itself.

        Of other dangers the words stand in ordinary complaints too often (« rien ne bouge plus »).
        """
        looked_for = [words for _, words in self._alarming]
        if not found_in(self.compared, looked_for):
            return []
        told = (
            _within(heard, sentence.start())
            for sentence in _SENTENCE.finditer(self._text)
            if found_in(comparable(sentence.group()), looked_for)
            for heard in self._hears(Subject.DANGER, sentence.group()) or ()
        )
        return [
            heard
            for heard in islice(told, _MOST_TOLD)
            if heard.is_sure and heard.kind == Danger.SUICIDE
        ]

    @cached_property
    def decisions(self) -> Sequence[Heard]:
        """The decisions that it disagrees with."""
        return self._hears(Subject.DECISION, self._text) or ()

    def dangers_or(self, kinds: Collection[str], words: Phrases) -> list[str]:
        """Return the words of it that tell a danger of these kinds, heard or else looked for."""
        if self.dangers is not None:
            told = (heard for heard in self.dangers if heard.kind in kinds)
            return list(dict.fromkeys(self._text[heard.start : heard.end] for heard in told))
        return [phrase for phrase, looked_for in words if looked_for in self.compared]


def _within(heard: Heard, start: int) -> Heard:
    """Return what was heard in a sentence, in the places of the text in which it starts."""
    return heard._replace(start=heard.start + start, end=heard.end + start)


@dataclass(frozen=True, slots=True)
class Condition:
    """A notice, and what it is shown for: always, if it says nothing of it."""

    notice: Notice
    always: bool
    categories: frozenset[str]
    words: tuple[str, ...]
    dangers: frozenset[Danger]
    decisions: frozenset[Decision]
    answers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, notice: Notice, settings: NoticeSettings) -> Condition:
        """Return what the settings of a notice show it for."""
        when = settings.when or NoticeWhen()
        words = tuple(map(comparable, when.words))
        always = not (when.categories or words or when.danger or when.decision or when.answers)
        return cls(
            notice,
            always,
            frozenset(when.categories),
            words,
            frozenset(when.danger),
            frozenset(when.decision),
            tuple((answer.question, answer.answer) for answer in when.answers),
        )

    def holds(self, category: str | None, told: ToldText) -> bool:
        """Tell whether it is shown for a complaint of this category that tells this."""
        return self.always or category in self.categories or self.is_called_for(told)

    def answered(self, answers: Mapping[str, object]) -> list[tuple[str, str]]:
        """Return the answers that call for it, each beside the code of its question."""
        return [
            (question, answer)
            for question, answer in self.answers
            if says(answers.get(question), answer)
        ]

    def is_called_for(self, told: ToldText) -> bool:
        """Tell whether the text calls for it: by its words, or by what it means."""
        if self.dangers and told.dangers is not None:
            return any(heard.kind in self.dangers for heard in told.dangers)
        if self.words and found_in(told.compared, self.words):
            return True
        return bool(self.decisions) and any(d.kind in self.decisions for d in told.decisions)

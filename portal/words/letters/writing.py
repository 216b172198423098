"""Every letter that the portal sends, in both languages, as plain text and as HTML.

A letter carries the number, dates and a link: never a name, a story or an access code. Only the
answer's text may be in one, for complainants who asked for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeGuard

from portal.domain.time.clock import ClockKind
from portal.words.clocks import ClockWords
from portal.words.letters.layout import Content, html_page, plain_text
from portal.words.letters.letter import Letter, LetterContext, LetterKind, Names, letter_read
from portal.words.letters.staff_parts import Notice, StaffLetter
from portal.words.letters.to_citizens import TO_CITIZENS
from portal.words.letters.to_staff import TO_STAFF, Digest

__all__ = ["OWN", "Names", "WordedLetter", "Wordings", "joined"]


@dataclass(frozen=True, slots=True)
class WordedLetter:
    """A letter ready to be sent: the HTML says what the text says."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Wordings:
    """The letters that may stand in the outbox: to complainants, and to others.

    What is stored of one is its code, and its facts beside what any letter is told. `clock_words`
    are what the date of each kind of clock is called. Of what is no complaint, letters to whoever
    wrote it say what stands `of_messages` instead of the texts that they have.
    """

    to_citizens: tuple[LetterKind, ...] = ()
    to_others: tuple[LetterKind, ...] = ()
    clock_words: Mapping[ClockKind, ClockWords] = field(default_factory=dict)
    of_messages: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def every(self) -> Mapping[str, LetterKind]:
        """All of them, by their codes."""
        return {kind.code: kind for kind in (*self.to_citizens, *self.to_others)}

    @cached_property
    def citizen_codes(self) -> frozenset[str]:
        """The codes of those to complainants."""
        return frozenset(kind.code for kind in self.to_citizens)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each notice among others: what needs its reader most comes first."""
        return {code: kind.place for code, kind in self.every.items() if _is_notice(kind)}

    def read(self, code: str, facts: Mapping[str, Any]) -> Letter:
        """Return the letter of which this is stored; raise KeyError if there is none such."""
        return letter_read(self.every[code], facts)

    def is_request(self, code: str, facts: Mapping[str, Any]) -> bool:
        """Tell whether what is stored is a notice that asks its reader alone for information."""
        if code not in self.places:
            return False
        notice = self.read(code, facts)
        return isinstance(notice, Notice) and notice.is_request

    def is_about_complaint(self, code: str) -> bool:
        """Tell whether these are letters to the staff about one complaint."""
        return _is_to_staff(self.every[code])

    def leads_elsewhere(self, code: str, facts: Mapping[str, Any]) -> bool:
        """Tell whether what is stored leads the staff to another page than the complaint's."""
        letter = self.read(code, facts)
        return isinstance(letter, StaffLetter) and letter.leads_elsewhere

    def render(
        self, code: str, language: str, facts: Mapping[str, Any], names: Names
    ) -> WordedLetter:
        """Word a letter in `language`; raise KeyError if there is none such."""
        context = self._context(language, facts, names)
        content = self.read(code, facts).content(context)
        return WordedLetter(
            subject=content.subject,
            text=plain_text(content, context.language),
            html=html_page(content, context.language, context.words(names.portal)),
        )

    def content_of(
        self, code: str, language: str, facts: Mapping[str, Any], names: Names
    ) -> Content:
        """Return what a letter says, part by part, for whoever sets it in another form."""
        return self.read(code, facts).content(self._context(language, facts, names))

    def text_message(self, code: str, language: str, facts: Mapping[str, Any], names: Names) -> str:
        """Word a letter to a complainant in one line for a telephone: its subject and the link."""
        context = self._context(language, facts, names)
        letter = self.read(code, facts)
        subject = letter.content(context).subject
        # Ordinary spaces: a telephone shows the others as it can.
        return f"{' '.join(subject.split())}. {letter.leads_to(context)}"

    def _context(self, language: str, facts: Mapping[str, Any], names: Names) -> LetterContext:
        return LetterContext(
            "en" if language == "en" else "fr",
            names,
            number=str(facts.get("number", "")),
            agency=str(facts.get("agency", "")),
            agencies=tuple(facts.get("agencies", ())),
            is_part=bool(facts.get("is_part")),
            opens=bool(facts.get("opens", True)),
            is_own_motion=bool(facts.get("is_own_motion")),
            on_paper=bool(facts.get("on_paper")),
            kinds=self.every,
            clock_words=self.clock_words,
            instead=self.of_messages if facts.get("is_message") else {},
        )


def joined(every: Iterable[Wordings], clock_words: Mapping[ClockKind, ClockWords]) -> Wordings:
    """Return all letters as one."""
    all_of = tuple(every)
    return Wordings(
        tuple(kind for wordings in all_of for kind in wordings.to_citizens),
        tuple(kind for wordings in all_of for kind in wordings.to_others),
        clock_words,
        {text: said for wordings in all_of for text, said in wordings.of_messages.items()},
    )


OWN = Wordings(TO_CITIZENS, (*TO_STAFF, Digest))
"""The letters of every portal, whatever features it has."""


def _is_to_staff(kind: LetterKind) -> bool:
    return isinstance(kind, StaffLetter) or (
        isinstance(kind, type) and issubclass(kind, StaffLetter)
    )


def _is_notice(kind: LetterKind) -> TypeGuard[Notice | type[Notice]]:
    return isinstance(kind, Notice) or (isinstance(kind, type) and issubclass(kind, Notice))

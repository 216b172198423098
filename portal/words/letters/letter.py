"""What a letter is: its facts, kept in the outbox under its code, and its words.

A letter with facts is a class, of which each letter is an instance; one without is a value of
`FixedLetter`. Whoever words it is handed the `LetterContext` as well.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar, Self, cast
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from portal.domain.handling.escalation import EscalationStep, step_at
from portal.domain.handling.notices import Recourse
from portal.domain.handling.recourses import recourses_once
from portal.domain.letter import filled
from portal.domain.text import Language, Text
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Stage
from portal.words.catalogue import gettext_in, to_translate
from portal.words.clocks import ClockWords
from portal.words.dates import moment_words, promised_day_words, short_day_words
from portal.words.letters.layout import Content, Facts, Item, Items, Link, Paragraph, Part, Title
from portal.words.typography import french_spaces, full_stop, percent_words

STOPS_NO_TIME = to_translate(
    "Une plainte n’arrête pas ces délais, ni celui pour contester une décision."
)
"""What is said wherever recourses are named: each has its own time, if only in its words."""


class Letter(ABC):
    """A letter: a frozen dataclass whose fields are its facts, as the outbox keeps them in JSON.

    Its `code` is stored and never renamed. A field that is added has a default, for what was
    stored before; facts that are no longer known are ignored. None may be called as a fact of
    the `LetterContext` is: they are stored side by side. Of one that `is_sealed` they are secret,
    as what opens something is: the outbox seals them.
    """

    __slots__ = ()

    code: str
    is_sealed: ClassVar[bool] = False

    @abstractmethod
    def content(self, context: LetterContext) -> Content:
        """Return what it says, in the language of its reader."""

    def leads_to(self, context: LetterContext) -> str:
        """Return where its complainant is led by a text message, which is its subject and this."""
        return context.follow_url()

    def facts(self) -> dict[str, Any]:
        """Return its facts as values that JSON can hold; what is None is left out."""
        facts = _adapter(type(self)).dump_python(self, mode="json", exclude_none=True)
        return cast("dict[str, Any]", facts)

    @classmethod
    def read(cls, facts: Mapping[str, Any]) -> Self:
        """Return the letter of which `facts` were stored; raise ValueError if some are missing."""
        return cast("Self", _adapter(cls).validate_python(facts))


class FixedLetter(Letter):
    """A letter without facts of its own, which is a value: its fields are its code and words."""

    __slots__ = ()

    def facts(self) -> dict[str, Any]:
        """Return nothing."""
        return {}


LetterKind = FixedLetter | type[Letter]
"""What stands for all letters with one code."""


def letter_read(kind: LetterKind, facts: Mapping[str, Any]) -> Letter:
    """Return the letter of this kind of which `facts` were stored."""
    return kind if isinstance(kind, FixedLetter) else kind.read(facts)


@cache
def _adapter(letter: type[Letter]) -> TypeAdapter[Any]:
    return TypeAdapter(letter)


@dataclass(frozen=True, slots=True)
class Names:
    """What a letter speaks of: the portal, the agency, its levels and recourses, addresses.

    `assumed` are the stages whose time is a sample, and labelled so. `middle` is what the agency
    adds to this letter. `agencies` are the names, by code, where one letter speaks of several
    complaints.
    """

    portal: Text
    agency: Text
    base_url: str
    zone: ZoneInfo
    phone: str | None = None
    path: tuple[EscalationStep, ...] = ()
    recourses: tuple[Recourse, ...] = ()
    assumed: frozenset[Stage] = frozenset()
    middle: Text | None = None
    agencies: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LetterContext:
    """What any letter is told beside its own facts: in which language, about what, with names.

    `number` and `agency` are those of the complaint; `agencies` are the codes of those that a
    letter about no single complaint speaks of. `is_part` tells that another agency answers a part
    of the complaint, and writes about that. What is printed and posted is `on_paper`: nothing in it
    is a mail, and it holds its texts. `kinds` are all letters, by their codes;
    `clock_words` say what the date of each kind of clock is called. Where its reader, of the staff,
    may not see the complaint, it never `opens` for them, and its number is not told. What the
    service opened by itself, `is_own_motion`, is called a file. What says something else `instead`
    of some texts is about what is no complaint.
    """

    language: Language
    names: Names
    number: str = ""
    agency: str = ""
    agencies: tuple[str, ...] = ()
    is_part: bool = False
    on_paper: bool = False
    opens: bool = True
    is_own_motion: bool = False
    kinds: Mapping[str, LetterKind] = field(default_factory=dict)
    clock_words: Mapping[ClockKind, ClockWords] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)

    def gettext(self, text: str, **params: Any) -> str:
        """Return `text` in the reader's language."""
        return gettext_in(self.language, self.instead.get(text, text), **params)

    def words(self, text: Text) -> str:
        """Return the words of a setting in the reader's language."""
        words = text.in_(self.language)
        return words if self.language == "en" else french_spaces(words)

    def day(self, day: date) -> str:
        """Return a day without its year."""
        return short_day_words(day, self.language)

    def promised(self, day: date, stage: Stage) -> str:
        """Return the day promised for a stage, labelled if its time is a sample."""
        return self.sampled(day, is_sample=stage in self.names.assumed)

    def sampled(self, day: date, *, is_sample: bool) -> str:
        """Return a promised day, labelled as a sample where it is one."""
        return promised_day_words(day, self.language, is_sample=is_sample)

    def by_day(self, text: str, day: date | None, *, is_sample: bool | None = None) -> list[str]:
        """Return a sentence that tells a day, where there is one; it is promised as `is_sample`."""
        if day is None:
            return []
        words = self.day(day) if is_sample is None else self.sampled(day, is_sample=is_sample)
        return [self.gettext(text, day=words)]

    def moment(self, moment: datetime) -> str:
        """Return a moment on the agency's clocks."""
        return moment_words(moment, self.names.zone, self.language)

    def share(self, percent: int) -> str:
        """Return a share in percent."""
        return percent_words(percent / 100, self.language)

    def holder(self, level: int) -> str | None:
        """Return the title of the post at a level; None where the levels are not known."""
        if not self.names.path:
            return None
        return self.words(step_at(self.names.path, level).title)

    def middle(self, answer_day: date | None) -> list[Part]:
        """Return what the agency adds, filled in with what the letter tells anyway."""
        if self.names.middle is None:
            return []
        marks: dict[str, str | None] = {
            "number": self.number,
            "agency": self.words(self.names.agency),
            "answer_day": self.promised(answer_day, Stage.ANSWER) if answer_day else None,
        }
        words = filled(self.words(self.names.middle), marks)
        return [Paragraph(paragraph) for paragraph in words.split("\n\n") if paragraph]

    def facts(self) -> Facts:
        """Return the number, if its reader may open it, and the agency, which letters show."""
        of_file, of_complaint = self.gettext("Numéro de dossier"), self.gettext("Numéro de plainte")
        label = of_file if self.is_own_motion else of_complaint
        number = [(label, self.number)] if self.opens else []
        return Facts([*number, (self.gettext("Organisme"), self.words(self.names.agency))])

    def follow_url(self) -> str:
        """Return where the complainant follows the complaint."""
        return self.page(f"suivi/{self.number}", f"follow/{self.number}")

    def survey_url(self) -> str:
        """Return where the complainant says what they thought, once its code is given."""
        return self.page(f"suivi/{self.number}/avis", f"follow/{self.number}/rating")

    def office_url(self) -> str:
        """Return where the staff handle the complaint."""
        return self.in_office(f"plaintes/{self.number}", f"complaints/{self.number}")

    def in_office(self, fr: str, en: str) -> str:
        """Return the address of a page of the agency's staff."""
        return self.page(f"gestion/{self.agency}/{fr}", f"office/{self.agency}/{en}")

    def settings_url(self) -> str:
        """Return where the agency's administrators find its settings."""
        return self.page(f"reglages/{self.agency}", f"settings/{self.agency}")

    def page(self, fr: str, en: str) -> str:
        """Return the address of a page in the reader's language."""
        return f"{self.names.base_url}/{self.language}/{en if self.language == 'en' else fr}"

    def recourses(self, title: str, *codes: str) -> list[Part]:
        """Return a title and the agency's recourses below it, or those with `codes`."""
        chosen = [r for r in self.names.recourses if not codes or r.code in codes]
        # A code that is no longer among them still opened something: then all are named.
        listed = self._listed(chosen or self.names.recourses)
        return [Title(title), *listed, *self._stops_no_time(listed), self._all_others()]

    def recourses_of_each(
        self, title: str, others: Sequence[tuple[Text, Sequence[Recourse]]], above: str
    ) -> list[Part]:
        """Return a title and below it the recourses of the agency and of `others`, each once.

        They stand under the names of the agencies that name them; those of one agency need none.
        What is said `above` them stands below the title.
        """
        listed: list[Part] = []
        for group in recourses_once([(self.names.agency, self.names.recourses), *others]):
            names = ", ".join(map(self.words, group.agencies))
            listed += [*([Title(names)] if others else []), *self._listed(group.recourses)]
        told = [Title(title), Paragraph(above), *listed]
        return [*told, *self._stops_no_time(listed), self._all_others()]

    def _listed(self, recourses: Sequence[Recourse]) -> list[Part]:
        items = [self._recourse(recourse) for recourse in recourses]
        return [Items(items)] if items else []

    def _stops_no_time(self, listed: Sequence[Part]) -> list[Part]:
        """Say once, below all that is listed, that the complaint stops none of their times."""
        return [Paragraph(self.gettext(STOPS_NO_TIME))] if listed else []

    def _all_others(self) -> Link:
        return Link(
            self.gettext("Tous les autres recours"), self.page("autres-recours", "other-recourses")
        )

    def _recourse(self, recourse: Recourse) -> Item:
        sentences = [full_stop(self.words(text)) for text in (recourse.how, recourse.deadline)]
        if recourse.phone:
            sentences.append(self.gettext("Téléphone : %(phone)s.", phone=recourse.phone))
        return Item(self.words(recourse.body), " ".join(sentences), recourse.link_in(self.language))

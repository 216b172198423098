"""What a letter may tell: the facts of its row, and the names of what it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.domain.escalation import EscalationStep, step_at
from portal.domain.letter import filled
from portal.domain.promise import Stage
from portal.domain.recourse import Recourse
from portal.domain.text import Language, Text
from portal.words.catalogue import gettext_in
from portal.words.dates import moment_words, promised_day_words, short_day_words
from portal.words.letters.layout import Facts, Item, Items, Link, Paragraph, Part, Title
from portal.words.numbers import percent_words
from portal.words.typography import french_spaces, full_stop


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
class Telling:
    """One letter being worded."""

    language: Language
    params: Mapping[str, Any]
    names: Names

    @property
    def number(self) -> str:
        """The complaint's number."""
        return str(self.params["number"])

    @property
    def on_paper(self) -> bool:
        """Whether it is printed and posted: nothing in it is a mail, and it holds its texts."""
        return bool(self.params.get("on_paper"))

    def gettext(self, text: str, **params: Any) -> str:
        """Return `text` in the reader's language."""
        return gettext_in(self.language, text, **params)

    def words(self, text: Text) -> str:
        """Return the words of a setting in the reader's language."""
        words = text.in_(self.language)
        return words if self.language == "en" else french_spaces(words)

    def day(self, param: str) -> str | None:
        """Return the day that a fact of the row names, without its year."""
        day = self._day(param)
        return short_day_words(day, self.language) if day else None

    def promised(self, param: str, stage: Stage) -> str | None:
        """Return the promised day that a fact names, labelled if its time is a sample."""
        return self.sampled(param, stage in self.names.assumed)

    def sampled(self, param: str, is_sample: bool) -> str | None:
        """Return the day that a fact names, labelled as a sample where it is one."""
        day = self._day(param)
        if day is None:
            return None
        return promised_day_words(day, self.language, is_sample=is_sample)

    def moment(self, param: str) -> str:
        """Return the moment that a fact names, on the agency's clocks."""
        moment = datetime.fromisoformat(self.params[param])
        return moment_words(moment, self.names.zone, self.language)

    def share(self, param: str) -> str:
        """Return the share that a fact names in percent."""
        return percent_words(int(self.params[param]) / 100, self.language)

    def holder(self) -> str | None:
        """Return the title of the post at the level that the row names."""
        if not self.names.path:
            return None
        return self.words(step_at(self.names.path, int(self.params["level"])).title)

    def middle(self) -> list[Part]:
        """Return what the agency adds, filled in with what the letter tells anyway."""
        if self.names.middle is None:
            return []
        day = self.promised("answer_day", Stage.ANSWER) or self.promised("last_day", Stage.ANSWER)
        agency = self.words(self.names.agency)
        told = {"number": self.number, "agency": agency, "answer_day": day}
        words = filled(self.words(self.names.middle), told)
        return [Paragraph(each) for each in words.split("\n\n") if each]

    def facts(self) -> Facts:
        """Return the number and the agency, which every letter shows."""
        return Facts(
            [
                (self.gettext("Numéro de plainte"), self.number),
                (self.gettext("Organisme"), self.words(self.names.agency)),
            ]
        )

    def follow_url(self) -> str:
        """Return where the complainant follows the complaint."""
        return self.page(f"suivi/{self.number}", f"follow/{self.number}")

    def survey_url(self) -> str:
        """Return where the complainant says what they thought, once its code is given."""
        return self.page(f"suivi/{self.number}/avis", f"follow/{self.number}/rating")

    def office_url(self) -> str:
        """Return where the staff handle the complaint."""
        place = self.params["agency"]
        return self.page(
            f"gestion/{place}/plaintes/{self.number}", f"office/{place}/complaints/{self.number}"
        )

    def requests_url(self) -> str:
        """Return where the staff find what is asked of them."""
        place = self.params["agency"]
        return self.page(f"gestion/{place}/demandes", f"office/{place}/requests")

    def recommendation_url(self) -> str:
        """Return where a recommendation is replied to and followed."""
        place, one = self.params["agency"], self.params["recommendation"]
        fr, en = f"gestion/{place}/recommandations/{one}", f"office/{place}/recommendations/{one}"
        return self.page(fr, en)

    def settings_url(self) -> str:
        """Return where the agency's administrators find its settings."""
        return self.page(f"reglages/{self.params['agency']}", f"settings/{self.params['agency']}")

    def page(self, fr: str, en: str) -> str:
        """Return the address of a page in the reader's language."""
        return f"{self.names.base_url}/{self.language}/{en if self.language == 'en' else fr}"

    def recourses(self, title: str, *codes: str) -> list[Part]:
        """Return a title and the agency's recourses below it, or those with `codes`."""
        chosen = [r for r in self.names.recourses if not codes or r.code in codes]
        # A code that is no longer among them still opened something: then all are named.
        items = [self._recourse(one) for one in chosen or self.names.recourses]
        general = Link(
            self.gettext("Tous les autres recours"), self.page("autres-recours", "other-recourses")
        )
        return [Title(title), *([Items(items)] if items else []), general]

    def _recourse(self, recourse: Recourse) -> Item:
        sentences = [full_stop(self.words(text)) for text in (recourse.how, recourse.deadline)]
        if recourse.phone:
            sentences.append(self.gettext("Téléphone : %(phone)s.", phone=recourse.phone))
        return Item(self.words(recourse.body), " ".join(sentences), recourse.link)

    def _day(self, param: str) -> date | None:
        written = self.params.get(param)
        return date.fromisoformat(written) if written else None

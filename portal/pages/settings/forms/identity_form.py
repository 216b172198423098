"""The form of an agency's identity: what it holds, what is wrong in it, what it writes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from portal.agencies.settings.identity import Identity
from portal.agencies.settings.reader import Mistake
from portal.agencies.settings.schema import AgencySettings
from portal.domain.answers import NOT_AHEAD
from portal.pages.current import current_language
from portal.pages.forms import Problems
from portal.pages.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.pages.texts import gettext
from portal.pages.typed import NO_DAY, TypedDay, typed_line, typed_text
from portal.words.catalogue import to_translate

_SITE = re.compile(r"https://[^\s/.]+(\.[^\s/.]+)+(/\S*)?")
_ALIAS = re.compile(r"agency\.aliases\[(\d+)\]")
_NEEDED: dict[str, str] = {
    "name_fr": to_translate("Écrivez le nom en français"),
    "service_fr": to_translate("Écrivez le titre en français"),
    "mandate_fr": to_translate("Dites en français ce que l’organisme traite"),
}


@dataclass(frozen=True, slots=True)
class IdentityForm:
    """The fields as they were typed; `aliases` has a name on each line."""

    name_fr: str
    name_en: str
    short_name: str
    service_fr: str
    service_en: str
    mandate_fr: str
    mandate_en: str
    not_handled_fr: str
    not_handled_en: str
    website: str
    aliases: str
    two_to_publish: str
    sample: str
    verified_on: TypedDay = NO_DAY

    @classmethod
    def of(cls, who: Identity) -> IdentityForm:
        """Return the form that an identity fills."""
        return cls(
            *typed_in(who.name),
            who.short_name or "",
            *typed_in(who.service),
            *typed_in(who.mandate),
            *typed_in(who.not_handled),
            website=who.website or "",
            aliases="\n".join(who.aliases),
            two_to_publish="yes" if who.two_to_publish else "",
            sample="yes" if who.sample else "",
            verified_on=TypedDay.of(who.verified_on),
        )

    @classmethod
    def read(cls) -> IdentityForm:
        """Read the form of the request."""
        lines = {one.name: typed_line(one.name) for one in fields(cls) if one.name != "verified_on"}
        typed = {**lines, "aliases": typed_text("aliases")}
        return cls(**typed, verified_on=TypedDay.read("verified_on"))

    @property
    def site(self) -> str:
        """The website as a whole address: people seldom type its beginning."""
        is_whole = not self.website or "://" in self.website
        return self.website if is_whole else f"https://{self.website}"

    @property
    def names(self) -> list[str]:
        """The aliases, each once."""
        typed = (" ".join(line.split()) for line in self.aliases.split("\n"))
        return list(dict.fromkeys(filter(None, typed)))

    def problems(self, settings: AgencySettings, today: date) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems([one.name for one in fields(self)])
        for name, told in _NEEDED.items():
            if not getattr(self, name):
                problems.add(name, gettext(told))
        typed = pairs_of(self, "name", "service", "mandate", "not_handled")
        note_missing_english(problems, settings, typed)
        if self.site and not _SITE.fullmatch(self.site):
            told = gettext("Écrivez une adresse telle que https://www.exemple.ca")
            problems.add("website", told)
        if self.verified_on != NO_DAY:
            _note_day(problems, self.verified_on.found, today)
        return problems

    def values(self) -> dict[str, Any]:
        """Return what the form writes in the settings."""
        return {
            "name": words_of(self.name_fr, self.name_en),
            "short_name": self.short_name or None,
            "service": words_of(self.service_fr, self.service_en),
            "mandate": words_of(self.mandate_fr, self.mandate_en),
            "not_handled": words_of(self.not_handled_fr, self.not_handled_en),
            "website": self.site or None,
            "aliases": tuple(self.names) or None,
            "two_to_publish": True if self.two_to_publish else None,
            "sample": True if self.sample else None,
            "verified_on": self.verified_on.found,
        }

    def place(self, mistakes: Sequence[Mistake], problems: Problems) -> list[Mistake]:
        """Note at its field what the reader found in a name; return what else it found."""
        elsewhere = []
        for mistake in mistakes:
            alias = _ALIAS.fullmatch(mistake.path)
            is_short_name = mistake.path == "agency.short_name"
            if not alias and not is_short_name:
                elsewhere.append(mistake)
                continue
            name = self.names[int(alias[1])] if alias else self.short_name
            told = gettext("« %(name)s » mène déjà à un autre organisme", name=name)
            problems.add("aliases" if alias else "short_name", told)
        return elsewhere


def _note_day(problems: Problems, day: date | None, today: date) -> None:
    if day is None:
        told = gettext("Écrivez un jour complet, ou laissez les trois champs vides")
        problems.add("verified_on", told)
    elif day > today:
        problems.add("verified_on", NOT_AHEAD.in_(current_language()))

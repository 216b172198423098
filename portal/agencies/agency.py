"""An agency in force: its settings, its plugin if any, and how to ask it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from portal.agencies.configured import Configured
from portal.agencies.consultation import Consultation
from portal.agencies.plugins.loading import plugin_manager
from portal.agencies.settings.handling import AgencyLetters
from portal.agencies.settings.schema import AgencySettings
from portal.domain.category import Category
from portal.domain.plain_language import Hints, Vocabulary, check
from portal.domain.text import LANGUAGES, Language, Text
from portal.domain.time.promise import Promise
from portal.words.lexicon import TO_LEAVE_OUT, common_acronyms, common_jargon


@dataclass(frozen=True)
class Agency:
    """One release of one agency. Ask it through a Consultation, one for each use case.

    `intake` is how soon it hands on what it receives: the intake desk alone promises that.
    """

    settings: AgencySettings
    release_id: int = 0
    plugin: object | None = None
    intake: Promise | None = None

    @property
    def code(self) -> str:
        """The permanent code, used in addresses and statistics."""
        return self.settings.agency.code

    @property
    def name(self) -> Text:
        """The agency's name in both languages."""
        return self.configured.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the agency's clocks."""
        return ZoneInfo(self.settings.calendar.timezone)

    @cached_property
    def configured(self) -> Configured:
        """What the settings alone answer."""
        return Configured(self.settings)

    @cached_property
    def letters(self) -> AgencyLetters:
        """What the agency adds to letters, and the models of its officers."""
        return AgencyLetters(self.settings.letters)

    @cached_property
    def hooks(self) -> Any:
        """The hooks as the plugin and the settings answer them together."""
        return plugin_manager(self.configured, self.plugin).hook

    @cached_property
    def answered_by_plugin(self) -> frozenset[str]:
        """The names of the hooks that the plugin has something to say about."""
        if self.plugin is None:
            return frozenset()
        callers = vars(self.hooks).items()
        return frozenset(
            name
            for name, caller in callers
            if any(
                implementation.plugin is self.plugin
                for implementation in getattr(caller, "get_hookimpls", list)()
            )
        )

    @cached_property
    def settings_hooks(self) -> Any:
        """The hooks as the settings alone answer them."""
        return plugin_manager(self.configured, None).hook

    def every_category(self) -> dict[str, Category]:
        """Return every category by its code, the plugin's and retired ones included."""
        categories = (*self.configured.all_categories, *self.consult().categories())
        return {category.code: category for category in categories}

    def first_moment(self, day: date) -> datetime:
        """Return when a day begins on the agency's clocks."""
        return datetime.combine(day, time(), self.zone)

    def consult(self) -> Consultation:
        """Begin a use case's questions to this agency."""
        return Consultation(self)


def hints_on(agency: Agency, text: str, language: Language) -> Hints:
    """Return what could be said more plainly in a text of the agency."""
    return check(text, vocabulary_of(agency, language))


def vocabulary_of(agency: Agency, language: Language) -> Vocabulary:
    """Return what a text of the agency is checked against.

    Its own names need no explanation: they stand on every page that the person was led through.
    """
    own = {
        term.words: term.instead or TO_LEAVE_OUT[language]
        for term in agency.settings.jargon
        if term.language == language
    }
    return Vocabulary(common_jargon(language) | own, common_acronyms() | _names(agency))


def _names(agency: Agency) -> frozenset[str]:
    identity = agency.settings.agency
    names = [identity.short_name or "", *identity.aliases]
    names += [agency.name.in_(language) for language in LANGUAGES]
    words = (word.strip("().,;:") for name in names for word in name.split())
    return frozenset(word.replace(".", "") for word in words if word.isupper())

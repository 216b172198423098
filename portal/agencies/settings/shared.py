"""What all agencies share: the file _portal.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictInt

from portal.agencies.settings.categories import (
    CommonRecourse,
    NoticeSettings,
    RecourseSettings,
    When,
)
from portal.agencies.settings.deadlines import (
    CalendarSettings,
    CompleteDeadlines,
    HandingOnSettings,
    TimeSettings,
)
from portal.agencies.settings.elsewhere import Elsewhere
from portal.agencies.settings.fields import (
    AgencyCode,
    BothWords,
    Code,
    Email,
    Link,
    Named,
    Phrase,
    Positive,
    SchemaNumber,
    Settings,
    Unwritten,
    UnwrittenList,
)

Several = Annotated[StrictInt, Field(ge=2)]
Percent = Annotated[StrictInt, Field(ge=1, le=100)]


class Attachments(Settings):
    """What may be attached to a complaint."""

    max_each_mb: Positive = 15
    max_all_mb: Positive = 75
    max_count: Positive = 20
    types: tuple[Code, ...] = ("pdf", "jpeg", "png", "heic", "docx", "odt", "txt")


class RisingSettings(Settings):
    """A theme rises in an agency."""

    complaints: Several
    """At least so many complaints in the month."""
    times: Several
    """At least so many times what a month of the twelve before had."""


class RisingEverywhereSettings(RisingSettings):
    """The same theme rises in several agencies, each by these numbers."""

    agencies: Several


class ProportionSettings(Settings):
    """A share of a quarter is high."""

    percent: Percent
    among: Positive
    """Among at least so many."""


class SilenceSettings(Settings):
    """An agency receives far fewer complaints than before, and than its like."""

    complaints: Several
    """At least so many before: fewer are chance."""
    times: Several
    """At least so many times fewer."""


class FallingSettings(Settings):
    """A share fell, beyond chance, from one period to another."""

    points: Percent
    """By at least so many points."""
    among: Positive
    """Among at least so many, then and now."""


class SameCauseSettings(Settings):
    """Complaints go on although what they asked for was said to be done."""

    complaints: Several
    """At least so many since."""


class PromiseSettings(Settings):
    """What was promised is not done."""

    days: Positive
    """At least so many days after its date."""


class RepeatedSettings(Settings):
    """Recommendations that came to nothing are many."""

    count: Positive
    """Refused within a year and late today, together."""


class AlarmSettings(Settings):
    """The rules; each is evaluated once a day."""

    rising_theme: RisingSettings | None = None
    rising_everywhere: RisingEverywhereSettings | None = None
    founded: ProportionSettings | None = None
    """Closed complaints that were founded, wholly or partly."""
    silence: Unwritten[SilenceSettings] = None
    falling_behind: Unwritten[FallingSettings] = None
    """Answers due that came in time."""
    late_open: Unwritten[ProportionSettings] = None
    """Open complaints whose answer is late."""
    same_cause: Unwritten[SameCauseSettings] = None
    promise: Unwritten[PromiseSettings] = None
    missed_dates: ProportionSettings | None = None
    """Answers due that did not come in time."""
    recommendations: RepeatedSettings | None = None


class PortalIdentity(Settings):
    """The portal itself."""

    name: BothWords
    phone: Phrase | None = None
    relay: Phrase | None = None
    hours: BothWords | None = None
    email: Email | None = None
    post: BothWords | None = None
    intake_desk: AgencyCode
    """The agency that receives complaints nobody chose an agency for."""


class Licence(Settings):
    """Under what anybody may use what is published: what it is called, and where its words are."""

    name: BothWords
    link: Link
    link_en: Unwritten[Link] = None

    def link_in(self, language: str) -> str:
        """Return where its words are in a language, or in French."""
        return (self.link_en if language == "en" else None) or self.link


CC_BY = Licence(
    name=BothWords(
        fr="Creative Commons Attribution 4.0 International (CC BY 4.0)",
        en="Creative Commons Attribution 4.0 International (CC BY 4.0)",
    ),
    link="https://creativecommons.org/licenses/by/4.0/deed.fr",
    link_en="https://creativecommons.org/licenses/by/4.0/",
)
"""What holds where nothing is said: use it for anything, and say where it comes from."""


class OpenDataSettings(Settings):
    """What holds for the figures that everybody may take."""

    licence: Licence


class Topic(Settings):
    """An entrance on the home page, in the words of citizens.

    It leads to `agencies`; else to those of the portal’s country that its `words` call for, or,
    without words either, to all of these.
    """

    code: Code
    name: BothWords
    words: Unwritten[Phrase] = None
    agencies: UnwrittenList[Code] = ()


class PortalSettings(Settings):
    """What all agencies share: the file _portal.yaml."""

    schema_: SchemaNumber
    portal: PortalIdentity
    themes: Annotated[tuple[Named, ...], Field(min_length=1)]
    topics: tuple[Topic, ...] = ()
    recourses: Annotated[dict[Code, CommonRecourse], Field(default_factory=dict)]
    calendar: CalendarSettings
    deadlines: CompleteDeadlines
    reopening: Unwritten[TimeSettings] = None
    contact_limit: Unwritten[TimeSettings] = None
    handing_on: Unwritten[HandingOnSettings] = None
    alarms: Unwritten[AlarmSettings] = None
    notices: tuple[NoticeSettings, ...] = ()
    urgency: Unwritten[When] = None
    open_data: Unwritten[OpenDataSettings] = None
    elsewhere: tuple[Elsewhere, ...] = ()
    attachments: Attachments = Attachments()

    @property
    def licence(self) -> Licence:
        """Under what the open data may be used."""
        return self.open_data.licence if self.open_data is not None else CC_BY

    def recourse(self, chosen: str | RecourseSettings) -> RecourseSettings:
        """Return the recourse itself, looked up if it is given by its code."""
        if isinstance(chosen, RecourseSettings):
            return chosen
        return RecourseSettings(code=chosen, **dict(self.recourses[chosen]))

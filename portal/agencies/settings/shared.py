"""What all agencies share: the file _portal.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from portal.agencies.settings.alarms import AlarmSettings
from portal.agencies.settings.attachments import Attachments
from portal.agencies.settings.common import (
    CalendarSettings,
    CommonRecourse,
    CompleteDeadlines,
    HandingOnSettings,
    LongestLimit,
    Named,
    NoticeSettings,
    RecourseSettings,
    Reopening,
    SchemaNumber,
    Urgency,
)
from portal.agencies.settings.fields import (
    AgencyCode,
    BothWords,
    Code,
    Email,
    Link,
    Phrase,
    Settings,
)


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


class Topic(Settings):
    """An entrance on the home page, in the words of citizens."""

    code: Code
    name: BothWords
    words: Phrase


class Elsewhere(Settings):
    """A body outside the portal, named before filing."""

    code: Code
    words: tuple[Phrase, ...]
    body: BothWords
    text: BothWords
    link: Link | None = None


class PortalSettings(Settings):
    """What all agencies share: the file _portal.yaml."""

    schema_: SchemaNumber
    portal: PortalIdentity
    themes: Annotated[tuple[Named, ...], Field(min_length=1)]
    topics: tuple[Topic, ...] = ()
    recourses: Annotated[dict[Code, CommonRecourse], Field(default_factory=dict)]
    calendar: CalendarSettings
    deadlines: CompleteDeadlines
    reopening: Reopening = None
    contact_limit: LongestLimit = None
    # Left out of a release that says nothing of it, so that older releases stay the same.
    handing_on: Annotated[HandingOnSettings | None, Field(exclude_if=lambda own: own is None)] = (
        None
    )
    alarms: Annotated[AlarmSettings | None, Field(exclude_if=lambda own: own is None)] = None
    notices: tuple[NoticeSettings, ...] = ()
    urgency: Urgency = None
    elsewhere: tuple[Elsewhere, ...] = ()
    attachments: Attachments = Attachments()

    def recourse(self, chosen: str | RecourseSettings) -> RecourseSettings:
        """Return the recourse itself, looked up if it is given by its code."""
        if isinstance(chosen, RecourseSettings):
            return chosen
        return RecourseSettings(code=chosen, **dict(self.recourses[chosen]))

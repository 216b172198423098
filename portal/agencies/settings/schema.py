"""What the settings file of an agency may say.

`AgencyFile` is a file as it is written; `AgencySettings` is the same with what the portal gives to
all filled in, and is what a release stores.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from portal.agencies.settings.categories import (
    CategorySettings,
    NoticeSettings,
    RecourseSettings,
    When,
)
from portal.agencies.settings.deadlines import (
    CalendarSettings,
    CompleteDeadlines,
    Deadlines,
    TimeSettings,
)
from portal.agencies.settings.fields import (
    AgencyCode,
    Code,
    Day,
    Email,
    Flag,
    Length,
    Link,
    Named,
    Phrase,
    PostalPrefix,
    SchemaNumber,
    Settings,
    Unwritten,
    UnwrittenList,
    Words,
    WordsOrPhrase,
)
from portal.agencies.settings.handling import (
    CriterionSettings,
    GroupingSettings,
    JargonSettings,
    LetterSettings,
    RemedySettings,
    RepresentationSettings,
    SecondReaderSettings,
)
from portal.agencies.settings.shared import PortalSettings
from portal.domain.text import Language
from portal.domain.time.promise import Confidence


class FormerBody(Settings):
    """A body that the agency replaced, so that its old name still leads here."""

    name: Words
    aliases: tuple[Phrase, ...] = ()
    until: Day


class Identity(Settings):
    """Who the agency is."""

    code: AgencyCode
    """Permanent: it stands in addresses and statistics, and is the name of the file."""
    name: Words
    short_name: Phrase | None = None
    """What people call it."""
    service: Words
    """The agency's own title of its complaints service."""
    mandate: Words
    """What it handles, in everyday words."""
    not_handled: Words | None = None
    everyday: Unwritten[Words] = None
    """What one complains to it about, as told to a neighbour; it goes on « C’est plutôt »."""
    aliases: tuple[Phrase, ...] = ()
    """Names and words that people use for the agency itself, in both languages."""
    signs: UnwrittenList[Phrase] = ()
    """What tells that its country is meant, of an agency elsewhere: towns, currency, its words."""
    successor_of: tuple[FormerBody, ...] = ()
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("fr", "en")
    """The first is the agency's main language."""
    plugin: Phrase | None = None
    two_to_publish: Flag = False
    """Settings changed on pages are published by another person than the one who wrote them."""
    sample: Flag = False
    """Shown to citizens as a sample configuration."""
    verified_on: Day | None = None
    website: Link | None = None


class Channels(Settings):
    """How a complaint can reach the agency."""

    web: Flag = True
    email: Email | None = None
    phone: Phrase | None = None
    relay: Phrase | None = None
    fax: Phrase | None = None
    post: Words | None = None
    counter: Words | None = None
    hours: Words | None = None


class TerritorySettings(Settings):
    """Where the agency serves, if it does not everywhere."""

    municipalities: UnwrittenList[Phrase] = ()
    postal: UnwrittenList[PostalPrefix] = ()
    """The first three characters of postal codes; `H2*` is all that begin with H2."""
    elsewhere: Unwritten[Words] = None
    """Who receives complaints elsewhere, in general words."""

    def has_prefix(self, prefix: str) -> bool:
        """Tell whether the first three characters of a postal code are of the territory."""
        return prefix in self.postal or f"{prefix[:2]}*" in self.postal


class StaffPage(Settings):
    """What the agency adds to the page that tells its employees about complaints."""

    text: Words
    """Paragraphs are parted by a blank line."""


class StepSettings(Settings):
    """One level of the way up."""

    to: Code
    title: Words
    within: Length | None = None
    top_authority: Flag = False
    basis: WordsOrPhrase | None = None
    confidence: Confidence = Confidence.ASSUMED


COMMON, OWN = FORMS_OF_RECOURSE = ("(common recourse)", "(own recourse)")


def _form_of_recourse(value: object) -> str:
    return COMMON if isinstance(value, str) else OWN


CodeOrRecourse = Annotated[
    Annotated[Code, Tag(COMMON)] | Annotated[RecourseSettings, Tag(OWN)],
    Discriminator(_form_of_recourse),
]


class AgencyFile(Settings):
    """The settings of one agency, as its file says them."""

    schema_: SchemaNumber
    agency: Identity
    calendar: CalendarSettings | None = None
    deadlines: Deadlines = Deadlines()
    reopening: Unwritten[TimeSettings] = None
    """How long after the closing a complaint may be taken up again."""
    # How long a limit on contact with a complainant may last at most.
    contact_limit: Unwritten[TimeSettings] = None
    units: tuple[Named, ...] = ()
    categories: Annotated[tuple[CategorySettings, ...], Field(min_length=1)]
    default_category: Code
    escalation: Annotated[tuple[StepSettings, ...], Field(min_length=1)]
    recourses: tuple[CodeOrRecourse, ...] = ()
    notices: tuple[NoticeSettings, ...] = ()
    urgency: Unwritten[When] = None
    """What makes a complaint look urgent, besides the portal's words and notices of danger."""
    criteria: tuple[CriterionSettings, ...] = ()
    remedies: UnwrittenList[RemedySettings] = ()
    """What it may give to one person; the portal's own list if it says none."""
    letters: tuple[LetterSettings, ...] = ()
    second_reader: Unwritten[SecondReaderSettings] = None
    representation: Unwritten[RepresentationSettings] = None
    """Whether whoever complains for another person proves it."""
    jargon: UnwrittenList[JargonSettings] = ()
    grouping: Unwritten[GroupingSettings] = None
    channels: Channels = Channels()
    territory: Unwritten[TerritorySettings] = None
    """The municipalities and postal codes that it serves; everywhere if it says none."""
    staff_page: Unwritten[StaffPage] = None
    """The agency's own words to its employees; the portal's own if it says none."""

    def resolved(self, portal: PortalSettings) -> AgencySettings:
        """Return these settings with what the portal gives to all filled in.

        That is the calendar, deadlines and time to reopen where the file has none, the recourses
        given by their code, and the portal's notices, before the agency's own.
        """
        own = {"schema": self.schema_, **dict(self)}
        del own["schema_"]
        own["calendar"] = self.calendar or portal.calendar
        own["deadlines"] = self.deadlines.over(portal.deadlines)
        own["reopening"] = self.reopening or portal.reopening
        own["contact_limit"] = self.contact_limit or portal.contact_limit
        own["recourses"] = tuple(map(portal.recourse, self.recourses))
        codes = {notice.code for notice in self.notices}
        common = tuple(notice for notice in portal.notices if notice.code not in codes)
        own["notices"] = common + self.notices
        own["urgency"] = _joined(portal.urgency, self.urgency)
        return AgencySettings.model_validate(own)


def _joined(common: When | None, own: When | None) -> When | None:
    """Return what the portal's words and the agency's own say together."""
    if common is None or own is None:
        return common or own
    words = tuple(dict.fromkeys(common.words + own.words))
    return When(categories=own.categories, words=words)


class AgencySettings(AgencyFile):
    """The settings of one agency, complete: what a release stores."""

    calendar: CalendarSettings
    deadlines: CompleteDeadlines
    recourses: tuple[RecourseSettings, ...] = ()

    def own_signs(self, portal: PortalSettings) -> When:
        """Return by what a complaint looks urgent here, without the words of the portal.

        Those go ahead of the agency's own.
        """
        own, common = self.urgency or When(), portal.urgency or When()
        words = tuple(word for word in own.words if word not in common.words)
        return When(categories=own.categories, words=words)


def listed_for(
    recourses: Iterable[RecourseSettings], category: str
) -> tuple[RecourseSettings, ...]:
    """Return the recourses for a subject: those that name it, and those that name none."""
    return tuple(
        recourse
        for recourse in recourses
        if not recourse.categories or category in recourse.categories
    )


DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of an agency's file."""
    return {"$schema": DIALECT, **AgencyFile.model_json_schema(), "title": "Settings of an agency"}


def portal_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of _portal.yaml."""
    schema = PortalSettings.model_json_schema()
    return {"$schema": DIALECT, **schema, "title": "Settings that all agencies share"}

"""What the settings file of an agency may say.

`AgencyFile` is a file as it is written; `AgencySettings` is the same with what the portal gives to
all filled in, and is what a release stores.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from portal.agencies.settings.categories import CategorySettings
from portal.agencies.settings.common import (
    CalendarSettings,
    CompleteDeadlines,
    Deadlines,
    LongestLimit,
    Named,
    NoticeSettings,
    RecourseSettings,
    Reopening,
    SchemaNumber,
    Urgency,
    When,
)
from portal.agencies.settings.fields import Code, Flag, Length, Settings, Words, WordsOrPhrase
from portal.agencies.settings.handling import (
    CriterionSettings,
    GroupingSettings,
    JargonSettings,
    SecondReaderSettings,
)
from portal.agencies.settings.identity import Channels, Identity, StaffPage
from portal.agencies.settings.letters import LetterSettings
from portal.agencies.settings.shared import PortalSettings
from portal.domain.time.promise import Confidence


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
    reopening: Reopening = None
    """How long after the closing a complaint may be taken up again."""
    contact_limit: LongestLimit = None
    units: tuple[Named, ...] = ()
    categories: Annotated[tuple[CategorySettings, ...], Field(min_length=1)]
    default_category: Code
    escalation: Annotated[tuple[StepSettings, ...], Field(min_length=1)]
    recourses: tuple[CodeOrRecourse, ...] = ()
    notices: tuple[NoticeSettings, ...] = ()
    urgency: Urgency = None
    """What makes a complaint look urgent, besides the portal's words and notices of danger."""
    criteria: tuple[CriterionSettings, ...] = ()
    letters: tuple[LetterSettings, ...] = ()
    # Left out of releases that say nothing of them, so that older ones stay the same.
    second_reader: Annotated[
        SecondReaderSettings | None, Field(exclude_if=lambda own: own is None)
    ] = None
    jargon: Annotated[tuple[JargonSettings, ...], Field(exclude_if=lambda own: not own)] = ()
    grouping: Annotated[GroupingSettings | None, Field(exclude_if=lambda own: own is None)] = None
    channels: Channels = Channels()
    # Left out of a release that says nothing of it, so that older releases stay the same.
    staff_page: Annotated[StaffPage | None, Field(exclude_if=lambda own: own is None)] = None
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


DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of an agency's file."""
    return {"$schema": DIALECT, **AgencyFile.model_json_schema(), "title": "Settings of an agency"}


def portal_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of _portal.yaml."""
    schema = PortalSettings.model_json_schema()
    return {"$schema": DIALECT, **schema, "title": "Settings that all agencies share"}

"""What a settings file may say: one file for each agency, and what all of them share.

`AgencyFile` is a file as it is written; `AgencySettings` is the same with what the portal gives to
all filled in, and is what a release stores.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, StrictInt, Tag

from portal.agencies.settings.alarms import AlarmSettings
from portal.agencies.settings.common import (
    CalendarSettings,
    CommonRecourse,
    CompleteDeadlines,
    Deadlines,
    HandingOnSettings,
    LongestLimit,
    Named,
    NoticeSettings,
    RecourseSettings,
    Reopening,
    When,
)
from portal.agencies.settings.fields import (
    AgencyCode,
    BothWords,
    Code,
    Day,
    Email,
    Flag,
    Length,
    Link,
    Pattern,
    Phrase,
    Positive,
    Settings,
    Whole,
    Words,
    WordsOrPhrase,
)
from portal.agencies.settings.letters import LetterSettings
from portal.domain.category import QuestionKind
from portal.domain.promise import Confidence
from portal.domain.text import Language

# Left out of a release that says nothing of it, so that older releases stay the same.
Urgency = Annotated[When | None, Field(exclude_if=lambda own: own is None)]
SchemaNumber = Annotated[Literal[1], Field(alias="schema")]


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
    aliases: tuple[Phrase, ...] = ()
    """Names and words that people use for the agency itself, in both languages."""
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


class ChoiceSettings(Settings):
    """One of the answers that a question offers."""

    code: Code
    label: Words


class QuestionSettings(Settings):
    """Something that the agency asks about a category."""

    code: Code
    label: Words
    hint: Words | None = None
    kind: QuestionKind = QuestionKind.TEXT
    required: Flag = False
    choices: tuple[ChoiceSettings, ...] = ()
    pattern: Pattern | None = None
    """A regular expression for the whole answer without its spaces."""
    pattern_hint: Words | None = None
    """What to do when the answer does not match the pattern."""
    minimum: Whole | None = None
    maximum: Whole | None = None
    future: Flag = False
    max_length: Positive | None = None


class CategorySettings(Settings):
    """What complaints can be about."""

    code: Code
    name: Words
    description: Words | None = None
    theme: Code
    """One of the portal's themes, so that organisations can be compared."""
    unit: Code | None = None
    words: tuple[Phrase, ...] = ()
    """Everyday words that citizens type, in both languages."""
    examples: tuple[Phrase, ...] = ()
    calendar: CalendarSettings | None = None
    """The days and hours that count for this subject, where they are not the agency's."""
    deadlines: Deadlines = Deadlines()
    questions: tuple[QuestionSettings, ...] = ()
    retired: Flag = False
    """No longer offered, kept for the complaints that have it."""


class CriterionSettings(Named):
    """Something by which the agency judges complaints."""

    finding: Literal["founded", "unfounded"] = "founded"
    """What it is a reason for; one for founded complaints is for partly founded ones as well."""


class SecondReaderSettings(Settings):
    """Which answers a colleague reads before they leave."""

    answers: Literal["always", "categories"] = "always"
    """All of them, or those of some categories."""
    categories: tuple[Code, ...] = ()

    def reads(self, category: str) -> bool:
        """Tell whether answers of this category are read."""
        return self.answers == "always" or category in self.categories


class JargonSettings(Settings):
    """A word of the agency's trade that its letters had better not use, and a plain one."""

    language: Language
    words: Phrase
    instead: Phrase | None = None
    """What could stand there; without it the word is best left out."""


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


class GroupingSettings(Settings):
    """When the portal proposes to gather similar complaints into a group."""

    propose: Flag = True
    complaints: Annotated[StrictInt, Field(ge=3, le=9)] = 5
    """How many similar ones: those who lead know of it before the tenth."""
    days: Annotated[StrictInt, Field(ge=1, le=365)] = 30
    """Within how many calendar days they came."""


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


class StaffPage(Settings):
    """What the agency adds to the page that tells its employees about complaints."""

    text: Words
    """Paragraphs are parted by a blank line."""


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


class Attachments(Settings):
    """What may be attached to a complaint."""

    max_each_mb: Positive = 15
    max_all_mb: Positive = 75
    max_count: Positive = 20
    types: tuple[Code, ...] = ("pdf", "jpeg", "png", "heic", "docx", "odt", "txt")


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

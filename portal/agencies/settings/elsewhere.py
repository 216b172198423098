"""Bodies outside the portal: what kind each is, what it does, how and until when."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Discriminator, Tag

from portal.agencies.settings.fields import (
    BothWords,
    Code,
    Day,
    Flag,
    Link,
    Phrase,
    Settings,
    Unwritten,
    UnwrittenList,
)
from portal.agencies.settings.sources import SourceFrom, SourceOf


class BodyKind(StrEnum):
    """What kind of body outside the portal answers; one general body answers for each."""

    FEDERAL = "federal"
    PROVINCE = "province"
    MUNICIPALITY = "municipality"
    TRANSIT = "transit"
    POLICE = "police"
    SCHOOL = "school"
    PROFESSION = "profession"
    BANK = "bank"
    INSURER = "insurer"
    TELECOM = "telecom"
    AIRLINE = "airline"
    LANDLORD = "landlord"
    MERCHANT = "merchant"
    NEIGHBOUR = "neighbour"
    COURT = "court"
    EMPLOYER = "employer"
    LABOUR = "labour"
    MEDIA = "media"
    POLITICS = "politics"
    MINISTRY = "ministry"
    SOCIAL = "social"
    GAS = "gas"
    LOTTERY = "lottery"
    CHURCH = "church"
    CONDO = "condo"
    PRIVATE = "private"
    HEALTH = "health"


class LinkOfEachLanguage(Settings):
    """Where a body's site has another address for each language."""

    fr: Link
    en: Link


FORMS_OF_LINK = ("(one address)", "(an address for each language)")


def _form_of_link(value: object) -> str:
    return FORMS_OF_LINK[0 if isinstance(value, str) else 1]


LinkOrLinks = Annotated[
    Annotated[Link, Tag(FORMS_OF_LINK[0])] | Annotated[LinkOfEachLanguage, Tag(FORMS_OF_LINK[1])],
    Discriminator(_form_of_link),
]


class Elsewhere(Settings):
    """A body outside the portal, named before filing and listed on a page of its own.

    Releases from before bodies had kinds say none; a file has to. A town says what it
    `serves`, so that it is named where something happened there.
    """

    code: Code
    kind: Unwritten[BodyKind] = None
    general: Unwritten[Flag] = None
    """It is named for its whole kind, whatever the words; one body of each kind is."""
    words: tuple[Phrase, ...]
    body: BothWords
    text: BothWords
    """What it does about a complaint."""
    serves: UnwrittenList[Phrase] = ()
    """The municipalities that it serves, if it is a town."""
    how: Unwritten[BothWords] = None
    """By what form, and in what order, one turns to it."""
    delay: Unwritten[BothWords] = None
    """Until when, or how soon it answers, if a page says so."""
    phone: Unwritten[Phrase] = None
    link: LinkOrLinks | None = None
    verified_on: Unwritten[Day] = None
    """The day when this was compared with its source, which need not be the live page."""
    source: Unwritten[Phrase] = None
    source_of: Unwritten[SourceOf] = None
    """Whose page the source is; of several, another's if one of them is."""
    source_from: Unwritten[SourceFrom] = None
    """From when the copy is that was read; of several, the oldest that is known."""

    def link_in(self, language: str) -> str | None:
        """Return the address of its site in a language."""
        if isinstance(self.link, LinkOfEachLanguage):
            return self.link.en if language == "en" else self.link.fr
        return self.link

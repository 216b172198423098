"""Who an agency is, what it was before, and how it is reached."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from portal.agencies.settings.fields import (
    AgencyCode,
    Day,
    Email,
    Flag,
    Link,
    Phrase,
    Settings,
    Words,
)
from portal.domain.text import Language


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

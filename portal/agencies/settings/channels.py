"""How a complaint can reach an agency, and what its own employees read of it."""

from __future__ import annotations

from portal.agencies.settings.fields import Email, Flag, Phrase, Settings, Words


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

"""The size and kinds of documents that may come with a complaint."""

from __future__ import annotations

from portal.agencies.settings.fields import Code, Positive, Settings


class Attachments(Settings):
    """What may be attached to a complaint."""

    max_each_mb: Positive = 15
    max_all_mb: Positive = 75
    max_count: Positive = 20
    types: tuple[Code, ...] = ("pdf", "jpeg", "png", "heic", "docx", "odt", "txt")

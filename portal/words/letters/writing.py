"""Every letter that the portal sends, in both languages, as plain text and as HTML.

A letter carries the number, dates and a link: never a name, a story or an access code. Only the
answer's text may be in one, for complainants who asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from portal.words.letters.digest import digest
from portal.words.letters.layout import Content, html_page, plain_text
from portal.words.letters.telling import Names, Telling
from portal.words.letters.to_citizens import TO_CITIZENS
from portal.words.letters.to_staff import TO_STAFF

__all__ = ["OWN", "Letter", "Names", "Wording", "Wordings", "joined"]

Wording = Callable[[Telling], Content]
"""What words one letter from what it is told."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be sent: the HTML says what the text says."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Wordings:
    """What words letters, by the codes that stand in the outbox: to complainants, and to others."""

    to_citizens: Mapping[str, Wording] = field(default_factory=dict)
    to_others: Mapping[str, Wording] = field(default_factory=dict)

    @cached_property
    def every(self) -> Mapping[str, Wording]:
        """All of them, by their codes."""
        return {**self.to_citizens, **self.to_others}

    def render(
        self, template: str, language: str, params: Mapping[str, Any], names: Names
    ) -> Letter:
        """Word a letter in `language`; raise KeyError if there is no such template."""
        told = _told(language, params, names)
        content = self.every[template](told)
        portal = told.words(names.portal)
        return Letter(
            subject=content.subject,
            text=plain_text(content, told.language),
            html=html_page(content, told.language, portal),
        )

    def content_of(
        self, template: str, language: str, params: Mapping[str, Any], names: Names
    ) -> Content:
        """Return what a letter says, part by part, for whoever sets it in another form."""
        return self.every[template](_told(language, params, names))

    def text_message(
        self, template: str, language: str, params: Mapping[str, Any], names: Names
    ) -> str:
        """Word a letter to a complainant in one line for a telephone: its subject and the link."""
        told = _told(language, params, names)
        # Ordinary spaces: a telephone shows the others as it can.
        subject = " ".join(self.to_citizens[template](told).subject.split())
        return f"{subject}. {told.follow_url()}"


def joined(every: Iterable[Wordings]) -> Wordings:
    """Return all letters as one."""
    to_citizens: dict[str, Wording] = {}
    to_others: dict[str, Wording] = {}
    for one in every:
        to_citizens.update(one.to_citizens)
        to_others.update(one.to_others)
    return Wordings(to_citizens, to_others)


OWN = Wordings(TO_CITIZENS, {**TO_STAFF, "digest": digest})
"""The letters of every portal, whatever features it has."""


def _told(language: str, params: Mapping[str, Any], names: Names) -> Telling:
    return Telling("en" if language == "en" else "fr", params, names)

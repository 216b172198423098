"""Every letter that the portal sends, in both languages, as plain text and as HTML.

A letter carries the number, dates and a link: never a name, a story or an access code. Only the
answer's text may be in one, for complainants who asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.features.alarms.letters import ABOUT_ALARMS
from portal.features.groups.letters import TO_FOLLOWERS, TO_GROUP_STAFF
from portal.features.lessons.letters import ABOUT_LESSONS
from portal.features.recommendations.letters import ABOUT_RECOMMENDATIONS
from portal.words.letters.digest import digest
from portal.words.letters.layout import Content, html_page, plain_text
from portal.words.letters.telling import Names, Telling
from portal.words.letters.to_citizens import TO_CITIZENS
from portal.words.letters.to_staff import TO_STAFF

__all__ = ["TEMPLATES", "Letter", "Names", "content_of", "render", "text_message"]

TEMPLATES: dict[str, Callable[[Telling], Content]] = {
    **TO_CITIZENS,
    **TO_STAFF,
    **ABOUT_RECOMMENDATIONS,
    **ABOUT_LESSONS,
    **ABOUT_ALARMS,
    **TO_GROUP_STAFF,
    **TO_FOLLOWERS,
    "digest": digest,
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be sent: the HTML says what the text says."""

    subject: str
    text: str
    html: str


def render(template: str, language: str, params: Mapping[str, Any], names: Names) -> Letter:
    """Word a letter in `language`; raise KeyError if it has no such template."""
    told = _told(language, params, names)
    content = TEMPLATES[template](told)
    portal = told.words(names.portal)
    return Letter(
        subject=content.subject,
        text=plain_text(content, told.language),
        html=html_page(content, told.language, portal),
    )


def content_of(template: str, language: str, params: Mapping[str, Any], names: Names) -> Content:
    """Return what a letter says, part by part, for whoever sets it in another form."""
    return TEMPLATES[template](_told(language, params, names))


def text_message(template: str, language: str, params: Mapping[str, Any], names: Names) -> str:
    """Word a letter to a complainant in one line for a telephone: its subject and the link."""
    told = _told(language, params, names)
    # Ordinary spaces: a telephone shows the others as it can.
    subject = " ".join(TO_CITIZENS[template](told).subject.split())
    return f"{subject}. {told.follow_url()}"


def _told(language: str, params: Mapping[str, Any], names: Names) -> Telling:
    return Telling("en" if language == "en" else "fr", params, names)

"""What a letter is made of; each part gives its plain text and its HTML.

The HTML is for mail programs: one column of 600 pixels, system fonts, styles in place, no image.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from markupsafe import Markup, escape

from portal.words.catalogue import gettext_in, to_translate

_LABELLED = to_translate("%(label)s : %(words)s")

_PARAGRAPH = Markup('<p style="margin:0 0 16px">{}</p>')
_TITLE = Markup('<h2 style="font-size:19px;margin:24px 0 8px">{}</h2>')
_LIST = Markup('<ul style="margin:0 0 16px;padding-left:20px">{}</ul>')
_ITEM = Markup('<li style="margin-bottom:8px">{}</li>')
_BOLD = Markup("<strong>{}</strong>")
_LINK = Markup('<a href="{}" style="color:#0b4f5c">{}</a>')
_BUTTON = Markup(
    '<p style="margin:0 0 20px"><a href="{}" style="display:inline-block;background:#0b4f5c;'
    'color:#ffffff;padding:13px 22px;text-decoration:none;font-weight:bold">{}</a></p>'
)
_BOX = Markup(
    '<table role="presentation" width="100%" style="background:#e3f0f1;margin:0 0 20px"><tr>'
    '<td style="padding:16px">{}</td></tr></table>'
)
_PAGE = Markup(
    '<!doctype html>\n<html lang="{language}-CA"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{subject}</title></head>\n"
    '<body style="margin:0;background:#f3f6f6;color:#14232b;'
    'font-family:Arial,Helvetica,sans-serif;font-size:17px;line-height:1.55">\n'
    '<div style="display:none;max-height:0;overflow:hidden">{preview}</div>\n'
    '<table role="presentation" cellpadding="0" cellspacing="0" width="100%"><tr>'
    '<td align="center" style="padding:16px">'
    '<table role="presentation" cellpadding="0" cellspacing="0" width="100%" '
    'style="max-width:600px;background:#ffffff;border-top:6px solid #0b4f5c"><tr>'
    '<td align="left" style="padding:24px">\n'
    '<p style="margin:0 0 20px;font-weight:bold">{portal}</p>\n'
    '<h1 style="font-size:25px;line-height:1.25;margin:0 0 16px">{heading}</h1>\n'
    "{body}\n"
    '<p style="margin:24px 0 0;border-top:1px solid #c3ced2;padding-top:16px;'
    'font-size:15px;color:#43535c">{footer}</p>\n'
    "</td></tr></table></td></tr></table>\n</body></html>\n"
)


class Part(Protocol):
    """A part of a letter."""

    def text(self, language: str) -> str:
        """Return the part as plain text."""

    def html(self, language: str) -> Markup:
        """Return the part as HTML."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Words by themselves; where they are written on several lines, these are kept."""

    words: str
    frame: ClassVar[Markup] = _PARAGRAPH

    def text(self, language: str) -> str:
        return self.words

    def html(self, language: str) -> Markup:
        return self.frame.format(Markup("<br>\n").join(map(escape, self.words.splitlines())))


class Paragraph(_Words):
    """A few sentences."""

    __slots__ = ()


class Quoted(_Words):
    """A text that somebody wrote, in a box."""

    __slots__ = ()
    frame = _BOX.format(Markup('<p style="margin:0">{}</p>'))


class Title(_Words):
    """What the next parts are about: capitals, as plain text cannot raise its voice otherwise."""

    __slots__ = ()
    frame = _TITLE

    def text(self, language: str) -> str:
        return self.words.upper()


@dataclass(frozen=True, slots=True)
class _Way:
    """Words that lead to an address; plain text has both."""

    words: str
    url: str
    frame: ClassVar[Markup]

    def text(self, language: str) -> str:
        return _labelled(self.words, self.url, language)

    def html(self, language: str) -> Markup:
        return self.frame.format(self.url, self.words)


class Action(_Way):
    """The one thing that the letter leads to: a button."""

    __slots__ = ()
    frame = _BUTTON


class Link(_Way):
    """A way to another page, less important than the action."""

    __slots__ = ()
    frame = _PARAGRAPH.format(_LINK)


@dataclass(frozen=True, slots=True)
class Facts:
    """A few labels with what they stand for, in a coloured box; the first is the largest."""

    pairs: Sequence[tuple[str, str]]

    def text(self, language: str) -> str:
        return "\n".join(_labelled(label, value, language) for label, value in self.pairs)

    def html(self, language: str) -> Markup:
        first, *others = self.pairs
        large = Markup('<p style="margin:0">{}<br><strong style="font-size:22px">{}</strong></p>')
        small = Markup('<p style="margin:8px 0 0">{}</p>')
        lines = [small.format(_labelled(*pair, language)) for pair in others]
        return _BOX.format(Markup("").join([large.format(*first), *lines]))


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things: what it is, in bold, what is said of it, and its page."""

    name: str
    words: str
    url: str | None = None

    def text(self, language: str) -> str:
        line = f"- {_labelled(self.name, self.words, language)}"
        return f"{line} {self.url}" if self.url else line

    def html(self, language: str) -> Markup:
        line = _marked(_BOLD.format(self.name), self.words, language)
        return _ITEM.format(line + " " + _LINK.format(self.url, self.url) if self.url else line)


@dataclass(frozen=True, slots=True)
class Entry(Item):
    """One of many things: its name itself leads to its page."""

    def html(self, language: str) -> Markup:
        name = _LINK.format(self.url, _BOLD.format(self.name))
        return _ITEM.format(_marked(name, self.words, language))


@dataclass(frozen=True, slots=True)
class Items:
    """Several things, one below the other."""

    items: Sequence[Item]

    def text(self, language: str) -> str:
        return "\n".join(item.text(language) for item in self.items)

    def html(self, language: str) -> Markup:
        return _LIST.format(Markup("").join(item.html(language) for item in self.items))


@dataclass(frozen=True, slots=True)
class Content:
    """All that a letter says: its parts stand between the greeting and the footer."""

    subject: str
    heading: str
    parts: Sequence[Part]
    footer: str


def plain_text(content: Content, language: str) -> str:
    """Return the letter as plain text, a blank line between its parts."""
    hello = Paragraph(gettext_in(language, "Bonjour,"))
    parts = [hello, *content.parts, Paragraph(content.footer)]
    blocks: list[str] = []
    after_title = False
    for part in parts:
        if after_title:
            blocks[-1] += "\n" + part.text(language)
        else:
            blocks.append(part.text(language))
        after_title = isinstance(part, Title)
    return "\n\n".join(blocks) + "\n"


def html_page(content: Content, language: str, portal: str) -> str:
    """Return the letter as a page of HTML; the preview is what mail programs list."""
    hello = Paragraph(gettext_in(language, "Bonjour,"))
    body = Markup("\n").join(part.html(language) for part in (hello, *content.parts))
    return _PAGE.format(
        language=language,
        subject=content.subject,
        preview=content.heading,
        portal=portal,
        heading=content.heading,
        body=body,
        footer=content.footer,
    )


def _labelled(label: str, words: str, language: str) -> str:
    return gettext_in(language, _LABELLED, label=label, words=words)


def _marked(label: Markup, words: str, language: str) -> Markup:
    return Markup(gettext_in(language, _LABELLED)) % {"label": label, "words": words}  # noqa: S704

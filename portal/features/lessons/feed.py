"""Lessons as an Atom feed (RFC 4287): whoever follows it needs no account and leaves no trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One lesson in a feed; its address is what it is known by."""

    address: str
    title: str
    author: str
    published: datetime
    updated: datetime
    theme: str
    paragraphs: Sequence[str]


def atom(
    *,
    title: str,
    author: str,
    language: str,
    feed: str,
    page: str,
    updated: datetime,
    entries: Iterable[FeedEntry],
) -> bytes:
    """Return the feed at the address `feed`, whose lessons are also on `page`."""
    root = Element(_name("feed"), {_LANGUAGE: language})
    _text(root, "id", feed)
    _text(root, "title", title)
    _text(root, "updated", _moment(updated))
    _text(SubElement(root, _name("author")), "name", author)
    SubElement(root, _name("link"), {"rel": "self", "href": feed, "type": "application/atom+xml"})
    SubElement(root, _name("link"), {"rel": "alternate", "href": page, "type": "text/html"})
    for entry in entries:
        _entry(root, entry)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(root: Element, entry: FeedEntry) -> None:
    element = SubElement(root, _name("entry"))
    _text(element, "id", entry.address)
    _text(element, "title", entry.title)
    _text(element, "published", _moment(entry.published))
    _text(element, "updated", _moment(entry.updated))
    _text(SubElement(element, _name("author")), "name", entry.author)
    alternate = {"rel": "alternate", "href": entry.address, "type": "text/html"}
    SubElement(element, _name("link"), alternate)
    SubElement(element, _name("category"), {"term": entry.theme})
    content = SubElement(element, _name("content"), {"type": "text"})
    content.text = "\n\n".join(entry.paragraphs)


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, _name(name)).text = words


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

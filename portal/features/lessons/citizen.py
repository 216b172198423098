"""Lessons for everybody: pages of one agency and of all, and their Atom feeds (RFC 4287).

Whoever follows a feed needs no account and leaves no trace.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from math import ceil
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from flask import Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.access import public
from portal.domain.actor import PORTAL
from portal.domain.figures.small_cells import FEWEST
from portal.domain.text import Text
from portal.domain.typed import is_whole_number
from portal.features.lessons.queries import (
    LESSONS_A_PAGE,
    PublicLesson,
    public_lesson,
    published_lessons,
)
from portal.pages.citizen.contributions import BESIDE, PagePart
from portal.pages.current import (
    current_language,
    gettext,
    ngettext,
    portal_settings,
    portal_zone,
    runtime,
)
from portal.pages.features import Pages
from portal.pages.forms import asked_page
from portal.pages.kept import kept
from portal.pages.languages import localized, page_language
from portal.pages.shown.agency import theme_name
from portal.words.typography import number_words

pages = Pages("citizen")

FEED_ENTRIES = 50
ATOM = "http://www.w3.org/2005/Atom"
register_namespace("", ATOM)


class ShownLesson(Struct, frozen=True):
    """A lesson in words: whose it is, about what, and how many complaints led to it."""

    id: int
    agency: Agency
    theme: Text
    behind: str
    title: Text
    learned: Text
    changed: Text
    published_on: date


def _read_page(typed: str) -> str:
    return str(max(1, min(int(typed), 1000))) if is_whole_number(typed) else ""


@localized(pages, fr="/lecons", en="/lessons")
@public
@kept(page=_read_page)
def lessons() -> ResponseReturnValue:
    """Show what all agencies learned, newest first."""
    return _list(None)


@localized(pages, fr="/organismes/<code>/lecons", en="/agencies/<code>/lessons")
@public
@kept(page=_read_page)
def agency_lessons(code: str) -> ResponseReturnValue:
    """Show what one agency learned."""
    return _list(runtime().agencies.agency(code))


@localized(pages, fr="/lecons/<int:lesson>", en="/lessons/<int:lesson>", endpoint="lesson")
@public
@kept()
def one_lesson(lesson: int) -> ResponseReturnValue:
    """Show a lesson, or that it was withdrawn."""
    public = runtime().read(PORTAL, public_lesson, lesson)
    if public.is_withdrawn:
        agency = runtime().agencies.agency(public.agency)
        return render_template("lessons/lesson_withdrawn.html", agency=agency), 410
    return render_template("lessons/citizen_lesson.html", lesson=_shown(public))


@localized(pages, fr="/lecons/atom.xml", en="/lessons/atom.xml")
@public
@kept()
def lessons_feed() -> Response:
    """Give out the newest lessons of all agencies as Atom."""
    return _feed(None)


@localized(pages, fr="/organismes/<code>/lecons/atom.xml", en="/agencies/<code>/lessons/atom.xml")
@public
@kept()
def agency_lessons_feed(code: str) -> Response:
    """Give out the newest lessons of one agency as Atom."""
    return _feed(runtime().agencies.agency(code))


def _list(agency: Agency | None) -> str:
    page = asked_page(1000)
    code = agency.code if agency else None
    published, total = runtime().read(PORTAL, published_lessons, code, page)
    last_page = ceil(total / LESSONS_A_PAGE)
    if page > last_page > 0:
        # Past the end. The page is kept for all, so that nobody can be led from it to another.
        page = last_page
        published, total = runtime().read(PORTAL, published_lessons, code, page)
    return render_template(
        "lessons/lessons.html",
        agency=agency,
        lessons=[_shown(lesson) for lesson in published],
        page=page,
        pages=last_page,
        feed=_path("lessons_feed", agency),
    )


def _feed(agency: Agency | None) -> Response:
    code = agency.code if agency else None
    lessons, _ = runtime().read(PORTAL, published_lessons, code, most=FEED_ENTRIES)
    base, name = runtime().config.base_url, agency.name if agency else portal_settings().name.text
    author, feed = name.in_(current_language()), base + _path("lessons_feed", agency)
    page = base + _path("lessons", agency)
    updated = max((lesson.updated_at for lesson in lessons), default=runtime().now())
    root = Element(
        f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": page_language()}
    )
    _add(root, "id", feed)
    _add(root, "title", gettext("Leçons tirées des plaintes : %(whose)s", whose=author))
    _add(root, "updated", _moment(updated))
    _add(_add(root, "author"), "name", author)
    _add(root, "link", rel="self", href=feed, type="application/atom+xml")
    _add(root, "link", rel="alternate", href=page, type="text/html")
    for lesson in lessons:
        _add_entry(root, base, lesson)
    answer = make_response(tostring(root, encoding="utf-8", xml_declaration=True))
    answer.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    answer.headers["Content-Language"] = page_language()
    return answer


def _add_entry(feed: Element, base: str, lesson: PublicLesson) -> None:
    """Add a lesson to a feed; its address is what it is known by."""
    shown, language = _shown(lesson), current_language()
    address = base + url_for("citizen.lesson", lesson=shown.id)
    entry = _add(feed, "entry")
    _add(entry, "id", address)
    _add(entry, "title", shown.title.in_(language))
    _add(entry, "published", _moment(lesson.published_at))
    _add(entry, "updated", _moment(lesson.updated_at))
    _add(_add(entry, "author"), "name", shown.agency.name.in_(language))
    _add(entry, "link", rel="alternate", href=address, type="text/html")
    _add(entry, "category", term=shown.theme.in_(language))
    paragraphs = (shown.learned.in_(language), shown.changed.in_(language), shown.behind)
    _add(entry, "content", "\n\n".join(paragraphs), type="text")


def _add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    element = SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text
    return element


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _path(endpoint: str, agency: Agency | None) -> str:
    """Return the address of a page or a feed, of an agency or of all."""
    if agency is None:
        return url_for(f"citizen.{endpoint}")
    return url_for(f"citizen.agency_{endpoint}", code=agency.code)


def _shown(lesson: PublicLesson) -> ShownLesson:
    return ShownLesson(
        id=lesson.id,
        agency=runtime().agencies.agency(lesson.agency),
        theme=theme_name(lesson.theme),
        behind=_behind(lesson.complaints),
        title=lesson.texts["title"],
        learned=lesson.texts["learned"],
        changed=lesson.texts["changed"],
        published_on=lesson.published_at.astimezone(portal_zone()).date(),
    )


def _behind(complaints: int) -> str:
    """Say how many complaints led to a lesson; fewer than five could be recognised."""
    if complaints < FEWEST:
        return gettext("Moins de 5 plaintes ont mené à cette leçon.")
    return ngettext(
        "%(n)s plainte a mené à cette leçon.",
        "%(n)s plaintes ont mené à cette leçon.",
        complaints,
        n=number_words(complaints, current_language()),
    )


AGENCY_PARTS = (PagePart(BESIDE, "lessons/_learned.html", lambda _agency: {}),)

"""The web pages: what all of them stand on is installed here, and which of the kernel's are served.

Each module adds its own to the group of its audience.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from flask import Flask
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from werkzeug.routing import IntegerConverter, Map

from portal.db.shared_counts import SharedCounts
from portal.domain.typed import LARGEST
from portal.pages.addresses import install_addresses
from portal.pages.citizen import (  # noqa: F401  # imported for the pages that they add
    agencies,
    contact_details,
    date_pages,
    draft,
    draft_pages,
    elsewhere,
    follow,
    follow_actions,
    going_on,
    home,
    sending,
    sent,
)
from portal.pages.citizen import bp as citizen_pages
from portal.pages.citizen.known_drafts import install_known_drafts
from portal.pages.current import portal_settings, runtime
from portal.pages.errors import install_errors
from portal.pages.features import serves
from portal.pages.filters import with_query
from portal.pages.kept import install_kept
from portal.pages.languages import install_languages
from portal.pages.office import bp as office_pages
from portal.pages.office import posting, registering  # noqa: F401
from portal.pages.office.actions import answering, closing, handling  # noqa: F401
from portal.pages.office.case import outgoing  # noqa: F401
from portal.pages.office.case import pages as case  # noqa: F401
from portal.pages.office.entrance import entrance as entrance_pages
from portal.pages.office.work_list import bulk_actions, direction  # noqa: F401
from portal.pages.office.work_list import pages as work_list  # noqa: F401
from portal.pages.own_fields import LABEL_PREFIX, TRAP_FIELD
from portal.pages.protection import install_protection
from portal.pages.settings import beginning, clients, discarding, publication, whole_draft  # noqa: F401
from portal.pages.settings import home as settings_home  # noqa: F401
from portal.pages.settings.drafting.state import bp as settings_pages
from portal.pages.settings.forms import KERNEL_FORMS
from portal.pages.shown.code_words import access_code_form, long_code_form
from portal.pages.switching import install_switching
from portal.pages.telling import complainant_told, if_letters_leave
from portal.pages.too_long import install_too_long
from portal.pages.troubles import install_troubles

for form in KERNEL_FORMS:
    form.serve(settings_pages)

SERVED = (citizen_pages, entrance_pages, office_pages, settings_pages)
"""The pages of the kernel: each module adds its own to the group of its audience."""


class RowId(IntegerConverter):
    """The id of a row in an address; no database has a larger one, and none is asked for it."""

    regex = "[0-9]{1,19}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)


def _of_every_page() -> dict[str, object]:
    return {"portal_settings": portal_settings(), "letters_leave": runtime().letters_leave}


def install_templates(app: Flask, folders: Mapping[str, Path]) -> None:
    """Find templates beside these pages, and those of a feature in its folder, as `name/…`."""
    own: BaseLoader = FileSystemLoader(Path(__file__).parents[1] / "templates")
    features = {name: FileSystemLoader(folder) for name, folder in folders.items()}
    app.jinja_loader = ChoiceLoader((own, PrefixLoader(features)))


def install(app: Flask, counts: SharedCounts) -> None:
    """Give an Application its languages, filters, protection and errors.

    `app.config["PORTAL"]` is the portal's Config; `app.extensions["portal"]` the running portal.
    Floods are counted in `counts`.
    """
    app.url_map.converters["int"] = RowId
    install_languages(app)
    install_addresses(app)
    install_protection(app, counts)
    install_switching(app)
    install_errors(app)
    install_too_long(app)
    install_troubles(app)
    install_kept(app)
    install_known_drafts(app)
    app.jinja_env.add_extension(LayoutLeftOut)
    app.jinja_env.globals.update(
        TRAP_FIELD=TRAP_FIELD,
        LABEL_PREFIX=LABEL_PREFIX,
        serves=serves,
        with_query=with_query,
        if_letters_leave=if_letters_leave,
        complainant_told=complainant_told,
        access_code_form=access_code_form,
        long_code_form=long_code_form,
    )
    app.context_processor(_of_every_page)


# `h` stands for a heading whose level a template fills in.
_BLOCK = re.compile(
    r"<[!/]?(doctype|html|head|title|meta|link|script|style|body|header|footer|main|nav|section"
    r"|article|aside|div|p|h[1-6]?|ul|ol|li|dl|dt|dd|table|caption|colgroup|col|thead|tbody|tfoot"
    r"|tr|th|td|form|fieldset|legend|details|summary|dialog|figure|figcaption|blockquote|pre"
    r"|address|hr|br|option|optgroup|path|rect|circle|line)",
    re.IGNORECASE,
)
_KEEP_BREAKS = ("<pre", "<textarea", "<script", "<style")
_TAG = re.compile(r"<[!/]?[A-Za-z][A-Za-z0-9]*")
_PIECES = re.compile(rf"({_TAG.pattern}|>|[ \t\r]*\n[ \t\r\n]*)")


class LayoutLeftOut(Extension):
    """Compile pages without the white space that only lays out their templates."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template; one that is no page keeps all that it has."""
        if stream.name and not stream.name.endswith(".html"):
            yield from stream
            return
        place = _Place()
        for token in stream:
            if token.type != "data":
                yield token
            elif shown := "".join(place.shown(token.value)):
                yield Token(token.lineno, "data", shown)


class _Place:
    """Where in a page its template is, from one piece of text to the next."""

    def __init__(self) -> None:
        self._tag = ""
        self._within_tag = False

    def shown(self, text: str) -> Iterator[str]:
        """Yield what a page has of this text of its template."""
        pieces = [piece for piece in _PIECES.split(text) if piece]
        after_block = False
        for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
            if not _is_break(piece):
                after_block = self._passes(piece)
                yield piece
            elif self._tag in _KEEP_BREAKS and not self._within_tag:
                yield piece
            elif not (after_block or _BLOCK.fullmatch(following)):
                yield " "

    def _passes(self, piece: str) -> bool:
        """Take note of a piece; return whether it ends the tag of a block."""
        if _TAG.fullmatch(piece):
            self._tag, self._within_tag = piece, True
            return False
        ends_tag = piece == ">" and self._within_tag
        self._within_tag = self._within_tag and not ends_tag
        return ends_tag and _BLOCK.fullmatch(self._tag) is not None


def _is_break(piece: str) -> bool:
    return "\n" in piece and piece.isspace()

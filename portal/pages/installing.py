"""The web pages: what all of them stand on is installed here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader
from werkzeug.routing import IntegerConverter, Map

from portal.pages.current import portal_settings
from portal.pages.errors import install_errors
from portal.pages.filters import install_filters
from portal.pages.groups import serves
from portal.pages.languages import install_languages
from portal.pages.layout import LayoutLeftOut
from portal.pages.protection import install_protection
from portal.pages.resending import TRAP_FIELD


class RowId(IntegerConverter):
    """The id of a row in an address; no database has a larger one, and none is asked for it."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=2**63 - 1)


def install_templates(app: Flask, folders: Mapping[str, Path]) -> None:
    """Find templates beside these pages, and those of a feature in its folder, as `name/…`."""
    own: BaseLoader = FileSystemLoader(Path(__file__).parent / "templates")
    features = {name: FileSystemLoader(folder) for name, folder in folders.items()}
    app.jinja_loader = ChoiceLoader((own, PrefixLoader(features)))


def install(app: Flask) -> None:
    """Give `app`, made with `Flask("portal.pages")`, its languages, filters, protection and errors.

    `app.config["PORTAL"]` is the portal's Config; `app.extensions["portal"]` the running portal.
    """
    app.url_map.converters["int"] = RowId
    install_languages(app)
    install_filters(app)
    install_protection(app)
    install_errors(app)
    app.jinja_env.add_extension(LayoutLeftOut)
    app.jinja_env.globals.update(TRAP_FIELD=TRAP_FIELD, serves=serves)
    app.context_processor(lambda: {"portal_settings": portal_settings()})

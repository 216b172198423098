"""A small app with the shell of every page, and stand-ins for the pages it leads to."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from flask import Blueprint, Flask, render_template_string

from portal.agencies.settings.fields import BothWords
from portal.agencies.settings.shared import PortalIdentity
from portal.config import Config
from portal.db.shared_counts import SharedCounts
from portal.pages.features import ADDED, Contributions
from portal.pages.installing import install
from portal.pages.installing.application import Application
from portal.pages.languages import localized
from tests.support.wiring import COMPILED_TEMPLATES

IDENTITY = PortalIdentity(
    name=BothWords(fr="Plaintes", en="Complaints"),
    phone="1 800 555-0142",
    relay="711",
    hours=BothWords(fr="De 8 h 30 à 16 h 30", en="8:30 a.m. to 4:30 p.m."),
    email="aide@plaintes.example",
    post=None,
    intake_desk="guichet",
)
PAGES = {
    "citizen": {
        "home": ("/", "/"),
        "follow": ("/suivi", "/follow"),
        "agencies": ("/organismes", "/agencies"),
        "other_ways": ("/autres-facons", "/other-ways"),
        "other_recourses": ("/autres-recours", "/other-recourses"),
        "elsewhere": ("/hors-portail", "/elsewhere"),
        "protections": ("/sans-represailles", "/no-reprisals"),
        "privacy": ("/confidentialite", "/privacy"),
        "accessibility": ("/accessibilite", "/accessibility"),
        "lessons": ("/lecons", "/lessons"),
        "contact": ("/nous-joindre", "/contact-us"),
    },
    "statistics": {"index": ("/statistiques", "/statistics")},
}
PAGE = '{% extends "base.html" %}{% block title %}Un titre{% endblock %}'


def tiny_app(secure: bool = False, flood_limits: bool = False) -> Flask:
    """Return an app to which a test adds its own pages before the first request."""
    app = Application()
    url = "https://plaintes.example" if secure else ""
    app.config["PORTAL"] = Config(_env_file=None, flood_limits=flood_limits, public_url=url)
    app.config.update(SECRET_KEY="only for tests", TESTING=True)
    settings = SimpleNamespace(
        portal=IDENTITY, calendar=SimpleNamespace(timezone="America/Toronto")
    )
    app.extensions["portal"] = SimpleNamespace(
        agencies=SimpleNamespace(portal=settings), letters_leave=True
    )
    app.extensions[ADDED] = Contributions(())
    install(app, SharedCounts())
    app.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    for name, pages in PAGES.items():
        app.register_blueprint(_stand_ins(name, pages))
    return app


def _stand_ins(name: str, pages: dict[str, tuple[str, str]]) -> Blueprint:
    blueprint = Blueprint(name, __name__)
    for endpoint, (fr, en) in pages.items():
        localized(blueprint, fr=fr, en=en, endpoint=endpoint)(_page())
    return blueprint


def _page() -> Callable[[], str]:
    return lambda: render_template_string(PAGE)


def rendered(app: Flask, template: str, path: str = "/fr/", **values: object) -> str:
    """Return what a template gives on the page at `path`."""
    with app.test_request_context(path):
        app.preprocess_request()
        return render_template_string(template, **values)

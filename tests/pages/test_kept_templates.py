"""A template that was compiled once is not compiled again, until something in it is another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from portal.app import create_app
from portal.pages.installing import kept_templates, templates
from portal.runtime import Runtime

TOKEN = re.compile('name="csrf_token"[^>]*')
PAGES = ("/fr/", "/en/", "/fr/accessibilite")


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The names of the templates that are compiled."""
    names: list[str | None] = []
    generate = templates.Templates._generate

    def noted(self: Any, source: Any, name: str | None, *rest: Any, **more: Any) -> str:
        names.append(name)
        return generate(self, source, name, *rest, **more)

    monkeypatch.setattr(templates.Templates, "_generate", noted)
    return names


def restarted(runtime: Runtime) -> FlaskClient:
    app: Flask = create_app(runtime)
    return app.test_client()


def shown(browser: FlaskClient) -> list[str]:
    return [TOKEN.sub("", browser.get(page).text) for page in PAGES]


def test_after_a_start_nothing_is_compiled_again_and_pages_are_the_same(
    runtime: Runtime, compiled: list[str | None]
):
    before = shown(restarted(runtime))
    assert compiled
    compiled.clear()
    assert shown(restarted(runtime)) == before
    assert compiled == []


@pytest.mark.parametrize("others_first", [True, False])
def test_what_is_kept_with_other_texts_is_shown_to_no_page_that_says_what_is_written(
    runtime: Runtime, *, others_first: bool
):
    other = {"Accessibilité": "Autrement dit"}

    def said(others: dict[str, str] | None) -> str:
        app = create_app(runtime)
        app.before_request(lambda: setattr(g, "rewording", others))
        return app.test_client().get("/fr/accessibilite").text

    reworded = said(other) if others_first else ""
    plain = said(None)
    reworded = reworded or said(other)
    assert "Autrement dit" in reworded
    assert "Autrement dit" not in plain


def test_what_other_code_compiled_is_not_taken_and_goes(
    runtime: Runtime, compiled: list[str | None], monkeypatch: pytest.MonkeyPatch
):
    shown(restarted(runtime))
    compiled.clear()
    monkeypatch.setattr(kept_templates, "code_digest", lambda *_: "another")
    shown(restarted(runtime))
    assert compiled
    assert [kept.name for kept in (runtime.config.data / "templates").iterdir()] == ["another"]


def test_where_nothing_may_be_written_pages_are_shown_all_the_same(runtime: Runtime):
    folder: Path = runtime.config.data
    folder.mkdir(exist_ok=True)
    (folder / "templates").write_text("no folder", encoding="utf-8")
    assert all(shown(restarted(runtime)))

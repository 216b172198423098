"""A browser without script: it reads a page's forms, fills them in, and follows redirections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from flask import Flask
from werkzeug.test import TestResponse

from tests.support import PASSWORD


@dataclass(frozen=True)
class Button:
    """What pressing a button sends along, and where, if not where its form goes."""

    name: str
    value: str
    goes: str


@dataclass
class Form:
    """A form of a page: where it goes, what is in it already, and its submit buttons."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: dict[str, Button] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._button: Button | None = None
        self._area: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(told.get("action", ""), told.get("method", "get").lower()))
        elif self.forms and tag in ("input", "textarea", "select", "button"):
            self._field(tag, told)

    def _field(self, tag: str, told: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], told.get("name", ""), told.get("type", "text")
        if tag == "button":
            goes = told.get("formaction", "").partition("#")[0]
            self._button, self._text = Button(name, told.get("value", ""), goes), ""
            return
        form.names.add(name)
        if tag == "textarea":
            self._area, self._text = name, ""
        elif (kind in ("radio", "checkbox") and "checked" in told) or (
            tag == "input" and kind not in ("radio", "checkbox", "file", "submit") and name
        ):
            form.values.setdefault(name, []).append(told.get("value", ""))

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "button" and self._button and self.forms:
            self.forms[-1].buttons[" ".join(self._text.split())] = self._button
            self._button = None
        elif tag == "textarea" and self._area and self.forms:
            self.forms[-1].values[self._area] = [self._text.removeprefix("\n")]
            self._area = None


class Browser:
    """Somebody at a browser whose scripts are switched off; `loads` counts the pages they saw."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self.page: TestResponse
        self.loads = 0

    @property
    def text(self) -> str:
        """What the page says, with ordinary spaces and no markup."""
        bare = re.sub(r"<[^>]+>", " ", self.page.text)
        return " ".join(bare.replace("\u00a0", " ").replace("&nbsp;", " ").split())

    @property
    def path(self) -> str:
        """Where the browser is."""
        return self.page.request.path

    @property
    def address(self) -> str:
        """Where the browser is, with what the address asks for."""
        return self.page.request.full_path.rstrip("?")

    def open(self, path: str) -> Browser:
        """Go to a page, which must be there."""
        self.loads += 1
        self.page = self._client.get(path, follow_redirects=True)
        assert self.page.status_code == 200, self.text
        return self

    def send(self, button: str, **filled: str | list[str]) -> Browser:
        """Fill in the form with the button that begins so, and press it; the next page is there."""
        self._press(button, filled)
        assert self.page.status_code == 200, self.text
        return self

    def corrected(self, button: str, **filled: str | list[str]) -> Browser:
        """Fill in a form and press its button; the page comes back with what is to be corrected."""
        self._press(button, filled)
        assert self.page.status_code == 422, self.text
        return self

    def refused(self, button: str, **filled: str | list[str]) -> Browser:
        """Fill in a form and press its button; what somebody else did meanwhile refuses it."""
        self._press(button, filled)
        assert self.page.status_code == 409, self.text
        return self

    def shut(self, button: str, **filled: str | list[str]) -> Browser:
        """Fill in a form and press its button; what it opened before is shut by now."""
        self._press(button, filled)
        assert self.page.status_code == 403, self.text
        return self

    def _press(self, button: str, filled: Mapping[str, str | list[str]]) -> None:
        self.loads += 1
        form = self._form(button, set(filled))
        pressed = next(one for words, one in form.buttons.items() if words.startswith(button))
        typed = {name: [one] if isinstance(one, str) else one for name, one in filled.items()}
        values = {**form.values, **typed}
        if pressed.name:
            values[pressed.name] = [pressed.value]
        goes = pressed.goes or form.action or self.path
        if form.method == "get":
            self.page = self._client.get(goes, query_string=values, follow_redirects=True)
        else:
            self.page = self._client.post(goes, data=values, follow_redirects=True)

    def follow(self, link: str) -> Browser:
        """Follow the link with these words."""
        found = re.search(
            rf'<a href="([^"]+)"[^>]*>(?:\s|<[^>]+>)*{re.escape(link)}', self.page.text
        )
        assert found, f"{link} is no link of {self.path}"
        return self.open(unescape(found[1]))

    def sign_in(self, email: str, language: str = "fr") -> Browser:
        """Sign in with the password that every account of the tests has."""
        door = {"fr": "/fr/connexion", "en": "/en/sign-in"}[language]
        return self.open(door).send("", email=email, password=PASSWORD)

    def _form(self, button: str, filled: set[str]) -> Form:
        reader = _Forms()
        reader.feed(self.page.text)
        fitting = [
            one
            for one in reader.forms
            if filled <= one.names and any(words.startswith(button) for words in one.buttons)
        ]
        offered = [(sorted(one.names), [*one.buttons]) for one in reader.forms]
        assert fitting, f"{button} with {sorted(filled)} is not on {self.path}: {offered}"
        return fitting[0]

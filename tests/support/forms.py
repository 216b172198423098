"""The forms of a page as a browser has them: what they hold, where they go, what one types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict

Sent = MultiDict[str, str]

_TYPED = frozenset({"text", "email", "tel", "search", "url", "textarea"})
_TRAP = "ne-pas-remplir"
_NOT_SENT = frozenset({"button", "submit", "file", "password", "image"})


@dataclass
class Field:
    """A field of a form: its name, its kind, what it holds, and what may be chosen in it."""

    name: str
    kind: str
    value: str = ""
    is_chosen: bool = False
    options: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        """Tell whether somebody writes in it what they like."""
        return self.kind in _TYPED and self.name != _TRAP


@dataclass
class Form:
    """A form of a page that is sent by POST."""

    action: str
    id: str | None = None
    fields: list[Field] = field(default_factory=list)
    buttons: int = 0

    def filled(self, typed: Iterable[str], *, chosen: bool = False) -> Sent:
        """Return what is sent once each field that is typed in has the next of these texts.

        Without any left, a field stays as it is. With `chosen`, the first of what is offered is
        chosen where nothing is.
        """
        texts = iter(typed)
        pairs: Sent = MultiDict()
        answered = {
            each.name
            for each in self.fields
            if each.kind in ("radio", "checkbox") and each.is_chosen
        }
        for each in self.fields:
            if each.is_typed:
                pairs.add(each.name, next(texts, each.value))
            elif each.kind in ("radio", "checkbox"):
                if each.is_chosen or (chosen and each.name not in answered):
                    pairs.add(each.name, each.value)
                    answered.add(each.name)
            elif each.kind == "select":
                options = [option for option in each.options if option] if chosen else []
                pairs.add(each.name, each.value or next(iter(options), ""))
            elif each.kind not in _NOT_SENT:
                pairs.add(each.name, each.value)
        return pairs


def forms_of(page: str) -> list[Form]:
    """Return the forms of a page that are sent by POST."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: Field | None = None
        self._textarea: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(own.get("action", ""), own.get("id"))
            if own.get("method", "").lower() == "post":
                self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "button":
            self._form.buttons += 1
        if tag == "input":
            kind = own.get("type", "text")
            self._add(Field(own.get("name", ""), kind, own.get("value", ""), "checked" in own))
        elif tag == "select":
            self._select = self._add(Field(own.get("name", ""), "select"))
        elif tag == "textarea":
            self._textarea = self._add(Field(own.get("name", ""), "textarea"))
        elif tag == "option" and self._select is not None:
            self._select.options.append(own.get("value", ""))
            if "selected" in own:
                self._select.value = own.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._textarea is not None:
            self._textarea.value = self._textarea.value.removeprefix("\n")
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea.value += data

    def _add(self, one: Field) -> Field:
        assert self._form is not None, "a field stands in a form"
        self._form.fields.append(one)
        return one

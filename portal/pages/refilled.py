"""A page whose form is filled with what somebody had typed into it already.

For pages of the portal alone, whose markup is its own: fields have names, forms have ids, and
attributes stand in double quotes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser

_WRITTEN = frozenset({"button", "submit", "file", "password", "reset", "image"})
_TICKED = frozenset({"checkbox", "radio"})


def refilled(page: str, form_id: str, typed: Mapping[str, Sequence[str]]) -> str:
    """Return the page with the fields of one of its forms as they were typed, by their names.

    A field that `typed` does not have is empty if it is one of choices, and else as it was.
    Documents and passwords are nobody's to fill in.
    """
    filler = _Filler(form_id, {name: list(values) for name, values in typed.items()})
    filler.feed(page)
    filler.close()
    return "".join(filler.written)


class _Filler(HTMLParser):
    """Copies a page; within the form, what was typed stands in place of what the page had."""

    def __init__(self, form_id: str, typed: dict[str, list[str]]) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self._form_id, self._typed = form_id, typed
        self._is_inside = False
        self._dropped: str | None = None
        self._chosen: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if tag == "form":
            self._is_inside = own.get("id") == self._form_id
        shown = self.get_starttag_text() or ""
        if self._is_inside and tag in ("input", "textarea", "select", "option"):
            shown = self._filled(tag, own, shown)
        self._write(shown)
        if self._is_inside and tag == "textarea" and own.get("name") in self._typed:
            self._write("\n" + escape(self._next(own["name"] or ""), quote=False))
            self._dropped = tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._dropped:
            self._dropped = None
        if tag == "select":
            self._chosen = None
        if tag == "form":
            self._is_inside = False
        self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._write(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._write(f"<!{decl}>")

    def _write(self, piece: str) -> None:
        if self._dropped is None:
            self.written.append(piece)

    def _filled(self, tag: str, own: dict[str, str | None], shown: str) -> str:
        name, value = own.get("name") or "", own.get("value") or ""
        kind = own.get("type") or "text"
        if tag == "select":
            self._chosen = self._typed.get(name)
            return shown
        if tag == "option":
            return (
                shown if self._chosen is None else _marked(own, "selected", value in self._chosen)
            )
        if tag == "textarea" or kind in _WRITTEN:
            return shown
        if kind in _TICKED:
            return _marked(own, "checked", value in self._typed.get(name, ()), tag)
        return _tag(tag, {**own, "value": self._next(name)}) if name in self._typed else shown

    def _next(self, name: str) -> str:
        """Return what was typed in the next field of this name: several may have it."""
        values = self._typed[name]
        return values.pop(0) if len(values) > 1 else values[0] if values else ""


def _marked(own: dict[str, str | None], mark: str, is_marked: bool, tag: str = "option") -> str:
    rest = {name: value for name, value in own.items() if name != mark}
    return _tag(tag, {**rest, mark: None} if is_marked else rest)


def _tag(tag: str, attributes: Mapping[str, str | None]) -> str:
    written = (
        f" {name}" if value is None else f' {name}="{escape(value)}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{''.join(written)}>"

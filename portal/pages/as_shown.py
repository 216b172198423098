"""What a page showed in a form, carried along by it: what its inputs held, and their names.

Every input in which something is written carries the label that people read. Forms of settings
carry a digest of what each held as well, and labels with the headings above them. So what somebody
typed is told from a choice and from what nobody touched, and has its name, on a page that knows no
more of the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from hashlib import blake2b
from html import escape
from html.parser import HTMLParser
from typing import Any

import orjson
from msgspec import Struct

from portal.domain.typed import cleaned
from portal.pages.own_fields import LABEL_PREFIX, LABELS_FIELD, SHOWN_FIELD

_LONGEST = 40_000
_OWN_LABEL = re.compile(rf'\s*<input type="hidden" name="{LABEL_PREFIX}[^>]*>')
_WRITTEN = frozenset({"text", "email", "tel", "url", "number", "search"})
# The mark of what is optional, which is no part of a label; and what only a screen reader says.
_ASIDE = "c-opt"
_UNSEEN = "u-hide"


def digest(value: Any) -> str:
    """Return what tells whether the value of an input is still the same to whoever reads it."""
    said = orjson.dumps(plain(value), default=str)
    return blake2b(said, digest_size=5).hexdigest()


def plain(value: Any) -> Any:
    """Return a value as an input gives it back."""
    match value:
        case str():
            lines = cleaned(value).replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
            return [" ".join(line.split()) for line in lines]
        case tuple():
            return [plain(part) for part in value]
        case Struct():
            return [plain(getattr(value, name)) for name in value.__struct_fields__]
    if is_dataclass(value):
        return [plain(getattr(value, field.name)) for field in fields(value)]
    return value


def shown_digests(form: Mapping[str, str]) -> Mapping[str, str]:
    """Return the digests of what the inputs of a form held when its page was made."""
    return _carried(form, SHOWN_FIELD)


def shown_labels(form: Mapping[str, str]) -> Mapping[str, str]:
    """Return the labels, with the headings above, of the inputs that carry what they showed."""
    return _carried(form, LABELS_FIELD)


def own_labels(values: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the labels which the inputs of a form carry each for itself, by their names."""
    return {
        name.removeprefix(LABEL_PREFIX): label
        for name, label in values
        if name.startswith(LABEL_PREFIX)
    }


def _carried(form: Mapping[str, str], name: str) -> Mapping[str, str]:
    try:
        carried = orjson.loads((form.get(name) or "")[:_LONGEST])
    except ValueError:
        return {}
    is_known = isinstance(carried, dict) and all(isinstance(one, str) for one in carried.values())
    return carried if is_known else {}


def with_labels(page: str) -> str:
    """Return a page whose forms that carry what they showed carry the labels of it as well."""
    reader = _LabelReader()
    reader.feed(page)
    reader.close()
    lines = [0, *(place + 1 for place, sign in enumerate(page) if sign == "\n")]
    for form in reversed(reader.found):
        begin, end = (lines[line - 1] + column for line, column in (form.begins, form.ends))
        carried = escape(orjson.dumps(form.labels).decode())
        hidden = f'<input type="hidden" name="{LABELS_FIELD}" value="{carried}">'
        page = f"{page[:begin]}{_OWN_LABEL.sub('', page[begin:end])}{hidden}{page[end:]}"
    return page


class _Labelled(Struct, frozen=True):
    """A form, from where to where on its page by line and column, and the labels of its inputs."""

    begins: tuple[int, int]
    ends: tuple[int, int]
    labels: dict[str, str]


class _LabelReader(HTMLParser):
    """Finds the labels of each form: the heading above, the question, and the input's own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[_Labelled] = []
        self._begin()

    def _begin(self) -> None:
        self._begins = self.getpos()
        self._is_carrying = False
        self._names: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._words = {"h2": "", "legend": ""}
        self._read: str | None = None
        self._for = self._own = ""
        self._is_unseen = self._is_aside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._begin()
        elif tag in ("h2", "legend"):
            self._read, self._words["legend"] = tag, ""
            self._words[tag] = ""
        elif tag == "label":
            self._read, self._for, self._own = tag, own.get("for", ""), ""
            self._is_unseen = own.get("class") == _UNSEEN
        elif own.get("class") == _ASIDE:
            self._is_aside = True
        elif own.get("name") == SHOWN_FIELD:
            self._is_carrying = True
        elif tag == "textarea" or (tag == "input" and own.get("type", "text") in _WRITTEN):
            self._names[own.get("id", "")] = own.get("name", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._is_aside = False
        elif tag == "label":
            self._labels[self._for] = self._label()
        elif tag == "fieldset":
            self._words["legend"] = ""
        elif tag == "form" and self._is_carrying:
            labels = {name: self._labels.get(own, "") for own, name in self._names.items()}
            self.found.append(_Labelled(self._begins, self.getpos(), labels))
        if tag == self._read:
            self._read = None

    def handle_data(self, data: str) -> None:
        if self._read is None or self._is_aside:
            return
        if self._read == "label":
            self._own += data
        else:
            self._words[self._read] += data

    def _label(self) -> str:
        """Return the words of a label; one that nobody sees repeats the question it stands in."""
        around = [words for words in self._words.values() if words.strip()]
        is_needed = not (self._is_unseen and self._words["legend"])
        parts = [*around, self._own] if is_needed else around
        return " – ".join(" ".join(part.split()) for part in parts)

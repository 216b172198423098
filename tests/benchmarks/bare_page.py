"""The bare page of a page of ours: the same bytes from the same rows, by SQL and Jinja alone.

It is made from one visit. Its statements are those that ours asked about complaints, put to the
database's own driver; what ours opened of their rows is opened, what is JSON is read. Its template
is the page, with a value wherever `main` has a text or an address, and a loop wherever lines of a
list or a table have the same markup. There is no sign-in beyond a signed cookie, and what is worded
(a date, a code) is not worded anew: it is remembered from the visit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from itertools import groupby
from typing import Any

from cryptography.exceptions import InvalidTag
from jinja2 import Environment
from markupsafe import escape
from sqlalchemy import event

from portal.db.base import Base, SealedText
from portal.db.engine import Database
from portal.keyring import Keyring, UnknownKeyError

_ABOUT_COMPLAINTS = re.compile(r"\bcomplaint\b")
_MAIN = re.compile(r"(<main.*</main>)", re.DOTALL)
_LINE = re.compile(r"(?=<(?:tr|li|option|dt)\b)")
# What stands between two tags or around a middle dot, and what an attribute says.
_VALUE = re.compile(r'(?<=[>·])[^<·]*[^<·\s][^<·]*(?=[<·])|(?<=(?:href|alue|time)=")[^"]+(?=")')

_CONTEXTS = {
    column.type.context
    for table in Base.metadata.tables.values()
    for column in table.columns
    if isinstance(column.type, SealedText)
}
"""What a value may be sealed for: a column."""

Execute = Callable[[str, Any], Any]
"""What puts a statement to the database's driver, and returns its cursor."""


@dataclass
class Visit:
    """What a page asked while it was visited."""

    statements: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def watched(database: Database) -> Iterator[Visit]:
    """Note what is asked of a database while the block runs."""
    visit = Visit()

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        visit.statements.append((statement, values))

    # The reader of PostgreSQL is the writer with options, and tells it what it is asked.
    engines = {database.reader, database.writer} if database.is_sqlite else {database.writer}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield visit
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


class BarePage:
    """A page that shows what was seen on a visit, each time from its rows."""

    def __init__(self, visit: Visit, html: str, execute: Execute, keyring: Keyring) -> None:
        self._execute, self._keyring = execute, keyring
        self._contexts: dict[bytes, str] = {}
        about = [one for one in visit.statements if _ABOUT_COMPLAINTS.search(one[0])]
        self._asked = [(*one, *self._places(*one)) for one in about]
        source, self._lines = _as_template(html)
        self._template = Environment(autoescape=True).from_string(source)
        assert self.shown() == html, "the bare page shows something else"

    def shown(self) -> str:
        """Ask for the rows, open what is sealed in them, and render the page."""
        for statement, values, sealed, written in self._asked:
            for row in self._execute(statement, values).fetchall():
                for place in sealed:
                    if row[place] in self._contexts:
                        self._keyring.open(row[place], self._contexts[row[place]]).decode()
                for place in written:
                    if row[place]:
                        json.loads(row[place])
        return self._template.render(lines=self._lines)

    def _places(self, statement: str, values: Any) -> tuple[set[int], set[int]]:
        """Return which columns of a statement hold what was opened, and which a JSON text."""
        cells = [
            (place, cell)
            for row in self._execute(statement, values).fetchall()
            for place, cell in enumerate(row)
        ]
        sealed = {at for at, cell in cells if isinstance(cell, bytes) and self._opens(cell)}
        written = {at for at, cell in cells if isinstance(cell, str) and cell[:1] in ("{", "[")}
        return sealed, written

    def _opens(self, cell: bytes) -> bool:
        """Tell whether something is sealed, and remember for which column."""
        for context in _CONTEXTS:
            with suppress(InvalidTag, UnknownKeyError, ValueError):
                self._keyring.open(cell, context)
                self._contexts[cell] = context
        return cell in self._contexts


def _as_template(html: str) -> tuple[str, list[list[list[str]]]]:
    """Return the source of a template, and the values of the lines of each of its loops."""
    before, main, after = _MAIN.split(html)
    source, lines = [before], []
    pieces = map(_markup_and_values, _LINE.split(main))
    for rank, (markup, alike) in enumerate(groupby(pieces, key=lambda piece: piece[0])):
        source.append(f"{{% for line in lines[{rank}] %}}{markup}{{% endfor %}}")
        lines.append([values for _, values in alike])
    return "".join((*source, after)), lines


def _markup_and_values(piece: str) -> tuple[str, list[str]]:
    values: list[str] = []

    def place(found: re.Match[str]) -> str:
        value = unescape(found[0])
        if escape(value) != found[0]:  # written in the template as it stands, not a value
            return found[0]
        values.append(value)
        return f"{{{{ line[{len(values) - 1}] }}}}"

    return _VALUE.sub(place, piece), values

"""HTML as plain text: words alone, what is quoted marked, nothing that could act or be fetched.

Every sign is looked at a few times, however the tags stand: the parser of the standard library
takes the square of the time for a comment or a tag that nobody closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_LONGEST = 1_000_000
_LONGEST_TAG = 5000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_SILENT = frozenset({"script", "style", "head", "title", "noscript", "template", "svg", "object"})
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "table", "ul", "ol", "pre", "hr", "blockquote", "section"}
    | {f"h{level}" for level in range(1, 7)}
    | {"article", "header", "footer", "address", "dl", "dt", "dd", "form"}
)
_APART = frozenset({"p", "table", "ul", "ol", "pre", "blockquote", "h1", "h2", "h3", "h4"})


def _tokens(html: str) -> Iterator[tuple[str, str]]:
    """Return texts, and tags by their names: each with what it is, "text", "open" or "close"."""
    at = 0
    while (start := html.find("<", at)) >= 0:
        if start > at:
            yield "text", html[at:start]
        if html.startswith("<!--", start):
            end = html.find("-->", start + 4)
            at = end + 3
            if end < 0:
                return
            continue
        end = html.find(">", start, start + _LONGEST_TAG)
        if end < 0:
            yield "text", "<"
            at = start + 1
            continue
        tag = _TAG.match(html, start)
        if tag is not None:
            yield ("close" if tag[1] else "open"), tag[2].lower()
        at = end + 1
    yield "text", html[at:]


class _Words:
    """Gathers the words, line by line, as they are read."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._silent = ""
        self._quoted = 0

    def take(self, what: str, said: str) -> None:
        """Take the next text or tag."""
        if self._silent:
            if (what, said) == ("close", self._silent):
                self._silent = ""
        elif what == "text":
            self._line.append(unescape(said))
        elif what == "open" and said in _SILENT:
            self._silent = said
        elif said in _BLOCKS:
            self._block(said, is_opened=what == "open")

    def _block(self, tag: str, *, is_opened: bool) -> None:
        self._break(is_apart=tag in _APART, is_asked=tag == "br")
        if tag == "li" and is_opened:
            self._line.append("- ")
        if tag == "blockquote":
            self._quoted = max(0, self._quoted + (1 if is_opened else -1))

    def _break(self, *, is_apart: bool = False, is_asked: bool = False) -> None:
        text = " ".join("".join(self._line).split())
        self._line.clear()
        mark = "> " * min(self._quoted, 3)
        if text:
            self._lines.append(mark + text)
        if (is_asked and not text) or (is_apart and self._lines and self._lines[-1]):
            self._lines.append("")

    def finished(self) -> str:
        """Return all lines, never two empty ones in a row."""
        self._break()
        kept: list[str] = []
        for line in self._lines:
            if line or (kept and kept[-1]):
                kept.append(line)
        return "\n".join(kept).strip()


def text_of_html(html: str) -> str:
    """Return the words of an HTML document; what it quotes begins with « > », as in plain mail."""
    words = _Words()
    for what, said in _tokens(html[:_LONGEST]):
        words.take(what, said)
    return words.finished()

"""Templates are laid out for who reads them; their line breaks and indents are not sent.

A line break beside the tag of a block, where no browser shows it, is left out. Elsewhere it is one
space. This is done once, when a template is compiled. Spaces within a line, what a page is filled
with, and texts that keep their breaks (`pre`, `textarea`) stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

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

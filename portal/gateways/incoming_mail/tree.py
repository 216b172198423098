"""A message as a tree of parts, its bytes and headers as they were typed."""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from typing import Any

from portal.gateways.incoming_mail.charsets import decoded


class _AsTyped(Compat32):
    """Headers are text in whatever charset it looks like: the library would replace its letters."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        """Return the value of a header as text."""
        return typed(str(value))


class Part(Message):
    """A message, or a part of one, that hands on its content as the bytes that came."""

    @property
    def inner(self) -> list[Part] | None:
        """The parts in it, None for one that has a content of its own."""
        payload = vars(self)["_payload"]
        return payload if isinstance(payload, list) else None

    @property
    def raw(self) -> bytes:
        """The content as it travelled; the library would decode it by what the part says."""
        payload = vars(self)["_payload"]
        return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""


def typed(value: str) -> str:
    """Return a value whose bytes travelled as they were typed."""
    return decoded(value.encode("utf-8", "surrogateescape"), None)


def tree_of(raw: bytes, *, headers_only: bool = False) -> Part:
    """Return a message taken apart, its defects passed over."""
    parser: BytesParser[Any] = BytesParser(Part, policy=_AsTyped())
    message = parser.parsebytes(raw, headersonly=headers_only)
    assert isinstance(message, Part)
    return message

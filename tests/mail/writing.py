"""Messages written by hand, byte by byte: nothing here reads or repairs what a client may do."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Sequence

from tests.mail.expected import Story

Headers = Sequence[tuple[str, str | bytes]]
TO = "plaintes+ramq@plaintes.example"
DATE = "Mon, 23 Nov 2026 09:14:00 -0500"
CRLF = b"\r\n"


def word(text: str, charset: str = "utf-8") -> str:
    """Return a text as an encoded word, or as it is where it needs none."""
    if text.isascii():
        return text
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def headers_of(story: Story, **changed: str | bytes | None) -> list[tuple[str, str | bytes]]:
    """Return the headers that a message of theirs has; one that is None is left out."""
    number = sum(map(ord, story.address))
    own: dict[str, str | bytes | None] = {
        "From": f"{word(story.name)} <{story.address}>",
        "To": TO,
        "Subject": " ".join(map(word, [story.subject])),
        "Date": DATE,
        "Message-ID": f"<{number}.1@{story.address.partition('@')[2]}>",
        "MIME-Version": "1.0",
    }
    own |= {name.replace("_", "-"): value for name, value in changed.items()}
    return [(name, value) for name, value in own.items() if value is not None]


def message(headers: Headers, body: bytes) -> bytes:
    """Return a message of headers and a body, as it travels."""
    lines = [
        name.encode() + b": " + (value.encode() if isinstance(value, str) else value)
        for name, value in headers
    ]
    return CRLF.join(lines) + CRLF * 2 + body


def wire(text: str, charset: str = "utf-8") -> bytes:
    """Return a text with the ends of lines that mail has."""
    return text.replace("\n", "\r\n").encode(charset)


def encoded(content: bytes, how: str) -> bytes:
    """Return a content in a transfer encoding."""
    if how == "base64":
        return base64.encodebytes(content).replace(b"\n", CRLF)
    if how == "quoted-printable":
        return quopri.encodestring(content.replace(CRLF, b"\n")).replace(b"\n", CRLF)
    return content


def part(content_type: str, content: bytes, how: str = "8bit", disposition: str = "") -> bytes:
    """Return one part of a message of several."""
    head = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: {how}\r\n"
    if disposition:
        head += f"Content-Disposition: {disposition}\r\n"
    return head.encode() + CRLF + encoded(content, how)


def multipart(parts: Sequence[bytes], boundary: str, *, closed: bool = True) -> bytes:
    """Return the parts between their boundaries."""
    mark = b"--" + boundary.encode()
    body = b"".join(mark + CRLF + one + CRLF for one in parts)
    return body + (mark + b"--" + CRLF if closed else b"")


def plain(story: Story, text: str | None = None, **changed: str | bytes | None) -> bytes:
    """Return an ordinary message of one text."""
    own: dict[str, str | bytes | None] = {
        "Content_Type": "text/plain; charset=utf-8",
        "Content_Transfer_Encoding": "8bit",
    }
    return message(headers_of(story, **{**own, **changed}), wire(text or story.text))


def mixed(
    story: Story,
    parts: Sequence[bytes],
    subtype: str = "mixed",
    boundary: str = "b0undary",
    **changed: str | bytes | None,
) -> bytes:
    """Return a message of several parts."""
    own: dict[str, str | bytes | None] = {
        "Content_Type": f'multipart/{subtype}; boundary="{boundary}"'
    }
    return message(headers_of(story, **{**own, **changed}), multipart(parts, boundary))


def text_part(story: Story) -> bytes:
    """Return their words as a part."""
    return part("text/plain; charset=utf-8", wire(story.text))


def html_of(text: str) -> str:
    """Return a text as a client writes HTML."""
    lines = text.replace("&", "&amp;").replace("<", "&lt;").split("\n")
    return "".join(f"<div>{line or '<br>'}</div>" for line in lines)

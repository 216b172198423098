"""The headers of a message as text: words of any charset, one sender or none, ids."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.errors import MessageError
from email.header import decode_header
from email.utils import getaddresses

from portal.gateways.incoming_mail.charsets import decoded
from portal.gateways.incoming_mail.tree import Part, typed

_LONGEST = 2000
_LONGEST_ADDRESS = 254
_ID = re.compile(r"<([^<>\s]{3,250})>")
_IN_REPORT = re.compile(rb"^Message-ID:\s{0,4}<([^<>\s]{3,250})>", re.IGNORECASE | re.MULTILINE)
_MOST_IDS = 50


class Headers:
    """The headers of one message or part, found by their names in small letters."""

    def __init__(self, message: Part) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._values.setdefault(name.lower(), []).append(str(value))

    def all(self, name: str) -> list[str]:
        """Return every value under a name, as it was written."""
        return self._values.get(name, [])

    def raw(self, name: str) -> str:
        """Return the last value under a name as one line, or nothing."""
        values = self.all(name)
        return _one_line(typed(values[-1])) if values else ""

    def text(self, name: str) -> str:
        """Return a value as a person reads it."""
        values = self.all(name)
        return _one_line(worded(values[-1])) if values else ""

    def has(self, *names: str) -> bool:
        """Tell whether any of these is there."""
        return any(name in self._values for name in names)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST].rstrip()


def worded(value: str) -> str:
    """Return a value with its encoded words read; what cannot be read of it stays as it is."""
    written = typed(value)[: _LONGEST * 10]
    if "=?" not in written:
        return written
    try:
        parts = decode_header(written)
    except (MessageError, ValueError):
        return written
    return "".join(_word(part, charset) for part, charset in parts)


def _word(part: str | bytes, charset: str | None) -> str:
    """Return one word; what was not encoded comes escaped, beside others that were."""
    if isinstance(part, str):
        return part
    if charset is not None:
        return decoded(part, charset)
    try:
        return part.decode("raw-unicode-escape")
    except UnicodeDecodeError:
        return part.decode("latin-1")


def one_sender(headers: Headers) -> tuple[str, str]:
    """Return the address and the name of whoever wrote, or nothing unless it is exactly one."""
    written = headers.all("from")
    if len(written) != 1:
        return "", ""
    found = getaddresses([_one_line(typed(written[0]))])
    addressed = [(name, address) for name, address in found if "@" in address]
    if len(addressed) != 1:
        return "", ""
    name, address = addressed[0]
    is_one = len(address) <= _LONGEST_ADDRESS and not re.search(r"[\s<>,;:\"]", address)
    return (address.lower(), _one_line(worded(name))) if is_one else ("", "")


def ids_in(values: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of messages that some headers name, each once."""
    found = (one for value in values for one in _ID.findall(value))
    return tuple(dict.fromkeys(found))[:_MOST_IDS]


def ids_given_back(raw: bytes) -> tuple[str, ...]:
    """Return the ids of the messages that stand within another, such as in a report."""
    found = (one.decode("ascii", "replace") for one in _IN_REPORT.findall(raw))
    return tuple(dict.fromkeys(found))[:_MOST_IDS]

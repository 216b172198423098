"""Whether two messages are the same: by what they say, and not by an id that anybody may repeat."""

from __future__ import annotations

import hashlib
import re

_BLANK_LINE = re.compile(rb"\r\n\r\n|\n\n|\r\r")
_LONGEST_HEAD = 500_000
_OWN = (b"from", b"date", b"subject")


def digest_of(raw: bytes) -> str:
    """Return what is equal for a message and itself, however often and by whatever way it comes.

    Servers add headers on the way and may end lines otherwise; who wrote, when, about what, and all
    of the body stay as they are. One that says no moment is told apart by its id as well.
    """
    found = _BLANK_LINE.search(raw[:_LONGEST_HEAD])
    head, body = (raw[: found.start()], raw[found.end() :]) if found else (raw, b"")
    fields = _fields(head[:_LONGEST_HEAD])
    names = _OWN if fields.get(b"date") else (*_OWN, b"message-id")
    said = hashlib.sha256()
    for name in names:
        said.update(name + b":" + fields.get(name, b"") + b"\n")
    said.update(body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip())
    return said.hexdigest()


def _fields(head: bytes) -> dict[bytes, bytes]:
    """Return the headers by their names, each on one line; all of a name that stands twice."""
    fields: dict[bytes, bytes] = {}
    unfolded = re.sub(rb"(\r\n|\n|\r)[ \t]+", b" ", head)
    for line in re.split(rb"\r\n|\n|\r", unfolded):
        name, colon, value = line.partition(b":")
        key = name.strip().lower()
        if colon and key in (*_OWN, b"message-id"):
            fields[key] = b" ".join([*fields.get(key, b"").split(), *value.split()])
    return fields

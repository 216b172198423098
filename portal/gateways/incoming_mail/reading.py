"""Bytes → what the message says: a function of them alone, which never raises."""

from __future__ import annotations

import re

from portal.gateways.incoming_mail import MailKind, ReadMessage
from portal.gateways.incoming_mail.charsets import decoded
from portal.gateways.incoming_mail.headers import Headers, ids_given_back, ids_in, one_sender
from portal.gateways.incoming_mail.kinds import kind_of
from portal.gateways.incoming_mail.parts import Parts
from portal.gateways.incoming_mail.quotes import new_part
from portal.gateways.incoming_mail.tree import Part, tree_of

_BOM = b"\xef\xbb\xbf"
_LONGEST_SUBJECT = 250
_SHOWN_UNREAD = 20_000
_MOST_LINES, _MOST_MARKS, _MOST_BOUNDARIES = 1_000_000, 20_000, 60
"""Of how many lines, parts, and parts within parts a message is taken apart: each has its price."""
_LONGEST_HEAD = 500_000
_BLANK_LINE = re.compile(rb"\r\n\r\n|\n\n|\r\r")


def read_message(raw: bytes) -> ReadMessage:
    """Return what a message says, however broken it is.

    One that is too tangled to be taken apart is `unread`, with its headers where those are clear.
    """
    own = raw.removeprefix(_BOM)
    if _is_tangled(own):
        return _unread(own)
    try:
        return _read(tree_of(own), own)
    except Exception:  # noqa: BLE001  # thousands of parts in one another, or what nobody foresaw
        return _unread(own)


def _is_tangled(raw: bytes) -> bool:
    end = _BLANK_LINE.search(raw)
    if (end.start() if end else len(raw)) > _LONGEST_HEAD:
        return True
    return (
        raw.count(b"\n") > _MOST_LINES
        or raw.count(b"\n--") > _MOST_MARKS
        or raw.lower().count(b"boundary=") > _MOST_BOUNDARIES
    )


def _read(message: Part, raw: bytes) -> ReadMessage:
    headers, parts = Headers(message), Parts()
    whole = parts.words_of(message).strip()
    sender, name = one_sender(headers)
    kind, failing = kind_of(
        message,
        headers,
        sender,
        parts.types,
        is_invitation=parts.is_invitation,
        size=len(raw),
    )
    is_report = kind in (MailKind.BOUNCE, MailKind.DELAY)
    return ReadMessage(
        kind=kind,
        sender=sender,
        sender_name=name,
        subject=headers.text("subject")[:_LONGEST_SUBJECT],
        text=new_part(whole),
        whole=whole,
        message_id=next(iter(ids_in(headers.all("message-id"))), ""),
        date=headers.raw("date"),
        answers=ids_in([*headers.all("in-reply-to"), *headers.all("references")]),
        letters=ids_given_back(raw) if is_report else (),
        failing=failing,
        attached=tuple(parts.attached),
        unread=parts.is_too_many,
    )


def _unread(raw: bytes) -> ReadMessage:
    """Return a message by its headers alone, with its first bytes as its words."""
    head, *body = _BLANK_LINE.split(raw, 1)
    try:
        headers = Headers(tree_of(head[:_LONGEST_HEAD], headers_only=True))
        sender, name = one_sender(headers)
        subject = headers.text("subject")[:_LONGEST_SUBJECT]
    except Exception:  # noqa: BLE001  # not even these: it is kept, from nobody who is known
        sender = name = subject = ""
    shown = decoded(b"".join(body)[:_SHOWN_UNREAD], None)
    return ReadMessage(MailKind.MESSAGE, sender, name, subject, shown, shown, unread=True)

"""What kind a message is: from a person, or of a machine's own, by RFC 3834 and what programs do.

Whoever looks at a message that was set aside may say otherwise: nothing is thrown away for it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from portal.gateways.incoming_mail import MailKind
from portal.gateways.incoming_mail.headers import Headers
from portal.gateways.incoming_mail.tree import Part

OUR_LETTER = "X-Plaintes-Letter"
"""The header of the portal's own letters: one that comes back with it went in a circle."""

_AWAY = re.compile(
    r"(réponse automatique|absence du bureau|absente? du bureau|message d.absence"
    r"|automatic reply|auto(matic)?[ -]?reply|out of (the )?office|away from (my|the) (mail|desk))"
    r"\s*(:|$|[-–—])",
    re.IGNORECASE,
)
_DAEMONS = ("mailer-daemon@", "postmaster@", "mail-daemon@", "mdaemon@")
_MANY = frozenset({"bulk", "list", "junk"})
_LISTS = ("list-id", "list-post", "list-unsubscribe", "list-help")
_ANSWERING = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply")
_SMALL = 200_000


def kind_of(
    message: Part,
    headers: Headers,
    sender: str,
    types: Collection[str],
    *,
    is_invitation: bool,
    size: int,
) -> tuple[MailKind, tuple[str, ...]]:
    """Return the kind of a message, and the addresses that it says nothing reaches."""
    if headers.has(OUR_LETTER.lower()):
        return MailKind.LOOP, ()
    if "message/disposition-notification" in types:
        return MailKind.RECEIPT, ()
    is_report = "message/delivery-status" in types
    if is_report or (_is_by_daemon(headers, sender) and size <= _SMALL):
        failing = _failing(message)
        if failing or is_report:
            return (MailKind.BOUNCE if failing else MailKind.DELAY), failing
    return _by_headers(headers, sender, is_invitation=is_invitation), ()


def _by_headers(headers: Headers, sender: str, *, is_invitation: bool) -> MailKind:
    precedence = headers.raw("precedence").lower()
    if _AWAY.match(headers.text("subject")):
        return MailKind.OUT_OF_OFFICE
    if headers.has(*_LISTS) or precedence in _MANY:
        return MailKind.LIST
    if _is_automatic(headers, precedence) or _is_by_daemon(headers, sender):
        return MailKind.AUTO_REPLY
    return MailKind.INVITATION if is_invitation else MailKind.MESSAGE


def _is_automatic(headers: Headers, precedence: str) -> bool:
    said = headers.raw("auto-submitted").partition(";")[0].partition("(")[0].strip().lower()
    return said not in ("", "no") or precedence == "auto_reply" or headers.has(*_ANSWERING)


def _is_by_daemon(headers: Headers, sender: str) -> bool:
    """Tell whether a mail server sent it, or what nobody may answer (RFC 5321, 4.5.5)."""
    return headers.raw("return-path") == "<>" or sender.startswith(_DAEMONS)


def _failing(message: Part) -> tuple[str, ...]:
    """Return the addresses that a report says nothing reaches, for good."""
    from flufl.bounce import scan_message

    try:
        found = scan_message(message)
    except Exception:  # noqa: BLE001  # it knows many programs and trusts what each writes
        return ()
    addresses = (one.decode("utf-8", "replace").strip().lower() for one in found)
    return tuple(sorted({one for one in addresses if "@" in one}))

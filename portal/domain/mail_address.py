"""E-mail addresses: what keeps mail from getting to one, and how it is spelled for servers."""

from __future__ import annotations

import re
from enum import Enum, auto

LONGEST = 254
"""An e-mail address, in characters: the longest that RFC 5321 lets through."""

_MAILBOX_AT_MOST = 64
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS = re.compile(rf"(?P<mailbox>{_ATOM}(?:\.{_ATOM})*)@(?P<domain>{_LABEL}(?:\.{_LABEL})+)")
_LAST_LABEL = re.compile(r"[^\W\d_]{2,}|xn--[a-z\d-]+", re.IGNORECASE)


class Undeliverable(Enum):
    """Why no mail gets to what was typed as an address."""

    NOT_AN_ADDRESS = auto()
    ACCENT_BEFORE_AT = auto()
    NO_SUCH_END = auto()


def undeliverable(typed: str) -> Undeliverable | None:
    """Return why no mail gets to this address; None where it may.

    An address is words joined by dots, @, and a name with a dot. Of RFC 5321 it has all but quoted
    words and numbers of machines, which nobody is given. The name may have letters of any language,
    which servers know in ASCII; before @, few servers take any.
    """
    match = _ADDRESS.fullmatch(typed)
    if match is None or len(typed) > LONGEST or len(match["mailbox"]) > _MAILBOX_AT_MOST:
        return Undeliverable.NOT_AN_ADDRESS
    if not match["mailbox"].isascii():
        return Undeliverable.ACCENT_BEFORE_AT
    if not _LAST_LABEL.fullmatch(match["domain"].rpartition(".")[2]):
        return Undeliverable.NO_SUCH_END
    return None if _is_spelled_in_ascii(match["domain"]) else Undeliverable.NOT_AN_ADDRESS


def for_servers(address: str) -> str:
    """Return an address with its name in ASCII, or raise ValueError where it has no such name."""
    mailbox, at, domain = address.rpartition("@")
    return f"{mailbox}{at}{domain if domain.isascii() else domain.encode('idna').decode()}"


def _is_spelled_in_ascii(domain: str) -> bool:
    try:
        for_servers(domain)
    except ValueError:
        return False
    return True

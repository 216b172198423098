"""The addresses at which mail comes in: one for each agency, and one for each complaint.

All are one mailbox, with a mark after « + »: a mail server needs no list of them. Whoever knows the
address of a complaint was written to about it: its mark is a keyed hash that nobody can guess.
"""

from __future__ import annotations

import hmac
import re
from typing import NamedTuple

from portal.domain.number import read_any_number
from portal.keyring import Keyring

_PURPOSE = "reply address"
_LENGTH = 20
_MARKED = re.compile(r"(?P<number>20\d\d-\d{6,12})\.(?P<mark>[0-9a-f]{20})")


class Addressed(NamedTuple):
    """Whom a message was sent to: an agency, or a complaint whose address was right, or nobody."""

    agency: str | None = None
    number: str | None = None


def agency_address(inbox: str, agency: str) -> str:
    """Return the address of an agency."""
    mailbox, _, domain = inbox.partition("@")
    return f"{mailbox}+{agency}@{domain}"


def reply_address(inbox: str, number: str, keyring: Keyring) -> str:
    """Return the address of a complaint, to which its person answers."""
    return agency_address(inbox, f"{number.lower()}.{_mark(number, keyring)}")


def addressed_to(inbox: str, recipient: str, keyring: Keyring) -> Addressed | None:
    """Return whom a recipient is; None for one that is not of this inbox.

    What stands after « + » and is no right address of a complaint is taken for an agency's code.
    """
    mailbox, _, domain = recipient.strip().strip("<>").lower().rpartition("@")
    own, _, own_domain = inbox.lower().rpartition("@")
    name, _, detail = mailbox.partition("+")
    if (name, domain) != (own, own_domain):
        return None
    marked = _MARKED.fullmatch(detail)
    if marked is None:
        return Addressed(agency=detail or None)
    number = read_any_number(marked["number"])
    is_right = number is not None and hmac.compare_digest(marked["mark"], _mark(number, keyring))
    return Addressed(number=number) if is_right else Addressed()


def _mark(number: str, keyring: Keyring) -> str:
    return keyring.hashed(number, _PURPOSE)[:_LENGTH]

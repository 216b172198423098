"""Whether what somebody says of an address is that of the complaint.

What opens a complaint goes where its own letters go, and nowhere else: to whoever complains, or
complains for somebody else. Whoever asks says that address; where it is another, nothing leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from msgspec import Struct

from portal.domain.complaint import ReplyBy
from portal.domain.portal_services import phone_address
from portal.features.access_links.rules import LASTS

_SHORTEST_PART = 5
_ZIP = 5
_CANADIAN = re.compile(r"(?<!\w)[a-z]\d[a-z][\s-]?\d[a-z]\d(?!\w)")
_AMERICAN = re.compile(r"(?<![\w-])\d{5}(?:-\d{4})?(?=\s*$)", re.MULTILINE)


class Reached(Struct, frozen=True):
    """How whoever complains is reached."""

    reply_by: ReplyBy
    email: str
    phone: str
    address: str


def is_theirs(means: ReplyBy, said: str, reached: Reached) -> bool:
    """Tell whether what somebody said of their address is that of the complaint.

    Of an address for letters that is its postal code; of one without, its number and street. The
    name of the town, which many know, is neither.
    """
    if means is not reached.reply_by or means not in LASTS:
        return False
    if means is ReplyBy.EMAIL:
        return bool(said) and said.casefold() == reached.email.casefold()
    if means is ReplyBy.TEXT:
        return bool(said) and phone_address(said) == phone_address(reached.phone)
    code = postal_code(reached.address)
    if code:
        return postal_code(said) == code
    return is_of_an_address(said) and compact(said) in _streets(reached.address)


def is_of_an_address(said: str) -> bool:
    """Tell whether this may be a postal code, or a number and a street: a town has no number."""
    part = compact(said)
    return len(part) >= _SHORTEST_PART and any(sign.isdigit() for sign in part)


def postal_code(address: str) -> str:
    """Return the postal code of an address, Canadian or American, "" if it has none.

    The four digits that may follow an American one are left out: few know theirs.
    """
    lowered = address.casefold()
    codes = _CANADIAN.findall(lowered)
    if codes:
        return compact(codes[-1])
    codes = _AMERICAN.findall(lowered)
    return str(codes[-1])[:_ZIP] if codes else ""


def compact(text: str) -> str:
    """Return the letters and digits of an address alone, however they are written."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _streets(address: str) -> Iterator[str]:
    """Yield what the lines with a number and a name begin with, up to each of their commas."""
    for line in address.splitlines():
        for part in accumulate(compact(piece) for piece in line.split(",")):
            if any(sign.isdigit() for sign in part) and any(sign.isalpha() for sign in part):
                yield part

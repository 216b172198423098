"""Who asks for letters to one address, by turns of their own: nobody uses up those of another.

A browser that opened what was sent there is known for 30 days, and so is the network it did it
from. The answer to whoever asks is the same in any case: a turn is never refused aloud.
"""

from __future__ import annotations

from enum import IntEnum
from typing import cast

from flask import current_app

from portal.auth.tries import TRIES, Tries, sender
from portal.db.shared_counts import Pace, SharedCounts

_HOUR = 60 * 60
_DAY = 24 * _HOUR
_A_MONTH = 30 * _DAY

TURNS = Pace(free=3, first=_HOUR, longest=8 * _HOUR, kept=_DAY)
"""How fast one browser that is known, or else one network, has letters sent to one address: three
at once, then after an hour, two, four, eight."""


class Asker(IntEnum):
    """Who asks: somebody whose turn it is not, somebody unknown, or who opened a letter before."""

    TOO_SOON = 0
    UNKNOWN = 1
    KNOWN = 2


def asking(address: str, now: float, device: str) -> Asker:
    """Take a turn of whoever sends the request, and tell who asks for a letter to an address."""
    counts, askers = _counts(), _askers(device)
    known = [asker for asker in askers if counts.count(_opened(address, asker), now) > 0]
    asker = known[0] if known else askers[-1]
    if counts.take_turn(f"letter to {address} asked by {asker}", now, TURNS) > 0:
        return Asker.TOO_SOON
    return Asker.KNOWN if known else Asker.UNKNOWN


def opened_letter(address: str, now: float, device: str) -> None:
    """Know whoever sends the request again: they opened what was sent to an address."""
    for asker in _askers(device):
        _counts().add(_opened(address, asker), now, now + _A_MONTH)


def _askers(device: str) -> tuple[str, str]:
    # A device is called so: what a browser says of itself must be nobody's address.
    return f"device {device}", sender()


def _opened(address: str, asker: str) -> str:
    return f"letter to {address} opened by {asker}"


def _counts() -> SharedCounts:
    return cast("Tries", current_app.extensions[TRIES]).counts

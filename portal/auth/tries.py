"""How fast passwords and codes may be tried, by rules that shut nobody else out.

Whoever never failed with an account or a complaint from where they are is always heard, whatever
others do: what slows is counted by the pair of what is tried and the address that tries it. Where
many addresses try the same, each of them that failed waits longer. A wait ends by itself, nothing
sleeps, and every try is counted before it is known how it ends. `portal/decisions/protection.md`
says how far an attacker gets; `tests/auth/test_tries.py` works it out from what stands here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import cast

from flask import Flask, current_app, request
from msgspec import Struct

from portal.db.shared_counts import Pace, SharedCounts

_MINUTE = 60
_QUARTER, _HOUR, _DAY = 15 * _MINUTE, 60 * _MINUTE, 24 * 60 * _MINUTE
_A_MONTH = 30 * _DAY
TRIES = "tries"
_NETWORK = 64
_LONGEST_ADDRESS = 45

PACE = Pace(free=10, first=30, longest=16 * _MINUTE, kept=_DAY)
"""How fast one address may try one account or one complaint: ten times, then ever slower."""
WRONG_A_DAY = 20
"""How many wrong tries of one account or complaint a day slow every address that failed with it."""
_MORE_WRONG, _FIRST_OF_MANY = 10, 60
MISTYPED = 3
"""How often an address may be wrong about what others attack before it waits with them."""
OF_STRANGERS = Pace(free=1, first=5, longest=_MINUTE, kept=_QUARTER)
"""How fast an address that was wrong very often tries what it was wrong about, or many were."""


class TooOftenError(Exception):
    """Something was done too often; after `wait` seconds it may be done again.

    `of_address` is whether the address did too much, whatever it tried: else what was tried was
    tried too often.
    """

    def __init__(self, wait: int, *, of_address: bool = False) -> None:
        super().__init__(wait)
        self.wait, self.of_address = wait, of_address


class Secret(Struct, frozen=True):
    """What is tried: a kind of password or code.

    One address may be wrong `wrong_from_address` times in a quarter of an hour, whatever it tries;
    after that it tries at the pace `OF_STRANGERS` what it was wrong about `MISTYPED` times, or all
    together `WRONG_A_DAY` times. What was right from there in the last 30 days, and what has fewer
    failures, is heard at once: who is right passes, whatever others try there. Where many addresses
    try the same, each that failed thrice waits at most `longest` seconds.
    """

    name: str
    wrong_from_address: int
    longest: int

    def wait_of_all(self, wrong: int) -> int:
        """Return how long each address that fails has to wait after so many wrong tries by all."""
        if wrong < WRONG_A_DAY:
            return 0
        steps = (wrong - WRONG_A_DAY) // _MORE_WRONG
        return min(_FIRST_OF_MANY << min(steps, 30), self.longest)


ACCESS_CODES = Secret("access code", wrong_from_address=300, longest=_HOUR)
RESUME_CODES = Secret("resume code", wrong_from_address=300, longest=_HOUR)
TAKEOVER_CODES = Secret("takeover code", wrong_from_address=300, longest=_HOUR)
FOLLOWER_LINKS = Secret("follower link", wrong_from_address=300, longest=_HOUR)
# A password was chosen by somebody: it is guessed with fewer tries than a code.
PASSWORDS = Secret("password", wrong_from_address=100, longest=6 * _HOUR)


class Try(Struct):
    """One try; whoever looks says whether it was right."""

    was_right: bool = False


class Tries(Struct, frozen=True):
    """The tries that are counted, in counts that all processes and machines share."""

    counts: SharedCounts

    @contextmanager
    def one(
        self, secret: Secret, what: str, sender: str, now: float, device: str = ""
    ) -> Iterator[Try]:
        """Count a try of `what` before it is looked at; raise TooOftenError if it comes too soon.

        Whoever finds it right sets `was_right`: then it is as if it had never been counted, and
        the address is known to be right about it for 30 days, and so is the device, if its browser
        says which it is. A device that is known counts by itself, whatever others try at its
        address. Where looking failed, this try alone is as if it had never been: nobody learnt
        whether it was right.
        """
        # A device is called so: what a browser says of itself must be nobody's address.
        senders = (f"device {device}", sender) if device else (sender,)
        places = [_Place(self.counts, secret, what, one, now) for one in senders]
        place = next((one for one in places if one.is_known), places[-1])
        place.begin()
        one_try = Try()
        try:
            yield one_try
        except BaseException:
            place.give_back()
            raise
        if one_try.was_right:
            place.forgive()
            for each in places:
                each.remember()
        else:
            place.slow_down()


class _Place:
    """One address, or one device, that tries one thing, and what is counted of it."""

    def __init__(
        self, counts: SharedCounts, secret: Secret, what: str, sender: str, now: float
    ) -> None:
        self._counts, self._secret, self._now = counts, secret, now
        self._pair = f"{secret.name} of {what} from {sender}"
        self._by_address, self._by_all = f"{secret.name} from {sender}", f"{secret.name} of {what}"
        self._strangers = f"{secret.name} of strangers from {sender}"
        self._known = f"right: {self._pair}"
        self.is_known = counts.count(self._known, now) > 0

    def begin(self) -> None:
        """Count a try, or raise TooOftenError."""
        wrong = self._counts.add(self._by_address, self._now, self._now + _QUARTER)
        is_flood = wrong > self._secret.wrong_from_address
        if is_flood and not self.is_known and self._was_often_wrong():
            self._take_turn(self._strangers, OF_STRANGERS)
        self._take_turn(self._pair, PACE)
        self._counts.add(self._by_all, self._now, self._now + _DAY)

    def _was_often_wrong(self) -> bool:
        """Tell whether this was tried wrongly before, by the address or by many."""
        return (
            self._counts.count(self._pair, self._now) >= MISTYPED
            or self._counts.count(self._by_all, self._now) >= WRONG_A_DAY
        )

    def slow_down(self) -> None:
        """Let the address wait before it tries again, if the same is tried from many.

        Not whoever mistyped once or twice: others cannot shut them out by trying the same.
        """
        wrong_by_all = self._counts.count(self._by_all, self._now)
        if self._counts.count(self._pair, self._now) < MISTYPED:
            return
        if not self.is_known and (wait := self._secret.wait_of_all(wrong_by_all)):
            self._counts.put_off(self._pair, self._now + wait)

    def give_back(self) -> None:
        """Let it be as if the address had not tried this once."""
        self._counts.give_back(self._pair, (self._by_address, self._by_all), self._now)

    def forgive(self) -> None:
        """Let it be as if the address had never tried this."""
        self._counts.forgive(self._pair, (self._by_address, self._by_all), self._now)

    def remember(self) -> None:
        """Remember that the address was right."""
        if not self.is_known:
            self._counts.add(self._known, self._now, self._now + _A_MONTH)

    def _take_turn(self, key: str, pace: Pace) -> None:
        wait = self._counts.take_turn(key, self._now, pace)
        if wait > 0:
            self._counts.take_back(self._by_address, self._now)
            of_address = key == self._strangers
            raise TooOftenError(max(1, math.ceil(wait)), of_address=of_address)


def install_tries(app: Flask, counts: SharedCounts) -> None:
    """Let `app` count in `counts` what is tried."""
    app.extensions[TRIES] = Tries(counts)


@contextmanager
def trying(secret: Secret, what: str, now: float, device: str = "") -> Iterator[Try]:
    """Let whoever sends the request try `what` once; raise TooOftenError if it is too soon.

    `device` is what their browser says that it is, by a cookie of the portal.
    """
    tries = cast("Tries", current_app.extensions[TRIES])
    with tries.one(secret, what, sender(), now, device) as one_try:
        yield one_try


def sender() -> str:
    """Return the address that the request comes from, as it is counted."""
    return counted_as(request.remote_addr or "127.0.0.1")


@lru_cache(maxsize=1024)
def counted_as(address: str) -> str:
    """Return what counts as one address: of IPv6 the network of 64 bits, which one line has."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:_LONGEST_ADDRESS]
    if not isinstance(read, IPv6Address):
        return str(read)
    if read.ipv4_mapped is not None:
        return str(read.ipv4_mapped)
    return str(ip_network((int(read), _NETWORK), strict=False))

"""Limits on floods: how often one address may send something, counted for all processes alike.

An address may be a library or an agency's own network: no limit is one that two hundred people
there reach by doing each what one person does.

Reading is never limited, and costs nothing here.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request
from msgspec import Struct

from portal.auth.tries import TooOftenError, sender
from portal.db.shared_counts import Pace, SharedCounts

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods that change nothing."""
_WITHIN = 15 * 60
_HOUR = 60 * 60
_DAY = 24 * _HOUR
_OF_ANY_FORM = 300
COUNTS = "flood counts"
"""Under which name an application keeps what it counts floods in."""
_MARK = "portal_limited"
_NOTED = "portal_counted"

View = TypeVar("View", bound=Callable[..., Any])


CROWD = Pace(free=200, first=30, longest=16 * 60, kept=_DAY)
"""How often one address says the same about one thing: two hundred people in a library at once,
then ever slower. Whoever invents people reaches some three hundred a day from one address."""

LETTERS_ASKED_FOR = Pace(free=3, first=_WITHIN, longest=_DAY, kept=_DAY)
"""How often a letter is asked for to one e-mail address, by whomever: it fills nobody's mailbox."""

ONE_OF_EACH = Pace(free=1, first=_DAY, longest=_DAY, kept=_DAY)
"""How often one leaves there in any case about each thing, whoever asked for others."""

AGAIN = Pace(free=3, first=_WITHIN, longest=_DAY, kept=_DAY)
"""How often a browser that said it before says it again, whatever others do at its address."""


ACKNOWLEDGED = Pace(free=10, first=6 * 60, longest=60 * 60, kept=_DAY)
"""How often one address, which nobody proved to be theirs, is told that a complaint came: ten at
once, for people who complain together, then ever slower, down to one an hour."""


DRAFTS_AN_HOUR = 400
"""How many complaints one address begins in an hour: two for each of two hundred people."""

KILOBYTES_AN_HOUR = 1_000_000
"""How much one address attaches in an hour to complaints that are not sent yet: 5 MB for each of
two hundred people."""


class _Counted(Struct, frozen=True):
    """What was counted of a request, and how it is taken back."""

    key: str
    is_turn: bool


def heed_any_form() -> None:
    """Count a form that was sent from one address; raise TooOftenError if there were too many."""
    counts = _counts()
    if counts is None:
        return
    key, now = f"{request.endpoint} {sender()}", time.time()
    _note(_Counted(key, is_turn=False))
    if counts.add(key, now, now + _WITHIN) > _OF_ANY_FORM:
        raise TooOftenError(max(1, math.floor(counts.until(key, now) - now)))


def heed(pace: Pace, what: str) -> None:
    """Take a turn at something; raise TooOftenError if it comes too soon."""
    if (wait := _wait(pace, what)) > 0:
        raise TooOftenError(max(1, math.ceil(wait)))


def heed_new_draft() -> None:
    """Count a complaint that is begun; raise TooOftenError if the address began too many."""
    _heed_in_an_hour("drafts", DRAFTS_AN_HOUR, 1)


def heed_document(size: int) -> None:
    """Count so many bytes, attached to what is not sent; raise TooOftenError if they are too many.

    What passes the limit is still taken, the next one is not.
    """
    _heed_in_an_hour("documents of drafts", KILOBYTES_AN_HOUR, math.ceil(size / 1_000))


def _heed_in_an_hour(what: str, most: int, amount: int) -> None:
    counts = _counts()
    if counts is None:
        return
    key, now = f"{what} from {sender()}", time.time()
    if counts.count(key, now) >= most:
        raise TooOftenError(max(1, math.ceil(counts.until(key, now) - now)))
    counts.add(key, now, now + _HOUR, amount)


def is_too_often(pace: Pace, what: str) -> bool:
    """Take a turn at something; tell whether it comes too soon, and is better left out."""
    return _wait(pace, what) > 0


def _wait(pace: Pace, what: str) -> float:
    counts = _counts()
    if counts is None:
        return 0.0
    _note(_Counted(what, is_turn=True))
    return counts.take_turn(what, time.time(), pace)


def may_write(to: str, about: str) -> bool:
    """Take a turn at a letter to somebody; tell whether it may leave.

    One about each thing does in any case: what others asked for keeps nobody from theirs.
    """
    is_first = not is_too_often(ONE_OF_EACH, f"letter to {to} about {about}")
    return not is_too_often(LETTERS_ASKED_FOR, f"letter to {to}") or is_first


def paced(pace: Pace, about: str, known: Callable[[], str] = str) -> Callable[[View], View]:
    """Limit how fast one address calls a view about one thing: `@paced(CROWD, "group")`.

    A browser that is `known`, by what it returns, comes again by turns of its own, whatever others
    do at its address.
    """

    def limiting(view: View) -> View:
        @wraps(view)
        def heeding(**arguments: Any) -> Any:
            what, browser = f"{request.endpoint} {arguments[about]}", known()
            if not browser or is_too_often(AGAIN, f"{what} again by {browser}"):
                heed(pace, f"{what} {sender()}")
            return view(**arguments)

        return _marked(cast("View", heeding))

    return limiting


def limited_by_tries(view: View) -> View:
    """Say that a view counts its own tries, by `auth/tries`: no right one locks an address."""
    return _marked(view)


def take_back() -> None:
    """Let the request not have counted: the portal could not do it, and asks to send it again."""
    counts = _counts()
    if counts is None:
        return
    for counted in g.pop(_NOTED, ()):
        if counted.is_turn:
            counts.give_back(counted.key, (), time.time())
        else:
            counts.take_back(counted.key, time.time())


def _note(counted: _Counted) -> None:
    g.setdefault(_NOTED, []).append(counted)


def _counts() -> SharedCounts | None:
    return cast("SharedCounts | None", current_app.extensions[COUNTS])


def _marked(view: View) -> View:
    setattr(view, _MARK, True)
    return view


def install_flood_limits(app: Flask, counts: SharedCounts) -> None:
    """Limit what is sent to `app` by `counts`, unless the installation wants no limits."""
    app.extensions[COUNTS] = counts if app.config["PORTAL"].flood_limits else None


def limit_any_form() -> None:
    """Limit how often the form that was sent is, unless its view has a limit of its own."""
    if not getattr(current_app.view_functions[str(request.endpoint)], _MARK, False):
        heed_any_form()

"""The complaints that this browser opened by their codes, for as long as its session lasts."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from flask import session
from msgspec import Struct

from portal.complaints.citizen_sessions import (
    begin_session,
    end_session,
    is_open,
    still_opens,
)
from portal.complaints.queries.access_codes import CODE_PURPOSE
from portal.domain.number import read_code
from portal.domain.troubles import TroubleError
from portal.pages.current import runtime

MOST_FOLLOWED = 5
_KEY, _SESSION, _WITHOUT_CODE = "suivies", "suivi", "sans-code"
_UNKNOWN = ("", 0.0, True)


class Opened(Struct, frozen=True):
    """By which code a complaint was opened here, as its keyed hash, and when.

    There is none where something else opened it. Of one that `is_watched` it is asked again on
    each page whether that still opens it.
    """

    code_hash: str
    at: datetime
    is_watched: bool = True


class KnownHere(Struct, frozen=True):
    """A complaint that this browser sent or opened, by its id alone."""

    id: int


def remember_followed(
    number: str,
    complaint_id: int,
    code_hash: str = "",
    *,
    is_watched: bool = True,
    by_code: bool = True,
) -> None:
    """Let this browser see a complaint until its session ends; it begins one if it has none.

    By which code it was opened is remembered, if by one: later that may open it no more, unless
    nothing of the complaint will ever shut it to whoever opened it. Not `by_code`, it was opened by
    what is sent to whoever lost the access code.
    """
    portal = runtime()
    token, followed = session.get(_SESSION), _followed()
    if token is None or not is_open(portal.database, token, portal.now()):
        # What an earlier session had opened stays shut.
        session[_SESSION], followed = begin_session(portal.database, portal.now()), []
    rest = [known for known in followed if known[0] != number]
    opened = (number, complaint_id, code_hash, portal.now().timestamp(), is_watched)
    session[_KEY] = [opened, *rest][:MOST_FOLLOWED]
    note_code(number, is_known=by_code)


def note_code(number: str, *, is_known: bool) -> None:
    """Remember whether whoever follows a complaint here has its access code."""
    others = [known for known in session.get(_WITHOUT_CODE, ()) if known != number]
    session[_WITHOUT_CODE] = others if is_known else [number, *others][:MOST_FOLLOWED]


def is_without_code(number: str) -> bool:
    """Tell whether a complaint was opened here without its access code."""
    return number in session.get(_WITHOUT_CODE, ())


def hash_of_code(typed: str) -> str:
    """Return the keyed hash of an access code, however it was typed."""
    return runtime().keyring.hashed(read_code(typed), CODE_PURPOSE)


def opened_here(number: str) -> Opened:
    """Return how this browser opened a complaint: nobody knows, of what it opened long ago."""
    for known, _id, code_hash, at, is_watched in _followed():
        if known == number:
            return Opened(code_hash, datetime.fromtimestamp(at, UTC), is_watched)
    return Opened("", datetime.fromtimestamp(0, UTC))


def remember_if_possible(
    number: str, complaint_id: int, code_hash: str = "", *, is_watched: bool = True
) -> None:
    """Do as `remember_followed`, for what was sent; what is kept is told all the same.

    Where no session can begin, as while others write, its number and its code open it.
    """
    with suppress(TroubleError):
        remember_followed(number, complaint_id, code_hash, is_watched=is_watched)


def sign_out() -> None:
    """End this browser's session, and every copy of it; its codes open the complaints again."""
    token = session.pop(_SESSION, None)
    session.pop(_KEY, None)
    session.pop(_WITHOUT_CODE, None)
    if token is not None:
        end_session(runtime().database, token)


def followed_id(number: str) -> int | None:
    """Return the id of a complaint that this session may see, or None."""
    complaint_id = next((known[1] for known in _followed() if known[0] == number), None)
    token = session.get(_SESSION)
    if complaint_id is None or token is None:
        return None
    portal, opened_at = runtime(), opened_here(number).at
    opens = still_opens(portal.database, token, complaint_id, opened_at, portal.now())
    return complaint_id if opens else None


def session_here() -> str:
    """Return by what this browser's session is known, of one that follows a complaint."""
    return str(session[_SESSION])


def _followed() -> list[tuple[str, int, str, float, bool]]:
    """Return each complaint that was opened here: number, id, by which code, when, if watched."""
    # An earlier version remembered neither how nor when.
    return [(*known, *_UNKNOWN)[:5] for known in session.get(_KEY, ())]

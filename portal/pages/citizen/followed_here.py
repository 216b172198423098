"""The complaints that this browser opened by their codes, for as long as its session lasts."""

from __future__ import annotations

from contextlib import suppress

from flask import session

from portal.complaints.citizen_sessions import begin_session, end_session, is_open
from portal.domain.troubles import TroubleError
from portal.pages.current import runtime

MOST_FOLLOWED = 5
_KEY, _SESSION = "suivies", "suivi"


def remember_followed(number: str, complaint_id: int) -> None:
    """Let this browser see a complaint until its session ends; it begins one if it has none."""
    portal = runtime()
    token, followed = session.get(_SESSION), _followed()
    if token is None or not is_open(portal.database, token, portal.now()):
        # What an earlier session had opened stays shut.
        session[_SESSION], followed = begin_session(portal.database, portal.now()), []
    rest = [known for known in followed if known[0] != number]
    session[_KEY] = [(number, complaint_id), *rest][:MOST_FOLLOWED]


def remember_if_possible(number: str, complaint_id: int) -> None:
    """Do as `remember_followed`, for what was sent; what is kept is told all the same.

    Where no session can begin, as while others write, its number and its code open it.
    """
    with suppress(TroubleError):
        remember_followed(number, complaint_id)


def sign_out() -> None:
    """End this browser's session, and every copy of it; its codes open the complaints again."""
    token = session.pop(_SESSION, None)
    session.pop(_KEY, None)
    if token is not None:
        end_session(runtime().database, token)


def followed_id(number: str) -> int | None:
    """Return the id of a complaint that this session may see, or None."""
    complaint_id = next((known[1] for known in _followed() if known[0] == number), None)
    token = session.get(_SESSION)
    if complaint_id is None or token is None:
        return None
    portal = runtime()
    return complaint_id if is_open(portal.database, token, portal.now()) else None


def _followed() -> list[tuple[str, int]]:
    return [(known[0], known[1]) for known in session.get(_KEY, ())]

"""The complaints that a session follows: opened by their code, seen until nobody looks any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import session

from portal.pages.current import runtime

INACTIVE_AT_MOST = timedelta(minutes=30)
MOST_FOLLOWED = 5
_KEY = "suivies"


def remember_followed(number: str, complaint_id: int) -> None:
    """Let this session see a complaint until nothing was asked about it for 30 minutes."""
    rest = [followed for followed in _followed() if followed[0] != number]
    now = runtime().now().isoformat()
    session[_KEY] = [(number, complaint_id, now), *rest][:MOST_FOLLOWED]


def forget_followed(number: str) -> None:
    """Close a complaint in this session."""
    session[_KEY] = [followed for followed in _followed() if followed[0] != number]


def followed_id(number: str) -> int | None:
    """Return the id of a complaint that this session may see, or None."""
    now = runtime().now()
    for followed, complaint_id, seen_at in _followed():
        if followed == number and now - datetime.fromisoformat(seen_at) < INACTIVE_AT_MOST:
            return complaint_id
    return None


def _followed() -> list[tuple[str, int, str]]:
    return [(number, complaint_id, at) for number, complaint_id, at in session.get(_KEY, ())]

"""Which complaints this session has opened with their number and code, for 30 minutes at rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue

from portal.domain.number import read_number
from portal.pages.current import runtime

INACTIVE_AT_MOST = timedelta(minutes=30)
MOST_FOLLOWED = 5
_KEY = "suivies"

FollowedView = Callable[..., ResponseReturnValue]


def remember_followed(number: str, complaint_id: int) -> None:
    """Let this session see a complaint until nothing was asked about it for 30 minutes."""
    others = [known for known in _known() if known[0] != number]
    now = runtime().now().isoformat()
    session[_KEY] = [(number, complaint_id, now), *others][:MOST_FOLLOWED]


def forget_followed(number: str) -> None:
    """Close a complaint in this session."""
    session[_KEY] = [known for known in _known() if known[0] != number]


def followed_id(number: str) -> int | None:
    """Return the id of a complaint that this session may see, or None."""
    for known, complaint_id, seen_at in _known():
        if known == number and _is_recent(seen_at):
            return complaint_id
    return None


def follows(view: FollowedView) -> Callable[..., ResponseReturnValue]:
    """Hand a view the number and id of a complaint opened in this session; else ask its code.

    What else its address names follows.
    """

    @wraps(view)
    def following(number: str, **more: int) -> ResponseReturnValue:
        known = read_number(number) or number
        complaint_id = followed_id(known)
        if complaint_id is None:
            return redirect(url_for("citizen.follow", numero=known), 303)
        remember_followed(known, complaint_id)
        return view(known, complaint_id, **more)

    return following


def _known() -> list[tuple[str, int, str]]:
    return [(number, complaint_id, at) for number, complaint_id, at in session.get(_KEY, ())]


def _is_recent(seen_at: str) -> bool:
    return runtime().now() - datetime.fromisoformat(seen_at) < INACTIVE_AT_MOST

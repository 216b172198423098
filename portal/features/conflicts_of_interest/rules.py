"""Conflicts of interest: whoever a complaint names has nothing to do with it.

The portal excludes them as soon as it finds their name; somebody else may let them back in.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from portal.domain.actor import Role

REASON = "conflict_lifted"
"""The kind of text that says why somebody was let back in."""


class Origin(StrEnum):
    """How it is known that a complaint concerns a member of staff."""

    FOUND = "found"
    DECLARED = "declared"
    OWN = "own"


_BY_WHOM = (
    (Role.TOP_AUTHORITY, frozenset({Role.AUDITOR})),
    (Role.HEAD, frozenset({Role.TOP_AUTHORITY, Role.AUDITOR})),
)
_BY_THE_SERVICE = frozenset({Role.HEAD, Role.TOP_AUTHORITY, Role.AUDITOR})


def who_lets_back(roles: Collection[Role]) -> frozenset[Role]:
    """Return who may let somebody with these roles back in: never whoever answers to them."""
    return next((by for role, by in _BY_WHOM if role in roles), _BY_THE_SERVICE)

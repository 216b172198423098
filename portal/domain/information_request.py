"""What the complaints service asks of somebody of the agency, and what they are shown for it.

Whoever is asked often belongs to the unit complained about: they are shown what the service
releases, field by field, and never what was told of reprisals.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.promise import Confidence, Promise
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance, Unit

WITHIN = Promise(
    Allowance(5, Unit.WORKING_DAYS),
    Text("Règle commune d’exemple", "Common sample rule"),
    Confidence.ASSUMED,
)
"""How soon whoever is asked answers, where no settings say it."""


class Released(StrEnum):
    """Something of the complaint that may be shown to whoever is asked."""

    SUBJECT = "subject"
    STORY = "story"
    NAME = "name"
    CONTACT = "contact"


BY_DEFAULT = (Released.SUBJECT, Released.STORY)
"""What is shown unless the service chooses otherwise: not who complains, nor how to reach them."""


class Ending(StrEnum):
    """Why a request ended without an answer."""

    WITHDRAWN = "withdrawn"
    ANSWERED = "complaint_answered"
    CLOSED = "complaint_closed"
    HANDED_ON = "complaint_handed_on"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked: one person of the agency, or whoever works at a post of its way up."""

    user_id: int | None = None
    post: str | None = None

    def __str__(self) -> str:
        """Return what `read` reads."""
        return f"post:{self.post}" if self.post is not None else f"person:{self.user_id}"

    @classmethod
    def read(cls, written: str) -> Asked | None:
        """Return who is meant, or None if nobody is."""
        kind, _, value = written.partition(":")
        if kind == "person" and value.isdecimal():
            return cls(user_id=int(value))
        return cls(post=value) if kind == "post" and value else None

"""What is confirmed and has not left yet: read by a colleague where the agency wants it, then held.

For a moment whoever confirmed it may still take it back. What a group is told when its complaints
are closed together is no such text: each is closed at once, and may be taken up again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypedDict

from portal.domain.permissions import Permission


class Outgoing(StrEnum):
    """What is to leave."""

    ANSWER = "answer"
    QUESTION = "question"
    SETTLEMENT = "settlement"
    """An answer that settles a complaint, which is closed with it."""
    EXTENSION = "extension"
    """The reason why an answer is put off, with its new date."""
    CLOSING = "closing"
    """What was concluded of a complaint that was answered before; it is closed with it."""

    @property
    def permission(self) -> Permission:
        """What whoever confirms it, or takes it back, must be allowed to do."""
        return _PERMISSIONS.get(self, Permission.ANSWER)

    @property
    def answers(self) -> bool:
        """Tell whether the complaint is answered by it: a second reader reads that alone."""
        return self in (Outgoing.ANSWER, Outgoing.SETTLEMENT)

    @property
    def closes(self) -> bool:
        """Tell whether the complaint is closed by it."""
        return self in (Outgoing.SETTLEMENT, Outgoing.CLOSING)


_PERMISSIONS = {
    Outgoing.QUESTION: Permission.ASK,
    Outgoing.EXTENSION: Permission.EXTEND,
    Outgoing.CLOSING: Permission.CLOSE,
}


class KeptText(Protocol):
    """A text that has not left, as its row says."""

    @property
    def complaint_id(self) -> int:
        """The complaint that it is about."""

    @property
    def kind(self) -> str:
        """What it is, of `Outgoing`."""

    @property
    def author_id(self) -> int:
        """Who confirmed it."""

    @property
    def content(self) -> Mapping[str, Any]:
        """Everything that was confirmed, and `whose` it is."""


WHOSE = "whose"


def whose(complaint_id: int, kind: str, author_id: int) -> dict[str, Any]:
    """Return what is sealed with a text, so that it leaves from no other row: whose it is."""
    return {WHOSE: [complaint_id, str(kind), author_id]}


class Waiting(StrEnum):
    """Where it stands."""

    READER = "reader"
    """A colleague has to read it first."""
    HOLD = "hold"
    """It leaves by itself in a moment."""
    AUTHOR = "author"
    """It came back to whoever wrote it, with nothing lost."""


class CameBack(StrEnum):
    """Why it came back to its author."""

    CANCELLED = "cancelled"
    REMARKED = "remarked"
    """The second reader sent it back with a remark."""
    REFUSED = "refused"
    """The complaint had moved: it could not leave any more."""
    NOT_OPENED = "not_opened"
    """What was confirmed cannot be read, or its row says that it is somebody else's."""


BY_ANSWER = frozenset(Outgoing) - {Outgoing.EXTENSION, Outgoing.CLOSING}
"""What keeps the dates that an answer or a question may keep: while it is held, none is missed."""

BY_ANSWER_OR_EXTENSION = BY_ANSWER | {Outgoing.EXTENSION}
"""What keeps the dates that an extension may put off, too."""


class Confirmation(TypedDict, total=False):
    """What the history tells of something that was held: nothing where it left at once."""

    confirmed_at: datetime
    read_by: int | None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """When something that leaves now was confirmed, and who read it before.

    The hold is the portal's: a date is kept by whoever confirmed in time.
    """

    at: datetime
    read_by: int | None = None

    def as_facts(self) -> Confirmation:
        """Return it as the history tells it."""
        return {"confirmed_at": self.at, "read_by": self.read_by}


def keeps(
    due_at: datetime | None, confirmed_at: datetime, leaves_at: datetime, now: datetime
) -> bool:
    """Tell whether a date that just passed may still be kept by what is held.

    It was confirmed before the date, and its moment to leave has not come.
    """
    return due_at is not None and confirmed_at < due_at and now < leaves_at

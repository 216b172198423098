"""What happened to a complaint, as machines beside the portal are told it: nothing is personal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class EventKind(StrEnum):
    """What is told; each is the name of a hook."""

    COMPLAINT_FILED = "complaint_filed"
    COMPLAINT_STATUS_CHANGED = "complaint_status_changed"
    COMPLAINT_ESCALATED = "complaint_escalated"
    MESSAGE_ADDED = "message_added"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: `id` stays the same however often it is told.

    `seq` is its place in the history of the complaint. `attempt` counts the tries to tell it: from
    the second on, an earlier one may have come through. `due_at` is the next date that the
    complaint has when it is told, None where it has none.
    """

    id: str
    at: datetime
    seq: int
    attempt: int = 1
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as it is kept until it was told: which agency is told it, and where all stood.

    `facts` are what the hook is given beside the complaint and the event.
    """

    kind: EventKind
    agency: str
    number: str
    seq: int
    at: datetime
    category: str
    status: str
    level: int
    facts: Mapping[str, Any]

    @property
    def id(self) -> str:
        """What names it for ever: the complaint, the place in its history, and what it is."""
        return f"{self.number}-{self.seq}-{self.kind}"

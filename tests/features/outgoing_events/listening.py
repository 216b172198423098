"""Plugins that are told of events, and a worker that tells them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.domain.actor import PORTAL
from portal.domain.complaint import Complaint, Status
from portal.domain.event import Event
from portal.features.outgoing_events.actions_gathering import GATHER
from portal.features.outgoing_events.actions_sending import tell_due
from portal.features.outgoing_events.records import OutgoingEventRecord
from portal.plugin_api import hookimpl
from portal.runtime import Runtime


@dataclass
class Listening:
    """A plugin that keeps what it is told, unless `fails` raises: then it keeps that it was."""

    fails: Callable[[Event], Any] = lambda _event: None
    told: list[tuple[str, str, Any]] = field(default_factory=list)
    tried: list[tuple[str, int]] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    @hookimpl
    def complaint_filed(self, event: Event, complaint: Complaint) -> None:
        self._take("complaint_filed", event, complaint, None)

    @hookimpl
    def complaint_status_changed(self, event: Event, complaint: Complaint, before: Status) -> None:
        self._take("complaint_status_changed", event, complaint, (before, complaint.status))

    @hookimpl
    def complaint_escalated(self, event: Event, complaint: Complaint, before: int) -> None:
        self._take("complaint_escalated", event, complaint, (before, complaint.level))

    @hookimpl
    def message_added(self, event: Event, complaint: Complaint, from_complainant: bool) -> None:
        self._take("message_added", event, complaint, from_complainant)

    def _take(self, hook: str, event: Event, complaint: Complaint, what: Any) -> None:
        self.tried.append((event.id, event.attempt))
        self.fails(event)
        self.told.append((hook, event.id, what))
        self.complaints.append(complaint)


@dataclass
class Teller:
    """The worker as far as it tells events, of a portal with these plugins."""

    runtime: Runtime

    def __post_init__(self) -> None:
        self.gather = GATHER.begin(self.runtime)

    def listen(self, plugin: object, agency: str = "parks") -> None:
        """Give an agency a plugin, which is told what happens from now on."""
        agencies = self.runtime.agencies.in_force.agencies
        agencies[agency] = replace(agencies[agency], plugin=plugin)
        self.gather(self.runtime.now())

    def run(self, at: datetime | None = None) -> int:
        """Tell what is due by now, or at another moment; return how many were taken."""
        now = at or self.runtime.now()
        self.gather(now)
        return tell_due(self.runtime, now)

    def rows(self) -> list[OutgoingEventRecord]:
        """Return every event, in the order in which they were made."""
        with self.runtime.reading(PORTAL) as session:
            return list(session.scalars(select(OutgoingEventRecord).order_by("id")))

"""What an agency's plugin is told once it happened.

Events come after the commit, from the outbox, and return nothing. Those of one complaint come in
their order. A plugin that raises, hangs or ends its process is told again, for three days: what it
was told once already it knows by the id of the event. Nobody else waits for it.
"""

from __future__ import annotations

from portal.domain.complaint import Complaint, Status
from portal.domain.event import Event
from portal.plugin_api.hookspecs import hookspec


@hookspec
def complaint_filed(event: Event, complaint: Complaint) -> None:
    """Take note that the agency has a new complaint.

    Told when it was filed, and when another agency handed it over, or a part of it.
    """


@hookspec
def complaint_status_changed(event: Event, complaint: Complaint, before: Status) -> None:
    """Take note that a complaint has another status than `before`.

    Told whoever changed it. An agency that no longer has it is told that it was transferred.
    """


@hookspec
def complaint_escalated(event: Event, complaint: Complaint, before: int) -> None:
    """Take note that a complaint went up from the level `before`.

    Told whether a date passed, or somebody passed it up or asked for a review.
    """


@hookspec
def message_added(event: Event, complaint: Complaint, from_complainant: bool) -> None:
    """Take note that a message was added, by whoever complains or to them; not what it says.

    Told of messages, questions and answers: never of what the agency notes for itself.
    """

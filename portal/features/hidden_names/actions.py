"""Hiding who complains from whoever is concerned, asking to lift it, and lifting it.

Nobody but whoever complains lifts it: until then no use case releases a name or a way to reach
them, and no text that tells it leaves.
"""

from __future__ import annotations

from sqlalchemy import Connection

from portal.complaints.letters import letters
from portal.complaints.planning import Added, Filing
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.errors import TransitionNotAllowedError, required
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.hidden_names.letters import NAME_ANSWERED, NAME_ASKED_FOR
from portal.features.hidden_names.queries import is_asked_to_lift, releases_of
from portal.features.hidden_names.rules import AskedHidden, NameShown

TEXT = "name_asked_for"
"""The kind of the text: why the service asks that it be lifted."""


def hidden_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Keep hidden from the start who complains, where that was asked."""
    if not filing.content.part(AskedHidden).hides_name:
        return None
    return Added(columns={"name_hidden_since": filing.now})


def hide(work: Work, complaint: ComplaintRecord) -> None:
    """Keep hidden from now on who complains, from whom it was released to as well.

    Once more is nothing.
    """
    if complaint.name_hidden_since is None:
        for released in releases_of(work.session, complaint.id):
            work.session.delete(released)
        complaint.name_hidden_since = work.now
        work.record(complaint, EntryKind.NAME_HIDDEN)


def lift(work: Work, complaint: ComplaintRecord) -> None:
    """Let the service release again who complains, as its person says; once more is nothing."""
    if complaint.name_hidden_since is None:
        return
    asked = is_asked_to_lift(work.session, complaint.id)
    complaint.name_hidden_since = None
    work.record(complaint, NameShown(asked))
    if asked:
        letters.to_assignee(work, complaint, NAME_ANSWERED)


def keep_hidden(work: Work, complaint: ComplaintRecord) -> None:
    """Say no to the service that asked to lift it; once more is nothing."""
    if is_asked_to_lift(work.session, complaint.id):
        work.record(complaint, EntryKind.NAME_KEPT_HIDDEN)
        letters.to_assignee(work, complaint, NAME_ANSWERED)


def ask_to_lift(work: Work, complaint: ComplaintRecord, why: str) -> None:
    """Ask whoever complains to lift it, with a reason that they read; once until they answer."""
    require(work, complaint, Permission.CONTACT)
    is_asked = is_asked_to_lift(work.session, complaint.id)
    if complaint.name_hidden_since is None or is_asked:
        raise TransitionNotAllowedError(complaint.status, "ask_to_lift")
    text = required(why, "why_lift")
    letters.record_text(work, complaint, EntryKind.NAME_ASKED_FOR, TEXT, text)
    letters.to_citizen(work, complaint, NAME_ASKED_FOR)

"""What goes along with a complaint from the wrong agency to the right one."""

from __future__ import annotations

from enum import StrEnum

from portal.domain.complaint import ReplyBy

BOUNCES_AT_MOST = 2
"""How often an agency may send a transferred complaint on or back before the desk decides."""


class Travels(StrEnum):
    """What goes along with a complaint to another agency only as far as its complainant agrees.

    The story and the number always do: they were written to the one portal.
    """

    NAME = "name"
    CONTACT = "contact"
    DOCUMENTS = "documents"
    MESSAGES = "messages"


def needed_to_reach(reply_by: str) -> frozenset[Travels]:
    """Return what travels whatever is agreed to: only the agency can post a letter, or call.

    What goes by e-mail or text message the portal sends itself, whoever answers.
    """
    is_by_people = reply_by in (ReplyBy.POST, ReplyBy.PHONE)
    return frozenset({Travels.CONTACT}) if is_by_people else frozenset()


EXCHANGED = frozenset(
    {
        *("message", "question", "answer", "extension", "withdrawal", "conclusion", "again"),
        *("contact_limit", "limit_review", "limit_reviewed", "limit_lifted"),
    }
)
"""The kinds of texts that the complainant and an agency wrote to each other."""

INTERNAL = frozenset(
    {
        *("note", "to_top", "decision", "reading", "conflict_lifted", "limit_declined"),
        *("urgent_why", "urgent_declined", "urgent_act"),
    }
)
"""The kinds of texts that an agency wrote for itself: each travels only if it is chosen."""

ALONG = frozenset({"transfer", "routing", "part", "reprisal", "reprisal_act"})
"""The kinds that the next agency has to read: what it is asked, and whom it has to protect."""

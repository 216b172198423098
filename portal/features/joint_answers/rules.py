"""What another agency that answers a part of a complaint may read of it: what was agreed to."""

from __future__ import annotations

from enum import StrEnum

from portal.domain.complaint import ReplyBy


class Shared(StrEnum):
    """What an agency reads beside what it is asked, each only if the complainant agrees.

    What they wrote to the agency that has the complaint, and its answers, stay there.
    """

    STORY = "story"
    NAME = "name"
    CONTACT = "contact"
    DOCUMENTS = "documents"


def needed_for_a_part(reply_by: str) -> frozenset[Shared]:
    """Return what is read whatever is agreed to: only an agency can post a letter, or call."""
    is_by_people = reply_by in (ReplyBy.POST, ReplyBy.PHONE)
    return frozenset({Shared.CONTACT}) if is_by_people else frozenset()

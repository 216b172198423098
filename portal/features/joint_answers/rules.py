"""What another agency that answers a part of a complaint may read of it: what was agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from portal.domain.complaint import ReplyBy

PART = "part"
"""The kind of the message that says what an agency is asked to answer."""


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
    return frozenset({Shared.CONTACT}) if ReplyBy(reply_by).by_people else frozenset()


def agreed_when_filed(answers: Mapping[str, Any] | None, agency: str) -> list[str] | None:
    """Return what the complainant let an agency read when they named it; None if they did not."""
    named = (answers or {}).get("other_agency") or {}
    if named.get("agency") != agency:
        return None
    return sorted(set(named.get("reads", ())) & set(Shared))

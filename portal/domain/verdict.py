"""What a complainant says of an answer: whether it meets the complaint."""

from __future__ import annotations

from enum import StrEnum

from portal.domain.complaint import Status

JUDGED = frozenset({Status.ANSWERED, Status.CLOSED})
"""When there is an answer to judge."""


class Verdict(StrEnum):
    """Whether the answer meets the complaint."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"

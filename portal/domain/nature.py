"""What somebody turned to the complaints service for: said afterwards; it moves no date."""

from __future__ import annotations

from enum import StrEnum


class Nature(StrEnum):
    """What it was. Whoever writes is never asked: it is a complaint until the staff set it."""

    COMPLAINT = "complaint"
    COMMENT = "comment"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    REPORT = "report"
    """Of a situation that somebody should know of."""


OWN_MOTION = "own_motion"
"""Where counts have a nature: of a file that the service opened by itself. Nobody says it after."""

"""What somebody can be to an agency, or to the whole portal."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a member of staff is to an agency, or to the whole portal."""

    OFFICER = "officer"
    HEAD = "head"
    MANAGER = "manager"
    TOP_AUTHORITY = "top_authority"
    ADMINISTRATOR = "administrator"
    INTAKE = "intake"
    ANALYST = "analyst"
    AUDITOR = "auditor"

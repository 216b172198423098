"""How somebody of an agency was in touch with whoever complains, and when."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from portal.domain.errors import IncompleteError


class Contact(StrEnum):
    """How the person was reached."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    VIDEO = "video"
    EMAIL = "email"
    TEXT = "text"
    POST = "post"
    SOCIAL = "social"


class SaidContact(Struct, frozen=True):
    """A contact as somebody of the agency says that it was made."""

    way: Contact
    at: datetime

    def check(self, received_at: datetime, now: datetime) -> None:
        """Raise IncompleteError if it would be still to come, or before the complaint was there."""
        if self.at > now:
            raise IncompleteError("contact_ahead")
        if self.at < received_at.replace(second=0, microsecond=0):
            raise IncompleteError("contact_before")

"""Whether a complaint is one more of the same is noticed as it is filed, and told once."""

from __future__ import annotations

from sqlalchemy import Connection

from portal.complaints.planning import Added, Filing
from portal.domain.complaint import FiledFor
from portal.features.recurrence.queries import complained_since
from portal.features.recurrence.rules import WITHIN, Recurring


def told_at_filing(connection: Connection, filing: Filing) -> Added | None:
    """Tell in the first entry that the same address complained of the same within a year.

    Whoever stays anonymous is compared with nobody, and so is who gives no address.
    """
    content = filing.content
    if not content.email or content.filed_for == FiledFor.ANONYMOUS:
        return None
    keyring = connection.dialect.keyring  # type: ignore[attr-defined]
    address = keyring.hashed(content.email.lower(), "email")
    place = (filing.plan.agency.code, filing.plan.category.code)
    if not complained_since(connection, address, *place, filing.now - WITHIN):
        return None
    return Added(told=[Recurring(recurs=True)])

"""What a citizen's receipt proves: that an entry is there, and the whole chain up to it."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.proof.chains import link_of
from portal.complaints.queries import exports
from portal.domain.history import Head, Link, first_break

SHORTEST_HASH = 16


def entry_with_hash(session: Session, number: str, typed: str) -> datetime | None:
    """Return when the entry with this hash (16 digits or more) happened, if history has it.

    The whole chain up to it is checked again, so that a receipt proves what it says.
    """
    wanted = re.sub(r"[^0-9a-f]", "", typed.lower())
    if len(wanted) < SHORTEST_HASH:
        return None
    links: list[Link] = []
    for entry in exports.entries_of(session, number):
        links.append(link_of(number, entry))
        if entry.hash.startswith(wanted):
            head = Head(number, entry.seq, entry.hash)
            return None if first_break(links, head) else entry.at
    return None

"""What an employee keeps under the address of a form while it is written."""

from __future__ import annotations

import re

from flask import abort
from flask_login import current_user

from portal.complaints.kept_drafts import OpenDraft
from portal.complaints.registering import opened_entry
from portal.domain.errors import DraftGoneError
from portal.pages.current import runtime

_ID = re.compile(r"[\w-]{16}")


def kept_entry(agency: str, entry: str) -> OpenDraft | None:
    """Return what this employee keeps under the address; None if nothing is kept there yet.

    404 for an address that is none, or that is another agency's.
    """
    if not _ID.fullmatch(entry):
        abort(404)
    portal = runtime()
    try:
        with portal.database.glancing() as connection:
            now = portal.now()
            draft = opened_entry(connection, portal.keyring, entry, current_user.user_id, now)
    except DraftGoneError:
        return None
    return draft if draft.agency == agency else abort(404)

"""What the complainant will get, exactly, where the use case itself words it."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.complaints.held_messages.rehearsing import letter_words, written_by
from portal.domain.held_messages import Outgoing
from portal.pages.current import runtime
from portal.pages.office.case.opened import OpenedCase


def exact_letter(case: OpenedCase, kind: Outgoing, content: dict[str, Any]) -> dict[str, Any]:
    """Return the text for the person's follow-up and their letter, as they would leave now.

    Raise whatever would keep them from leaving.
    """
    portal = runtime()
    rehearsal = partial(written_by, kind=kind, content=content)
    written = portal.change(current_actor(), case.complaint.number, rehearsal)
    return {
        "text": written.text,
        "means": written.letter and written.letter.means.value,
        "letter": letter_words(
            portal.config, portal.agencies, portal.features.letters, written, case.now
        ),
    }

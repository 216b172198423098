"""Who else has the complaint open, in words: nobody answers twice without knowing."""

from __future__ import annotations

from flask_login import current_user

from portal.auth.sign_in import current_actor
from portal.complaints.queries.presence import Present, others_present
from portal.pages.current import runtime
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext, ngettext

READING = frozenset({"case", "document", "letter", "ready_file"})
"""What people open to read; anything else they open to do something."""


def others_here(case: OpenedCase) -> list[str]:
    """Return a sentence for everybody else who opened the complaint a moment ago."""
    with runtime().reading(current_actor()) as session:
        present = others_present(session, case.complaint.id, current_user.user_id, case.now)
    return [_sentence(one, case) for one in present]


def _sentence(one: Present, case: OpenedCase) -> str:
    minutes = int((case.now - one.at).total_seconds() // 60)
    when = (
        ngettext("il y a %(num)s minute", "il y a %(num)s minutes", minutes)
        if minutes
        else gettext("à l’instant")
    )
    if one.what in READING:
        return gettext("%(name)s lit aussi cette plainte (%(when)s).", name=one.name, when=when)
    return gettext("%(name)s travaille aussi à cette plainte (%(when)s).", name=one.name, when=when)

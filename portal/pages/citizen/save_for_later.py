"""« Enregistrer et finir plus tard », on any page of a draft."""

from __future__ import annotations

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.complaints.planning.drafts import OpenDraft, give_resume_code
from portal.pages.current import runtime

LATER = "plus-tard"
_KEPT_CODE = "reprise"


def has_to_leave() -> bool:
    """Tell whether the person asked to finish later: nothing is then checked, all is kept."""
    return LATER in request.form


def later(draft: OpenDraft) -> ResponseReturnValue:
    """Give the draft a new resume code, and lead to the page that shows it."""
    portal = runtime()
    with portal.transaction() as opened:
        code = give_resume_code(opened, portal.keyring, draft.id)
    session[_KEPT_CODE] = [draft.id, code]
    return redirect(url_for("citizen.save", draft=draft.id), 303)


def resume_code(draft: OpenDraft) -> str | None:
    """Return the code given to this draft in this session, if one was."""
    draft_id, code = session.get(_KEPT_CODE, (None, None))
    return code if draft_id == draft.id else None

"""Two people for a publication: who wrote a draft, and what leads on where neither may publish.

Whoever changes what somebody else wrote keeps that person's text beside it: it can be given back,
to be published by whoever changed it. A publication is always of a text that another person wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from sqlalchemy.orm import Session

from portal.domain.errors import SettingsMovedError
from portal.releases.queries import locked_draft
from portal.releases.records import SettingsDraftRecord

log = structlog.get_logger()


def needs_second_person(
    in_force: Mapping[str, Any], edited_by: int | None, user_id: int | None
) -> bool:
    """Tell whether the rules in force, if any are, keep this person from publishing their own."""
    return bool(in_force.get("agency", {}).get("two_to_publish")) and edited_by == user_id


def note_author(draft: SettingsDraftRecord, text: str, user_id: int | None) -> None:
    """Let a text be the draft, of whoever wrote it: saved unchanged it stays its author's.

    What somebody else wrote before is kept beside what replaces it.
    """
    if text == draft.text:
        return
    if text == draft.before_text:
        draft.edited_by, draft.before_text, draft.before_by = draft.before_by, None, None
    elif draft.text is not None and draft.edited_by != user_id:
        draft.before_text, draft.before_by = draft.text, draft.edited_by
        draft.edited_by = user_id
    else:
        draft.edited_by = user_id
    draft.text = text


def give_back(session: Session, agency: str, user_id: int | None, seen: int) -> str:
    """Return the text that the other person wrote, to be kept as the draft again.

    Raise SettingsMovedError if the draft is not the one that was seen, or has no such text.
    """
    draft = locked_draft(session, agency)
    if draft is None or draft.version != seen or draft.before_text is None:
        raise SettingsMovedError(agency)
    log.info("draft given back", agency=agency, version=seen, by=user_id, to=draft.before_by)
    return draft.before_text

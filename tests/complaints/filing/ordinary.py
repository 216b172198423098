"""An ordinary complaint to the parks as it is filed: its draft, and all that was typed."""

from __future__ import annotations

from portal.agencies.agency import Agency
from portal.complaints.handling.filing import Receipt, file_complaint
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.planning import plan_filing
from portal.domain.complaint import Draft
from portal.runtime import Runtime

STORY = "Le sentier est fermé depuis un mois."
DRAFT = Draft(category="trail", story=STORY)
CONTENT = DraftContent(
    story=STORY,
    filed_for="self",
    name="Michel Gagnon",
    reply_by="email",
    email="M.Gagnon@exemple.org",
    phone="819 555-0101",
    address="12, rue des Érables",
    wish="Qu’il rouvre.",
)


def send(
    runtime: Runtime,
    draft_id: str | None = None,
    content: DraftContent = CONTENT,
    draft: Draft = DRAFT,
    agency: Agency | None = None,
) -> Receipt:
    """File it, with or without a draft that was kept; return its receipt."""
    plan = plan_filing(agency or runtime.agencies.agency("parks"), draft, runtime.now())
    return file_complaint(runtime, plan, draft_id, content, draft, runtime.now())

"""An agency that is prepared on a page and published, without a file."""

from __future__ import annotations

from portal.agencies.files.first_file import Beginning, FirstCategory
from portal.domain.text import Text
from portal.releases import drafts
from portal.releases.drafts import begin_agency
from portal.runtime import Runtime

LAKES = Beginning(
    code="lacs",
    name=Text("Office des lacs", "Lakes office"),
    service=Text("Bureau des plaintes", "Complaints office"),
    mandate=Text("Les lacs: l’eau et la glace", 'Lakes: "water" and ice'),
    top_authority=Text("Présidente", "President"),
    days_to_answer=15,
    categories=(FirstCategory("ice", Text("Glace trop mince", "Thin ice"), "delay"),),
    other_theme="other",
)


def begin(runtime: Runtime, beginning: Beginning = LAKES) -> None:
    """Prepare an agency on a page."""
    with runtime.transaction() as session:
        begin_agency(session, beginning, runtime.agencies.portal, 1, runtime.now())


def publish(runtime: Runtime, code: str = "lacs", seen: int = 1, instead_of: int = 0) -> None:
    """Publish its draft as it was seen."""
    with runtime.transaction() as session:
        portal = runtime.agencies.portal
        drafts.publish(session, code, portal, 1, runtime.now(), seen=seen, instead_of=instead_of)
    runtime.take_up_changes()

"""Other settings of the agencies, put in force from a page or from files."""

from __future__ import annotations

from pathlib import Path

from portal.releases import drafts as settings_drafts
from portal.releases.files import Sync, sync_releases
from portal.releases.queries import release_in_force
from portal.runtime import Runtime
from tests.support.agencies import PARKS_YAML

COMMON = "jurisdiction: CA-QC-GOV, timezone: America/Toronto, hours: '08:30-12:00, 13:00-16:30'"
CLOSED_THREE_DAYS = (
    f"{PARKS_YAML}calendar: {{{COMMON}, extra_closures: [2026-12-07, 2026-12-08, 2026-12-09]}}\n"
)


def publish(runtime: Runtime, text: str, *, moving: bool = True, noticed: bool = True) -> None:
    """Publish another text of the parks as from a page."""
    with runtime.transaction() as session:
        settings_drafts.save_draft(session, "parks", text, None, runtime.now(), seen=0)
        current = release_in_force(session, "parks")
        assert current is not None
        settings_drafts.publish(
            session,
            "parks",
            runtime.agencies.portal,
            None,
            runtime.now(),
            seen=1,
            instead_of=current.id,
            moving_dates=moving,
        )
    if noticed:
        runtime.agencies.notice_change(text)


def sync(runtime: Runtime, folder: Path) -> tuple[str, ...]:
    """Put changed files in force; return the agencies that have another release."""
    with runtime.transaction() as session:
        return sync_releases(session, folder, runtime.now()).changed


def edit(folder: Path, code: str, before: str, after: str) -> None:
    """Change something in the file of an agency."""
    path = folder / f"{code}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def take_up(runtime: Runtime, folder: Path, text: str = CLOSED_THREE_DAYS) -> Sync:
    """Put another file of the parks in force."""
    (folder / "parks.yaml").write_text(text, encoding="utf-8")
    return sync_noticed(runtime, folder)


def sync_noticed(runtime: Runtime, folder: Path) -> Sync:
    """Put changed files in force and let the portal take them up; return what was done."""
    with runtime.transaction() as session:
        done = sync_releases(session, folder, runtime.now())
    runtime.take_up_changes()
    return done

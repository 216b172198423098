"""An organisation takes another name: its settings say so from the day on, its code stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from portal.agencies.files.editing import with_values
from portal.agencies.settings.schema import AgencySettings
from portal.complaints.records.release import PAGE, AgencyReleaseRecord
from portal.complaints.work import Work
from portal.db.engine import take_turns
from portal.features.organisation_changes.records import AgencyChangeRecord
from portal.releases.drafts import check_settings
from portal.releases.files import SettingsMistakesError
from portal.releases.releases import new_release, put_in_force, release_in_force


def rename(work: Work, change_id: int) -> None:
    """Put a release with the new name in force, once; the old name still leads to the agency.

    Everything else stays as it is in force on that day. Raise SettingsMistakesError if the name
    does not fit the settings.
    """
    session = work.session
    take_turns(session.connection(), "releases")
    change = session.get_one(
        AgencyChangeRecord, change_id, with_for_update=True, populate_existing=True
    )
    if change.done_at is not None:
        return
    current = release_in_force(session, change.agency)
    assert current is not None, "an agency that is renamed is in force"
    text = with_values(current.text or "", "agency", _new_identity(change, current))
    checked = check_settings(session, change.agency, text, work.agencies.portal)
    if checked.settings is None:
        raise SettingsMistakesError(checked.mistakes)
    settings = checked.settings.model_dump(mode="json")
    release = new_release(session, change.agency, settings, text, PAGE, work.now)
    release.published_by = change.asked_by
    put_in_force(session, release, work.now)
    change.begun_at = change.done_at = work.now
    change.version += 1


def _new_identity(change: AgencyChangeRecord, current: AgencyReleaseRecord) -> dict[str, Any]:
    before = AgencySettings.model_validate(current.settings).agency
    former = {
        "name": {"fr": before.name.fr, "en": before.name.en},
        "aliases": tuple(filter(None, [before.short_name])),
        "until": change.on_day - timedelta(days=1),
    }
    return {
        "name": {"fr": change.plan["fr"], "en": change.plan["en"]},
        "short_name": change.plan["short_name"],
        "successor_of": (*(one.model_dump() for one in before.successor_of), former),
    }

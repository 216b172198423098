"""An organisation takes another name on a day; everything else of it stays."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.domain.actor import PORTAL
from portal.domain.errors import NotAllowedError
from portal.domain.role import Role
from portal.domain.succession import ChangeProblem, ChangeRefusedError
from portal.features.organisation_changes.actions import change_agencies
from portal.releases.files import sync_releases
from portal.releases.queries import releases_of
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.features.organisation_changes.successions import merge, rename
from tests.support import FixedClock, file, officer, on_both
from tests.support.agencies import AGENCIES

APRIL_MORNING = datetime(2027, 4, 1, 12, 0, tzinfo=UTC)


@on_both
def test_the_new_name_comes_into_force_on_its_day_and_once(runtime: Runtime, clock: FixedClock):
    number = file(runtime).number
    before = runtime.agencies.agency("parks").settings
    rename(runtime)
    change_agencies(runtime, clock())
    assert runtime.agencies.agency("parks").name.fr == "Régie des parcs"
    clock.moment = APRIL_MORNING
    for _ in range(2):
        change_agencies(runtime, clock())
    after = runtime.agencies.agency("parks").settings
    assert (after.agency.name.en, after.agency.short_name) == ("Wild: nature", "N")
    assert (after.categories, after.escalation, after.deadlines) == (
        before.categories,
        before.escalation,
        before.deadlines,
    )
    assert complaint(runtime, number).agency == "parks"
    with runtime.reading(PORTAL) as session:
        assert [one.rank for one in releases_of(session, "parks")] == [2, 1]


def test_the_old_name_and_acronym_still_find_it(runtime: Runtime, clock: FixedClock):
    rename(runtime, date(2026, 11, 24))
    change_agencies(runtime, clock())
    for words in ("Régie des parcs", "RDP", "ODS", "Nature"):
        assert runtime.finder.suggest(words, "fr")[0].agency == "parks", words


def test_a_file_that_did_not_change_does_not_take_the_name_back(
    runtime: Runtime, clock: FixedClock
):
    rename(runtime, date(2026, 11, 24))
    change_agencies(runtime, clock())
    with runtime.transaction() as session:
        assert sync_releases(session, AGENCIES, clock()).changed == ()


def test_an_agency_renamed_and_then_merged_is_found_by_every_name(
    runtime: Runtime, clock: FixedClock
):
    rename(runtime, date(2026, 11, 24))
    change_agencies(runtime, clock())
    merge(runtime)
    for words in ("Régie des parcs", "RDP", "Nature", "office des sentiers"):
        assert runtime.finder.suggest(words, "fr")[0].agency == "water", words


def test_a_second_name_waits_for_the_first(runtime: Runtime):
    rename(runtime)
    with pytest.raises(ChangeRefusedError) as refused:
        rename(runtime)
    assert refused.value.problem is ChangeProblem.ANOTHER_PLANNED


def test_only_who_administers_an_agency_renames_it(runtime: Runtime):
    for actor in (officer(role=Role.HEAD), officer("water", role=Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowedError):
            rename(runtime, actor=actor)

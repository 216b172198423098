"""The agencies in force: looked up by code, reloaded when another release is."""

from __future__ import annotations

from typing import Any

import pytest

from portal.agencies.registry import PORTAL_CODE, Registry, StoredRelease
from portal.domain.errors import UnknownAgencyError
from tests.agencies.plugins.plugged import settings_in_force


def releases(**changes: dict[str, Any]) -> list[StoredRelease]:
    """Return a release of each agency; `changes` may say other things of some."""
    portal, agencies = settings_in_force()
    stored = [StoredRelease(1, PORTAL_CODE, portal.model_dump(mode="json"), None)]
    for number, (code, settings) in enumerate(agencies.items(), start=2):
        told = {"id": number, "plugin": None, **changes.get(code, {})}
        stored.append(
            StoredRelease(told["id"], code, settings.model_dump(mode="json"), told["plugin"])
        )
    return stored


def none(_: int) -> None:
    """Find no earlier release."""


def test_an_agency_is_found_by_its_code():
    registry = Registry(releases, none)
    assert registry.agency("parks").name.fr == "Régie des parcs"
    assert {agency.code for agency in registry} == {"desk", "parks", "water"}


@pytest.mark.parametrize("code", ["nowhere", PORTAL_CODE, ""])
def test_an_unknown_agency_is_an_error(code: str):
    with pytest.raises(UnknownAgencyError):
        Registry(releases, none).agency(code)


def test_the_intake_desk_is_the_one_the_portal_names():
    assert Registry(releases, none).intake_desk.code == "desk"


def test_another_release_is_noticed_by_its_mark():
    stored = releases()
    registry = Registry(lambda: stored, none)
    registry.notice_change(1)
    before = registry.in_force
    stored = releases(parks={"id": 99})
    registry.notice_change(1)
    assert registry.in_force is before
    registry.notice_change(2)
    assert registry.agency("parks").release_id == 99


def test_what_was_in_force_stays_whole_for_whoever_holds_it():
    stored = releases()
    registry = Registry(lambda: stored, none)
    held = registry.in_force
    stored = releases(parks={"id": 99})
    registry.notice_change(2)
    assert held.agencies["parks"].release_id != 99


def test_a_missing_plugin_is_the_agencys_health_and_no_stop():
    registry = Registry(lambda: releases(parks={"plugin": "sample_nowhere"}), none)
    assert registry.agency("parks").consult().calendar().timezone == "America/Toronto"
    problems = registry.in_force.plugin_problems
    assert set(problems) == {"parks"}
    assert "sample_nowhere" in str(problems["parks"])
    assert problems["parks"].is_missing


def test_without_the_portals_own_settings_nothing_is_in_force():
    with pytest.raises(UnknownAgencyError):
        _ = Registry(list, none).in_force


def test_if_the_new_release_cannot_be_read_the_old_one_stays_in_force():
    stored = releases()
    registry = Registry(lambda: stored, none)
    registry.notice_change(1)
    stored = [*releases()[1:], StoredRelease(9, PORTAL_CODE, {"schema": 99}, None)]
    registry.notice_change(2)
    assert registry.agency("parks").code == "parks"


def test_an_earlier_release_rules_what_was_received_under_it_and_is_loaded_once():
    earlier = next(one for one in releases(parks={"id": 7}) if one.agency == "parks")
    asked: list[int] = []

    def load(release_id: int) -> StoredRelease | None:
        asked.append(release_id)
        return earlier if release_id == 7 else None

    registry = Registry(lambda: releases(parks={"id": 99}), load)
    assert [registry.under("parks", 7).release_id for _ in range(3)] == [7, 7, 7]
    assert registry.under("parks", 99) is registry.agency("parks")
    assert registry.under("parks", 8) is registry.agency("parks")
    assert registry.under("water", 7) is registry.agency("water")
    assert asked == [7, 8]


def test_a_release_that_can_no_longer_be_read_leaves_what_is_in_force():
    broken = StoredRelease(7, "parks", {"schema": 0}, None)
    registry = Registry(lambda: releases(parks={"id": 99}), lambda _: broken)
    assert registry.under("parks", 7).release_id == 99

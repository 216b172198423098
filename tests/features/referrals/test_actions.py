"""Whoever led a person here is told by unit, and a leaflet only of the agency that it is of."""

from __future__ import annotations

import pytest

from portal.complaints.kept_drafts import DraftContent
from portal.features.referrals.actions import told_of_referral


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({}, {}),
        ({"leaflet_of": "parks"}, {}),
        ({"referred_by": "trails"}, {"referred_by": "trails"}),
        (
            {"referred_by": "trails", "leaflet_of": "parks"},
            {"referred_by": "trails", "by_leaflet": True},
        ),
        ({"referred_by": "trails", "leaflet_of": "water"}, {}),
    ],
)
def test_a_referral_is_told_where_its_unit_is(content: dict[str, str], told: dict[str, object]):
    assert told_of_referral(DraftContent(**content), "parks") == told  # type: ignore[arg-type]

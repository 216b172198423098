"""Whoever led a person here is told by unit, and a leaflet only of the agency that it is of."""

from __future__ import annotations

import pytest

from portal.features.referrals.rules import Referral, Referred


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({}, None),
        ({"leaflet_of": "parks"}, None),
        ({"referred_by": "trails"}, Referred("trails")),
        (
            {"referred_by": "trails", "leaflet_of": "parks"},
            Referred("trails", by_leaflet=True),
        ),
        ({"referred_by": "trails", "leaflet_of": "water"}, None),
    ],
)
def test_a_referral_is_told_where_its_unit_is(content: dict[str, str], told: Referred | None):
    assert Referral(**content).told("parks") == told

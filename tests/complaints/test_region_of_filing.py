"""What is filed keeps the region that its words name, and counts in it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.complaints.records.message import ReportCountRecord
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.complaints.cases import last
from tests.reporting.counted import fed
from tests.support import file, on_both


@on_both
def test_it_counts_in_the_region_that_its_words_name(runtime: Runtime):
    number = file(runtime, story="Le sentier est fermé à Gatineau.").number
    file(runtime, story="Le sentier est fermé.", email="un@exemple.org")
    assert last(runtime, number, "filed").facts["region"] == "07"
    fed(runtime)
    count = ReportCountRecord
    finest = select(count.region, count.n).where(count.language != "", count.theme != "")
    with runtime.reading(PORTAL) as session:
        assert sorted(session.execute(finest).all()) == [("07", 1), ("unknown", 1)]


def test_where_it_happened_comes_before_the_story(runtime: Runtime):
    filed = file(runtime, story="J’habite à Laval.", when_where="Hier, à Rimouski.")
    assert last(runtime, filed.number, "filed").facts["region"] == "01"


@pytest.mark.parametrize(
    ("agency", "story"), [("parks", "Le sentier est fermé."), ("water", "A leak in Richmond.")]
)
def test_without_a_place_or_elsewhere_nothing_is_kept(runtime: Runtime, agency: str, story: str):
    number = file(runtime, agency, story=story).number
    assert "region" not in last(runtime, number, "filed").facts

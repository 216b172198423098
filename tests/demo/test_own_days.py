"""In the demonstration times run elsewhere against some people, who said since when."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from portal.demo.own_days import file_with_own_days
from portal.domain.actor import PORTAL
from portal.features.own_deadlines.records import OwnDeadlineRecord
from portal.runtime import Runtime
from tests.complaints.cases import history_holds
from tests.features.joint_answers.third_agency import put_air_in_force

ANYWHERE = "when: {words: [permis refusé, permit refused]}"


def test_the_time_is_counted_from_the_day_that_was_given(runtime: Runtime, agency_files: Path):
    assert file_with_own_days(runtime) == 0
    parks = agency_files / "parks.yaml"
    text = parks.read_text("utf-8")
    assert ANYWHERE in text
    parks.write_text(text.replace(ANYWHERE, "when: {categories: [trail]}"), "utf-8")
    put_air_in_force(runtime, agency_files)
    assert file_with_own_days(runtime) == 1
    with runtime.reading(PORTAL) as session:
        [kept] = session.scalars(select(OwnDeadlineRecord)).all()
    assert kept.key == "notice.permit.0"
    assert history_holds(runtime)

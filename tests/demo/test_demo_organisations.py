"""In the demonstration one organisation takes the place of another, some months ago."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.demo.organisations import Merge, ends_at, merge_organisations, merge_told
from portal.demo.people import add_staff
from portal.demo.years import make_years
from portal.domain.actor import PORTAL
from portal.domain.history import EntryKind
from portal.runtime import Runtime
from tests.complaints.cases import history_holds
from tests.features.joint_answers.third_agency import put_air_in_force
from tests.support.agencies import AGENCIES

MERGE = Merge("air", "water", 8)
TOLD = '[merge]\nagency = "air"\ninto = "{into}"\nmonths_ago = 8\n'


@pytest.fixture
def three(runtime: Runtime, agency_files: Path) -> Runtime:
    put_air_in_force(runtime, agency_files)
    return runtime


def test_what_it_had_goes_on_at_the_other_and_is_answered_there(three: Runtime):
    add_staff(three)
    ends = ends_at(three, MERGE)
    make_years(three, 7, ended={"air": ends}, counts=False)
    assert merge_organisations(three, MERGE) > 0
    moved = (
        select(HistoryEntryRecord.complaint_id, HistoryEntryRecord.seq)
        .where(HistoryEntryRecord.kind == EntryKind.SUCCEEDED.value)
        .subquery()
    )
    with three.reading(PORTAL) as session:
        [agencies] = [set(session.scalars(select(ComplaintRecord.agency)))]
        assert agencies == {"parks", "water"}
        went = session.execute(
            select(ComplaintRecord.is_open, ComplaintRecord.received_at).join(
                moved, moved.c.complaint_id == ComplaintRecord.id
            )
        ).all()
        assert {is_open for is_open, _ in went} == {False}
        assert max(received for _, received in went) < ends
        backwards = session.scalar(
            select(func.count())
            .select_from(HistoryEntryRecord)
            .join(moved, moved.c.complaint_id == HistoryEntryRecord.complaint_id)
            .where(HistoryEntryRecord.seq < moved.c.seq, HistoryEntryRecord.at > ends)
        )
        assert backwards == 0
    assert merge_organisations(three, MERGE) == 0
    assert history_holds(three)


@pytest.mark.parametrize(("into", "expected"), [("water", MERGE), ("nobody", None)])
def test_the_file_beside_the_settings_says_which_if_both_are_there(
    three: Runtime, tmp_path: Path, into: str, expected: Merge | None
):
    assert merge_told(three) is None
    folder = tmp_path / "told" / "demonstration"
    folder.mkdir(parents=True)
    (folder / "organisations.toml").write_text(TOLD.format(into=into), "utf-8")
    three.config = three.config.model_copy(update={"agencies": folder.parent})
    assert merge_told(three) == expected


def test_the_file_that_is_shipped_names_agencies_that_are_shipped():
    shipped = AGENCIES.parents[1] / "agency_configs"
    told = (shipped / "demonstration" / "organisations.toml").read_text("utf-8")
    for name in ("agency", "into"):
        code = told.split(f'{name} = "')[1].split('"')[0]
        assert (shipped / f"{code}.yaml").is_file()

"""The block on withdrawals: who suggested one is told by nobody's number."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.reporting.figures import count, rows, signed_in

PAGE = "/fr/portrait/paliers-et-recours"


def counted(runtime: Runtime, agency: str, withdrawn: int, suggested: int) -> None:
    numbers = (("withdrawn", withdrawn), ("withdrawn_suggested", suggested))
    count(runtime, *((agency, "2026-08", measure, 0, n) for measure, n in numbers if n))


@pytest.mark.parametrize(
    ("withdrawn", "suggested", "told"),
    [
        (1, 1, "non publié : petits nombres"),
        (1, 0, "non publié : petits nombres"),
        (4, 2, "non publié : petits nombres"),
        (20, 2, "20 % ou moins"),
        (20, 4, "20 % ou moins"),
        (20, 0, "0 %"),
        (20, 10, "50 %"),
    ],
)
def test_of_few_nobody_reads_whether_the_agency_suggested_it(
    app: Flask, runtime: Runtime, withdrawn: int, suggested: int, told: str
):
    counted(runtime, "water", 40, 10)
    counted(runtime, "parks", withdrawn, suggested)
    page = signed_in(app, runtime, Role.HEAD, "parks").get(f"{PAGE}?periode=2026-T3").text
    assert rows(page, "retraits")[0][1:3] == [str(withdrawn), told]


def test_a_year_does_not_tell_what_its_quarters_hide(app: Flask, runtime: Runtime):
    counted(runtime, "parks", 20, 10)
    head = signed_in(app, runtime, Role.HEAD, "parks")
    year = head.get(f"{PAGE}?periode=2026").text
    assert rows(year, "retraits")[0][1:3] == ["20", "non publié : petits nombres"]

"""Every page counts the days that are left by the calendar of the complaint's subject."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from portal.runtime import Runtime
from tests.complaints.dates.other_rules import WITH_OWN
from tests.pages.office.people import case_path, signed_in, words
from tests.releases.publishing import publish
from tests.support import FixedClock, file


@pytest.fixture
def receipt(runtime: Runtime, clock: FixedClock):
    publish(runtime, WITH_OWN, moving=False)
    filed = file(runtime, category="trail")
    # The Friday before three days that are closed for this subject alone.
    clock.moment = datetime(2026, 12, 4, 15, 30, tzinfo=UTC)
    return filed


def test_the_work_list_and_the_file_count_its_own_days(app: Flask, runtime: Runtime, receipt):
    claire = signed_in(app, runtime)
    assert "12 jours" in words(claire.get("/fr/gestion/parks/file?vue=equipe").text)
    assert "12 jours" in words(claire.get(case_path(receipt.number)).text)


def test_the_follow_up_page_counts_its_own_days(app: Flask, receipt):
    citizen = app.test_client()
    citizen.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    page = words(citizen.get(f"/fr/suivi/{receipt.number}").text)
    assert "Au plus tard le 28 décembre 2026" in page
    assert "12 jours ouvrables" in page

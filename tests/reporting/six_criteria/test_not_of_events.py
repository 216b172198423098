"""What is read from settings, forms and open complaints, by hand for parks and water."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal import __version__
from portal.complaints.kept_drafts import DraftContent
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.pages.citizen.reply import reply_problems
from portal.reporting.asked import Asked
from portal.reporting.figures import Reading
from portal.reporting.live_figures import read_figures
from portal.reporting.six_criteria.computed import ANSWERS_ASKED, OWN
from portal.reporting.six_criteria.values import Amount, Values
from portal.reporting.six_criteria.verified import last_run
from portal.runtime import Runtime
from tests.browser.public_pages import PUBLIC
from tests.reporting.counted import fed
from tests.support import TUESDAY, FixedClock, file


@pytest.fixture(autouse=True)
def on_a_page(app: Flask):
    with app.test_request_context("/fr/"):
        yield


def reading(runtime: Runtime) -> Reading:
    asked = Asked.read({"periode": "2026-T4"}, TUESDAY.date())
    return read_figures(asked, tuple(runtime.agencies))


def read(runtime: Runtime, code: str) -> Values:
    return next(own for own in OWN if own.code == code).values(reading(runtime))


def test_the_form_asks_for_four_answers_on_three_pages_and_for_those_of_the_agency(
    runtime: Runtime,
):
    # For whom, by which means and in which language, and the story before them.
    assert 1 + len(reply_problems(DraftContent())) == ANSWERS_ASKED
    steps = read(runtime, "S1")
    assert steps["water"] == Amount(7, detail="3 pages, 4 réponses", meets=True)


def test_a_channel_is_used_once_a_complaint_came_by_it(runtime: Runtime):
    file(runtime)
    fed(runtime)
    used = read(runtime, "A1")
    # Parks take complaints on the site and by telephone, water on the site alone.
    assert used["parks"] == Share(1, 2)
    assert used["water"] == Share(0, 1)
    offered = [used[agency.code] for agency in runtime.agencies]
    assert used[TOTAL] == Share(1, sum(share.n or 0 for share in offered if share))


def test_the_automated_run_looked_at_as_many_addresses_as_it_says(runtime: Runtime):
    run, told = last_run(), read(runtime, "A4")["parks"]
    assert run.addresses == PUBLIC
    assert run.version == __version__
    assert isinstance(told, Amount)
    assert (told.value, told.n) == (run.defects, len(PUBLIC))
    assert run.version in told.detail


def test_a_complaint_is_dormant_after_ten_working_days_without_anything(
    runtime: Runtime, clock: FixedClock
):
    file(runtime)
    clock.moment = TUESDAY + timedelta(days=14)
    # Ten working days later: two weeks have ten of them, and none was a holiday.
    assert read(runtime, "L1")["parks"] == Share(0, 1)
    clock.moment += timedelta(days=1)
    file(runtime)
    assert read(runtime, "L1")["parks"] == Share(1, 2)
    assert read(runtime, "L1")[TOTAL] == Share(1, 2)

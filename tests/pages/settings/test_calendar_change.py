"""Before another calendar is published, the open complaints whose date it moves are listed."""

from __future__ import annotations

from flask.testing import FlaskClient

from portal.releases.calendar_moves import move_dates
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, hidden, publish, save
from tests.releases.publishing import CLOSED_THREE_DAYS
from tests.support import file

PAGE = f"{HOME}/publication"


def test_open_complaints_get_the_later_date_when_it_is_asked_for(
    admin: FlaskClient, runtime: Runtime
):
    number = file(runtime).number
    save(admin, CLOSED_THREE_DAYS)
    page = admin.get(PAGE).text
    assert f"{number} 22 décembre 2026 30 décembre 2026" in words(page)
    seen = {name: hidden(page, name) for name in ("version", "release")}
    admin.post(PAGE, data={**seen, "reporter": "yes"})
    runtime.agencies.notice_change("another")
    assert move_dates(runtime) == 1


def test_without_asking_they_keep_their_date(admin: FlaskClient, runtime: Runtime):
    number = file(runtime).number
    before = complaint(runtime, number).due_at
    save(admin, CLOSED_THREE_DAYS)
    publish(admin)
    runtime.agencies.notice_change("another")
    assert move_dates(runtime) == 0
    assert complaint(runtime, number).due_at == before


def test_a_change_of_something_else_lists_nothing(admin: FlaskClient, runtime: Runtime):
    file(runtime)
    save(admin)
    assert "Date plus tardive" not in admin.get(PAGE).text

"""What people thought, what was learned and what recurs: pages that are open to everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.domain.role import Role
from portal.features.alarms.actions_watch import Watch
from portal.features.lessons.actions import publish_lesson
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.complaints.closed import conclude
from tests.features.alarms.raised import alarms, receive_monthly, rule
from tests.features.lessons.written import do, written
from tests.features.recommendations.recommended import team
from tests.reporting.figures import count, page_of, rated
from tests.support import add_user, file

pytestmark = pytest.mark.browser


def test_a_rating_from_the_question_to_the_review_it_offers(
    page: Page, served: str, runtime: Runtime
):
    for language, door in (("fr", "/fr/suivi"), ("en", "/en/follow")):
        receipt = file(runtime)
        conclude(runtime, receipt.number)
        page.goto(served + door)
        page.fill("[name=numero]", receipt.number)
        page.fill("[name=code]", receipt.code)
        press(page)
        look(page)
        page.goto(f"{page.url}/{'avis' if language == 'fr' else 'rating'}")
        press(page)
        look(page)
        page.check("[name=ensemble][value='1']")
        press(page)
        assert page.locator("a[href*='voie=revision']").count() == 1
        look(page)


def test_a_lesson_from_the_form_to_everybody(page: Page, served: str, runtime: Runtime):
    people = team(runtime)
    lesson, other = written(runtime, people), written(runtime, people, complaints=5)
    do(runtime, people.president, publish_lesson, other)
    sign_in(page, served, people.president.name)
    for path in (f"/fr/gestion/parks/lecons/{lesson}", f"/en/office/parks/lessons/{lesson}"):
        page.goto(served + path)
        press(page, "main form .c-actions .c-btn")
        look(page)
    page.goto(f"{served}/fr/gestion/parks/lecons")
    look(page)
    for path in ("/fr/lecons", f"/en/lessons/{other}"):
        page.goto(served + path)
        look(page)


def test_writing_a_lesson_names_what_is_missing_in_each_language(
    page: Page, served: str, runtime: Runtime
):
    people = team(runtime)
    written(runtime, people)
    sign_in(page, served, people.head.name)
    page.goto(f"{served}/fr/gestion/parks/recommandations/1/lecon")
    page.fill("[name=title_en]", "")
    press(page, "main form .c-actions .c-btn")
    assert "en anglais aussi" in page.inner_text("[role=alert]")
    look(page)


def test_alarms_and_the_figures_behind_them(page: Page, served: str, runtime: Runtime):
    rule(runtime)
    people = team(runtime)
    add_user(runtime, "ana@portrait.example", Role.ANALYST, None, None)
    for agency in ("parks", "water"):
        receive_monthly(runtime, agency, usual=2, now=12)
    Watch(runtime).look(runtime.now())
    sign_in(page, served, people.head.name)
    page.goto(f"{served}/fr/gestion/parks/alertes")
    look(page)
    page.goto(f"{served}/en/office/parks/alarms/{alarms(runtime)[0].id}")
    press(page, "main form .c-actions .c-btn")
    look(page)


def test_ratings_and_recommendations_in_the_overview(page: Page, served: str, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "finding_founded", 0, 60))
    rated(runtime, "parks", 6, 6, 6, 12, 10)
    add_user(runtime, "ana@portrait.example", Role.ANALYST, None, None)
    sign_in(page, served, "ana@portrait.example")
    for path in (page_of("opinions"), "/en/overview/alarms", "/en/statistics"):
        page.goto(served + path)
        look(page)

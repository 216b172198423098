"""Questions, other recourses and notices are changed in the browser, also without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.support import add_user

pytestmark = pytest.mark.browser

ADMIN = "admin@parks.example"
SAVE = "main .c-actions .c-btn"
BOTH_LANGUAGES = pytest.mark.parametrize(
    ("home", "recourses", "notices"),
    [
        ("/fr/reglages/parks", "recours", "avis"),
        ("/en/settings/parks", "recourses", "notices"),
    ],
)


@BOTH_LANGUAGES
def test_a_question_is_asked_of_citizens(
    page: Page, served: str, runtime: Runtime, home: str, recourses: str, notices: str
):
    add_user(runtime, ADMIN, Role.ADMINISTRATOR, post=None)
    sign_in(page, served, ADMIN)
    page.goto(f"{served}{home}/categories")
    look(page)
    press(page, "main td a[href$='/trail/questions']")
    look(page)
    press(page, "main .c-btn")
    look(page)
    page.fill("#label_fr", "Qu’est-ce qui bloque?")
    page.fill("#label_en", "What blocks it?")
    page.select_option("#kind", "choice")
    with page.expect_navigation():
        page.press("#label_en", "Enter")
    assert page.locator(".c-err").count() == 1
    look(page)
    for rank, (french, english) in enumerate([("Un arbre", "A tree"), ("De la boue", "Mud")], 1):
        page.fill(f"[id=choice_fr-{rank}]", french)
        page.fill(f"[id=choice_en-{rank}]", english)
    press(page, "button[name=preview]")
    assert page.locator("aside input[type=radio]").count() == 2
    look(page)
    press(page, "button[name=raise]")
    assert page.input_value("[id=choice_en-1]") == "Mud"
    press(page, SAVE)
    assert page.locator("main tbody tr").count() == 3
    press(page, "button[name=up] >> nth=1")
    assert page.locator("main tbody tr a[href$=quest_ce_qui_bloque]").count() == 1
    look(page)


@BOTH_LANGUAGES
def test_only_the_parts_that_fit_the_kind_are_shown(
    page: Page, served: str, runtime: Runtime, home: str, recourses: str, notices: str
):
    add_user(runtime, ADMIN, Role.ADMINISTRATOR, post=None)
    sign_in(page, served, ADMIN)
    page.goto(f"{served}{home}/categories/trail/questions/+")
    for kind, field in (("number", "#minimum"), ("date", "#future"), ("long text", "#max_length")):
        page.select_option("#kind", kind)
        shown = page.locator(".s-kind:visible")
        assert shown.count() == 1
        assert shown.locator(field).count() == 1
    page.fill("#max_length", "10")
    page.select_option("#kind", "file")
    press(page, SAVE)
    assert page.locator("#max_length").is_visible()
    look(page)


@BOTH_LANGUAGES
def test_a_recourse_and_a_notice_are_read_by_citizens(
    page: Page, served: str, runtime: Runtime, home: str, recourses: str, notices: str
):
    add_user(runtime, ADMIN, Role.ADMINISTRATOR, post=None)
    sign_in(page, served, ADMIN)
    page.goto(f"{served}{home}/{recourses}")
    look(page)
    press(page, page.locator("main tbody a").last)
    look(page)
    page.goto(f"{served}{home}/{recourses}")
    press(page, "main .c-btn")
    press(page)
    look(page)
    for field in ("body", "how", "deadline"):
        page.fill(f"#{field}_fr", "Un tribunal")
        page.fill(f"#{field}_en", "A tribunal")
    press(page, "button[name=preview]")
    assert page.locator("aside .c-card h3").count() == 1
    look(page)
    press(page)
    assert page.locator("main tbody tr").count() == 3
    page.goto(f"{served}{home}/{notices}")
    look(page)
    press(page, "main .c-btn")
    press(page)
    look(page)
    page.check("input[name=kind][value=danger]")
    page.check("input[name=categories][value=trail]")
    for field in ("title", "text"):
        page.fill(f"#{field}_fr", "Reculez")
        page.fill(f"#{field}_en", "Step back")
    press(page, "button[name=preview]")
    assert page.locator("aside .c-msg--warn h3").count() == 1
    look(page)
    press(page)
    assert page.locator("main tbody tr").count() == 2
    look(page)


def test_a_question_is_moved_and_taken_away_without_script(
    chromium: Browser, served: str, runtime: Runtime
):
    add_user(runtime, ADMIN, Role.ADMINISTRATOR, post=None)
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, served, ADMIN)
    page.goto(f"{served}/fr/reglages/parks/categories/trail/questions")
    press(page, "button[name=up]")
    rows = page.locator("main tbody th a")
    assert rows.all_inner_texts() == ["Depuis quand?", "Quel sentier?"]
    press(page, rows.last)
    press(page, "button[name=remove]")
    assert rows.all_inner_texts() == ["Depuis quand?"]
    context.close()

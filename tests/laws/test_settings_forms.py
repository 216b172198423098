"""What every form of settings says before it is saved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule

from portal.agencies.agency import Agency
from portal.agencies.settings.reader import read_agency, read_portal
from portal.domain.role import Role
from portal.pages.settings.drafting.edit import Edit
from portal.pages.settings.drafting.state import SettingsState
from portal.pages.settings.forms.citizens_read import CHANNELS, PUBLIC_PAGE
from portal.runtime import Runtime
from tests.pages.office.people import signed_in, words
from tests.pages.settings.pages import save
from tests.support.agencies import PARKS_YAML
from tests.support.forms import Sent, forms_of

CONFIGS = Path(__file__).parents[2] / "agency_configs"
SHIPPED = [file for file in sorted(CONFIGS.glob("*.yaml")) if file.stem != "_portal"]
FORM = 'name="preview"'
COUNTED = re.compile(r"plaintes? en cours (garde|gardent|n’est concernée)")


def paths(app: Flask) -> dict[str, str]:
    """Return the address of each settings page by its endpoint; things of a list are new ones."""
    return {
        rule.endpoint: path_of(app, rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("settings.") and rule.defaults == {"language": "fr"}
        if "GET" in (rule.methods or ()) and not rule.arguments & {"rank", "break_id"}
    }


def path_of(app: Flask, rule: Rule) -> str:
    known = {"agency": "parks", "language": "fr"}
    if "questions" in rule.rule:
        # Questions stand in a category that is there.
        known["code"] = "trail"
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: known.get(name, "+") for name in rule.arguments})


def sent(page: str) -> Sent:
    """Return what a browser sends of a settings form that nobody touched."""
    return next(form for form in forms_of(page) if form.id == "formulaire").filled(())


def test_every_form_counts_complaints_and_leads_to_what_citizens_see(app: Flask, runtime: Runtime):
    admin = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    pages = {name: admin.get(path).text for name, path in paths(app).items()}
    forms = {name: page for name, page in pages.items() if FORM in page and "version" in page}
    assert len(forms) >= 11
    for name, page in forms.items():
        assert COUNTED.search(page), name
        assert "/fr/reglages/parks/apercu" in page, name


def test_no_form_overwrites_or_shows_unasked_what_another_tab_saved(app: Flask, runtime: Runtime):
    admin = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    forms = [
        (path, sent(page))
        for path in paths(app).values()
        if FORM in (page := admin.get(path).text) and 'name="shown"' in page
    ]
    assert len(forms) >= 14
    save(admin)
    for path, form in forms:
        for button in ({"preview": "yes"}, {}):
            answer = admin.post(path, data=MultiDict([*form.items(multi=True), *button.items()]))
            assert answer.status_code == 409, path
            assert "enregistré ce brouillon entre-temps" in words(answer.text), path
    assert "Version 1" in words(admin.get("/fr/reglages/parks").text)


def test_every_problem_of_a_form_leads_to_an_input_that_is_there(app: Flask, runtime: Runtime):
    admin = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    for path in paths(app).values():
        page = admin.get(path).text
        if FORM not in page or 'name="shown"' not in page:
            continue
        for wrong in ("", "?" * 9):
            form = {name: wrong for name in sent(page) if name not in ("shown", "version")}
            told = admin.post(path, data={**form, "version": "0", "preview": "yes"}).text
            summary = told.partition('role="alert"')[2].partition("</div>")[0]
            assert "<code" not in summary, path
            for anchor in re.findall(r'href="#([^"]+)"', summary):
                assert f'id="{anchor}"' in told, (path, anchor)


def test_a_form_that_nobody_touched_changes_nothing(app: Flask, runtime: Runtime):
    admin = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    spaced = PARKS_YAML.replace("Régie des", "Régie\N{NO-BREAK SPACE}des")
    assert spaced != PARKS_YAML
    save(admin, spaced)
    for path in paths(app).values():
        page = admin.get(path).text
        if FORM in page and 'name="shown"' in page and "+" not in path:
            assert admin.post(path, data=sent(page)).status_code == 303, path
    kept = admin.get("/fr/reglages/parks/texte").text
    assert "Régie\N{NO-BREAK SPACE}des" in kept


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_form_accepts_what_an_agency_already_says(app: Flask, path: Path):
    settings, _ = read_agency(path, read_portal(CONFIGS / "_portal.yaml")[0])
    assert settings is not None
    with app.test_request_context():
        state = SettingsState(Agency(settings), None, [], None, None, {})
        forms = [
            Edit(form, state, {}, form.filled(form.current(settings, {})))
            for form in (PUBLIC_PAGE, CHANNELS)
        ]
        found = [problem for form in forms for problem in form.problems]
    assert found == []

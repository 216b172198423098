"""What every form of settings says before it is saved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from portal.agencies.agency import Agency
from portal.agencies.settings.reader import read_agency, read_portal
from portal.domain.role import Role
from portal.pages.settings.drafting.forms import Edit
from portal.pages.settings.drafting.state import SettingsState
from portal.pages.settings.forms.citizens_read import CHANNELS, PUBLIC_PAGE
from portal.runtime import Runtime
from tests.pages.office.people import signed_in

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
        if "GET" in (rule.methods or ()) and "rank" not in rule.arguments
    }


def path_of(app: Flask, rule: Rule) -> str:
    known = {"agency": "parks", "language": "fr"}
    if "questions" in rule.rule:
        # Questions stand in a category that is there.
        known["code"] = "trail"
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: known.get(name, "+") for name in rule.arguments})


def test_every_form_counts_complaints_and_leads_to_what_citizens_see(app: Flask, runtime: Runtime):
    admin = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    pages = {name: admin.get(path).text for name, path in paths(app).items()}
    forms = {name: page for name, page in pages.items() if FORM in page and "version" in page}
    assert len(forms) >= 11
    for name, page in forms.items():
        assert COUNTED.search(page), name
        assert "/fr/reglages/parks/apercu" in page, name


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

"""Every feature may be taken out of the list: the portal starts, and goes on without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.app import EVERY, KERNEL_FEATURES, DeclaredFeature, create_app
from portal.complaints.every_feature import Features
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.pages.actions.missing import MISSING, MissingWords
from portal.pages.features import added
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.pages.citizen.journeys import sent
from tests.pages.office.people import case_path, signed_in
from tests.support import TUESDAY
from tests.support.wiring import COMPILED_TEMPLATES

NAMES = [one.FEATURE.name for one in EVERY]
SHOWN = {
    "fr": ("organismes", "statistiques", "suivi"),
    "en": ("agencies", "statistics", "follow"),
}


def without(runtime: Runtime, name: str) -> tuple[Runtime, Flask]:
    """Return the portal of a test, and its pages, without one of the features."""
    others: list[DeclaredFeature] = [one for one in EVERY if one.FEATURE.name != name]
    features = Features((*KERNEL_FEATURES, *(one.FEATURE for one in others)))
    portal = replace(runtime, features=features)
    app = create_app(portal, others)
    app.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return portal, app


@pytest.mark.parametrize("name", NAMES)
def test_without_any_one_feature_pages_answer_and_a_complaint_is_filed_followed_and_handled(
    runtime: Runtime, name: str
):
    portal, app = without(runtime, name)
    citizen = app.test_client()
    for language, pages in SHOWN.items():
        for page in ("", *pages):
            assert citizen.get(f"/{language}/{page}").status_code == 200, (language, page)
    assert "2026-" in sent(citizen)
    with portal.reading(PORTAL) as session:
        number = session.scalars(select(ComplaintRecord.number)).one()
    officer = signed_in(app, portal, role=Role.HEAD)
    for path in ("/fr/gestion/parks/file", case_path(number), case_path(number, "fermer")):
        assert officer.get(path).status_code == 200, path
    assert run_clocks(portal, TUESDAY + timedelta(days=90)).failed == ()
    assert officer.get(case_path(number)).status_code == 200


def test_what_is_missing_is_said_by_one_feature_alone(app: Flask):
    with app.app_context():
        codes = [words.code for words in added(MissingWords)]
    assert sorted(codes) == sorted(set(codes) - MISSING.keys())

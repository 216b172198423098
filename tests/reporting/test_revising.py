"""Whoever looks after the figures of all agencies publishes a quarter anew from a page."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.complaints.queries.public_marks import COUNTED, move_mark
from portal.complaints.records.message import ReportCountRecord
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.domain.time.periods import Period
from portal.reporting.vintages.queries import vintages
from portal.runtime import Runtime
from tests.reporting.figures import count, signed_in, words

PAGES, QUARTER = "/fr/portrait/publications", Period(2026, 3)
REASONS = {"reason": "Un organisme a compté deux fois.", "reason_en": "An agency counted twice."}


def counted(runtime: Runtime, n: int) -> None:
    """Count what was counted otherwise when it was published."""
    with runtime.transaction() as session:
        measure = ReportCountRecord.measure == "finding_founded"
        session.scalars(select(ReportCountRecord).where(measure)).one().n = n
        move_mark(session, COUNTED)


@pytest.fixture
def published(runtime: Runtime) -> Runtime:
    """A quarter as it was published."""
    for finding, n in (("founded", 50), ("unfounded", 70), ("settled", 20)):
        count(runtime, ("parks", "2026-08", f"finding_{finding}", 0, n))
    return runtime


def numbers(runtime: Runtime) -> list[int]:
    with runtime.reading(PORTAL) as session:
        return [vintage.number for vintage in vintages(session, QUARTER)]


def test_what_would_change_is_read_before_it_is_published(app: Flask, published: Runtime):
    analyst, page = signed_in(app, published), f"{PAGES}/2026-T3/reviser"
    assert f'href="{page}"' in analyst.get(PAGES).text
    refused = analyst.post(page, data=REASONS)
    assert refused.status_code == 409
    assert "Rien n’est à réviser" in refused.text
    assert REASONS["reason_en"] in refused.text
    counted(published, 80)
    missing = analyst.post(page, data={"reason": "  ", "reason_en": "An agency counted twice."})
    assert missing.status_code == 422
    assert "Écrivez le motif en français" in missing.text
    assert "An agency counted twice." in missing.text
    preview = analyst.post(page, data=REASONS)
    assert "Conclusions et mesures correctives (8 chiffres)" in words(preview.text)
    assert numbers(published) == [1]
    again = analyst.post(page, data={**REASONS, "send": "yes", "change": "yes"})
    assert "Voir ce qui changerait" in again.text
    assert analyst.post(page, data={**REASONS, "send": "yes"}).location == PAGES
    assert numbers(published) == [1, 2]
    assert "Révisé le 24 novembre 2026" in words(analyst.get(PAGES).text)
    assert "Un organisme a compté deux fois." in analyst.get("/fr/statistiques").text
    # Sent twice, it is published once.
    assert analyst.post(page, data={**REASONS, "send": "yes"}).status_code == 409
    assert numbers(published) == [1, 2]


def test_who_looks_after_one_agency_publishes_nothing_anew(app: Flask, published: Runtime):
    head = signed_in(app, published, Role.HEAD, "parks")
    for address in (PAGES, f"{PAGES}/2026-T3/reviser"):
        assert head.get(address).status_code == 403
    assert PAGES not in head.get("/fr/portrait", follow_redirects=True).text
    assert signed_in(app, published).get(f"{PAGES}/2019-T1/reviser").status_code == 404

"""The sample agencies tell nobody of the review of a decision whose subject is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.agencies.configured import Configured
from portal.domain.complaint import Complaint, Status
from tests.agencies.samples import FOLDER, settings_of

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def named(code: str, category: str) -> list[str]:
    complaint = Complaint("2026-000001", code, category, Status.RECEIVED, 1, NOW)
    return [one.code for one in Configured(settings_of(code)).recourses(complaint, NOW)]


@pytest.mark.parametrize(
    ("agency", "category", "told"),
    [
        ("saaq", "pointservice", ["protecteur"]),
        ("saaq", "decision", ["revision", "tribunal", "protecteur"]),
        ("retraiteqc", "rente", ["revision", "tribunal", "protecteur"]),
        ("retraiteqc", "regimepublic", ["reexamen", "arbitrage", "protecteur"]),
        ("retraiteqc", "service", ["protecteur"]),
        ("cai", "accueil", ["ombudsman"]),
    ],
)
def test_recourses_are_those_of_the_subject(agency: str, category: str, told: list[str]):
    assert named(agency, category) == told


def test_no_right_is_called_a_sample():
    for path in FOLDER.glob("[a-z]*.yaml"):
        for recourse in settings_of(path.stem).recourses:
            words = f"{recourse.deadline.fr} {recourse.deadline.en}"
            assert "exemple" not in words, path.stem
            assert "sample" not in words, path.stem


def test_every_subject_of_every_sample_agency_has_a_recourse():
    codes = [path.stem for path in FOLDER.glob("[a-z]*.yaml")]
    assert len(codes) > 15
    for code in codes:
        for category in settings_of(code).categories:
            assert named(code, category.code), f"{code} {category.code}"

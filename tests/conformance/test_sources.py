"""A time that is called sourced names its page, wherever in the settings it stands."""

from __future__ import annotations

import pytest

from portal.agencies.settings.reader import read_portal
from portal.conformance.checks.counted_dates import each_sourced_time_names_its_page
from portal.conformance.kit.check import Subject
from portal.conformance.opening import SAMPLE

TIME = "{within: 30 calendar days, basis: Loi, confidence: sourced%s}"
REDIRECT = "        source: https://canaux.example/reglement\n"


def found(*change: str) -> list[str]:
    text = SAMPLE.read_text("utf-8")
    assert change[0] in text
    portal, _ = read_portal(SAMPLE.parent / "_portal.yaml")
    assert portal is not None
    subject = Subject(SAMPLE.name, text.replace(*change, 1), portal)
    return list(each_sourced_time_names_its_page(subject))


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("deadlines:\n", f"reopening: {TIME}\ndeadlines:\n", "reopening"),
        ("deadlines:\n", f"deadlines:\n  reprisal: {TIME}\n", "deadlines.reprisal"),
        (
            "    theme: ",
            f"    deadlines: {{answer: {TIME}}}\n    theme: ",
            "categories[0].deadlines",
        ),
    ],
)
def test_every_sourced_time_needs_its_page(before: str, after: str, place: str):
    [told] = found(before, after % "")
    assert told.startswith(place)
    assert found(before, after % ", source: https://canaux.example/loi") == []
    assert found(before, after % ", source: le site") != []


def test_the_time_of_a_redirect_needs_its_page():
    [told] = found(REDIRECT, "")
    assert "redirects[0]" in told

"""Where an agency says by what it judges, a finding names its criteria."""

from __future__ import annotations

import pytest

from portal.complaints.handling import casework
from portal.complaints.queries import exports
from portal.domain.actor import PORTAL
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import IncompleteError
from portal.runtime import Runtime
from tests.complaints.cases import act, history_holds, issues, last, ruled_by, status
from tests.support import file, on_both


@pytest.fixture
def number(runtime: Runtime) -> str:
    answered = file(runtime, "water").number
    act(runtime, answered, casework.answer, body="Il est rouvert.")
    return answered


def close(runtime: Runtime, number: str, finding: Finding, *criteria: str) -> None:
    [issue] = issues(runtime, number)
    found = IssueFinding(issue.id, finding, "Les motifs.", criteria=criteria)
    act(runtime, number, casework.close, findings=(found,))


@pytest.mark.parametrize(
    ("finding", "criteria"),
    [
        (Finding.FOUNDED, ()),
        (Finding.PARTLY_FOUNDED, ()),
        (Finding.FOUNDED, ("no_harm",)),
        (Finding.UNFOUNDED, ("error",)),
    ],
)
def test_a_finding_without_its_criteria_closes_nothing(
    runtime: Runtime, number: str, finding: Finding, criteria: tuple[str, ...]
):
    [issue] = issues(runtime, number)
    with pytest.raises(IncompleteError) as raised:
        close(runtime, number, finding, *criteria)
    assert raised.value.missing == (f"criteria-{issue.id}",)
    assert status(runtime, number) is Status.ANSWERED


@on_both
def test_they_are_kept_with_the_words_that_they_had(runtime: Runtime, number: str):
    close(runtime, number, Finding.PARTLY_FOUNDED, "rule", "error")
    ruled_by(runtime, "water", criteria=[])
    [issue] = issues(runtime, number)
    assert issue.criteria == [
        {"code": "error", "fr": "Erreur du personnel", "en": "Staff error"},
        {"code": "rule", "fr": "Contraire aux règles", "en": "Against the rules"},
    ]
    assert last(runtime, number, "closed").facts["criteria"] == ["error", "rule"]
    assert history_holds(runtime)


@on_both
def test_the_dump_counts_them_by_their_codes(runtime: Runtime, number: str):
    untouched = file(runtime).number
    close(runtime, number, Finding.FOUNDED, "rule")
    with runtime.reading(PORTAL) as session:
        dumped = {row["number"]: row["criteria"] for row in exports.complaints(session)}
    assert dumped == {number: ["rule"], untouched: []}


def test_a_reason_against_may_be_named(runtime: Runtime, number: str):
    close(runtime, number, Finding.UNFOUNDED, "no_harm")
    assert last(runtime, number, "closed").facts["criteria"] == ["no_harm"]


def test_an_agency_without_criteria_closes_as_before(runtime: Runtime):
    number = file(runtime).number
    act(runtime, number, casework.answer, body="Il est rouvert.")
    close(runtime, number, Finding.FOUNDED)
    assert last(runtime, number, "closed").facts["criteria"] == []

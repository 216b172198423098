from __future__ import annotations

import pytest

from portal.domain.conclusion import Criterion, Finding, fit
from portal.domain.text import Text

COMMITMENT = Criterion("commitment", Text("Engagement non tenu", "Commitment not kept"))
NO_HARM = Criterion("no_harm", Text("Aucun préjudice", "No prejudice"), founded=False)
BOTH = (COMMITMENT, NO_HARM)


@pytest.mark.parametrize(
    ("finding", "chosen", "is_fit"),
    [
        (Finding.FOUNDED, ("commitment",), True),
        (Finding.PARTLY_FOUNDED, ("commitment",), True),
        (Finding.FOUNDED, (), False),
        (Finding.PARTLY_FOUNDED, (), False),
        (Finding.FOUNDED, ("no_harm",), False),
        (Finding.FOUNDED, ("commitment", "no_harm"), False),
        (Finding.UNFOUNDED, ("no_harm",), True),
        (Finding.UNFOUNDED, (), True),
        (Finding.UNFOUNDED, ("commitment",), False),
        (Finding.INADMISSIBLE, (), True),
        (Finding.SETTLED, ("commitment",), False),
        (Finding.FOUNDED, ("commitment", "made_up"), False),
    ],
)
def test_a_founded_complaint_names_a_criterion_and_each_goes_with_its_finding(
    finding: Finding, chosen: tuple[str, ...], is_fit: bool
):
    assert fit(BOTH, finding, chosen) is is_fit


@pytest.mark.parametrize("finding", Finding)
def test_where_an_agency_lists_none_none_is_asked_for(finding: Finding):
    assert fit((), finding, ())


def test_reasons_against_alone_ask_a_founded_complaint_for_nothing():
    assert fit((NO_HARM,), Finding.FOUNDED, ())

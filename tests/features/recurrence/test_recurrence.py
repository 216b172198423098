"""Somebody complains of the same again within a year: it is counted, and nobody is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.complaints.records.message import HistoryEntryRecord
from portal.runtime import Runtime
from tests.complaints.cases import history
from tests.reporting.counted import fed
from tests.support import TUESDAY, FixedClock, file, on_both

AGAIN = "parks 2026-11 recurred 1"
MICHEL = {"reply_by": "email", "email": "michel@exemple.org"}


@on_both
def test_the_same_address_and_subject_within_a_year_recur(runtime: Runtime, clock: FixedClock):
    file(runtime, category="trail", **MICHEL)
    assert AGAIN not in fed(runtime)
    file(runtime, category="trail", **{**MICHEL, "email": "Michel@Exemple.org"})
    assert fed(runtime)[AGAIN] == 1


@pytest.mark.parametrize(
    "other",
    [
        {"category": "trail", "reply_by": "email", "email": "autre@exemple.org"},
        {"category": "trail", **MICHEL, "filed_for": "anonymous"},
        {"category": "trail", "reply_by": "none", "email": ""},
    ],
)
def test_somebody_else_or_nobody_known_does_not(runtime: Runtime, other: dict[str, str]):
    file(runtime, category="trail", **MICHEL)
    file(runtime, **other)
    assert AGAIN not in fed(runtime)


def test_after_a_year_it_is_another_matter(runtime: Runtime, clock: FixedClock):
    file(runtime, category="trail", **MICHEL)
    clock.moment = TUESDAY + timedelta(days=366)
    file(runtime, category="trail", **MICHEL)
    assert not any("recurred" in name for name in fed(runtime))


def test_the_history_says_so_and_not_of_whom(runtime: Runtime):
    file(runtime, category="trail", **MICHEL)
    again = file(runtime, category="trail", **MICHEL)
    first: HistoryEntryRecord = history(runtime, again.number)[0]
    assert first.facts["recurs"] is True
    assert "michel" not in str(first.facts).lower()

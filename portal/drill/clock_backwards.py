"""The clock goes back by a day between two starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.complaints.queries import exports
from portal.config import Config
from portal.domain.actor import PORTAL
from portal.drill.drilling import Ground, all_typed, expect_sent, send_all
from portal.drill.findings import Findings, opened
from portal.drill.served import serving

_EARLIER = ("portal.drill.earlier",)


def set_clock_back(ground: Ground, findings: Findings) -> None:
    """File and begin drafts today, then serve as of yesterday: send the drafts, and file more."""
    with serving(ground.copy) as served:
        send_all(all_typed(served, ground), findings)
        begun = all_typed(served, ground)
    promised = _dates_of(ground.copy)
    with serving(ground.copy, _EARLIER) as served:
        expect_sent("Typed before, sent a day earlier", begun, findings)
        expect_sent("Typed and sent a day earlier", all_typed(served, ground), findings)
    after = _dates_of(ground.copy)
    earlier = [key for key, due_at in promised.items() if due_at and after[key] < due_at]
    findings.expect(
        so=not earlier,
        held="No promised date came earlier.",
        broken=f"{len(earlier)} promised dates came earlier.",
    )
    findings.compare(ground.copy, ground.before)


def _dates_of(copy: Config) -> Mapping[Any, Any]:
    """Return the date that each clock of a copy promises."""
    with opened(copy) as portal, portal.reading(PORTAL) as session:
        return {row["id"]: row["due_at"] for row in exports.clocks(session)}

"""What the home page says of how complaints were handled in the last complete quarter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.domain.actor import PORTAL
from portal.pages.citizen.contributions import FIGURES, PagePart
from portal.pages.current import portal_zone, runtime
from portal.pages.features import FeaturePages
from portal.reporting.home_measures import public_measures


def _measured(now: datetime) -> Mapping[str, Any] | None:
    with runtime().reading(PORTAL) as session:
        measures = public_measures(session, now.astimezone(portal_zone()).date())
    return {"measures": measures} if measures is not None else None


SHOWN = FeaturePages(adds=(PagePart(FIGURES, "overview/_measured.html", _measured),))
"""What the figures add to the pages of others."""

"""Acting on a recommendation that somebody sees, who may not see the complaint it is from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL, Actor
from portal.features.recommendations.queries import number_of_recommendation
from portal.runtime import Runtime


def change_recommendation(
    runtime: Runtime,
    actor: Actor,
    recommendation_id: int,
    act: Callable[..., Any],
    now: datetime | None = None,
) -> Any:
    """Let the actor do something with a recommendation, and return what came of it.

    The portal holds the complaint for them; what is done is theirs. Raise
    UnknownRecommendationError where they see none.
    """
    number = runtime.read(actor, number_of_recommendation, recommendation_id)

    def acted(work: Work, complaint: ComplaintRecord) -> Any:
        return act(replace(work, actor=actor), complaint, recommendation_id=recommendation_id)

    return runtime.change(PORTAL, number, acted, now=now)

"""What may be asked for after an answer, on the page of whoever complained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.complaint import Status
from portal.domain.lifecycle import Action
from portal.pages.citizen.case_summary import Standing
from portal.pages.citizen.contributions import BESIDE_MESSAGE, NOT_SETTLED, PagePart


def _review(standing: Standing) -> Mapping[str, Any] | None:
    return {} if Action.ASK_REVIEW in standing.ways_to_ask_again else None


def _closed(standing: Standing) -> Mapping[str, Any] | None:
    return {} if standing.status is Status.CLOSED else None


FOLLOW_PART = (
    PagePart(BESIDE_MESSAGE, "reviews/_ask_review.html", _review),
    PagePart(NOT_SETTLED, "reviews/_not_settled.html", _closed),
)

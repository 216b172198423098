"""What others reported, on the way to a complaint: to read, and to say that it is the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from portal.agencies.agency import Agency
from portal.domain.actor import PORTAL
from portal.features.groups.citizen import note_filed
from portal.features.groups.published import PublishedGroup, published_group, published_groups
from portal.features.groups.reported import reported_like
from portal.pages.citizen.contributions import (
    CONFIRMED,
    FOUND,
    REPORTED,
    DraftForm,
    DraftPage,
    OnceSent,
    PagePart,
    Search,
)
from portal.pages.citizen.journey import Journey
from portal.pages.current import runtime

TICKED = "aussi"
"""The name of the box by which somebody says that it happened to them too."""


def _published(agency: Agency) -> Mapping[str, Any] | None:
    with runtime().reading(PORTAL) as session:
        return _listed(published_groups(session, [agency.code]))


def _found(search: Search) -> Mapping[str, Any] | None:
    return _listed(reported_like(search.categories, search.words))


def _same(journey: Journey) -> Mapping[str, Any] | None:
    return _listed(_reported(journey))


def _listed(groups: list[PublishedGroup]) -> Mapping[str, Any] | None:
    return {"groups": groups} if groups else None


def _ticked(journey: Journey) -> Mapping[str, Any]:
    """Return the group that the person ticked, if it is one that was shown, or none.

    Most tick none, and nothing is read for them.
    """
    ticked = request.form.get(TICKED, "")
    shown = {str(one.id): one.id for one in _reported(journey)} if ticked else {}
    return {"group": shown.get(ticked, 0)}


def _reported(journey: Journey) -> list[PublishedGroup]:
    """Return what others reported that this complaint may be about, or is said to be."""
    code, category = journey.agency.code, journey.category.code
    found = reported_like({code: category}, journey.content.story)
    chosen = journey.content.group
    if chosen and chosen not in {one.id for one in found}:
        with runtime().reading(PORTAL) as session:
            known = published_group(session, code, chosen)
        found = [known, *found] if known else found
    return found


CITIZEN_PARTS = (
    PagePart(FOUND, "groups/_reported.html", _found),
    PagePart(REPORTED, "groups/_reported.html", _published),
    PagePart(CONFIRMED, "groups/_also_affected.html", _same),
    DraftForm(DraftPage.CHECK, _ticked),
    OnceSent(note_filed),
)

"""Whom a complaint concerns, on the office's page of it: kept out, by what, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.conflicts_of_interest.actions import REASON
from portal.features.conflicts_of_interest.queries import kept_out
from portal.features.conflicts_of_interest.rules import Origin
from portal.pages.office.case.contributions import (
    CasePart,
    Facts,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
)
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.wording import worded
from portal.words.catalogue import to_translate

ORIGINS: dict[str, str] = {
    Origin.FOUND: to_translate("Nom trouvé dans la plainte"),
    Origin.DECLARED: to_translate("Déclarée par le service"),
    Origin.OWN: to_translate("S’est retirée de la plainte"),
}


def _shown(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the name of each person whom it concerns, how that is known, and since when."""
    names = case.file.names
    people = [
        (names.get(one.user_id, ""), worded(ORIGINS, one.origin), one.at)
        for one in kept_out(case.file)
    ]
    return {"people": people} if people else None


def _concerned(case: OpenedCase, facts: Facts) -> str:
    name = case.file.names.get(facts["who"], "")
    origin = worded(ORIGINS, facts.get("origin"))
    return f"{name}. {origin}." if origin else f"{name}."


OFFERS = (
    Offer(
        "declare_conflict",
        to_translate("Tenir à l’écart une personne visée"),
        Permission.DECLARE_CONFLICT,
    ),
    Offer(
        "let_back",
        to_translate("Lever une mise à l’écart"),
        Permission.LIFT_CONFLICT,
        lambda case: bool(kept_out(case.file)),
    ),
    Offer("step_back", to_translate("Cette plainte me concerne"), Permission.STEP_BACK),
)
PARTS = (CasePart("kept_out", Place.NOTICES, "conflicts_of_interest/_kept_out.html", _shown),)
HISTORY = (
    HistoryEntry(
        EntryKind.CONFLICT_NOTED,
        to_translate("Personne visée par la plainte, tenue à l’écart"),
        _concerned,
    ),
    HistoryEntry(EntryKind.CONFLICT_LIFTED, to_translate("Mise à l’écart levée"), _concerned),
)
HISTORY_TEXTS = (HistoryText(REASON, "note"),)

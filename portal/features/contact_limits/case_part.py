"""Limits on contact on the office's page of a complaint: what holds, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.contact_limits.actions import DECLINED, LIMIT, REVIEW, REVIEWED
from portal.features.contact_limits.queries import LIMITS, ShownLimit
from portal.features.contact_limits.rules import LimitState, Means
from portal.features.contact_limits.words import MEANS
from portal.pages.current import current_language
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
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.dates import day_words


@dataclass(frozen=True, slots=True)
class CaseLimit:
    """One limit: whether it holds or is proposed, what it says, and until when."""

    title: str
    means: list[str]
    about: str


def own_limit_of(case: OpenedCase) -> ShownLimit | None:
    """Return the limit that was proposed or decided from this complaint, while it lasts."""
    mine = (one for one in case.file.of(LIMITS) if one.complaint_id == case.complaint.id)
    return next(mine, None)


def _shown_limits(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return what holds for this complainant, or is proposed, whatever complaint it came from."""
    limits = [_shown(case, one) for one in case.file.of(LIMITS)]
    return {"limits": limits} if limits else None


def _shown(case: OpenedCase, limit: ShownLimit) -> CaseLimit:
    is_proposed = limit.state == LimitState.PROPOSED
    title = gettext("Limite de contact proposée") if is_proposed else gettext("Contacts limités")
    day = day_words(limit.last_day, current_language())
    about = gettext("Jusqu’au %(day)s.", day=day)
    if limit.complaint_id != case.complaint.id:
        about += " " + gettext("Décidée à partir de la plainte %(number)s.", number=limit.number)
    if limit.review_asked_at is not None and limit.reviewed_at is None:
        about += " " + gettext("La personne en demande la révision.")
    return CaseLimit(title, [_means(limit, one) for one in limit.means], about)


def _means(limit: ShownLimit, means: str) -> str:
    words = gettext(MEANS[means])
    if means == Means.ONE_PERSON and limit.contact:
        return gettext("%(means)s : %(name)s", means=words, name=limit.contact)
    return words


def _is_own(case: OpenedCase, state: LimitState) -> bool:
    own = own_limit_of(case)
    return own is not None and own.state == state


def _awaits_review(case: OpenedCase) -> bool:
    """Tell whether its complainant asked for a review, and nobody said anything yet."""
    own = own_limit_of(case)
    return own is not None and own.review_asked_at is not None and own.reviewed_at is None


def _limited(_case: OpenedCase, facts: Facts) -> str:
    day = day_words(date.fromisoformat(facts["last_day"]), current_language())
    means = "; ".join(worded(MEANS, one) for one in facts["means"])
    return gettext("%(means)s. Jusqu’au %(day)s.", means=means, day=day)


OFFERS = (
    Offer(
        "decide_limit",
        to_translate("Décider de la limite proposée"),
        Permission.DECIDE_LIMIT,
        lambda case: _is_own(case, LimitState.PROPOSED),
    ),
    Offer(
        "lift_limit",
        to_translate("Lever la limite de contact"),
        Permission.DECIDE_LIMIT,
        lambda case: _is_own(case, LimitState.IN_FORCE),
    ),
    Offer(
        "review_limit",
        to_translate("Réviser la limite de contact"),
        Permission.REVIEW_LIMIT,
        _awaits_review,
    ),
    Offer(
        "limit_contact",
        to_translate("Limiter les contacts pour un temps"),
        Permission.PROPOSE_LIMIT,
        lambda case: own_limit_of(case) is None and case.complaint.parent_id is None,
    ),
)
PARTS = (CasePart("limits", Place.NOTICES, "contact_limits/_limits.html", _shown_limits),)
HISTORY = (
    HistoryEntry(EntryKind.LIMIT_PROPOSED, to_translate("Limite de contact proposée")),
    HistoryEntry(EntryKind.LIMIT_DECLINED, to_translate("Limite de contact écartée")),
    HistoryEntry(
        EntryKind.CONTACT_LIMITED, to_translate("Contacts limités pour un temps"), _limited
    ),
    HistoryEntry(EntryKind.LIMIT_REVIEW_ASKED, to_translate("Révision de la limite demandée")),
    HistoryEntry(EntryKind.LIMIT_REVIEWED, to_translate("Limite de contact révisée")),
    HistoryEntry(EntryKind.LIMIT_ENDED, to_translate("Limite de contact terminée")),
)
HISTORY_TEXTS = (
    HistoryText(LIMIT, is_exchange=True),
    HistoryText(DECLINED, "note"),
    HistoryText(REVIEW, "in", is_exchange=True, waits_elsewhere=True),
    HistoryText(REVIEWED, is_exchange=True),
)

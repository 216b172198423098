"""What the page of a complaint says of limits on contact with its complainant."""

from __future__ import annotations

from dataclasses import dataclass

from portal.features.contact_limits.queries import ShownLimit
from portal.features.contact_limits.rules import LimitState, Means
from portal.features.contact_limits.words import MEANS
from portal.pages.current import current_language
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.dates import day_words


@dataclass(frozen=True, slots=True)
class CaseLimit:
    """One limit: whether it holds or is proposed, what it says, and until when."""

    title: str
    means: list[str]
    about: str


def shown_limits(case: OpenedCase) -> list[CaseLimit]:
    """Return what holds for this complainant, or is proposed, whatever complaint it came from."""
    return [_shown(case, one) for one in case.file.limits]


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

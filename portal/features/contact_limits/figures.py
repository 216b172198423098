"""The block on limits on contact: how many hold, and how those of the period ended.

A limit is a decision about a person, and an agency has few. Whoever does not see the limits
themselves is not shown a few: a number of one to four would tell of somebody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.figures.small_cells import TOTAL
from portal.domain.permissions import Permission, may
from portal.features.contact_limits.queries import limits_that_held
from portal.features.contact_limits.rules import LimitLife, LimitState
from portal.pages.current import gettext, ngettext, runtime
from portal.reporting import texts
from portal.reporting.asked import around
from portal.reporting.counts.grids import Grid
from portal.reporting.figures import Reading
from portal.reporting.heirs import heirs_of, place_of, with_old_codes
from portal.reporting.tables.blocks import (
    Block,
    Column,
    Line,
    agency_column,
    count_cell,
    ranked_groups,
)

IN_FORCE = "in_force"
COLUMNS = (IN_FORCE, "decided", "over", "lifted", "reviews", "lifted_on_review")


@dataclass(frozen=True, slots=True)
class Limited:
    """How many limits an agency has today, and what happened to its limits in a period."""

    in_force: int = 0
    decided: int = 0
    over: int = 0
    """They came to their day, or the complaint left the agency."""
    lifted: int = 0
    """The agency ended them before, of its own accord."""
    reviews: int = 0
    lifted_on_review: int = 0

    @classmethod
    def of(cls, lives: Collection[LimitLife], is_in_period: Callable[[datetime], bool]) -> Limited:
        """Count limits that were in force: those of today, and what lies in the period."""

        def happened(at: datetime | None) -> bool:
            return at is not None and is_in_period(at)

        ended = [life for life in lives if happened(life.ended_at)]
        on_review = sum(life.is_lifted_on_review for life in ended)
        return cls(
            in_force=sum(life.state is LimitState.IN_FORCE for life in lives),
            decided=sum(happened(life.decided_at) for life in lives),
            over=sum(life.state is LimitState.OVER for life in ended),
            lifted=sum(life.state is LimitState.LIFTED for life in ended) - on_review,
            reviews=sum(happened(life.review_asked_at) for life in lives),
            lifted_on_review=on_review,
        )


def contact_limits(reading: Reading) -> Block:
    """How many limits on contact each agency has, decided and ended, and by whom."""
    counts = {code: asdict(limited) for code, limited in _read(reading).items()}
    actor, codes = current_actor(), [agency.code for agency in reading.agencies]
    is_hidden = not all(may(actor, Permission.SEE_LIMITS, code) for code in codes)
    grids = {
        column: Grid.of(
            {(code, column): own[column] for code, own in counts.items()}, is_public=is_hidden
        )
        for column in COLUMNS
    }

    def count(code: str, column: str) -> int | None:
        """Return what an agency has, or all together, or None if it is hidden."""
        return grids[column].n(code, column)

    return Block(
        code="limites",
        title=_title(count(TOTAL, IN_FORCE)),
        unit=gettext(
            "Limites en vigueur aujourd’hui, et ce qui leur est arrivé : %(period)s.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("En vigueur aujourd’hui"), is_sorted=True),
            Column(gettext("Décidées")),
            Column(gettext("Finies à leur jour")),
            Column(gettext("Levées avant")),
            Column(gettext("Révisions demandées")),
            Column(gettext("Levées après révision")),
        ),
        groups=ranked_groups(
            reading.agencies,
            lambda name, code: Line(
                name, tuple(count_cell(count(code, column)) for column in COLUMNS)
            ),
            lambda code: (-(count(code, IN_FORCE) or 0), -(count(code, "decided") or 0)),
        ),
        definition="limites",
        note=gettext("De 1 à 4 limites, le nombre est masqué pour qui ne voit pas les limites.")
        if is_hidden
        else "",
        is_wide=True,
    )


def _read(reading: Reading) -> dict[str, Limited]:
    """Return what became of the limits of a page's agencies in its period."""
    heirs = heirs_of(reading.asked)
    # As the portal: whoever may see figures need not be one who may see limits.
    limits = runtime().read(
        PORTAL, limits_that_held, with_old_codes(reading), *around(reading.asked)
    )
    lives: dict[str, list[LimitLife]] = defaultdict(list)
    for agency, category, life in limits:
        lives[place_of(agency, category, heirs)].append(life)
    return {own.code: _limited(reading, own, lives[own.code]) for own in reading.agencies}


def _limited(reading: Reading, agency: Agency, lives: list[LimitLife]) -> Limited:
    months, zone = frozenset(reading.asked.period.months), agency.consult().calendar().zone
    return Limited.of(lives, lambda at: at.astimezone(zone).strftime("%Y-%m") in months)


def _title(n: int | None) -> str:
    if n is None:
        return gettext("Quelques limites de contact en vigueur")
    if not n:
        return gettext("Aucune limite de contact en vigueur")
    return ngettext(
        "%(num)s limite de contact en vigueur", "%(num)s limites de contact en vigueur", n
    )

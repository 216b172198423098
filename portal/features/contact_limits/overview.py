"""The block on limits on contact: how many hold, and how those of the period ended.

A limit is a decision about a person, and an agency has few. Whoever does not see the limits
themselves is not shown a few: a number of one to four would tell of somebody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.figures.small_cells import TOTAL
from portal.domain.permissions import Permission, may
from portal.domain.text import Text
from portal.features.contact_limits.figure_queries import limits_that_held
from portal.features.contact_limits.figures import Limited, LimitLife
from portal.pages.current import runtime
from portal.pages.texts import gettext
from portal.reporting import naming, texts
from portal.reporting.blocks import Block, Column, Line, count_cell
from portal.reporting.figures import Grid, Reading, around, heirs_of, place_of, with_old_codes
from portal.reporting.texts import ngettext

IN_FORCE = "in_force"
COLUMNS = (IN_FORCE, "decided", "over", "lifted", "reviews", "lifted_on_review")


@dataclass(frozen=True)
class Limits:
    """What became of the limits of some agencies; `is_hidden` says whether a few are."""

    each: Mapping[str, Limited]
    is_hidden: bool

    @cached_property
    def grids(self) -> dict[str, Grid]:
        """The counts of each column, by agency."""
        counted = {code: asdict(one) for code, one in self.each.items()}
        return {
            name: Grid.of(
                {(code, name): counts[name] for code, counts in counted.items()},
                is_public=self.is_hidden,
            )
            for name in COLUMNS
        }

    def n(self, code: str, column: str) -> int | None:
        """Return what an agency has, or all together, or None if it is hidden."""
        return self.grids[column].n(code, column if code != TOTAL else TOTAL)


def contact_limits(reading: Reading) -> Block:
    """How many limits on contact each agency has, decided and ended, and by whom."""
    found = read_limits(reading)
    return Block(
        code="limites",
        title=_title(found),
        unit=gettext(
            "Limites en vigueur aujourd’hui, et ce qui leur est arrivé : %(period)s.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=naming.agency_column(),
        columns=(
            Column(gettext("En vigueur aujourd’hui"), is_sorted=True),
            Column(gettext("Décidées")),
            Column(gettext("Finies à leur jour")),
            Column(gettext("Levées avant")),
            Column(gettext("Révisions demandées")),
            Column(gettext("Levées après révision")),
        ),
        groups=naming.groups(
            reading.agencies,
            lambda one: _line(naming.short_text(one), found, one.code),
            lambda one: naming.RANKED_FROM,
            lambda one: (-(found.n(one.code, IN_FORCE) or 0), -(found.n(one.code, "decided") or 0)),
            _line(naming.whole_name(), found, TOTAL),
            "",
        ),
        definition="limites",
        note=gettext("De 1 à 4 limites, le nombre est masqué pour qui ne voit pas les limites.")
        if found.is_hidden
        else "",
        is_wide=True,
    )


def read_limits(reading: Reading) -> Limits:
    """Read what became of the limits of a page's agencies in its period."""
    heirs = heirs_of(reading.asked)
    # As the portal: whoever may see figures need not be one who may see limits.
    with runtime().reading(PORTAL) as session:
        rows = limits_that_held(session, with_old_codes(reading), *around(reading.asked))
    lives: dict[str, list[LimitLife]] = defaultdict(list)
    for row in rows:
        lives[place_of(row.agency, row.category, heirs)].append(row.life)
    return Limits(
        each={one.code: _limited(reading, one, lives[one.code]) for one in reading.agencies},
        is_hidden=not all(
            may(current_actor(), Permission.SEE_LIMITS, one.code) for one in reading.agencies
        ),
    )


def _limited(reading: Reading, agency: Agency, lives: list[LimitLife]) -> Limited:
    months, zone = frozenset(reading.asked.period.months), agency.consult().calendar().zone

    def is_in_period(moment: datetime) -> bool:
        return moment.astimezone(zone).strftime("%Y-%m") in months

    return Limited.of(lives, is_in_period)


def _line(name: Text, found: Limits, code: str) -> Line:
    return Line(name, tuple(count_cell(found.n(code, column)) for column in COLUMNS))


def _title(found: Limits) -> str:
    n = found.n(TOTAL, IN_FORCE)
    if n is None:
        return gettext("Quelques limites de contact en vigueur")
    if not n:
        return gettext("Aucune limite de contact en vigueur")
    return ngettext(
        "%(num)s limite de contact en vigueur", "%(num)s limites de contact en vigueur", n
    )

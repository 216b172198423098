"""The block on what people asked to be adapted, by agency and by what became of it.

A need says something of a person: small numbers are hidden from whoever does not see complaints.
"""

from __future__ import annotations

from collections import Counter

from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.figures.small_cells import TOTAL, Place
from portal.domain.permissions import Permission, may
from portal.features.accommodations.queries import asked_between
from portal.features.accommodations.rules import State
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

IN_PLACE, GRANTED, REFUSED, UNANSWERED, ENDED = COLUMNS = (
    *("in_place", "granted", "refused", "unanswered", "ended"),
)
_COLUMN = {
    State.IN_PLACE: IN_PLACE,
    State.GRANTED: GRANTED,
    State.REFUSED: REFUSED,
    State.ASKED: UNANSWERED,
    State.QUESTIONED: UNANSWERED,
    State.ENDED: ENDED,
}


def accommodations(reading: Reading) -> Block:
    """How much was asked of each agency to be adapted, and what became of it."""
    actor, codes = current_actor(), [agency.code for agency in reading.agencies]
    is_hidden = not all(may(actor, Permission.SEE_COMPLAINTS, code) for code in codes)
    grid = Grid.of(_counts(reading), is_public=is_hidden)
    return Block(
        code="adaptations",
        title=_title(grid.n(TOTAL)),
        unit=gettext(
            "Adaptations demandées, et ce qu’elles sont devenues : %(period)s.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Demandées"), is_sorted=True),
            Column(gettext("En place")),
            Column(gettext("Accordées, à venir")),
            Column(gettext("Refusées")),
            Column(gettext("Sans réponse")),
            Column(gettext("Plus attendues")),
        ),
        groups=ranked_groups(
            reading.agencies,
            lambda name, code: Line(
                name, tuple(count_cell(grid.n(code, column)) for column in (TOTAL, *COLUMNS))
            ),
            lambda code: (-(grid.n(code) or 0),),
        ),
        definition="adaptations",
        note=gettext("De 1 à 4, le nombre est masqué pour qui ne voit pas les plaintes.")
        if is_hidden
        else "",
        is_wide=True,
    )


def _counts(reading: Reading) -> dict[Place, int]:
    """Return how many needs stand in each cell; as the portal, since only numbers are shown."""
    heirs = heirs_of(reading.asked)
    asked = runtime().read(PORTAL, asked_between, with_old_codes(reading), *around(reading.asked))
    months = frozenset(reading.asked.period.months)
    zones = {own.code: own.consult().calendar().zone for own in reading.agencies}
    counts: Counter[Place] = Counter()
    for need in asked:
        code = place_of(need.agency, need.category, heirs)
        if code in zones and need.asked_at.astimezone(zones[code]).strftime("%Y-%m") in months:
            counts[code, _COLUMN[State(need.state)]] += 1
    empty: dict[Place, int] = {(code, column): 0 for code in zones for column in COLUMNS}
    return empty | dict(counts)


def _title(n: int | None) -> str:
    if n is None:
        return gettext("Quelques adaptations demandées")
    if not n:
        return gettext("Aucune adaptation demandée")
    return ngettext("%(num)s adaptation demandée", "%(num)s adaptations demandées", n)

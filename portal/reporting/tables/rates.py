"""The rates that pages of figures show, each among what a table counts, and their words.

The staff see them as they are. The public see what `domain/figures/published.py` tells of them; a
rate whose number is hidden is told over four quarters, as far as those are published.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter

from msgspec import Struct

from portal.domain.figures.indicators import Figures
from portal.domain.figures.means import PUBLISHED_MEANS, SHARES, Means, Rated
from portal.domain.figures.published import Bounds, Form, beside, published, together, total
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.counts.grids import (
    Cells,
    Grid,
    cells_of_contacts,
    cells_of_due,
    cells_of_findings,
    cells_of_levels,
    cells_of_noted_contacts,
    grid_of,
)
from portal.reporting.figures import Reading
from portal.reporting.known import over_quarters
from portal.reporting.tables.blocks import NOTHING, Cell
from portal.reporting.tables.marks import marked


class Rate(Struct, frozen=True):
    """A share of the figures of an agency, and the cells of the table that tells among how many."""

    of: Callable[[Figures], Share]
    among: Cells
    code: str
    """By which vintages keep it."""
    rated: Rated | None = None


KEPT = Rate(attrgetter("kept"), cells_of_due, "kept", Rated.KEPT)
CONTACT_KEPT = Rate(attrgetter("contact_kept"), cells_of_contacts, "contact_kept", Rated.CONTACT)
CONTACT_CONFIRMED = Rate(
    attrgetter("contact_confirmed"), cells_of_noted_contacts, "contact_confirmed"
)
SETTLED = Rate(attrgetter("settled"), cells_of_findings, "settled", Rated.SETTLED)
CORRECTED = Rate(attrgetter("corrected"), cells_of_findings, "corrected")
REOPENED = Rate(attrgetter("reopened"), cells_of_findings, "reopened", Rated.REOPENED)
_AMONG = {
    Means.EXTENSIONS: cells_of_due,
    Means.PAUSES: cells_of_due,
    Means.SECOND_ANSWERS: cells_of_levels,
    Means.UNANSWERED: cells_of_findings,
    Means.UNCONFIRMED: cells_of_noted_contacts,
}
OF_MEANS = {means: Rate(SHARES[means], _AMONG[means], means.value) for means in PUBLISHED_MEANS}
"""How often what can make a rate look better is done, as far as everybody sees it."""
PUBLISHED = (KEPT, CONTACT_KEPT, SETTLED, CORRECTED, REOPENED, *OF_MEANS.values())
"""Those that everybody sees: a vintage keeps what may be known of each."""


def rate_in(reading: Reading, rate: Rate, code: str = TOTAL) -> Bounds | None:
    """Return what may be known of a rate in the period, or None where its number is hidden."""
    if not reading.is_public:
        return Bounds.exact(rate.of(reading.figures(code)))
    if reading.known is not None:
        return reading.known.share(rate.code, code)
    return _rate_of(reading, reading.by_agency, rate, code)


def rate_before(reading: Reading, rate: Rate, code: str = TOTAL) -> Bounds | None:
    """Return the same in the period compared to."""
    if not reading.is_public:
        return Bounds.exact(rate.of(reading.figures_before(code)))
    if reading.known is not None:
        return reading.known_before.share(rate.code, code)
    return _rate_of(reading, reading.by_agency_before, rate, code)


def rate_lately(reading: Reading, rate: Rate, code: str) -> Bounds | None:
    """Return what the last four quarters tell together, those left out that tell nothing."""
    if reading.known is not None:
        return over_quarters((reading.known, *reading.known_earlier), rate.code, code)
    earlier = (reading.by_agency, *reading.earlier)
    known = [_rate_of(reading, quarter, rate, code) for quarter in earlier]
    told = [bounds for bounds in known if bounds is not None and bounds.n]
    return together(told) if told else None


def _rate_of(
    reading: Reading, by_agency: Mapping[str, Figures], rate: Rate, code: str
) -> Bounds | None:
    """Return the same of the figures of a period that a public page shows."""
    return rate_among(by_agency, rate, reading.grid_among(by_agency, rate.among), code)


def rate_known(by_agency: Mapping[str, Figures], rate: Rate, code: str = TOTAL) -> Bounds | None:
    """Return what everybody may know of a rate, or None where its number is hidden.

    Of all agencies together it tells no more of any than what is known of that one.
    """
    return rate_among(by_agency, rate, grid_of(by_agency, rate.among, is_public=True), code)


def rate_among(
    by_agency: Mapping[str, Figures], rate: Rate, grid: Grid, code: str = TOTAL
) -> Bounds | None:
    """Return the same beside a table that tells among how many, and hides some of these."""
    if grid.n(code) is None:
        return None
    if code != TOTAL:
        return published(rate.of(by_agency[code]))
    shares = {agency: rate.of(figures) for agency, figures in by_agency.items()}
    shown = [share for agency, share in shares.items() if grid.n(agency) is not None]
    hidden = [share for agency, share in shares.items() if grid.n(agency) is None]
    return total([*((share, published(share)) for share in shown), *beside(hidden)])


def rate_cell(reading: Reading, rate: Rate, code: str, *, is_strong: bool = False) -> Cell:
    """Show a rate, or the same over four quarters, or why it is not published."""
    cell = _rate_cell(reading, rate, code, is_strong=is_strong)
    return cell if rate.rated is None else marked(reading, cell, code, rate.rated)


def _rate_cell(reading: Reading, rate: Rate, code: str, *, is_strong: bool) -> Cell:
    if reading.known is not None and not reading.known.is_kept(rate.code):
        return Cell(gettext("pas encore publié à cette date"))
    known = rate_in(reading, rate, code)
    if known is not None:
        return bounds_cell(known, none_of_it(reading), is_strong=is_strong)
    lately = rate_lately(reading, rate, code)
    if lately is None or lately.form is Form.TOO_WIDE:
        return unpublished()
    words = gettext("%(share)s, sur quatre trimestres", share=texts.rate(lately))
    return Cell(words, words)


def bounds_cell(known: Bounds, nothing: str, *, is_strong: bool = False) -> Cell:
    """Show what is known of a share: a whole percent, a band, or `nothing` to tell of."""
    if known.form is Form.NOTHING:
        return Cell(nothing)
    if known.form is Form.TOO_WIDE:
        return unpublished()
    words = texts.rate(known)
    return Cell(words, known.percents[0] if known.form is Form.EXACT else words, is_strong)


def unpublished() -> Cell:
    """Show that a figure is not published, and why."""
    return Cell(few(), few())


def few() -> str:
    """Say why a figure is not published."""
    return gettext("non publié : petits nombres")


def none_of_it(reading: Reading) -> str:
    """Say that there is nothing of which a figure could tell."""
    return gettext("rien à compter") if reading.is_public else NOTHING

"""A block on the counts themselves: of how many complaints something is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from portal.domain.actor import PORTAL
from portal.domain.figures.cells import UNKNOWN
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.counts.narrowed import Narrowing
from portal.reporting.counts.queries_received import ThemeCount, received_by_theme
from portal.reporting.figures import Reading
from portal.reporting.heirs import heirs_of
from portal.reporting.portrait_figures.by_subject import OTHER
from portal.reporting.portrait_figures.extremes import extremes
from portal.reporting.tables.blocks import (
    Block,
    Column,
    Line,
    agency_column,
    count_cell,
    ranked_groups,
    share_cell,
)


class Known(Struct, frozen=True):
    """How many complaints each agency received, and of how many of them each thing is unknown."""

    received: Mapping[str, int]
    region: Mapping[str, int]
    language: Mapping[str, int]
    other: Mapping[str, int]

    def n(self, code: str) -> int:
        """Return how many an agency received, or all together."""
        return _of(self.received, code)

    def share(self, unknown: Mapping[str, int], code: str) -> Share:
        """Return of what part of them something is unknown."""
        return Share(_of(unknown, code), self.n(code))


def data_quality(reading: Reading) -> Block:
    """Of how many complaints the region, the language or the subject is not known."""
    known = _read(reading)

    def line(name: Text, code: str) -> Line:
        unknown = (known.region, known.language, known.other)
        shares = (share_cell(known.share(one, code)) for one in unknown)
        return Line(name, (count_cell(known.n(code)), *shares))

    return Block(
        code="qualite",
        title=_title(reading, known),
        unit=gettext(
            "Plaintes reçues, %(period)s."
            " Ce qui est inconnu manque dans les chiffres qui le filtrent.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Plaintes reçues"), is_n=True),
            Column(gettext("Région inconnue"), "%", is_sorted=True),
            Column(gettext("Langue inconnue"), "%"),
            Column(gettext("Sujet « Autre »"), "%"),
        ),
        groups=ranked_groups(
            reading.agencies,
            line,
            lambda code: (-(known.share(known.region, code).value or 0),),
            size=known.n,
            apart=gettext("Moins de 30 plaintes reçues : affichés, mais pas classés"),
        ),
        definition="qualite",
        is_wide=True,
        has_two_ends=True,
    )


def _title(reading: Reading, known: Known) -> str:
    if not known.n(TOTAL):
        return gettext("Aucune plainte reçue dans cette période")
    found = gettext(
        "La région est inconnue pour %(share)s des plaintes",
        share=texts.share(known.share(known.region, TOTAL)),
    )
    ends = extremes(
        reading.agencies, known.n, lambda code: known.share(known.region, code).value or 0
    )
    return texts.with_most(found, ends, lambda code: texts.share(known.share(known.region, code)))


def _read(reading: Reading) -> Known:
    region, language = (
        _received(reading, unknown)
        for unknown in (Narrowing(region=UNKNOWN), Narrowing(language=UNKNOWN))
    )
    return Known(
        _by_agency(reading.received),
        _by_agency(region),
        _by_agency(language),
        _by_agency(row for row in reading.received if row.theme == OTHER),
    )


def _received(reading: Reading, narrowed: Narrowing) -> list[ThemeCount]:
    asked, codes = reading.asked, [agency.code for agency in reading.agencies]
    # As the portal: whoever may see figures need not be one who may see complaints.
    return runtime().read(
        PORTAL,
        received_by_theme,
        codes,
        asked.period.months,
        heirs_of(asked),
        narrowed,
    )


def _by_agency(rows: Iterable[ThemeCount]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.agency] += row.n
    return counts


def _of(counts: Mapping[str, int], code: str) -> int:
    return sum(counts.values()) if code == TOTAL else counts.get(code, 0)

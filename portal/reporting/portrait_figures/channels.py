"""A block on how complaints reach each agency: by the portal, by phone, at a counter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from portal.domain.actor import PORTAL
from portal.domain.complaint import Channel
from portal.domain.figures.leading import Led
from portal.domain.figures.published import Bounds
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.pages.current import gettext, runtime
from portal.pages.office.wording import CHANNELS
from portal.reporting import texts
from portal.reporting.counts.queries_received import received_by_channel
from portal.reporting.figures import Reading
from portal.reporting.heirs import heirs_of
from portal.reporting.portrait_figures.extremes import with_outlier
from portal.reporting.tables.blocks import (
    Block,
    Cell,
    Column,
    Line,
    agency_column,
    count_cell,
    ranked_groups,
    share_cell,
)
from portal.reporting.tables.leads import led

_Counts = Counter[tuple[str, str]]


def channels(reading: Reading) -> Block:
    """By which channels each agency's complaints came, and which part each is."""
    counts = _read(reading)
    came = [code for code in CHANNELS if counts[TOTAL, code] or code == Channel.WEB]

    def line(name: Text, code: str) -> Line:
        received = counts[code, TOTAL]
        cells = (
            led(
                reading,
                _cell(Share(counts[code, channel], received)),
                code,
                Led.RECEIVED,
                channel=channel,
            )
            for channel in came
        )
        return Line(name, (*cells, led(reading, count_cell(received), code, Led.RECEIVED)))

    return Block(
        code="canaux",
        title=_title(reading, counts, came),
        unit=gettext(
            "Plaintes reçues, %(period)s, selon le canal d’arrivée.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            *(Column(gettext(CHANNELS[channel]), "%", has_part=True) for channel in came),
            Column(gettext("Plaintes reçues"), is_sorted=True, is_n=True),
        ),
        groups=ranked_groups(
            reading.agencies,
            line,
            lambda code: (-counts[code, TOTAL],),
            size=lambda code: counts[code, TOTAL],
            apart=gettext("Moins de 30 plaintes reçues : affichés, mais pas classés"),
        ),
        definition="canaux",
        is_wide=True,
    )


def _read(reading: Reading) -> _Counts:
    asked = reading.asked
    # As the portal: whoever may see figures need not be one who may see complaints.
    rows = runtime().read(
        PORTAL,
        received_by_channel,
        [agency.code for agency in reading.agencies],
        asked.period.months,
        heirs_of(asked),
        asked.narrowing,
    )
    counts: _Counts = Counter()
    for row in rows:
        for place in ((row.agency, row.channel), (row.agency, TOTAL)):
            counts[place] += row.n
        counts[TOTAL, row.channel] += row.n
        counts[TOTAL, TOTAL] += row.n
    return counts


def _cell(share: Share) -> Cell:
    """Show a share with how many it is of, and both apart in a file."""
    cell = share_cell(share)
    if share.value is None:
        return cell
    return replace(cell, words=f"{texts.number(share.part)} ({cell.words})", part=share.part)


def _title(reading: Reading, counts: _Counts, came: Sequence[str]) -> str:
    total = counts[TOTAL, TOTAL]
    if not total:
        return gettext("Aucune plainte reçue dans cette période")
    most = max(came, key=lambda channel: counts[TOTAL, channel])
    found = gettext(
        "Premier canal : %(channel)s, %(share)s des plaintes",
        channel=gettext(CHANNELS[most]).lower(),
        share=texts.share(Share(counts[TOTAL, most], total)),
    )
    return with_outlier(
        found,
        reading.agencies,
        lambda code: Bounds.exact(Share(counts[code, most], counts[code, TOTAL])),
    )

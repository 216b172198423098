"""Rows of a block in which every agency stands, whatever it has."""

from __future__ import annotations

from collections.abc import Callable

from portal.domain.figures.indicators import Figures, Measure
from portal.domain.text import Text
from portal.reporting import naming
from portal.reporting.blocks import Group, Line
from portal.reporting.figures import Reading


def most_first(
    reading: Reading, measure: Measure, line: Callable[[Text, Figures], Line]
) -> tuple[Group, ...]:
    """Return a row for each agency, those with most of a measure first, then one of all."""
    return naming.groups(
        reading.agencies,
        lambda agency: line(naming.short_text(agency), reading.each[agency.code]),
        lambda agency: naming.RANKED_FROM,
        lambda agency: (-reading.each[agency.code].count(measure),),
        line(naming.whole_name(), reading.whole),
        "",
    )

"""Small plots of the same months on the same scale, side by side: one for each series.

Each has its name and its last value above it; a month in progress is grey.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape
from msgspec import Struct

from portal.reporting.plots.charts import TARGET

_WIDTH, _HEIGHT = 240, 96
_LEFT, _RIGHT, _TOP, _BOTTOM = 26, 8, 8, 20


class Series(Struct, frozen=True):
    """A count month by month, with its name and what is said of it aloud."""

    name: str
    values: Sequence[int]
    last: str
    text: str


class Months(Struct, frozen=True):
    """The months of every series: how the first and the last are named, and whether one is open."""

    first: str
    last: str
    n: int
    is_open: bool
    breaks: Sequence[tuple[int, int]] = ()
    """The place and the number of each month from which the series tell of other things."""


def small_multiples(months: Months, series: Sequence[Series]) -> Markup:
    """Draw each series, all on one scale."""
    top = _top(max((value for one in series for value in one.values), default=1))
    return Markup('<ul class="v-many">{}</ul>').format(
        Markup().join(_item(months, top, one) for one in series)
    )


def _top(largest: int) -> int:
    """Return the shortest round scale that reaches the largest value."""
    unit = int(f"1{'0' * (len(str(largest)) - 2)}")
    return max(-(-largest // (5 * unit)) * 5 * unit, 5)


def _item(months: Months, top: int, series: Series) -> Markup:
    return Markup(
        '<li><p>{name} <span class="v-value">{last}</span></p>'
        '<svg viewBox="0 0 {w} {h}" role="img" aria-label="{text}">{body}</svg></li>'
    ).format(
        name=escape(series.name),
        last=series.last,
        w=_WIDTH,
        h=_HEIGHT,
        text=escape(series.text),
        body=Markup().join(
            (_open(months), _grid(top), _breaks(months), _named(months), _line(top, series))
        ),
    )


def _x(place: int, n: int) -> float:
    return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * place / max(1, n - 1), 1)


def _y(value: int, top: int) -> float:
    ground = _HEIGHT - _BOTTOM
    return round(ground - (ground - _TOP) * value / top, 1)


def _open(months: Months) -> Markup:
    if not months.is_open:
        return Markup()
    start = (_x(months.n - 2, months.n) + _x(months.n - 1, months.n)) / 2
    return Markup('<rect class="v-open" x="{}" y="{}" width="{}" height="{}"/>').format(
        round(start, 1), _TOP, round(_WIDTH - _RIGHT - start, 1), _HEIGHT - _BOTTOM - _TOP
    )


def _grid(top: int) -> Markup:
    drawn = Markup()
    for value in (0, top):
        drawn += Markup(
            '<path class="v-grid" d="M{} {}H{}"/>'
            '<text class="ax" x="{}" y="{}" text-anchor="end">{}</text>'
        ).format(_LEFT, _y(value, top), _WIDTH - _RIGHT, _LEFT - 5, _y(value, top) + 5, value)
    return drawn


def _breaks(months: Months) -> Markup:
    """Draw a thin line before each month of a break, with the number told under the plots."""
    drawn, ground = Markup(), _HEIGHT - _BOTTOM
    for place, number in months.breaks:
        x = round((_x(place, months.n) + _x(max(0, place - 1), months.n)) / 2, 1)
        drawn += Markup(
            '<path d="M{} {}V{}" stroke="{}" stroke-dasharray="2 3"/>'
            '<text class="ax" x="{}" y="{}">{}</text>'
        ).format(x, _TOP, ground, TARGET, x + 3, _TOP + 10, number)
    return drawn


def _named(months: Months) -> Markup:
    return Markup(
        '<text class="ax" x="{}" y="{}">{}</text>'
        '<text class="ax" x="{}" y="{}" text-anchor="end">{}</text>'
    ).format(_LEFT, _HEIGHT - 3, months.first, _WIDTH - _RIGHT, _HEIGHT - 3, months.last)


def _line(top: int, series: Series) -> Markup:
    n = len(series.values)
    steps = [f"{_x(place, n)} {_y(value, top)}" for place, value in enumerate(series.values)]
    last = len(series.values) - 1
    return Markup('<path class="s1" d="M{}"/><circle class="v1" cx="{}" cy="{}" r="4"/>').format(
        "L".join(steps), _x(last, n), _y(series.values[last], top)
    )

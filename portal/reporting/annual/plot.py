"""The one plot of a report: how many answers were in time, quarter by quarter."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from portal.domain.figures.published import Bounds
from portal.domain.time.periods import Period
from portal.reporting.annual.compared import KEPT
from portal.reporting.annual.content import Picture
from portal.reporting.annual.sentences import Story
from portal.reporting.annual.tables import named_quarters, rate_words
from portal.reporting.annual.wording import Wording
from portal.reporting.plots.charts import BAR, GRID, ORDERED

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 460, 232, 44, 12, 180

Known = Sequence[tuple[Period, Bounds | None]]


def plot(story: Story) -> Picture | None:
    """Draw the share of answers in time, quarter by quarter; a band where it is told as one."""
    w, compared = story.w, story.compared
    quarters = [*named_quarters(compared.before), *named_quarters(compared.now)]
    known = [(period, of.share(KEPT, story.code)) for period, of in quarters]
    if not any(bounds is not None and bounds.is_told for _, bounds in known):
        return None
    said = [f"{w.short_period(period)} : {rate_words(w, bounds)}" for period, bounds in known]
    alt = w.gettext(
        "Part des réponses données dans le délai promis, par trimestre. %(quarters)s.",
        quarters="; ".join(said),
    )
    return Picture(_drawn(known, w, alt), alt)


def _drawn(known: Known, w: Wording, alt: str) -> str:
    """Return the plot: a column for each quarter; what may be so or more is lighter."""
    step = (_WIDTH - _LEFT) / len(known)
    parts = [_grid(percent) for percent in (0, 25, 50, 75, 100)]
    for place, (period, bounds) in enumerate(known):
        left, wide = round(_LEFT + place * step + step * 0.2, 1), round(step * 0.6, 1)
        middle = round(left + wide / 2, 1)
        parts.append(_label(middle, _BOTTOM + 20, w.gettext("T%(n)s", n=period.quarter), "middle"))
        if period.quarter == 1:
            parts.append(_label(middle, _BOTTOM + 42, f"{period.year}", "middle"))
        if bounds is not None and bounds.is_told:
            low, high = bounds.percents
            parts.append(_column(left, wide, high, ORDERED[1] if high > low else ORDERED[0]))
            parts.append(_column(left, wide, low, ORDERED[0]))
        else:
            parts.append(_label(middle, _BOTTOM - 8, "…", "middle"))
    body = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        f' width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-label="{escape(alt)}">{body}</svg>'
    )


def _y(percent: int) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * percent / 100, 1)


def _grid(percent: int) -> str:
    y = _y(percent)
    line = f'<path d="M{_LEFT} {y}H{_WIDTH}" stroke="{GRID if percent else BAR}"/>'
    return line + _label(_LEFT - 8, y + 5, f"{percent}", "end")


def _column(left: float, wide: float, percent: int, colour: str) -> str:
    y = _y(percent)
    return (
        f'<rect x="{left}" y="{y}" width="{wide}" height="{round(_BOTTOM - y, 1)}"'
        f' fill="{colour}"/>'
    )


def _label(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="16"'
        f' font-family="Source Sans Pro" fill="#14232b">{escape(words)}</text>'
    )

"""Plots as plain SVG: presentation attributes only, colours of the ordered and series scales.

Plots in the rows of a table are hidden from screen readers, which have the numbers beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from portal.reporting import texts

ORDERED = ("#0b4f5c", "#5b959e", "#c9762b", "#9b1b18")
GRID, BAR, TARGET = "#dbe3e5", "#7a7f85", "#a83c00"
_ON_DARK = frozenset({"#0b4f5c", "#9b1b18"})
_TICKS = 4
_STEPS = (1, 2, 5, 10, 15, 20, 25, 50, 100, 200, 250, 500)
_LINE_WIDTH, _EDGE = 220, 10
STACK_WIDTH, _ROW_HEIGHT, _WEIGHT, _MARGIN = 300, 28, 48, 2
_DIGIT = 8


class Axis(Struct, frozen=True):
    """A scale from nothing to `top`, in four steps."""

    step: int

    @classmethod
    def over(cls, largest: int) -> Axis:
        """Return the shortest round scale that reaches `largest`."""
        fitting = (step for step in _STEPS if step * _TICKS >= largest)
        return cls(next(fitting, -(-largest // _TICKS)))

    @property
    def top(self) -> int:
        """The end of the scale."""
        return self.step * _TICKS

    @property
    def ticks(self) -> list[int]:
        """The values that are marked."""
        return [self.step * n for n in range(_TICKS + 1)]


def dot_line_axis(axis: Axis) -> Markup:
    """Return the head of a column of dot lines: its scale."""
    marks = Markup().join(
        Markup(
            '<text class="ax" x="{}" y="15" text-anchor="middle" font-size="12">{}</text>'
        ).format(_dot_x(value, axis), value)
        for value in axis.ticks
    )
    return _in_row(_LINE_WIDTH, 22, marks)


def dot_line(median: int, ninth: int, promised: int | None, axis: Axis) -> Markup:
    """Draw a median as a dot, nine in ten as a ring, and the promised time as a mark."""
    start, end = _dot_x(median, axis), _dot_x(ninth, axis)
    parts = [
        *(
            Markup('<path d="M{} 0V28" stroke="{}"/>').format(_dot_x(value, axis), GRID)
            for value in axis.ticks
        ),
        Markup('<path d="M{} 14H{}" stroke="{}" stroke-width="5"/>').format(start, end, BAR),
        Markup(
            '<circle cx="{}" cy="14" r="5" fill="#fff" stroke="{}" stroke-width="3"/>'
            '<circle cx="{}" cy="14" r="6.5" fill="{}"/>'
        ).format(end, ORDERED[0], start, ORDERED[0]),
    ]
    if promised is not None and promised <= axis.top:
        mark = Markup('<path d="M{} 4V24" stroke="{}" stroke-width="3"/>')
        parts.append(mark.format(_dot_x(promised, axis), TARGET))
    return _in_row(_LINE_WIDTH, _ROW_HEIGHT, Markup().join(parts))


def stacked(parts: Sequence[int], colours: Sequence[str], width: int = STACK_WIDTH) -> Markup:
    """Draw parts of a whole side by side, each with its number where there is room for it."""
    total, x, drawn = sum(parts), 0.0, []
    for n, colour in zip(parts, colours, strict=True):
        long = width * n / total if total else 0
        if n:
            # A white gap parts neighbours for those who do not tell their colours apart.
            drawn.append(_rectangle(x, max(long - 2, 1), colour, n))
        x += long
    return _in_row(width, _ROW_HEIGHT, Markup().join(drawn))


def bar(n: int, largest: int, width: int = 110) -> Markup:
    """Draw a count as a bar, as long as it is of the largest."""
    long = width * n / largest if largest else 0
    body = Markup('<rect x="0" y="4" width="{}" height="20" fill="{}"/>').format(
        round(long, 1), ORDERED[0]
    )
    return _in_row(width, _ROW_HEIGHT, body)


def weight(n: int, largest: int) -> Markup:
    """Draw how many a row is about, beside their number, as a thin bar."""
    long = round(_WEIGHT * n / largest, 1) if largest else 0
    body = Markup('<rect x="{}" y="3" width="{}" height="6" fill="{}"/>').format(
        round(_WEIGHT - long, 1), long, ORDERED[1]
    )
    return _in_row(_WEIGHT, 12, body)


def share_bar(least: int, most: int, width: int = 200) -> Markup:
    """Draw a share, no more exact than it is written, as a bar in a frame that is the whole.

    What lies between the least and the most that it may be is lighter.
    """
    low, high = (round(width * percent / 100, 1) for percent in (least, most))
    frame = Markup(
        '<rect x="0.5" y="4.5" width="{}" height="19" fill="#fff" stroke="#56676f"/>'
        '<rect x="0" y="4" width="{}" height="20" fill="{}"/>'
    ).format(width - 1, low, ORDERED[0])
    if high > low:
        between = Markup('<rect x="{}" y="5" width="{}" height="18" fill="{}"/>')
        frame += between.format(low, round(high - low - 1, 1), ORDERED[1])
    return _in_row(width, _ROW_HEIGHT, frame)


def interval(least: float, middle: float, most: float, reach: float, width: int = 200) -> Markup:
    """Draw what lies between two bounds around nothing, on a scale that reaches so far each way."""

    def x(moved: float) -> float:
        return round(width / 2 + moved * (width / 2 - _EDGE) / reach, 1)

    body = Markup(
        '<path d="M{} 2V26" stroke="{}" stroke-width="2"/>'
        '<path d="M{} 14H{}" stroke="{}" stroke-width="5"/>'
        '<circle cx="{}" cy="14" r="6" fill="{}"/>'
    ).format(x(0), TARGET, x(least), x(most), BAR, x(middle), ORDERED[0])
    return _in_row(width, _ROW_HEIGHT, body)


def key_square(colour: str) -> Markup:
    """Return the mark of a colour in a key."""
    return _in_row(14, 14, Markup('<rect width="14" height="14" fill="{}"/>').format(colour))


def _rectangle(x: float, width: float, colour: str, n: int) -> Markup:
    body = Markup('<rect x="{}" y="3" width="{}" height="22" fill="{}"/>').format(
        round(x, 1), round(width, 1), colour
    )
    words = texts.number(n)
    if width < _DIGIT * len(words) + 8:
        return body
    on_dark = "in" if colour in _ON_DARK else "in-d"
    return body + Markup('<text class="{}" x="{}" y="19">{}</text>').format(
        on_dark, round(x + 5, 1), words
    )


def _dot_x(value: int, axis: Axis) -> float:
    return round(_EDGE + (_LINE_WIDTH - 2 * _EDGE) * min(value, axis.top) / axis.top, 1)


def _in_row(width: int, height: int, body: Markup) -> Markup:
    """Return a plot of a row; what is as high as a row loses the margin above and below it."""
    top = _MARGIN if height == _ROW_HEIGHT else 0
    return Markup(
        '<svg width="{0}" height="{1}" viewBox="0 {2} {0} {1}" aria-hidden="true"'
        ' focusable="false">{3}</svg>'
    ).format(width, height - 2 * top, top, body)


KEY_DOT, KEY_RING, KEY_PROMISE = (
    _in_row(16, 16, mark)
    for mark in (
        Markup('<circle cx="8" cy="8" r="6.5" fill="{}"/>').format(ORDERED[0]),
        Markup('<circle cx="8" cy="8" r="5" fill="#fff" stroke="{}" stroke-width="3"/>').format(
            ORDERED[0]
        ),
        Markup('<path d="M8 0V16" stroke="{}" stroke-width="3"/>').format(TARGET),
    )
)
"""The marks of a median, of nine in ten and of the promised time in a key."""

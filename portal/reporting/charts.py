"""Plots as plain SVG: presentation attributes only, colours of the ordered and series scales.

Plots in the rows of a table are hidden from screen readers, which have the numbers beside them; a
plot that stands alone has a title and a description.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.reporting import texts

ORDERED = ("#0b4f5c", "#5b959e", "#c9762b", "#9b1b18")
INK, GRID, BAR, TARGET = "#14232b", "#dbe3e5", "#7a7f85", "#a83c00"
_ON_DARK = frozenset({"#0b4f5c", "#9b1b18"})
_TICKS = 4
_STEPS = (1, 2, 5, 10, 15, 20, 25, 50, 100, 200, 250, 500)
_LINE_WIDTH, _EDGE = 320, 10
_STACK_WIDTH, _ROW_HEIGHT = 360, 28
_DIGIT = 8


@dataclass(frozen=True, slots=True)
class Axis:
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
        Markup('<path d="M{} 0V28" stroke="{}"/>').format(_dot_x(value, axis), GRID)
        for value in axis.ticks
    ]
    parts.append(
        Markup('<path d="M{} 14H{}" stroke="{}" stroke-width="5"/>').format(start, end, BAR)
    )
    parts.append(
        Markup(
            '<circle cx="{}" cy="14" r="5" fill="#fff" stroke="{}" stroke-width="3"/>'
            '<circle cx="{}" cy="14" r="6.5" fill="{}"/>'
        ).format(end, ORDERED[0], start, ORDERED[0])
    )
    if promised is not None and promised <= axis.top:
        mark = Markup('<path d="M{} 4V24" stroke="{}" stroke-width="3"/>')
        parts.append(mark.format(_dot_x(promised, axis), TARGET))
    return _in_row(_LINE_WIDTH, _ROW_HEIGHT, Markup().join(parts))


def stacked(parts: Sequence[int], colours: Sequence[str], width: int = _STACK_WIDTH) -> Markup:
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
        _rounded(long), ORDERED[0]
    )
    return _in_row(width, _ROW_HEIGHT, body)


def share_bar(percent: int, width: int = 200) -> Markup:
    """Draw a share, no more exact than it is written, as a bar in a frame that is the whole."""
    frame = Markup(
        '<rect x="0.5" y="4.5" width="{}" height="19" fill="#fff" stroke="#56676f"/>'
        '<rect x="0" y="4" width="{}" height="20" fill="{}"/>'
    ).format(width - 1, _rounded(width * percent / 100), ORDERED[0])
    return _in_row(width, _ROW_HEIGHT, frame)


def key_square(colour: str) -> Markup:
    """Return the mark of a colour in a key."""
    return _key(14, Markup('<rect width="14" height="14" fill="{}"/>').format(colour))


def key_dot() -> Markup:
    """Return the mark of a median in a key."""
    return _key(16, Markup('<circle cx="8" cy="8" r="6.5" fill="{}"/>').format(ORDERED[0]))


def key_ring() -> Markup:
    """Return the mark of nine in ten in a key."""
    ring = Markup('<circle cx="8" cy="8" r="5" fill="#fff" stroke="{}" stroke-width="3"/>')
    return _key(16, ring.format(ORDERED[0]))


def key_promise() -> Markup:
    """Return the mark of the promised time in a key."""
    return _key(16, Markup('<path d="M8 0V16" stroke="{}" stroke-width="3"/>').format(TARGET))


def _rectangle(x: float, width: float, colour: str, n: int) -> Markup:
    body = Markup('<rect x="{}" y="3" width="{}" height="22" fill="{}"/>').format(
        _rounded(x), _rounded(width), colour
    )
    words = texts.number(n)
    if width < _DIGIT * len(words) + 8:
        return body
    on_dark = "in" if colour in _ON_DARK else "in-d"
    return body + Markup('<text class="{}" x="{}" y="19">{}</text>').format(
        on_dark, _rounded(x + 5), words
    )


def _dot_x(value: int, axis: Axis) -> float:
    return _rounded(_EDGE + (_LINE_WIDTH - 2 * _EDGE) * min(value, axis.top) / axis.top)


def _in_row(width: int, height: int, body: Markup) -> Markup:
    return Markup(
        '<svg width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true" focusable="false">'
        "{2}</svg>"
    ).format(width, height, body)


def _key(size: int, body: Markup) -> Markup:
    return _in_row(size, size, body)


def _rounded(value: float) -> float:
    return round(value, 1)


def described(
    code: str, size: tuple[int, int], title: str, text: str, parts: Iterable[Markup]
) -> Markup:
    """Return a plot that stands alone, with what it shows in words."""
    return Markup(
        '<svg width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" '
        'aria-labelledby="{code}-t {code}-d"><title id="{code}-t">{title}</title>'
        '<desc id="{code}-d">{text}</desc>{body}</svg>'
    ).format(
        w=size[0],
        h=size[1],
        code=code,
        title=escape(title),
        text=escape(text),
        body=Markup().join(parts),
    )

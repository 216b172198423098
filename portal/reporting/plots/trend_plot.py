"""The plot of two measures month by month, as wide as there is room for.

It is drawn once for each width of a screen, and the screen shows one: so nothing scrolls, and what
is written is as large as the words around it. Each line is named where it ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape
from msgspec import Struct

from portal.reporting.plots.charts import TARGET, Axis

Values = Sequence[int | None]

_LABEL = 18
"""How far two names stand apart at least."""


class Frame(Struct, frozen=True):
    """A drawing of one width: its size, its margins, and how much is written along its axes."""

    name: str
    width: int
    height: int
    left: int
    right: int
    months_apart: int
    steps_apart: int
    in_two_lines: bool = False
    top: int = 24
    bottom: int = 34

    @property
    def end(self) -> int:
        """Where the months end."""
        return self.width - self.right

    @property
    def ground(self) -> int:
        """Where nothing stands."""
        return self.height - self.bottom


FRAMES = (
    Frame("narrow", 340, 270, 34, 84, months_apart=4, steps_apart=2, in_two_lines=True),
    Frame("middle", 640, 270, 40, 110, months_apart=2, steps_apart=1),
    Frame("wide", 1140, 280, 40, 120, months_apart=1, steps_apart=1),
)
"""For a telephone, for what lies between, and for a whole screen."""


class Trend(Struct, frozen=True):
    """Two lines over the same months; `open_from` is the place of a month in progress, if any."""

    months: Sequence[str]
    first: Values
    second: Values
    first_name: str
    second_name: str
    open_from: int | None = None
    open_name: str = ""
    breaks: Sequence[tuple[int, int]] = ()
    """The place and the number of each month from which the series tells of other things."""


def trend_chart(code: str, trend: Trend, title: str, text: str) -> Markup:
    """Draw the lines: the first full with dots, the second dashed with a square at its end."""
    return Markup().join(_drawn(frame, code, trend, title, text) for frame in FRAMES)


def _drawn(frame: Frame, code: str, trend: Trend, title: str, text: str) -> Markup:
    return Markup(
        '<svg class="v-plot is-{name}" viewBox="0 0 {w} {h}" role="img" '
        'aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{title}</title>'
        '<desc id="{id}-d">{text}</desc>{body}</svg>'
    ).format(
        name=frame.name,
        w=frame.width,
        h=frame.height,
        id=f"{code}-{frame.name}",
        title=escape(title),
        text=escape(text),
        body=Markup().join(_Plot(trend, frame).parts()),
    )


class _Plot:
    def __init__(self, trend: Trend, frame: Frame) -> None:
        self.trend, self.frame = trend, frame
        known = [value for value in (*trend.first, *trend.second) if value is not None]
        self.axis = Axis.over(max(known, default=1))

    def parts(self) -> Iterator[Markup]:
        yield from self._month_in_progress()
        yield from self._grid()
        yield from self._breaks()
        yield from self._months()
        yield from self._line(self.trend.second, "s2")
        yield from self._line(self.trend.first, "s1")
        yield from self._ends()

    def x(self, place: int) -> float:
        left, end = self.frame.left, self.frame.end
        return round(left + (end - left) * place / max(1, len(self.trend.months) - 1), 1)

    def y(self, value: int) -> float:
        top, ground = self.frame.top, self.frame.ground
        return round(ground - (ground - top) * value / self.axis.top, 1)

    def _month_in_progress(self) -> Iterator[Markup]:
        place, frame = self.trend.open_from, self.frame
        if place is not None:
            start = round((self.x(place - 1) + self.x(place)) / 2, 1)
            yield Markup('<rect class="v-open" x="{}" y="{}" width="{}" height="{}"/>').format(
                start, frame.top, round(frame.end - start, 1), frame.ground - frame.top
            )
            yield Markup('<text class="ax" x="{}" y="{}" text-anchor="end">{}</text>').format(
                frame.end, frame.top - 8, self.trend.open_name
            )

    def _grid(self) -> Iterator[Markup]:
        frame = self.frame
        for value in self.axis.ticks[:: frame.steps_apart]:
            y = self.y(value)
            yield Markup('<path class="v-grid" d="M{} {}H{}"/>').format(frame.left, y, frame.end)
            yield Markup('<text class="ax" x="{}" y="{}" text-anchor="end">{}</text>').format(
                frame.left - 8, y + 5, value
            )

    def _breaks(self) -> Iterator[Markup]:
        """Draw a thin line before each month of a break, with the numbers told under the plot."""
        numbers: dict[int, list[str]] = {}
        for place, number in self.trend.breaks:
            numbers.setdefault(place, []).append(str(number))
        for place, of_month in numbers.items():
            x = round((self.x(place) + self.x(max(0, place - 1))) / 2, 1)
            yield Markup('<path d="M{} {}V{}" stroke="{}" stroke-dasharray="2 3"/>').format(
                x, self.frame.top, self.frame.ground, TARGET
            )
            yield Markup('<text class="ax" x="{}" y="{}">{}</text>').format(
                x + 4, self.frame.top + 10, ", ".join(of_month)
            )

    def _months(self) -> Iterator[Markup]:
        last = len(self.trend.months) - 1
        for place, name in enumerate(self.trend.months):
            if (last - place) % self.frame.months_apart == 0:
                yield Markup(
                    '<text class="ax" x="{}" y="{}" text-anchor="middle">{}</text>'
                ).format(self.x(place), self.frame.height - 8, name)

    def _line(self, values: Values, style: str) -> Iterator[Markup]:
        """Draw a line, broken where a month has no value."""
        steps, is_drawing = [], False
        for place, value in enumerate(values):
            if value is not None:
                steps.append(f"{'L' if is_drawing else 'M'}{self.x(place)} {self.y(value)}")
                if _is_alone(values, place):
                    yield self._dot(place, value, f"v{style[1:]}")
            is_drawing = value is not None
        yield Markup('<path class="{}" d="{}"/>').format(style, " ".join(steps))

    def _dot(self, place: int, value: int, style: str) -> Markup:
        """Mark a value without neighbours: a line of one point is none."""
        dot = Markup('<circle class="{}" cx="{}" cy="{}" r="3"/>')
        return dot.format(style, self.x(place), self.y(value))

    def _ends(self) -> Iterator[Markup]:
        first, second = _last(self.trend.first), _last(self.trend.second)
        apart = 2 * _LABEL if self.frame.in_two_lines else _LABEL
        heights = (first and self.y(first[1]), second and self.y(second[1]))
        first_y, second_y = _parted(*heights, apart, self.frame)
        if first:
            x, y = self.x(first[0]), self.y(first[1])
            yield Markup('<circle class="v1" cx="{}" cy="{}" r="5"/>').format(x, y)
            yield self._name(self.trend.first_name, first, first_y)
        if second:
            x, y = self.x(second[0]), self.y(second[1])
            yield Markup('<rect class="v2" x="{}" y="{}" width="10" height="10"/>').format(
                x - 5, y - 5
            )
            yield self._name(self.trend.second_name, second, second_y)

    def _name(self, name: str, end: tuple[int, int], y: float | None) -> Markup:
        """Name a line with its last value, which a narrow drawing writes below the name."""
        x, height = self.x(end[0]) + 10, (y or 0) + 5
        if not self.frame.in_two_lines:
            words = Markup('<text x="{}" y="{}">{} <tspan class="v-value">{}</tspan></text>')
            return words.format(x, height, name, end[1])
        words = Markup(
            '<text x="{0}" y="{1}">{2}<tspan class="v-value" x="{0}" dy="{3}">{4}</tspan></text>'
        )
        return words.format(x, round(height - _LABEL / 2, 1), name, _LABEL - 1, end[1])


def _last(values: Values) -> tuple[int, int] | None:
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    return known[-1] if known else None


def _is_alone(values: Values, place: int) -> bool:
    around = (*values[max(0, place - 1) : place], *values[place + 1 : place + 2])
    return all(value is None for value in around)


def _parted(
    first: float | None, second: float | None, apart: int, frame: Frame
) -> tuple[float | None, float | None]:
    """Keep two names from standing on each other, or below the ground; the first is the lower."""
    if first is None or second is None or first - second >= apart:
        return first, second
    middle = min((first + second) / 2, frame.ground - apart / 2)
    return round(middle + apart / 2, 1), round(middle - apart / 2, 1)

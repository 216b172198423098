"""The plot of two measures month by month, each line named at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.reporting.charts import Axis, described

_WIDTH, _HEIGHT = 460, 262
_LEFT, _RIGHT, _TOP, _BOTTOM = 32, 346, 20, 230
_APART = 18

Values = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Trend:
    """Two lines over the same months; `open_from` is the place of a month in progress, if any."""

    months: Sequence[str]
    first: Values
    second: Values
    first_name: str
    second_name: str
    open_from: int | None = None
    open_name: str = ""


def trend_chart(code: str, trend: Trend, title: str, text: str) -> Markup:
    """Draw the lines: the first full with dots, the second dashed with a square at its end."""
    return described(code, (_WIDTH, _HEIGHT), title, text, _Plot(trend).parts())


class _Plot:
    def __init__(self, trend: Trend) -> None:
        self.trend = trend
        known = [value for value in (*trend.first, *trend.second) if value is not None]
        self.axis = Axis.over(max(known, default=1))

    def parts(self) -> Iterator[Markup]:
        yield from self._month_in_progress()
        yield from self._grid()
        yield from self._months()
        yield from self._line(self.trend.second, "s2")
        yield from self._line(self.trend.first, "s1")
        yield from self._ends()

    def x(self, place: int) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * place / max(1, len(self.trend.months) - 1), 1)

    def y(self, value: int) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * value / self.axis.top, 1)

    def _month_in_progress(self) -> Iterator[Markup]:
        place = self.trend.open_from
        if place is not None:
            start = round((self.x(place - 1) + self.x(place)) / 2, 1)
            yield Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="#e4ebec"/>').format(
                start, _TOP, round(_RIGHT - start, 1), _BOTTOM - _TOP
            )
            yield Markup('<text class="ax" x="{}" y="{}" text-anchor="end">{}</text>').format(
                _RIGHT, _TOP - 6, self.trend.open_name
            )

    def _grid(self) -> Iterator[Markup]:
        for value in self.axis.ticks:
            y = self.y(value)
            yield Markup('<path class="v-grid" d="M{} {}H{}"/>').format(_LEFT, y, _RIGHT)
            yield Markup('<text class="ax" x="{}" y="{}" text-anchor="end">{}</text>').format(
                _LEFT - 8, y + 4, value
            )

    def _months(self) -> Iterator[Markup]:
        last = len(self.trend.months) - 1
        for place, name in enumerate(self.trend.months):
            if (last - place) % 3 == 0:
                yield Markup(
                    '<text class="ax" x="{}" y="252" text-anchor="middle">{}</text>'
                ).format(self.x(place), name)

    def _line(self, values: Values, style: str) -> Iterator[Markup]:
        """Draw a line, broken where a month has no value."""
        steps, is_drawing = [], False
        for place, value in enumerate(values):
            if value is not None:
                steps.append(f"{'L' if is_drawing else 'M'}{self.x(place)} {self.y(value)}")
            is_drawing = value is not None
        yield Markup('<path class="{}" d="{}"/>').format(style, " ".join(steps))

    def _ends(self) -> Iterator[Markup]:
        first, second = _last(self.trend.first), _last(self.trend.second)
        first_y, second_y = _parted(first and self.y(first[1]), second and self.y(second[1]))
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
        words = Markup('<text x="{}" y="{}">{}</text>')
        return words.format(self.x(end[0]) + 10, (y or 0) + 5, f"{name} {end[1]}")


def _last(values: Values) -> tuple[int, int] | None:
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    return known[-1] if known else None


def _parted(first: float | None, second: float | None) -> tuple[float | None, float | None]:
    """Keep two names from standing on each other; the first is never above the second."""
    if first is None or second is None or first - second >= _APART:
        return first, second
    middle = (first + second) / 2
    return round(middle + _APART / 2, 1), round(middle - _APART / 2, 1)

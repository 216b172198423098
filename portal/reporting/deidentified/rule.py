"""What may be told of complaints line by line: only what at least ten of them have in common.

Every line that is published stands there ten times at least, with all that it says, how it ended
among it: so a line never tells of fewer than ten people. What too few share is told with less, one
thing after the other in a fixed order; what even then too few share is left out, and counted.

Nor does a line tell how it ended for somebody of whom the rest is known: among those of whom the
same is known, two outcomes at least are published. And an outcome that the tables of the quarter
hide is in no line, so that the two together tell no more than the tables alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from portal.domain.figures.small_cells import TOTAL
from portal.reporting.known import Known

FEWEST_ALIKE = 10
"""So many complaints at least are alike in all that a line tells: twice what a table may show."""
_OUTCOMES = 2
"""So many outcomes at least are told of those who share what may be known of them."""
NOT_TOLD = ""
"""What stands where a line tells less, so that enough are alike."""
LEFT_OUT = ("region", "category", "days", "language", "channel", "level", "on_time", "theme")
"""What is told no more of those who are too few, in this order; agency and outcome are last."""
_UNKNOWN_TO_OTHERS = {"outcome": NOT_TOLD, "level": NOT_TOLD, "on_time": NOT_TOLD, "days": NOT_TOLD}
_CLOSED = "findings"


class Finished(Struct, frozen=True, order=True):
    """A complaint that was closed: all that is told of it, each thing as its code."""

    agency: str
    theme: str
    category: str
    channel: str
    language: str
    region: str
    outcome: str
    level: str
    on_time: str
    days: str

    @property
    def known_to_others(self) -> Finished:
        """What somebody may know who knows the person: not how the complaint was handled."""
        return replace(self, **_UNKNOWN_TO_OTHERS)


Lines = Mapping[Finished, int]
"""How many complaints each line tells of."""


def deidentified(finished: Iterable[Finished], tables: Sequence[Known]) -> Counter[Finished]:
    """Return the lines that may be published beside these tables, with how many each is."""
    left = Counter(one for one in finished if _is_told(one, tables))
    lines: Counter[Finished] = Counter()
    for part in ("", *LEFT_OUT):
        left = _without(part, left) if part else left
        enough = _enough(left)
        lines.update(enough)
        left.subtract(enough)
        left = +left
    return lines


def left_out(lines: Lines, tables: Sequence[Known]) -> int | None:
    """Return how many of a quarter are in no line; None where the tables hide how many it has."""
    closed = tables[-1].grid(_CLOSED).n(TOTAL) if tables else None
    return None if closed is None else max(0, closed - sum(lines.values()))


def how_many_tell(lines: Lines) -> Counter[str]:
    """Return of how many complaints the lines tell each thing: those that are alike enough."""
    telling: Counter[str] = Counter()
    for line, n in lines.items():
        for part in Finished.__struct_fields__:
            telling[part] += n if getattr(line, part) != NOT_TOLD else 0
    return telling


def told_of(lines: Lines) -> Counter[tuple[str, str]]:
    """Return what the lines tell of a table: at least so many of an agency had an outcome."""
    least: Counter[tuple[str, str]] = Counter()
    for line, n in lines.items():
        least[line.agency, line.outcome] += n
    return least


def _is_told(one: Finished, tables: Sequence[Known]) -> bool:
    grids = [known.grid(_CLOSED) for known in tables]
    places = [(one.agency, one.outcome), (one.agency, TOTAL)]
    return all(grid.n(*place) is not None for grid in grids for place in places)


def _without(part: str, left: Lines) -> Counter[Finished]:
    fewer: Counter[Finished] = Counter()
    for one, n in left.items():
        fewer[replace(one, **{part: NOT_TOLD})] += n
    return fewer


def _enough(left: Lines) -> dict[Finished, int]:
    """Return the lines that enough share, of those of whom more than one outcome is told so."""
    many = {one: n for one, n in left.items() if n >= FEWEST_ALIKE}
    outcomes: dict[Finished, set[str]] = defaultdict(set)
    for one in many:
        outcomes[one.known_to_others].add(one.outcome)
    return {one: n for one, n in many.items() if len(outcomes[one.known_to_others]) >= _OUTCOMES}

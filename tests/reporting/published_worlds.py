"""Small registers made by chance, what is published of each, and all that this tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from random import Random

import msgspec

from portal.domain.conclusion import Finding
from portal.domain.figures.measures import FINDING, Measure
from portal.domain.figures.published import Bounds, Form
from portal.domain.figures.small_cells import FEWEST, TOTAL, is_small
from portal.domain.figures.steps import steps_of, within
from portal.features.recommendations import FEATURE as RECOMMENDATIONS
from portal.features.recommendations.figures import DUE, FOLLOWED
from portal.features.satisfaction import FEATURE as SATISFACTION
from portal.features.satisfaction.figures import RATED
from portal.features.satisfaction.rules import RESPONDED, STEPS, Question
from portal.reporting.deidentified.rule import Finished, Lines, deidentified, left_out, told_of
from portal.reporting.known import Known
from portal.reporting.vintages.computing import QuarterCounts, known_of
from tests.reporting.programs import Name, Program, Sum

assert SATISFACTION.counted_apart is not None
assert RECOMMENDATIONS.counted_apart is not None
APART = {
    "satisfaction": SATISFACTION.counted_apart,
    "recommendations": RECOMMENDATIONS.counted_apart,
}
MONTHS = ("2026-07", "2026-08", "2026-09")
THEMES = ("delay", "courtesy", "other")
_AMONG = {
    "kept": ("due", (Measure.ANSWER_KEPT, Measure.ANSWER_MISSED)),
    "contact_kept": ("contacts_due", (Measure.CONTACT_KEPT, Measure.CONTACT_MISSED)),
}
_NOTED = "unconfirmed"
_WHOLES = {rate: among for rate, (among, _) in _AMONG.items()} | {_NOTED: "contacts_noted"}
"""The table that tells the whole of a rate whose part and rest are counted."""
_PARTS: dict[str, dict[bool, tuple[Measure, ...]]] = {
    **{rate: {True: (kept,), False: (missed,)} for rate, (_, (kept, missed)) in _AMONG.items()},
    _NOTED: {
        True: (Measure.CONTACT_NOTED,),
        False: (Measure.CONTACT_NOTED, Measure.CONTACT_CONFIRMED),
    },
}
"""By what the part of a rate is counted, and by what the rest."""
_OF_CLOSED = {
    "settled": Measure.SETTLED,
    "corrected": Measure.CORRECTED,
    "reopened": Measure.REOPENED,
}

World = Mapping[Name, int]
"""How many there are of everything that is published of an agency."""


def few(random: Random) -> int:
    """Return a small number more often than chance would."""
    return random.choice((0, 0, 1, 1, 2, 3, 4, 5, 6, 8, 12, 20, 40))


def world(random: Random, agencies: int) -> dict[Name, int]:
    """Make a register by chance."""
    made: dict[Name, int] = {}
    for code in (f"a{n}" for n in range(agencies)):
        made |= {("themes", code, theme): few(random) for theme in THEMES}
        made |= {("levels", code, str(level)): few(random) for level in (1, 2, 3)}
        made |= {("findings", code, finding.value): few(random) for finding in Finding}
        made |= {(rate, code, kept): few(random) for rate in _AMONG for kept in (True, False)}
        closed = sum(made["findings", code, finding.value] for finding in Finding)
        made |= {(rate, code): random.randint(0, closed) for rate in _OF_CLOSED}
        responded = made[RATED, code] = random.randint(0, closed)
        for question in Question:
            left = responded - random.choice((0, 0, 1, 2, 5))
            parts = sorted(random.randint(0, max(left, 0)) for _ in STEPS[1:])
            ends = [0, *parts, max(left, 0)]
            for step, (low, high) in zip(STEPS, pairwise(ends), strict=True):
                made[question.value, code, step] = high - low
        answered = sum(made["levels", code, str(level)] for level in (1, 2, 3))
        first = random.randint(0, answered)
        second = random.randint(0, answered - first)
        parts_of = (first, second, answered - first - second)
        made |= {("months", code, m): n for m, n in zip(MONTHS, parts_of, strict=True)}
    # Last, so that the registers of before are the same ones.
    for code in codes_of(made):
        made |= {(FOLLOWED, code, kept): few(random) for kept in (True, False)}
    for code in codes_of(made):
        made |= {(_NOTED, code, is_so): few(random) for is_so in (True, False)}
    return made


def codes_of(made: World) -> tuple[str, ...]:
    """Return the agencies of a register."""
    return tuple(sorted({str(name[1]) for name in made}))


def counts_of(made: World) -> QuarterCounts:
    """Return a register as the portal counts it."""
    counts: list[tuple[str, str, int, int]] = []
    answers: list[tuple[str, str, str, int, int]] = []
    apart: list[tuple[str, str, int, int]] = []
    followed: list[tuple[str, str, int, int]] = []
    received: list[tuple[str, str, int]] = []
    questions = {question.value for question in Question}
    for name, n in made.items():
        kind, code, *rest = name
        if kind == "levels":
            counts.append((str(code), Measure.LEVEL, int(str(rest[0])), n))
        elif kind == "findings":
            counts.append((str(code), f"{FINDING}{rest[0]}", 0, n))
        elif kind in _PARTS:
            counts += [(str(code), measure, 0, n) for measure in _PARTS[str(kind)][bool(rest[0])]]
        elif kind in _OF_CLOSED:
            counts.append((str(code), _OF_CLOSED[str(kind)], 0, n))
        elif kind == "months":
            counts.append((str(code), Measure.ANSWERED, 9, n))
            answers.append((str(code), str(rest[0]), Measure.ANSWERED, 9, n))
        elif kind == FOLLOWED:
            followed.append((str(code), DUE, int(bool(rest[0])), n))
        elif kind == RATED:
            apart.append((str(code), RESPONDED, 0, n))
        elif kind in questions:
            apart.append((str(code), str(kind), int(str(rest[0])), n))
    received = [
        (str(c), str(t), n) for (kind, c, *ts), n in made.items() if kind == "themes" for t in ts
    ]
    return QuarterCounts(
        period="2026-T3",
        months=MONTHS,
        agencies=codes_of(made),
        counts=[row for row in counts if row[-1]],
        received=received,
        answers=answers,
        apart={"satisfaction": apart, "recommendations": followed},
    )


def published(made: World, before: Sequence[Known] = ()) -> Known:
    """Return what is published of a register, as it is kept: read again from its text."""
    kept = msgspec.json.encode(known_of(counts_of(made), APART, before))
    return msgspec.json.decode(kept, type=Known)


def tell_all(program: Program, known: Known, made: World, day: object, *, is_first: bool) -> None:
    """Add all that is published of a register; its numbers are those of a `day`."""
    codes = codes_of(made)
    for table, rows in known.grids.items():
        for row, columns in rows.items():
            for column, n in columns.items():
                cells = dict.fromkeys(cells_in(made, day, table, row, column), 1.0)
                least = int(is_first)
                program.tell(cells, *((least,) if n is None else (n, n)))
    received = {code: sum_of(made, "themes", code) for code in codes}
    for code, step in steps_of(received).items():
        cells = dict.fromkeys(cells_in(made, day, "themes", code, TOTAL), 1.0)
        program.tell(cells, *within(step))
    for rate, shares in known.shares.items():
        _tell_rate(program, rate, shares, made, day)
    if is_first:
        _tell_lines(program, known, made, day)
    _tell_months(program, known, made, day)


def lines_of(made: World, known: Known) -> Lines:
    """Return the complaints of a register line by line, as far as they may be published."""
    random = Random(repr(sorted(made.items(), key=repr)))
    finished = [
        Finished(
            agency=str(name[1]),
            theme=random.choice(THEMES),
            category=random.choice("ab"),
            channel=random.choice(("web", "phone")),
            language=random.choice(("fr", "fr", "en")),
            region=random.choice(("03", "06", "unknown")),
            outcome=str(name[2]),
            level=random.choice("112"),
            on_time=random.choice(("yes", "yes", "no")),
            days=random.choice(("up_to_5", "up_to_20")),
        )
        for name, n in made.items()
        if name[0] == "findings"
        for _ in range(n)
    ]
    return deidentified(finished, [known])


def _tell_lines(program: Program, known: Known, made: World, day: object) -> None:
    """Tell that at least so many of an agency ended so, and how many are in no line."""
    lines = lines_of(made, known)
    for (code, outcome), n in told_of(lines).items():
        program.tell(dict.fromkeys(cells_in(made, day, "findings", code, outcome), 1.0), n)
    others = left_out(lines, [known])
    if others is not None:
        n = others + sum(lines.values())
        program.tell(dict.fromkeys(cells_in(made, day, "findings", TOTAL, TOTAL), 1.0), n, n)


def cells_in(made: World, day: object, table: str, row: str, column: str) -> Iterator[Name]:
    """Yield the numbers that a cell of a table adds up."""
    rates = {among: rate for rate, among in _WHOLES.items()}
    kind = rates.get(table, table)
    for name in made:
        is_in_column = table in rates or column in (TOTAL, name[-1])
        if name[0] == kind and row in (TOTAL, name[1]) and is_in_column:
            yield (day, *name)


def sum_of(made: World, kind: str, code: str) -> int:
    """Return how many there are of a kind in an agency, or in all together."""
    return sum(n for name, n in made.items() if name[0] == kind and code in (TOTAL, name[1]))


def part_and_whole(made: World, day: object, rate: str, code: str) -> tuple[list[Name], list[Name]]:
    """Return the numbers that the part of a rate adds up, and those of its whole."""
    own = [name for name in made if code in (TOTAL, name[1])]
    closed = [name for name in own if name[0] == "findings"]
    if rate in (*_WHOLES, FOLLOWED):
        whole = [name for name in own if name[0] == rate]
        part = [name for name in whole if name[2]]
    elif rate in (*_OF_CLOSED, RATED):
        whole, part = closed, [name for name in own if name[0] == rate]
    else:
        question = rate.removeprefix(RATED)
        whole = [name for name in own if name[0] == question]
        part = [name for name in whole if int(str(name[2])) >= 4]
    return [(day, *name) for name in part], [(day, *name) for name in whole]


def _tell_rate(
    program: Program, rate: str, shares: Mapping[str, Bounds | None], made: World, day: object
) -> None:
    for code, known in shares.items():
        part, whole = part_and_whole(made, day, rate, code)
        if rate in (*_OF_CLOSED, RATED):
            # No more than were closed.
            program.tell(_difference(whole, part), 0)
        elif rate not in (*_WHOLES, FOLLOWED) and code != TOTAL:
            program.tell(_difference(part_and_whole(made, day, RATED, code)[0], whole), 0)
        if known is None or known.form is Form.TOO_WIDE:
            continue
        if rate.startswith(RATED) and rate != RATED:
            if code != TOTAL:
                _tell_percents(program, known, part, whole)
        elif known.n:
            program.tell(dict.fromkeys(part, 1.0), known.least, known.most)
        if rate == FOLLOWED:
            # The annual report says among how many.
            program.tell(dict.fromkeys(whole, 1.0), known.n, known.n)


def _tell_percents(program: Program, known: Bounds, part: list[Name], whole: list[Name]) -> None:
    """Of ratings, only whole percents are told, and not of how many."""
    if known.form is Form.NOTHING:
        program.tell(dict.fromkeys(whole, 1.0), 0, 0)
        return
    low, high = known.percents
    for percent, sign, ends in ((low, 1, (0, 1)), (high, -1, (99, 100))):
        edge = percent if percent in ends else percent - sign * 0.5
        sums = dict.fromkeys(whole, -edge * sign)
        program.tell(sums | {name: sums.get(name, 0) + 100.0 * sign for name in part}, 0)


def _difference(whole: list[Name], part: list[Name]) -> dict[Name, float]:
    return dict.fromkeys(whole, 1.0) | dict.fromkeys(part, -1.0)


def _tell_months(program: Program, known: Known, made: World, day: object) -> None:
    for code in codes_of(made):
        months = dict.fromkeys(names_of(made, day, "months", code), 1.0)
        levels = dict.fromkeys(names_of(made, day, "levels", code), -1.0)
        program.tell(months | levels, 0, 0)
        for month, days in known.months[code].items():
            if days.n == 0:
                program.tell({(day, "months", code, month): 1.0}, 0, 0)
            elif days.median is not None:
                program.tell({(day, "months", code, month): 1.0}, FEWEST)


def names_of(made: World, day: object, kind: str, code: str) -> list[Name]:
    """Return the numbers of a kind in an agency."""
    return [(day, *name) for name in made if name[:2] == (kind, code)]


Small = tuple[Sum, int]
"""What of all numbers is one to four, and which it is."""


def small_cells(known: Known, made: World, day: object) -> Iterator[Small]:
    """Yield all that counts one to four, whether it is told or not: its numbers and what it is."""
    for table, rows in known.grids.items():
        for row, columns in rows.items():
            for column in columns:
                cells = list(cells_in(made, day, table, row, column))
                yield from _if_small(cells, made)
    for rate in known.shares:
        for code in (*codes_of(made), TOTAL):
            part, whole = part_and_whole(made, day, rate, code)
            yield from _if_small(part, made)
            if rate in _AMONG or rate not in (*_OF_CLOSED, RATED):
                yield from _if_small([name for name in whole if name not in part], made)
    for name in made:
        if name[0] == "months":
            yield from _if_small([(day, *name)], made)


def _if_small(cells: list[Name], made: World) -> Iterator[Small]:
    n = sum(made[name[1:]] for name in cells)
    if is_small(n):
        yield dict.fromkeys(cells, 1.0), n

"""The attack on everything at once: all published tables of a quarter, its steps, its revisions.

An attacker writes all that is published as sums of whole numbers, and asks for each number of one
to four whether it could be another. Where it could not, somebody was found out. Of sixty registers
2 512 numbers were tried so, of twenty revisions 1 539, and none was found out. What the first run
found is kept below: the total of two bands was told exactly where it was one to four itself.
"""

from __future__ import annotations

from random import Random

import msgspec
import pytest

from portal.domain.figures.published import Bounds
from portal.domain.figures.small_cells import TOTAL, is_small
from portal.domain.figures.steps import steps_of, within
from tests.reporting.programs import Name, Program, Sum
from tests.reporting.published_worlds import (
    Small,
    World,
    published,
    small_cells,
    tell_all,
    world,
)

REGISTERS, REVISIONS = 12, 6


def undone(made: World) -> tuple[int, list[Sum]]:
    """Return how many small numbers a register has, and those that are found out."""
    known, program = published(made), Program()
    tell_all(program, known, made, "first", is_first=True)
    return _tried(program, list(small_cells(known, made, "first")))


def undone_by_revision(made: World, later: World, most: int) -> tuple[int, list[Sum]]:
    """Return the same of a register before and after a correction, and of what moved between.

    The attacker knows both vintages, and that the correction moved no more than `most` in all.
    """
    first, program = published(made), Program()
    second = published(later, [first])
    tell_all(program, first, made, "first", is_first=True)
    tell_all(program, second, later, "second", is_first=False)
    for name in made:
        # What is more by then, less what is fewer.
        moved = {("second", *name): 1.0, ("first", *name): -1.0}
        program.tell(moved | {("more", *name): -1.0, ("fewer", *name): 1.0}, 0, 0)
    program.tell({(way, *name): 1.0 for name in made for way in ("more", "fewer")}, 0, most)
    asked = [*small_cells(first, made, "first"), *small_cells(second, later, "second")]
    asked += [
        ({("second", *name): 1.0, ("first", *name): -1.0}, moved)
        for name in made
        if is_small(abs(moved := later[name] - made[name]))
    ]
    return _tried(program, asked)


def _tried(program: Program, asked: list[Small]) -> tuple[int, list[Sum]]:
    return len(asked), [cells for cells, n in asked if not program.could_be_another(cells, n)]


def corrected(random: Random, made: World) -> dict[Name, int]:
    """Move a few complaints from one theme or finding of an agency to another."""
    later = dict(made)
    for kind in ("themes", "findings"):
        for _ in range(random.choice((0, 1, 1, 2, 6))):
            code = random.choice(sorted({str(name[1]) for name in made}))
            own = [name for name in made if name[:2] == (kind, code)]
            out, into = random.sample(own, 2)
            if later[out]:
                later[out], later[into] = later[out] - 1, later[into] + 1
    return later


@pytest.mark.parametrize("seed", range(REGISTERS))
def test_nobody_is_found_out_in_all_tables_together(seed: int):
    random = Random(seed)
    tried, found = undone(world(random, random.randint(1, 5)))
    assert found == []
    assert tried


def test_the_attack_finds_out_what_is_told_too_exactly():
    random = Random(7)
    made = world(random, random.randint(1, 5))
    known, program = published(made), Program()
    exact = {**known.shares["kept"], TOTAL: Bounds(48, 48, 52)}
    assert known.shares["kept"][TOTAL] == Bounds(44, 50, 52)
    known = msgspec.structs.replace(known, shares={**known.shares, "kept": exact})
    tell_all(program, known, made, "first", is_first=True)
    assert _tried(program, list(small_cells(known, made, "first")))[1]


@pytest.mark.parametrize("seed", range(REVISIONS))
def test_nobody_is_found_out_between_two_vintages(seed: int):
    random = Random(seed)
    made = world(random, random.randint(1, 4))
    later = corrected(random, made)
    most = sum(abs(later[name] - made[name]) for name in made)
    tried, found = undone_by_revision(made, later, most)
    assert found == []
    assert tried


@pytest.mark.parametrize("seed", range(40))
def test_nobody_is_found_out_between_two_days(seed: int):
    random = Random(seed)
    codes = [f"a{n}" for n in range(random.randint(1, 6))]
    day = {code: random.choice((0, 1, 3, 4, 4, 9, 14, 19)) for code in codes}
    next_day = {code: n + random.choice((0, 0, 1, 1, 2)) for code, n in day.items()}
    program = Program()
    for name, counts in (("first", day), ("second", next_day)):
        steps = steps_of(counts)
        for code in codes:
            program.tell({(name, code): 1.0}, *within(steps[code]))
        program.tell({(name, code): 1.0 for code in codes}, *within(steps["*"]))
    for code in codes:
        # Complaints only come.
        program.tell({("second", code): 1.0, ("first", code): -1.0, ("came", code): -1.0}, 0, 0)
    small = [
        ((when, code), n)
        for when, counts in (("first", day), ("second", next_day))
        for code, n in counts.items()
        if is_small(n)
    ]
    small += [(("came", c), next_day[c] - day[c]) for c in codes if is_small(next_day[c] - day[c])]
    assert [cell for cell, n in small if not program.could_be_another({cell: 1.0}, n)] == []

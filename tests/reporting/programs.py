"""What an attacker knows, as an integer program: could a number be another, by all that is told?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

Name = tuple[object, ...]
Sum = Mapping[Name, float]
_MOST = 100_000


class Program:
    """Whole numbers from 0 up, each with a name, and what is told of sums of them."""

    def __init__(self) -> None:
        self._places: dict[Name, int] = {}
        self._rows: list[tuple[dict[int, float], float, float]] = []
        self._lines: dict[int, list[int]] = defaultdict(list)

    def tell(self, told: Sum, least: float, most: float = _MOST) -> None:
        """Add that a sum lies between these numbers."""
        row = {self._place(name): factor for name, factor in told.items() if factor}
        for place in row:
            self._lines[place].append(len(self._rows))
        self._rows.append((row, least, most))

    def could_be_another(self, asked: Sum, value: int) -> bool:
        """Tell whether a sum of numbers, which is `value`, could also be another."""
        return self._extreme(asked, least=True) < value or self._extreme(asked, least=False) > value

    def _place(self, name: Name) -> int:
        return self._places.setdefault(name, len(self._places))

    def _extreme(self, asked: Sum, *, least: bool) -> int:
        goal = {self._place(name): factor for name, factor in asked.items()}
        places, rows = self._around(goal)
        at = {place: rank for rank, place in enumerate(places)}
        objective = np.zeros(len(places))
        for place, factor in goal.items():
            objective[at[place]] = factor if least else -factor
        found = milp(
            objective,
            integrality=np.ones(len(places)),
            bounds=Bounds(0, _MOST),
            constraints=self._constraints(rows, at),
        )
        assert found.success, found.message
        return round(found.fun if least else -found.fun)

    def _around(self, goal: Mapping[int, float]) -> tuple[list[int], list[int]]:
        """Return the numbers, and what is told, that have to do with these: the rest is apart."""
        places, rows, waiting = set(goal), set[int](), list(goal)
        while waiting:
            for row in self._lines[waiting.pop()]:
                if row not in rows:
                    rows.add(row)
                    new = self._rows[row][0].keys() - places
                    places |= new
                    waiting.extend(new)
        return sorted(places), sorted(rows)

    def _constraints(self, rows: list[int], at: Mapping[int, int]) -> list[LinearConstraint]:
        if not rows:
            return []
        told = [self._rows[row] for row in rows]
        cells = [
            (n, at[place], f) for n, (row, _, _) in enumerate(told) for place, f in row.items()
        ]
        line, column, factor = (list(part) for part in zip(*cells, strict=True))
        matrix = csr_matrix((factor, (line, column)), shape=(len(told), len(at)))
        return [LinearConstraint(matrix, [least for _, least, _ in told], [m for *_, m in told])]

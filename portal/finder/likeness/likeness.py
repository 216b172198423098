"""Which label the vector of a text lies nearest to, as vectors of one label lie around their mean.

All labels are taken to spread alike around their means (linear discriminant, Fisher, 1936; with a
share of one spread for all directions, Friedman, 1989). What is learned is a slope and an offset
for each label.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from portal.finder.learned.examples import Label
from portal.finder.likeness.encoder import LENGTH

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Numbers = NDArray[float32]

_ALIKE = 0.2
"""How much of the spread is taken to be the same in all directions."""
_LEAST = 1e-12
"""Below this share a label is as good as ruled out."""


class Likeness(Struct, frozen=True):
    """How likely each label is for a vector: by `slopes`, LENGTH numbers a label, and `offsets`."""

    labels: tuple[Label, ...]
    offsets: Sequence[float]
    slopes: Any

    def shares(self, vector: bytes, place_of: Callable[[Label], Label | None]) -> dict[str, float]:
        """Return the logarithm of each agency's share, all shares together 1.

        `place_of` says who has the complaints of a label now; None where nobody does.
        """
        from numpy import array

        strengths = (self.slopes @ _of_length_one(vector) + array(self.offsets)).tolist()
        most = max(strengths, default=0.0)
        powers: dict[str, float] = {}
        for label, strength in zip(self.labels, strengths, strict=True):
            if place := place_of(label):
                power = math.exp(strength - most)
                powers[place.agency] = powers.get(place.agency, 0.0) + power
        whole = sum(powers.values()) or 1.0
        return {agency: math.log(max(power / whole, _LEAST)) for agency, power in powers.items()}


def likeness_of(examples: Iterable[tuple[Label, bytes]]) -> Likeness:
    """Learn from the vectors of examples; raise ValueError where there is none."""
    import numpy as np

    by_label: dict[Label, list[Numbers]] = {}
    for label, vector in examples:
        by_label.setdefault(label, []).append(_of_length_one(vector))
    if not by_label:
        raise ValueError("likeness is learned from one example at least")
    labels = tuple(sorted(by_label))
    every = {label: np.array(by_label[label]) for label in labels}
    means = np.array([every[label].mean(axis=0) for label in labels])
    spread = _spread([every[label] - mean for label, mean in zip(labels, means, strict=True)])
    slopes = np.linalg.solve(spread, means.T).T
    counts = [len(every[label]) for label in labels]
    often = np.log(np.array(counts) / sum(counts))
    offsets = often - (slopes * means).sum(axis=1) / 2
    return Likeness(labels, tuple(offsets.tolist()), slopes.astype(np.float32))


def _spread(around: Sequence[Numbers]) -> Numbers:
    """Return how vectors spread around the means of their labels."""
    import numpy as np

    together = np.concatenate(around)
    spread = together.T @ together / len(together)
    alike = np.trace(spread) / LENGTH * np.eye(LENGTH)
    mixed: Numbers = (1 - _ALIKE) * spread + _ALIKE * alike
    return mixed


def _of_length_one(vector: bytes) -> Numbers:
    import numpy as np

    numbers = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
    scaled: Numbers = numbers / (np.linalg.norm(numbers) or 1.0)
    return scaled


def neutral(shares: Mapping[str, float]) -> float:
    """Return what stands for an agency that has no example: neither for it nor against."""
    ordered = sorted(shares.values())
    return ordered[len(ordered) // 2] if ordered else 0.0

"""How files are drawn to be read again, what a sheet asks, and what sheets add up to.

A draw is worked out from a seed that the portal makes: whoever knows the seed and the closed files
draws the same again, and nobody can choose a better one.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from portal.reporting.six_criteria.indicator import Criterion
from portal.words.catalogue import to_translate

RULE = "by-category-1"
"""The rule by which files are drawn; another rule has another name."""
FEWEST, MOST = 5, 24
SECOND_EVERY = 4
"""One file in so many is read by a second person."""
FIRST, SECOND = 1, 2
MARKS = (1, 2, 3, 4)


MEANT: dict[Criterion, tuple[str, str, str, str]] = {
    Criterion.REACTIVITY: (
        to_translate("Une date promise est passée, et la personne n’en a rien su"),
        to_translate("Des étapes ont attendu sans raison notée"),
        to_translate("Les dates sont tenues, ou la personne a su pourquoi non"),
        to_translate("Chaque étape est faite dès qu’elle pouvait l’être"),
    ),
    Criterion.SIMPLICITY: (
        to_translate("La réponse ne se comprend pas sans aide"),
        to_translate("La personne a dû répéter ou fournir ce que l’organisme avait déjà"),
        to_translate("La réponse est claire, et peu de démarches ont été demandées"),
        to_translate("Une seule réponse claire, et rien de trop demandé"),
    ),
    Criterion.ACCESSIBILITY: (
        to_translate("La langue, le moyen ou l’adaptation demandés n’ont pas été respectés"),
        to_translate("Ils l’ont été en partie, ou tard"),
        to_translate("Ils ont été respectés"),
        to_translate("Ils l’ont été, et un obstacle a été levé sans qu’on le demande"),
    ),
    Criterion.FLEXIBILITY: (
        to_translate("La règle a été appliquée sans regarder la situation"),
        to_translate("La situation est notée, sans suite"),
        to_translate("La solution tient compte de la situation"),
        to_translate("Une solution a été cherchée avec la personne"),
    ),
    Criterion.PERSONAL: (
        to_translate("La réponse est un modèle, sans rien de cette plainte"),
        to_translate("La réponse touche la plainte, mais pas tous ses points"),
        to_translate("Chaque point de la plainte a sa réponse"),
        to_translate("Chaque point a sa réponse, avec les mots et les faits de la personne"),
    ),
    Criterion.RELIABILITY: (
        to_translate("Une erreur, ou une promesse qui n’est pas tenue"),
        to_translate("La conclusion n’est pas appuyée par ce qui est au dossier"),
        to_translate("La conclusion et ses motifs se vérifient au dossier"),
        to_translate("De même, et la mesure promise est suivie jusqu’au bout"),
    ),
}
"""What each mark means, from 1 to 4."""


class Closed(Struct, frozen=True):
    """A closed file that may be drawn: its complaint, its number, and its category."""

    complaint_id: int
    number: str
    category: str


class Said(Struct, frozen=True):
    """What a reader said by one criterion: a mark, and a comment where there is one."""

    mark: int
    comment: str = ""


Sheet = Mapping[Criterion, Said]
"""What a reader said of a file."""


def digest_of(closed: Iterable[Closed]) -> str:
    """Return what tells all closed files of a period from any others: their numbers, hashed."""
    numbers = "\n".join(sorted(one.number for one in closed))
    return hashlib.sha256(numbers.encode()).hexdigest()


def draw(closed: Sequence[Closed], wanted: int, seed: str) -> list[Closed]:
    """Return so many of the closed files, each category by its share of them, as the seed orders.

    The same files and seed give the same, in the same order, however they are listed.
    """
    ordered = sorted(closed, key=lambda one: (_rank(seed, one.number), one.number))
    left = _quotas(closed, min(wanted, len(closed)))
    drawn = []
    for one in ordered:
        if left[one.category]:
            left[one.category] -= 1
            drawn.append(one)
    return drawn


def _rank(seed: str, number: str) -> str:
    return hashlib.sha256(f"{seed}\n{number}".encode()).hexdigest()


def _quotas(closed: Sequence[Closed], wanted: int) -> dict[str, int]:
    """Share the files to draw among categories: what is left over goes to the largest rests."""
    sizes = Counter(one.category for one in closed)
    shares = {name: divmod(size * wanted, len(closed)) for name, size in sizes.items()}
    quotas = defaultdict(int, {name: whole for name, (whole, _) in shares.items()})
    by_rest = sorted(shares, key=lambda name: (-shares[name][1], name))
    for name in by_rest[: wanted - sum(quotas.values())]:
        quotas[name] += 1
    return quotas


def is_read_twice(rank: int) -> bool:
    """Tell whether a file is read by a second person, by its place among those drawn, from 1."""
    return rank % SECOND_EVERY == 0


class Marks(Struct, frozen=True):
    """How often each mark was given by one criterion, from 1 to 4."""

    counts: tuple[int, int, int, int]

    @property
    def n(self) -> int:
        """How many files have one."""
        return sum(self.counts)

    @property
    def median(self) -> float | None:
        """The mark in the middle; between two of them, the middle of both."""
        given = [mark for mark, n in zip(MARKS, self.counts, strict=True) for _ in range(n)]
        if not given:
            return None
        return (given[(len(given) - 1) // 2] + given[len(given) // 2]) / 2


class Agreement(Struct, frozen=True):
    """Of marks that two people gave to the same file: how many are the same, and one apart."""

    n: int = 0
    same: int = 0
    near: int = 0


def marks_of(sheets: Iterable[Sheet], criterion: Criterion) -> Marks:
    """Return how often each mark was given by a criterion."""
    given = Counter(sheet[criterion].mark for sheet in sheets)
    return Marks((given[1], given[2], given[3], given[4]))


def agreement_of(pairs: Iterable[tuple[Sheet, Sheet]]) -> Agreement:
    """Return how far two readers of the same files agree, mark by mark."""
    apart = [
        abs(first[criterion].mark - second[criterion].mark)
        for first, second in pairs
        for criterion in Criterion
    ]
    return Agreement(len(apart), apart.count(0), sum(distance <= 1 for distance in apart))

"""What was learned from examples, and who it says answers for a text.

Four tables are counted: by words and by groups of letters, each for agencies as a whole and for
their categories. What one of them says is told by how far it lies from what it says on average, so
that all four weigh the same.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from portal.finder.learned.counts import Counts, Marked, counts_of, tally_of
from portal.finder.learned.examples import NOBODY, Example, Label
from portal.finder.learned.marks import Marks, letter_marks, number_of, plain_words, word_marks

_PARTED = "/"
_OF_AGENCIES, _OF_CATEGORIES = 1.0, 2.0
"""How cautious a table is: categories have fewer examples."""
_LEAST_SAID = 0.5
"""What a word says at least to be shown as the reason."""


class Spoken(Struct, frozen=True):
    """How strongly a text speaks for an agency, and its likeliest category.

    Of NOBODY, the category is the kind of body that answers. `taught` are the categories of which
    there are examples: of the others nothing can be heard.
    """

    strength: float
    category: str
    taught: frozenset[str] = frozenset()


class Learned(Struct, frozen=True):
    """Tables of what examples have, by words and by letters, for agencies and for categories."""

    agencies_by_words: Counts
    agencies_by_letters: Counts
    categories_by_words: Counts
    categories_by_letters: Counts

    @property
    def tables(self) -> tuple[Counts, ...]:
        """The four tables, in an order of their own."""
        return tuple(getattr(self, name) for name in self.__struct_fields__)

    def heard(self, text: str, place_of: Callable[[Label], Label | None]) -> dict[str, Spoken]:
        """Return how strongly a text speaks for each agency, and for NOBODY.

        `place_of` says who has the complaints of a label now; None where nobody does.
        """
        words = plain_words(text)
        by_words, by_letters = word_marks(words), letter_marks(words)
        strengths: dict[str, float] = defaultdict(float)
        categories: dict[Label, float] = defaultdict(float)
        for table, marks in zip(self.tables, (by_words, by_letters) * 2, strict=True):
            of_places = _of_places(table, marks, place_of)
            for agency, strength in _standing_out(of_places).items():
                strengths[agency] += strength / len(self.tables)
            for place, score in of_places.items():
                categories[place] += score
        taught: dict[str, set[str]] = defaultdict(set)
        for agency, category in categories:
            taught[agency].add(category)
        return {
            agency: Spoken(strength, _likeliest(categories, agency), frozenset(taught[agency]))
            for agency, strength in strengths.items()
        }

    def telling(self, words: Iterable[str], label: str) -> dict[str, float]:
        """Return those of plain words that speak for an agency, with how much they say."""
        table = self.agencies_by_words
        if label not in table.labels:
            return {}
        said = {word: table.said_for(label, number_of(word)) for word in words}
        return {word: much for word, much in said.items() if much >= _LEAST_SAID}


def learned_from(examples: Iterable[Example]) -> Learned:
    """Count the marks of examples."""
    known = [(example.label, plain_words(example.text)) for example in examples]
    words = tally_of([Marked(label, word_marks(plain)) for label, plain in known])
    letters = tally_of([Marked(label, letter_marks(plain)) for label, plain in known])
    return Learned(
        counts_of(words, _as_a_whole, _OF_AGENCIES),
        counts_of(letters, _as_a_whole, _OF_AGENCIES),
        counts_of(words, _with_category, _OF_CATEGORIES),
        counts_of(letters, _with_category, _OF_CATEGORIES),
    )


def _with_category(label: Label) -> str:
    return _PARTED.join(label)


def _as_a_whole(label: Label) -> str:
    """Return an agency's own name; those that are none of ours stay apart by their kinds."""
    return _with_category(label) if label.agency == NOBODY else label.agency


def _of_places(
    table: Counts, marks: Marks, place_of: Callable[[Label], Label | None]
) -> dict[Label, float]:
    """Return the best score of each place that has complaints now."""
    best: dict[Label, float] = {}
    for name, score in zip(table.labels, table.scores(marks), strict=True):
        agency, _, category = name.partition(_PARTED)
        place = place_of(Label(agency, category))
        if place is not None and score > best.get(place, -math.inf):
            best[place] = score
    return best


def _standing_out(of_places: Mapping[Label, float]) -> dict[str, float]:
    """Return how far each agency's best score lies from the mean, in standard deviations."""
    best: dict[str, float] = {}
    for place, score in of_places.items():
        best[place.agency] = max(score, best.get(place.agency, -math.inf))
    mean, spread = _mean_and_spread(list(best.values()))
    return {agency: (score - mean) / spread for agency, score in best.items()}


def _mean_and_spread(values: Sequence[float]) -> tuple[float, float]:
    mean = sum(values) / (len(values) or 1)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) or 1))
    return mean, spread or 1.0


def _likeliest(scores: Mapping[Label, float], agency: str) -> str:
    of_agency = {label.category: scores[label] for label in scores if label.agency == agency}
    of_agency.pop("", None)
    return max(of_agency, key=lambda category: of_agency[category], default="")

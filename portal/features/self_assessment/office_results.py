"""What the sheets of a draw add up to, in words: for the page of a draw, and for figures."""

from __future__ import annotations

from msgspec import Struct

from portal.features.self_assessment.queries import Told
from portal.features.self_assessment.rules import MARKS, MEANT, agreement_of, marks_of
from portal.pages.current import current_language, gettext, ngettext
from portal.reporting.six_criteria.indicator import CRITERION_NAMES, Criterion
from portal.words.typography import number_words

_DECIMALS = 1


class ResultLine(Struct, frozen=True):
    """What was said by one criterion: the mark in the middle, and how often each was given."""

    name: str
    median: str
    counts: tuple[int, ...]


def result_lines(told: Told) -> list[ResultLine]:
    """Return a line for each criterion, in their order, of the first reading of each file."""
    return [
        ResultLine(gettext(CRITERION_NAMES[criterion]), median_words(told, criterion), marks.counts)
        for criterion in Criterion
        for marks in [marks_of(told.first, criterion)]
    ]


def median_words(told: Told, criterion: Criterion) -> str:
    """Return the mark in the middle, in words; a dash of nothing."""
    median = marks_of(told.first, criterion).median
    return "–" if median is None else number_words(median, current_language(), _DECIMALS)


def agreement_words(told: Told) -> str:
    """Say how far two readers of the same files agree."""
    agreement = agreement_of(told.pairs)
    if not agreement.n:
        return gettext("Aucun dossier n’a été lu deux fois.")
    return ngettext(
        "%(num)s dossier lu deux fois : la même note pour %(same)s critères sur %(n)s, à un point "
        "près pour %(near)s.",
        "%(num)s dossiers lus deux fois : la même note pour %(same)s critères sur %(n)s, à un "
        "point près pour %(near)s.",
        len(told.pairs),
        same=agreement.same,
        near=agreement.near,
        n=agreement.n,
    )


def mark_choices(criterion: Criterion) -> list[tuple[str, str]]:
    """Return the marks of a criterion with what each means."""
    return [
        (str(mark), gettext("%(mark)s · %(meaning)s", mark=mark, meaning=gettext(meaning)))
        for mark, meaning in zip(MARKS, MEANT[criterion], strict=True)
    ]

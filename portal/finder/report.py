"""How often the finder was right by what people decided, what drifts, and which words mislead.

It shows no text and no word that a citizen alone wrote: words are those of the settings and of
several examples. Numbers below five are told as that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from msgspec import Struct

from portal.finder.decided import Decided
from portal.finder.learned.learned import Learned
from portal.finder.learned.marks import number_of, plain_words
from portal.finder.measuring import Share

P = TypeVar("P", int, str)

LEAST = 5
"""What is below is told as a band, so that no number leads to a single complaint."""
MOST_WORDS = 20
_LEAST_SAID = 0.5
_MUCH_MORE = 2.0
"""How many times its share of the examples an agency's share is, or the reverse, to be named."""


class Accuracy(Struct, frozen=True):
    """How often the right agency came first, among the first three, or was denied by the page."""

    first: Share
    among_three: Share
    told_nobody: Share


class Drift(Struct, frozen=True):
    """The shares of an agency among decisions and among examples, in hundredths."""

    agency: str
    decided: Share
    examples: Share


class Misleading(Struct, frozen=True):
    """A word of the finder's own that spoke for the wrong agency, and in how many complaints."""

    word: str
    spoke_for: str
    instead_of: str
    complaints: int


class Report(Struct, frozen=True):
    """What `portal finder report` says, in values."""

    by_month: Mapping[int, Accuracy]
    by_agency: Mapping[str, Accuracy]
    over_time: Mapping[str, Mapping[int, Accuracy]]
    people: Accuracy
    drifts: Sequence[Drift]
    unknown_words: Mapping[int, Share]
    misleading: Sequence[Misleading]


class Read(NamedTuple):
    """A decision, and the plain words of its text, which go no further."""

    decided: Decided
    words: Sequence[str]


def report_of(
    every: Sequence[Decided],
    texts: Sequence[Read],
    learned: Learned | None,
    own_words: frozenset[str],
    examples: Mapping[str, int],
) -> Report:
    """Return the report on decisions, with `texts` of some of them.

    `examples` says how many an agency has.
    """
    asked = [one for one in every if one.was_asked]
    by_agency = _parted(asked, lambda one: one.label.agency)
    return Report(
        by_month=_accuracies(_parted(asked, lambda one: one.month)),
        by_agency=_accuracies(by_agency),
        over_time={
            agency: _accuracies(_parted(some, lambda one: one.month))
            for agency, some in by_agency.items()
        },
        people=_accuracy([one for one in asked if one.by_people]),
        drifts=_drifts(every, examples),
        unknown_words=_unknown(texts, learned) if learned else {},
        misleading=_misleading(texts, learned, own_words) if learned else (),
    )


def words_in(text: str) -> list[str]:
    """Return the words of a text as they are compared, each once."""
    return list(dict.fromkeys(plain_words(text)))


def _parted(every: Iterable[Decided], part: Callable[[Decided], P]) -> dict[P, list[Decided]]:
    by_part: dict[P, list[Decided]] = defaultdict(list)
    for one in every:
        by_part[part(one)].append(one)
    return {each: by_part[each] for each in sorted(by_part)}


def _accuracies(parts: Mapping[P, Sequence[Decided]]) -> dict[P, Accuracy]:
    return {part: _accuracy(some) for part, some in parts.items()}


def _accuracy(some: Sequence[Decided]) -> Accuracy:
    return Accuracy(
        first=Share(sum(one.is_first for one in some), len(some)),
        among_three=Share(sum(one.is_among for one in some), len(some)),
        told_nobody=Share(sum(one.nobody for one in some), len(some)),
    )


def _drifts(every: Sequence[Decided], examples: Mapping[str, int]) -> list[Drift]:
    """Return the agencies whose share of the decisions is far from that of the examples."""
    had = Counter(one.label.agency for one in every)
    whole, taught = len(every), sum(examples.values())
    drifts = [
        Drift(agency, Share(had[agency], whole), Share(examples.get(agency, 0), taught))
        for agency in sorted({*had, *examples})
    ]
    return [drift for drift in drifts if _is_far(drift)]


def _is_far(drift: Drift) -> bool:
    """Tell whether even the near end of what could have been measured is far off."""
    low, high = drift.decided.interval
    usual = drift.examples.rate
    return drift.decided.of >= LEAST and (low > usual * _MUCH_MORE or high * _MUCH_MORE < usual)


def _unknown(texts: Iterable[Read], learned: Learned) -> dict[int, Share]:
    """Return, by month, how many of the words of texts are in no example."""
    starts = learned.agencies_by_words.starts
    unknown: Counter[int] = Counter()
    words: Counter[int] = Counter()
    for decided, typed in texts:
        marks = [number_of(word) for word in typed]
        words[decided.month] += len(marks)
        unknown[decided.month] += sum(starts[mark] == starts[mark + 1] for mark in marks)
    return {month: Share(unknown[month], words[month]) for month in sorted(words)}


def _misleading(
    texts: Iterable[Read], learned: Learned, own_words: frozenset[str]
) -> list[Misleading]:
    """Return the words that spoke for the first suggestion where another agency was right."""
    found: Counter[tuple[str, str, str]] = Counter()
    for decided, typed in texts:
        if not decided.proposed or decided.is_first or decided.nobody:
            continue
        wrong, right = decided.proposed[0], decided.label.agency
        ours = [word for word in typed if word in own_words]
        against, for_it = learned.telling(ours, wrong), learned.telling(ours, right)
        found.update(
            (word, wrong, right)
            for word, said in against.items()
            if said - for_it.get(word, 0.0) >= _LEAST_SAID
        )
    most = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return [Misleading(*words, n) for words, n in most if n >= LEAST][:MOST_WORDS]

"""Which agency could answer for what somebody wrote: suggested by their words, or decided by the
intake desk for the complaints to come.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An agency that could answer, and the typed words that led there, in their order.

    `category` is None where the words speak for the agency alone. `decided_at` is when the intake
    desk decided that the agency answers for these words, where a rule of its does.
    """

    agency: str
    category: str | None = None
    score: float = 0.0
    matched: tuple[str, ...] = ()
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SaidPlace:
    """A place of Québec that a text names, or that was typed where the page asks for it.

    `name` is as it is told back; `names` are those of the municipalities that it may be, in small
    letters without accents, hyphens or « St » for « Saint »; `postal` are the first three
    characters of their postal codes, of the one that was given alone where one was.
    """

    name: str
    names: tuple[str, ...] = ()
    postal: tuple[str, ...] = ()
    was_typed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a finder makes of a text: the agencies that could answer, the likeliest first.

    `elsewhere` is the kind of body that answers where none of them seems to. `is_clear` tells that
    the first stands out: the others need not be looked at.
    """

    suggestions: Sequence[Suggestion] = ()
    elsewhere: str | None = None
    is_clear: bool = False

    @property
    def rivals(self) -> tuple[str, str] | None:
        """The first two where one of them is meant, more likely than not, and either may be."""
        match self.suggestions[:2]:
            case [first, second] if not (self.is_clear or self.elsewhere):
                is_one_of_them = first.score + second.score >= _EITHER
                return (first.agency, second.agency) if is_one_of_them else None
        return None


_EITHER = 0.5
"""How likely two have to be together for people to be asked which of them it is."""


@dataclass(frozen=True, slots=True)
class DecidedMarks:
    """How often the marks of texts stand in those that an agency answers for, as people decided.

    `counts` has a byte for each bucket of marks, `texts` says among how many; both by their weight.
    `through` is the last month that is counted, such as 202611.
    """

    agency: str
    category: str
    through: int
    texts: int
    counts: bytes


PHRASES_AT_MOST = 10
LONGEST_PHRASE = 60

_PARTED = re.compile(r"[\n,;]+")
# Numbers of people, files and telephones, and addresses: a rule is read by everybody.
_PERSONAL = re.compile(r"\d{4,}|@|\d{3}\D?\d{3}")


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule about to be kept: the words that lead to an agency, each phrase by itself."""

    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """A rule in force: where every word of one of `phrases` stands, `agency` answers."""

    id: int
    phrases: tuple[str, ...]
    agency: str
    category: str | None
    made_at: datetime


def read_phrases(typed: str) -> tuple[str, ...]:
    """Return the phrases that were typed, one a line or parted by commas, each once."""
    phrases = (" ".join(phrase.split()) for phrase in _PARTED.split(typed))
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


def may_be_kept(phrases: tuple[str, ...]) -> bool:
    """Tell whether there are phrases, none of them too long, too many, or about one person."""
    return 0 < len(phrases) <= PHRASES_AT_MOST and not any(
        len(phrase) > LONGEST_PHRASE or _PERSONAL.search(phrase) for phrase in phrases
    )

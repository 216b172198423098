"""What the intake desk decided between agencies, as a rule for the complaints to come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

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
    phrases = (" ".join(one.split()) for one in _PARTED.split(typed))
    return tuple(dict.fromkeys(one for one in phrases if one))


def may_be_kept(phrases: tuple[str, ...]) -> bool:
    """Tell whether there are phrases, none of them too long, too many, or about one person."""
    return 0 < len(phrases) <= PHRASES_AT_MOST and not any(
        len(one) > LONGEST_PHRASE or _PERSONAL.search(one) for one in phrases
    )

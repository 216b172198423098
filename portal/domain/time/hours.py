"""Opening hours: the spans of one day, as settings write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

_SPAN = re.compile(r"\s*(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)\s*")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of opening hours within one day."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


Hours = tuple[Span, ...]


def parse_hours(words: str) -> Hours:
    """Read "08:30-12:00, 13:00-16:30"; raise ValueError that says what is wrong otherwise."""
    spans = tuple(_parse_span(part, words) for part in words.split(","))
    check_hours(spans)
    return spans


def written_hours(spans: Hours) -> str:
    """Return the hours in the form that `parse_hours` reads."""
    return ", ".join(map(str, spans))


def check_hours(spans: Hours) -> None:
    """Raise ValueError unless the spans are there, in order and apart from each other."""
    if not spans:
        raise ValueError("no opening hours are given")
    for span in spans:
        if span.opens >= span.closes:
            raise ValueError(f"{span} closes before it opens")
    for earlier, later in pairwise(spans):
        if later.closes <= earlier.opens:
            raise ValueError(f"{later} comes before {earlier}: not in order")
        if later.opens < earlier.closes:
            raise ValueError(f"{earlier} and {later} overlap")


def _parse_span(part: str, words: str) -> Span:
    match = _SPAN.fullmatch(part)
    try:
        if match is not None:
            return Span(_parse_time(match[1]), _parse_time(match[2]))
    except ValueError:
        pass
    message = f'"{words}" are not opening hours, such as "08:30-12:00, 13:00-16:30"'
    raise ValueError(message)


def _parse_time(words: str) -> time:
    hour, minute = words.split(":")
    return time(int(hour), int(minute))

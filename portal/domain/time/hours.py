"""Opening hours: the spans of one day, as settings write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from portal.domain.errors import MisreadError
from portal.domain.text import Text

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
    """Read "08:30-12:00, 13:00-16:30"; raise MisreadError that says what is wrong otherwise."""
    spans = tuple(_parse_span(part, words) for part in words.split(","))
    check_hours(spans)
    return spans


def written_hours(spans: Hours) -> str:
    """Return the hours in the form that `parse_hours` reads."""
    return ", ".join(map(str, spans))


def check_hours(spans: Hours) -> None:
    """Raise MisreadError unless the spans are there, in order and apart from each other."""
    for fault in _faults(spans):
        raise MisreadError(fault)


def _parse_span(part: str, words: str) -> Span:
    match = _SPAN.fullmatch(part)
    try:
        if match is not None:
            return Span(_parse_time(match[1]), _parse_time(match[2]))
    except ValueError:
        pass
    raise MisreadError(
        Text(
            f"«\u00a0{words}\u00a0» ne sont pas des heures d’ouverture, comme "
            "«\u00a008:30-12:00, 13:00-16:30\u00a0»",
            f'"{words}" are not opening hours, such as "08:30-12:00, 13:00-16:30"',
        )
    )


def _parse_time(words: str) -> time:
    hour, minute = words.split(":")
    return time(int(hour), int(minute))


def _faults(spans: Hours) -> Iterator[Text]:
    if not spans:
        yield Text("aucune heure d’ouverture n’est donnée", "no opening hours are given")
    for span in spans:
        if span.opens >= span.closes:
            yield Text(f"{span} ferme avant d’ouvrir", f"{span} closes before it opens")
    for earlier, later in pairwise(spans):
        if later.closes <= earlier.opens:
            yield Text(
                f"{later} vient avant {earlier}\u00a0: ce n’est pas dans l’ordre",
                f"{later} comes before {earlier}: not in order",
            )
        if later.opens < earlier.closes:
            yield Text(f"{earlier} et {later} se chevauchent", f"{earlier} and {later} overlap")

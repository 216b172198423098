"""Days for a calendar, as RFC 5545 writes them: https://www.rfc-editor.org/rfc/rfc5545."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

_LONGEST_LINE = 75
"""In bytes, without what ends the line."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


class WholeDay(NamedTuple):
    """Something that stands in a calendar for a whole day, under a name of its own."""

    uid: str
    day: date
    title: str


def calendar_file(days: Iterable[WholeDay], now: datetime) -> str:
    """Return a calendar of these days, which a calendar that has them already replaces."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Plaintes//Dates//FR", "METHOD:PUBLISH"]
    for day in days:
        lines += _event(day, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(whole: WholeDay, now: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{whole.uid}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{whole.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{whole.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{whole.title.translate(_ESCAPED)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _folded(line: str) -> Iterator[str]:
    """Yield the parts of a line, those that go on after a space, none in the midst of a letter."""
    part, room = "", _LONGEST_LINE
    for letter in line:
        size = len(letter.encode())
        if size > room:
            yield part
            part, room = " ", _LONGEST_LINE - 1
        part, room = part + letter, room - size
    yield part

"""Days go into a calendar as RFC 5545 writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from portal.words.calendar_file import WholeDay, calendar_file

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
UID = "2026-000001-answer@plaintes.exemple"
DAY = WholeDay(UID, date(2026, 12, 31), "Réponse, l’Office; suite")


def unfolded(written: str) -> list[str]:
    return written.replace("\r\n ", "").split("\r\n")


def test_a_whole_day_ends_as_the_next_begins_and_its_signs_are_escaped():
    lines = unfolded(calendar_file([DAY], NOW))
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Plaintes//Dates//FR"]
    assert lines[4:12] == [
        "BEGIN:VEVENT",
        f"UID:{UID}",
        "DTSTAMP:20261124T153000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Réponse\\, l’Office\\; suite",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    assert lines[12:] == ["END:VCALENDAR", ""]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=300))
def test_no_line_is_longer_than_75_bytes_and_none_loses_a_letter(title: str):
    written = calendar_file([DAY._replace(title=title)], NOW)
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    [summary] = [line for line in unfolded(written) if line.startswith("SUMMARY:")]
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert summary == f"SUMMARY:{escaped}"

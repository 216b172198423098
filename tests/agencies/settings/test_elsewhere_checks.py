"""Mistakes in the bodies outside the portal, each told at its line."""

from __future__ import annotations

import pytest

from portal.agencies.settings.reader import read_portal
from tests.agencies.settings.settings_files import PORTAL_TEXT, changed

ELSEWHERE = """\
elsewhere:
  - code: bank
    kind: bank
    general: true
    words: [banque]
    body: {fr: Banque, en: Bank}
    text: {fr: Écrivez, en: Write}
    how: {fr: Par écrit, en: In writing}
    delay: {fr: 30 jours, en: 30 days}
    phone: 1 800 555-0100
    link: {fr: "https://banque.example", en: "https://bank.example"}
    verified_on: 2026-11-24
    source: bank.example
    source_of: own
    source_from: 2026-11
  - code: broker
    kind: bank
    words: [courtier]
    body: {fr: Courtier, en: Broker}
    text: {fr: Écrivez, en: Write}
    link: https://broker.example
"""
FIRST = PORTAL_TEXT.count("\n") + 1


def mistakes_after(old: str, new: str) -> list[str]:
    text = changed((old, new), text=PORTAL_TEXT + ELSEWHERE)
    return [str(mistake) for mistake in read_portal(text)[1]]


def test_bodies_may_say_all_or_only_what_is_needed():
    settings, mistakes = read_portal(PORTAL_TEXT + ELSEWHERE)
    assert mistakes == []
    assert settings is not None
    bank, broker = settings.elsewhere
    assert (bank.general, broker.general) == (True, None)
    assert (bank.link_in("en"), broker.link_in("en")) == (
        "https://bank.example",
        "https://broker.example",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("    kind: bank\n    words", "    words", 16, "elsewhere[1].kind: is missing"),
        ("    kind: bank\n    words", "    kind: banks\n    words", 17, 'did you mean "bank"?'),
        (
            "    words: [courtier]",
            "    general: true\n    words: [courtier]",
            18,
            f'elsewhere[1].general: line {FIRST + 3} already has the general body of "bank"',
        ),
        ("2026-11-24", "2099-01-01", 12, "elsewhere[0].verified_on: is a day to come"),
        (
            "    verified_on: 2026-11-24\n",
            "",
            2,
            "elsewhere[0].verified_on: is missing: say the day, the source",
        ),
        ("    source: bank.example\n", "", 2, "elsewhere[0].source: is missing: say the day"),
        ("    source_of: own\n", "", 2, "elsewhere[0].source_of: is missing: say the day"),
        ("    source_from: 2026-11\n", "", 2, "elsewhere[0].source_from: is missing: say the day"),
        ("source_of: own", "source_of: onw", 14, 'did you mean "own"?'),
        ("2026-11\n", "2026-W47\n", 15, '"2026-W47" is neither a date, such as 2024 or 2024-10'),
        ("2026-11\n", "2026-13\n", 15, "elsewhere[0].source_from: "),
        ("2026-11\n", "2026-11-25\n", 15, "elsewhere[0].source_from: is after the day"),
        ("https://broker.example", "http://broker.example", 21, "elsewhere[1].link: "),
        (', en: "https://bank.example"', "", 11, "elsewhere[0].link.en: is missing"),
        (", en: In writing", "", 8, "elsewhere[0].how.en: is missing"),
        ("code: broker", "code: bank", 16, 'elsewhere[1].code: "bank" is already used'),
        ("    delay:", "    dealy:", 9, 'did you mean "delay"?'),
    ],
)
def test_a_mistake_is_told_at_its_line(old: str, new: str, line: int, expected: str):
    [mistake] = mistakes_after(old, new)
    assert mistake.startswith(f"settings:{FIRST + line - 1}:")
    assert expected in mistake

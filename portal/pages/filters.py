"""What templates word values with: each filter is made for one language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from flask import request
from markupsafe import Markup

from portal.domain.text import LANGUAGES, Language, Text
from portal.domain.time.promise import Allowance, Unit
from portal.pages.current import behind, current_language, french_shown, portal_zone
from portal.pages.features import Contribution, added
from portal.pages.markup import marked, shown
from portal.words import dates, statuses, typography
from portal.words.kept_whole import kept_whole
from portal.words.typography import french_spaces, full_stop

_NANP_DIGITS = 10
_NAMES_LANGUAGE = re.compile(r"(fr|en)(-[a-z]{2})?")
_EXTENSION = re.compile(r"[^\d\s().+-].*")


@dataclass(frozen=True, slots=True)
class AnswerHeadings(Contribution):
    """Which lines of an answer are headings that a feature wrote above what follows them."""

    is_heading: Callable[[str], bool]


def local_iso(value: datetime, zone: ZoneInfo | str | None = None) -> str:
    """Write a moment for the `datetime` of a <time>: 2026-11-24T14:20-05:00."""
    return value.astimezone(_zone(zone)).isoformat(timespec="minutes")


def promise(language: Language, last_day: date, within: Allowance | None = None) -> str:
    """Word a promised date: "Au plus tard le 22 décembre 2026 (20 jours ouvrables)"."""
    return dates.promise_words(last_day, within, language)


def days_left(language: Language, days: int, unit: Unit = Unit.WORKING_DAYS) -> str:
    """Word how many days are left, as a sentence."""
    return dates.days_left_words(days, unit, language)


def deadline(language: Language, days: int, unit: Unit = Unit.WORKING_DAYS) -> str:
    """Word how many days are left, for a tag: "2 jours ouvrables de retard"."""
    return dates.deadline_words(days, language, unit)


def number(language: Language, value: typography.Number, decimals: int = 0) -> str:
    """Write a number: "4 318"."""
    return typography.number_words(value, language, decimals)


def percent(language: Language, share: typography.Number, decimals: int = 0) -> str:
    """Write a share of 1: "88 %"."""
    return typography.percent_words(share, language, decimals)


def typo(language: Language, value: str) -> str:
    """Put the French no-break spaces in a text that is in the language of the page."""
    return value if language == "en" else french_spaces(value)


def text(value: Text | None) -> str:
    """Choose the words in the language of the page, else in French; nothing for no text."""
    return _text(current_language(), value)


def marked_text(value: Text | None) -> Markup:
    """Choose the words as `text` does, and mark French ones on an English page as French."""
    return _marked_text(current_language(), value)


def _text(language: Language, value: Text | None) -> str:
    if value is None:
        return ""
    if language == "en" and value.en:
        return kept_whole(value.en)
    if language == "en":
        french_shown()
    return kept_whole(french_spaces(value.in_(language)))


def _marked_text(language: Language, value: Text | None) -> Markup:
    words = shown(_text(language, value))
    if language == "en" and value is not None and not value.en:
        return marked(f'<span lang="fr-CA">{words}</span>')
    return marked(words)


def paragraphs(value: str) -> Markup:
    """Show typed text: blank lines part paragraphs, line ends are kept, nothing else is HTML."""
    return marked("\n".join(map(_paragraph, _blocks(value))))


def answer_text(value: str) -> Markup:
    """Show an answer as typed text is shown, with the headings that features wrote in bold."""
    return marked("\n".join(map(_part_of_answer, _blocks(value))))


def tel(phone: str) -> str:
    """Return the address that dials a number, its extension apart: tel:+18005550142.

    A number that begins with 0 is dialled in its own country, as it stands.
    """
    digits = re.sub(r"\D", "", _EXTENSION.sub("", phone))
    if len(digits) == _NANP_DIGITS:
        digits = f"1{digits}"
    is_whole = len(digits) > _NANP_DIGITS and not digits.startswith("0")
    return f"tel:+{digits}" if is_whole else f"tel:{digits}"


def link_language(address: str) -> str:
    """Return the language that the address of a site says it is in; "" where it says none.

    That is a part of its path that names a language: /fr/porter-plainte, /en, /fr-CA/accueil.
    """
    parts = urlsplit(address).path.lower().split("/")
    told = (part.partition("-")[0] for part in parts if _NAMES_LANGUAGE.fullmatch(part))
    return next((language for part in told for language in LANGUAGES if part == language), "")


def whole(value: str) -> Markup:
    """Show a complaint's or a telephone number on one line, wherever it stands."""
    return marked(f'<span class="u-nowrap">{shown(value)}</span>')


def with_query(**changes: str | int | None) -> str:
    """Return the address of this page with parts of its query changed; None takes one away."""
    page = behind(request)
    kept = [part for part in page.args.items(multi=True) if part[0] not in changes]
    changed = [(name, str(value)) for name, value in changes.items() if value is not None]
    query = urlencode(kept + changed)
    return f"{page.path}?{query}" if query else page.path


IN_LANGUAGE: dict[str, Callable[..., str]] = {
    "text": _text,
    "marked_text": _marked_text,
    **{words.__name__: words for words in (promise, days_left, deadline, number, percent, typo)},
}
"""Filters that are handed the language of the page, then what is filtered."""

WORDED: dict[str, Callable[[Any, str], str]] = {
    "day": dates.day_words,  # 24 novembre 2026
    "short_day": dates.short_day_words,  # 24 novembre
    "allowance": dates.allowance_words,  # 20 jours ouvrables
    "after_file": dates.after_file_words,  # 10 jours ouvrables après la réception des documents
    "period": dates.period_words,  # 2e trimestre 2026 (avril à juin)
    "size": typography.size_words,  # 1,2 Mo
    "status": statuses.status_words,  # À l’étude
}
"""Filters that word a value in the language of the page, by what words it."""

ON_CLOCKS: dict[str, Callable[[datetime, ZoneInfo, str], str]] = {
    "moment": dates.moment_words,  # 24 novembre 2026 à 14 h 20
    "exact_time": dates.exact_time_words,  # 14 h 21 min 30 s
    "time": dates.time_words,  # 14 h 20
}
"""Filters that word a moment on the clocks of a zone, or of the portal where none is given."""

IN_ANY_LANGUAGE = (
    dates.deadline_kind,
    local_iso,
    full_stop,
    paragraphs,
    answer_text,
    tel,
    whole,
    link_language,
)


def filters_in(language: Language) -> dict[str, Callable[..., str]]:
    """Return the filters of the templates of one language."""
    return {
        **{name: partial(words, language) for name, words in IN_LANGUAGE.items()},
        **{name: _worded(words, language) for name, words in WORDED.items()},
        **{name: _on_clocks(words, language) for name, words in ON_CLOCKS.items()},
        **{words.__name__: words for words in IN_ANY_LANGUAGE},
    }


def _worded(words: Callable[[Any, str], str], language: Language) -> Callable[[Any], str]:
    return lambda value: words(value, language)


def _on_clocks(
    words: Callable[[datetime, ZoneInfo, str], str], language: Language
) -> Callable[..., str]:
    return lambda value, zone=None: words(value, _zone(zone), language)


def _zone(zone: ZoneInfo | str | None) -> ZoneInfo:
    if zone is None:
        return portal_zone()
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def _blocks(value: str) -> list[str]:
    blocks = re.split(r"\n\s*\n", value.replace("\r\n", "\n").strip())
    return [block for block in blocks if block]


def _part_of_answer(block: str) -> Markup:
    first, *lines = block.split("\n")
    if not any(headings.is_heading(first) for headings in added(AnswerHeadings)):
        return _paragraph(block)
    heading = marked(f"<p><strong>{shown(first)}</strong></p>")
    rest = [_paragraph("\n".join(lines))] if lines else []
    return marked("\n".join([heading, *rest]))


def _paragraph(block: str) -> Markup:
    lines = "<br>\n".join(map(shown, block.split("\n")))
    return marked(f"<p>{lines}</p>")

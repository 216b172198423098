"""A report on paper: the same sections as on its pages, and when and by what it was made."""

from __future__ import annotations

from datetime import date

from msgspec import to_builtins

from portal.domain.text import LANGUAGES, Language, Text
from portal.gateways.printer import PrintedReport, report_pdf
from portal.reporting.annual.content import Content
from portal.words.catalogue import gettext_in
from portal.words.dates import day_words

_PAPER = "us-letter"


def sheets(content: Content, portal: Text, made_on: date, reason: Text) -> dict[Language, bytes]:
    """Return a report as PDF in each language."""
    return {language: _sheet(content, portal, made_on, reason, language) for language in LANGUAGES}


def _sheet(
    content: Content, portal: Text, made_on: date, reason: Text, language: Language
) -> bytes:
    edition = content.editions[language]
    day = day_words(made_on, language)
    colophon = [gettext_in(language, "Rapport fait le %(day)s.", day=day)]
    if reason.fr:
        words = reason.in_(language)
        colophon.append(gettext_in(language, "Fait de nouveau : %(reason)s", reason=words))
    printed = PrintedReport(
        paper=_PAPER,
        publisher=portal.in_(language),
        lead_title=gettext_in(language, "À retenir"),
        footer=f"{edition.title} – {edition.of_whom}",
        colophon=tuple(colophon),
        made=(made_on.year, made_on.month, made_on.day),
        report=to_builtins(edition),
    )
    return report_pdf(printed)

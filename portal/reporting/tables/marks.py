"""The marks on rates: what an agency does far more than the others, and makes the rate look better.

They are of all its complaints in the period, whatever a page is narrowed to: narrowed far enough,
nobody would do anything far more than others.
"""

from __future__ import annotations

from flask import url_for
from msgspec.structs import replace

from portal.domain.figures.means import FLATTERS, Means, Rated
from portal.domain.figures.published import Bounds
from portal.domain.figures.shares import Share
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.tables.blocks import Cell, Mark
from portal.words.catalogue import to_translate

MARKS: dict[Means, str] = {
    Means.EXTENSIONS: to_translate("prolongé dans %(share)s des cas"),
    Means.PAUSES: to_translate("délai arrêté dans %(share)s des cas"),
    Means.LATE_TRANSFERS: to_translate("remis tard à d’autres dans %(share)s des cas"),
    Means.SECOND_ANSWERS: to_translate("répondu plus d’une fois dans %(share)s des cas"),
    Means.HOLLOW_ANSWERS: to_translate("presque rien hors du modèle dans %(share)s des réponses"),
    Means.SPLITS: to_translate("divisé dans %(share)s des cas"),
    Means.WITHDRAWALS: to_translate("retiré dans %(share)s des cas"),
    Means.UNANSWERED: to_translate("fermé sans réponse dans %(share)s des cas"),
    Means.RECLASSIFIED: to_translate("reclassé dans %(share)s des cas"),
    Means.WRITTEN_LATE: to_translate("inscrit après plus d’un jour dans %(share)s des cas"),
    Means.UNCONFIRMED: to_translate("contact non confirmé dans %(share)s des cas"),
}


def mark_words(means: Means, share: Share) -> str:
    """Word how often an agency uses a means."""
    return gettext(MARKS[means], share=texts.share(share))


def bounds_words(means: Means, known: Bounds) -> str:
    """Word the same of what is known of how often."""
    return gettext(MARKS[means], share=texts.rate(known))


def marks_of(reading: Reading, code: str, rated: Rated) -> tuple[Mark, ...]:
    """Return the marks that a rate of an agency needs, or of all where there is one alone."""
    used = reading.marks.get(code, {})
    page = "overview.means" if reading.known is None else "statistics.means"
    address = url_for(page, periode=str(reading.asked.period))
    return tuple(
        Mark(_words(reading, means, share), address)
        for means, share in used.items()
        if rated in FLATTERS[means]
    )


def _words(reading: Reading, means: Means, share: Share) -> str:
    """Word a mark; on a page of some complaints it says that it is of all."""
    words = mark_words(means, share)
    if not reading.asked.narrowing.chosen:
        return words
    return gettext("%(mark)s, toutes plaintes confondues", mark=words)


def marked(reading: Reading, cell: Cell, code: str, rated: Rated) -> Cell:
    """Return the cell of an agency's rate with the marks that it needs."""
    marks = marks_of(reading, code, rated) if cell.value is not None else ()
    return replace(cell, marks=marks) if marks else cell

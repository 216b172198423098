"""The words of numbers, shares and names in one language: a report is made in both at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from portal.domain.figures.published import Bounds, Form
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Language, Text
from portal.domain.time.periods import Period
from portal.reporting.annual.year import SpanOfDays, Sum
from portal.reporting.tables.break_words import BreakWords
from portal.words.catalogue import gettext_in, ngettext_in
from portal.words.dates import period_words, short_period_words
from portal.words.typography import number_words, percent_words


class Wording(Struct, frozen=True):
    """A language, and the names of agencies and subjects in it, by their codes."""

    language: Language
    agencies: Mapping[str, Text]
    themes: Mapping[str, Text]
    active: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The categories that each agency has today."""

    @property
    def breaks(self) -> BreakWords:
        """The words of breaks in series."""
        return BreakWords(self.language, self.name, self.themes, self._active)

    def _active(self, code: str) -> frozenset[str]:
        return self.active.get(code, frozenset())

    def gettext(self, text: str, **params: object) -> str:
        """Return `text` in this language, its marks filled."""
        return gettext_in(self.language, text, **params)

    def ngettext(self, singular: str, plural: str, num: int, /, **params: object) -> str:
        """Return the text that fits `num`, which is written as this language writes numbers."""
        given = {"num": self.number(num), **params}
        return ngettext_in(self.language, singular, plural, num, **given)

    def number(self, value: int) -> str:
        """Write a number."""
        return number_words(value, self.language)

    def percent(self, value: int) -> str:
        """Write so many percent."""
        return percent_words(value / 100, self.language)

    def rate(self, known: Bounds) -> str:
        """Write what is known of a share: « 88 % », « 95 % ou plus », « 87 à 89 % »."""
        low, high = known.percents
        if known.form is Form.AT_LEAST:
            return self.gettext("%(share)s ou plus", share=self.percent(low))
        if known.form is Form.AT_MOST:
            return self.gettext("%(share)s ou moins", share=self.percent(high))
        if known.is_exact and 0 < 200 * known.least < known.n:
            return self.gettext("moins de %(share)s", share=self.percent(1))
        return self.between(low, high)

    def between(self, low: int, high: int) -> str:
        """Write between which percents something lies: « 62 à 71 % », or « 62 % »."""
        if low == high:
            return self.percent(low)
        return self.gettext("%(low)s à %(high)s", low=self.number(low), high=self.percent(high))

    def days(self, span: SpanOfDays) -> str:
        """Write between how many working days something lies."""
        if span.least == span.most:
            return self.ngettext("%(num)s jour ouvrable", "%(num)s jours ouvrables", span.most)
        return self.ngettext(
            "%(least)s à %(num)s jour ouvrable",
            "%(least)s à %(num)s jours ouvrables",
            span.most,
            least=self.number(span.least),
        )

    def sum(self, value: Sum) -> str:
        """Write a sum, as far as it is told: « 412 », « au moins 380 », « masqué »."""
        if value.is_exact:
            return self.number(value.n)
        if not value.n:
            return self.gettext("masqué")
        return self.gettext("au moins %(n)s", n=self.number(value.n))

    def name(self, code: str) -> str:
        """Return the name of an agency."""
        if code == TOTAL:
            return self.gettext("Ensemble")
        return self.agencies[code].in_(self.language) if code in self.agencies else code

    def theme(self, code: str) -> str:
        """Return the name of a subject."""
        return self.themes[code].in_(self.language) if code in self.themes else code

    def period(self, period: Period) -> str:
        """Name a period."""
        return period_words(period, self.language)

    def short_period(self, period: Period) -> str:
        """Name a period in short."""
        return short_period_words(period, self.language)

    def listed(self, names: Sequence[str]) -> str:
        """Join names as a sentence does: « A, B et C »."""
        *first, last = names
        if not first:
            return last
        return self.gettext("%(first)s et %(last)s", first=", ".join(first), last=last)

"""The numbers that a page of figures begins with."""

from __future__ import annotations

from msgspec import Struct

from portal.domain.figures.breaks import Measured
from portal.domain.figures.leading import Led
from portal.domain.figures.means import Rated
from portal.domain.figures.small_cells import TOTAL
from portal.domain.time.periods import AGE_LIMITS
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.queries_beginning import too_early
from portal.reporting.tables.blocks import NOTHING, RANKED_FROM, Mark
from portal.reporting.tables.breaks import parting, why_not
from portal.reporting.tables.leads import lead, lead_to_open
from portal.reporting.tables.marks import marks_of
from portal.reporting.tables.rates import KEPT, few, none_of_it, rate_before, rate_cell, rate_in
from portal.reporting.texts import ngettext


class Kpi(Struct, frozen=True):
    """One number: what it counts, its definition, and what it is measured against."""

    measure: str
    definition: str
    words: str = NOTHING
    detail: str = ""
    value: int | str = ""
    marks: tuple[Mark, ...] = ()
    lead: str = ""


def internal_kpis(reading: Reading) -> list[Kpi]:
    """Return the four numbers of the portrait."""
    return [*public_kpis(reading), _oldest(reading)]


def public_kpis(reading: Reading, code: str = TOTAL) -> list[Kpi]:
    """Return the three numbers that the public sees, of an agency or of all."""
    return [_received(reading, code), _median(reading, code), _kept(reading, code)]


def kpis_of_theme(reading: Reading, code: str) -> list[Kpi]:
    """Return what the public sees of one theme: how many complaints came about it."""
    return [_received(reading, code, reading.asked.narrowing.theme)]


def _received(reading: Reading, code: str, theme: str = TOTAL) -> Kpi:
    n, earlier = reading.themes.n(code, theme), reading.themes_before.n(code, theme)
    detail = ""
    if not reading.asked.is_over:
        detail = gettext("jusqu’à aujourd’hui")
    elif n and (words := too_early(reading)):
        detail = words
    elif n and (broken := parting(reading, Measured.RECEIVED, code, "recues")):
        detail = why_not(broken)
    elif n and earlier == 0:
        detail = _against(reading, gettext("aucune plainte"))
    elif n and earlier:
        words = gettext(
            "%(n)s, soit %(change)s", n=texts.number(earlier), change=texts.change(n, earlier)
        )
        detail = _against(reading, words)
    measure, definition = gettext("Plaintes reçues"), "recues"
    if n is None:
        return Kpi(measure, definition, few(), detail, few())
    there = lead(reading, code, Led.RECEIVED) if n else ""
    return Kpi(measure, definition, texts.number(n), detail, n, lead=there)


def _median(reading: Reading, code: str) -> Kpi:
    days, before = reading.days(code), reading.days_before(code)
    measure, definition = gettext("Délai de réponse médian"), "delai"
    if days.n is None:
        return Kpi(measure, definition, few(), value=few())
    if days.median is None:
        return Kpi(measure, definition, none_of_it(reading))
    detail = ngettext("ouvrables, pour %(num)s réponse", "ouvrables, pour %(num)s réponses", days.n)
    if broken := parting(reading, Measured.DAYS, code, definition):
        detail = f"{detail}. {why_not(broken)}"
    elif before.median is not None and before.is_many and not too_early(reading):
        detail = f"{detail}. {_against(reading, texts.number(before.median))}"
    return Kpi(
        *(measure, definition, texts.days(days.median), detail, days.median),
        marks=marks_of(reading, code, Rated.DAYS),
    )


def _kept(reading: Reading, code: str) -> Kpi:
    known, before = (told(reading, KEPT, code) for told in (rate_in, rate_before))
    measure, definition = gettext("Réponses dans le délai promis"), "promis"
    cell = rate_cell(reading, KEPT, code)
    if known is None or not known.n:
        return Kpi(measure, definition, cell.words, value=cell.words)
    detail = ngettext("de %(num)s réponse due", "de %(num)s réponses dues", known.n)
    if broken := parting(reading, Measured.KEPT, code, definition):
        detail = f"{detail}. {why_not(broken)}"
    elif before is not None and before.n >= RANKED_FROM and not too_early(reading):
        detail = f"{detail}. {_against(reading, texts.rate(before))}"
    return Kpi(measure, definition, cell.words, detail, cell.words, cell.marks)


def _oldest(reading: Reading) -> Kpi:
    oldest = {agency: classes[-1] for agency, classes in reading.ages.items()}
    total = sum(oldest.values())
    detail = ngettext(
        "de %(num)s plainte en cours",
        "de %(num)s plaintes en cours",
        sum(map(sum, reading.ages.values())),
    )
    most = max(reading.agencies, key=lambda agency: oldest[agency.code], default=None)
    if most is not None and total and len(reading.agencies) > 1:
        named = gettext(
            "dont %(n)s : %(agency)s",
            n=texts.number(oldest[most.code]),
            agency=texts.short_name(most),
        )
        detail = f"{detail}, {named}"
    measure = gettext("En cours depuis plus de 60 jours ouvrables")
    there = lead_to_open(reading, TOTAL, len(AGE_LIMITS)) if total else ""
    return Kpi(measure, "age", texts.number(total), detail, total, lead=there)


def _against(reading: Reading, words: str) -> str:
    period = texts.short_period(reading.asked.compared)
    return gettext("%(period)s : %(words)s", period=period, words=words)

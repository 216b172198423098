"""The numbers that a page of figures begins with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.agencies.agency import Agency
from portal.domain.figures.indicators import Figures
from portal.domain.figures.small_cells import TOTAL
from portal.pages.texts import gettext
from portal.reporting import naming, texts
from portal.reporting.blocks import NOTHING
from portal.reporting.figures import Reading
from portal.reporting.texts import ngettext


@dataclass(frozen=True, slots=True)
class Kpi:
    """One number: what it counts, its definition, and what it is measured against."""

    measure: str
    definition: str
    words: str
    detail: str
    value: int | str


def internal_kpis(reading: Reading) -> list[Kpi]:
    """Return the four numbers of the portrait."""
    return [
        *_in_period(reading, TOTAL, reading.whole, reading.whole_before),
        _oldest(reading),
    ]


def public_kpis(reading: Reading, agency: Agency | None = None) -> list[Kpi]:
    """Return the three numbers that the public sees, of an agency or of all."""
    if agency is None:
        return list(_in_period(reading, TOTAL, reading.whole, reading.whole_before))
    code = agency.code
    return list(_in_period(reading, code, reading.by_agency[code], reading.by_agency_before[code]))


def _in_period(reading: Reading, code: str, now: Figures, before: Figures) -> Iterator[Kpi]:
    yield _received(reading, code)
    yield _median(reading, code, now, before)
    yield _kept(reading, code, now, before)


def _received(reading: Reading, code: str) -> Kpi:
    n, earlier = reading.themes.n(code), reading.themes_before.n(code)
    detail = ""
    if not reading.asked.is_over:
        detail = gettext("jusqu’à aujourd’hui")
    elif n and earlier == 0:
        detail = _against(reading, gettext("aucune plainte"))
    elif n and earlier:
        words = gettext(
            "%(n)s, soit %(change)s", n=texts.number(earlier), change=texts.change(n, earlier)
        )
        detail = _against(reading, words)
    words = NOTHING if n is None else texts.number(n)
    return Kpi(gettext("Plaintes reçues"), "recues", words, detail, "" if n is None else n)


def _median(reading: Reading, code: str, now: Figures, before: Figures) -> Kpi:
    days, measure = now.days, gettext("Délai de réponse médian")
    if days.median is None or reading.levels.n(code) is None:
        return _missing(measure, "delai")
    detail = ngettext("ouvrables, pour %(num)s réponse", "ouvrables, pour %(num)s réponses", days.n)
    if before.days.median is not None and before.days.n >= naming.RANKED_FROM:
        detail = f"{detail}. {_against(reading, texts.number(before.days.median))}"
    return Kpi(measure, "delai", texts.days(days.median), detail, days.median)


def _kept(reading: Reading, code: str, now: Figures, before: Figures) -> Kpi:
    share = reading.shown_share(reading.due, code, now.kept)
    measure = gettext("Réponses dans le délai promis")
    if share is None or share.value is None:
        return _missing(measure, "promis")
    detail = ngettext("de %(num)s réponse due", "de %(num)s réponses dues", share.n)
    if before.kept.value is not None and before.kept.n >= naming.RANKED_FROM:
        detail = f"{detail}. {_against(reading, texts.percent(before.kept.value))}"
    return Kpi(measure, "promis", texts.percent(share.value), detail, texts.percent(share.value))


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
            agency=naming.short_name(most),
        )
        detail = f"{detail}, {named}"
    measure = gettext("En cours depuis plus de 60 jours ouvrables")
    return Kpi(measure, "age", texts.number(total), detail, total)


def _missing(measure: str, definition: str) -> Kpi:
    return Kpi(measure, definition, NOTHING, "", "")


def _against(reading: Reading, words: str) -> str:
    period = texts.short_period(reading.asked.compared)
    return gettext("%(period)s : %(words)s", period=period, words=words)

"""The tables of a report: what is published, quarter by quarter and beside the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portal.domain.figures.breaks import Break, Measured
from portal.domain.figures.changes import Movement, Verdict
from portal.domain.figures.published import Bounds
from portal.domain.figures.small_cells import TOTAL
from portal.domain.time.periods import Period
from portal.reporting.annual.compared import KEPT, Barred
from portal.reporting.annual.content import Table
from portal.reporting.annual.movements import verdicts_of
from portal.reporting.annual.sentences import REOPENED, SETTLED, Story
from portal.reporting.annual.wording import Wording
from portal.reporting.annual.year import FINDINGS, LEVELS, Year
from portal.reporting.counts.grids import THEMES
from portal.reporting.known import Days, Known
from portal.reporting.portrait_figures.by_subject import FINDING_NAMES
from portal.reporting.six_criteria.indicator import CRITERION_NAMES
from portal.reporting.six_criteria.registry import BY_CODE
from portal.words.catalogue import to_translate

PUBLISHED_INDICATORS = {"R4": KEPT, "S4": SETTLED, "L3": REOPENED}
"""The indicators of the six criteria that vintages tell, each by its rate."""
SAID = {
    Movement.ROSE: to_translate("plus, au-delà du hasard"),
    Movement.FELL: to_translate("moins, au-delà du hasard"),
    Movement.WITHIN_CHANCE: to_translate("rien de sûr"),
    Movement.TOO_FEW: to_translate("pas comparé"),
}
_PARTED = to_translate("non comparé : série rompue")
_WHAT_IS_SAID = to_translate("Ce qu’on peut dire")
OF_VERDICT = {
    Verdict.BETTER: to_translate("amélioré"),
    Verdict.WORSE: to_translate("dégradé"),
    Verdict.WITHIN_CHANCE: to_translate("rien de sûr"),
    Verdict.TOO_FEW: to_translate("pas comparé"),
}


def why_barred(story: Story) -> str:
    """Say why nothing is compared with the year before; nothing where it is."""
    w, year = story.w, str(story.compared.before.period)
    barred = {
        Barred.NO_YEAR_BEFORE: w.gettext(
            "Rien n’est comparé à %(year)s : les mêmes trimestres n’en sont pas tous publiés, ou le"
            " registre a commencé pendant cette année.",
            year=year,
        ),
        Barred.DEFINITIONS: w.gettext(
            "Rien n’est comparé à %(year)s : les définitions des chiffres ont changé depuis.",
            year=year,
        ),
    }
    return barred[story.compared.barred] if story.compared.barred else ""


def by_quarter(story: Story) -> Table:
    """Return what each quarter of the year, and of the year before, tells."""
    w, compared = story.w, story.compared
    quarters = [*named_quarters(compared.before), *named_quarters(compared.now)]
    return Table(
        columns=(
            w.gettext("Trimestre"),
            w.gettext("Plaintes reçues"),
            w.gettext("Réponses dues"),
            w.gettext("À temps"),
            w.gettext("La moitié, en jours ouvrables"),
            w.gettext("Neuf sur dix"),
        ),
        rows=tuple(_of_quarter(w, story.code, *quarter) for quarter in quarters),
    )


def outcomes(story: Story) -> Table:
    """Return how complaints ended, and at which level they were answered first."""
    w, now = story.w, story.compared.now
    found = [(w.gettext(name), FINDINGS, code.value) for code, name in FINDING_NAMES.items()]
    highest = [(w.gettext("Palier %(level)s", level=n), LEVELS, n) for n in now.columns(LEVELS)]
    places = [
        *found,
        (w.gettext("Ensemble des fermetures"), FINDINGS, TOTAL),
        *highest,
        (w.gettext("Ensemble des premières réponses"), LEVELS, TOTAL),
    ]
    return _beside(
        story,
        w.gettext("Conclusion, ou palier de la première réponse"),
        places,
    )


def by_subject(story: Story) -> Table:
    """Return what complaints were about, and whether that moved."""
    w, compared = story.w, story.compared
    themes = compared.now.columns(THEMES)
    ordered = sorted(themes, key=lambda theme: (-compared.now.received(story.code, theme).n, theme))
    rows = [
        (
            w.theme(theme),
            *_counts(story, THEMES, theme),
            *_moved(
                story,
                SAID[compared.received(story.code, theme, len(themes))],
                compared.parting(Measured.RECEIVED, story.code, theme),
            ),
        )
        for theme in ordered
    ]
    whole = (
        w.gettext("Tous les sujets"),
        *_counts(story, THEMES, TOTAL),
        *_moved(
            story,
            SAID[compared.received(story.code)],
            compared.parting(Measured.RECEIVED, story.code),
        ),
    )
    columns = (w.gettext("Sujet"), *_years(story), *_said(story, _WHAT_IS_SAID))
    return Table(columns, (*rows, whole), note=why_barred(story), ends_with_whole=True)


def criteria(story: Story) -> Table:
    """Return the indicators of the six criteria that everybody may know."""
    w = story.w
    rows = []
    for code, rate in PUBLISHED_INDICATORS.items():
        indicator = BY_CODE[code]
        target = (
            w.gettext(indicator.target.words) if indicator.target else w.gettext("pas de cible")
        )
        rows.append(
            (
                f"{code}. {w.gettext(indicator.name)}",
                w.gettext(CRITERION_NAMES[indicator.criterion]),
                *(rate_words(w, year.rate(rate, story.code)) for year in _told(story)),
                target,
            )
        )
    return Table(
        (w.gettext("Indicateur"), w.gettext("Critère"), *_years(story), w.gettext("Cible")),
        tuple(rows),
        note=w.gettext(
            "Les autres indicateurs des six critères se lisent à l’interne : publiés à côté, ils"
            " diraient ce qui est masqué ailleurs. S1 et A4 ne sont pas d’une année : ils comptent"
            " les étapes et les défauts du portail tel qu’il est, et ne se recalculent pas à"
            " partir des trimestres publiés."
        ),
    )


def by_agency(story: Story) -> Table:
    """Return the answers in time of each agency, and whether they moved beyond chance."""
    w, now = story.w, story.compared.now
    verdicts = verdicts_of(story.compared)
    rows = [
        (
            w.name(code),
            w.sum(now.received(code)),
            w.sum(now.cell("due", code)),
            *(rate_words(w, year.rate(KEPT, code)) for year in _told(story)),
            *_moved(story, OF_VERDICT[verdicts[code]], story.compared.parting(Measured.KEPT, code)),
        )
        for code in sorted(now.agencies, key=lambda code: w.name(code).casefold())
    ]
    whole = (
        w.name(TOTAL),
        w.sum(now.received(TOTAL)),
        w.sum(now.cell("due", TOTAL)),
        *(rate_words(w, year.rate(KEPT, TOTAL)) for year in _told(story)),
        *_moved(
            story,
            OF_VERDICT[story.compared.rate(KEPT, TOTAL)],
            story.compared.parting(Measured.KEPT, TOTAL),
        ),
    )
    titles = (
        w.gettext("Organisme"),
        w.gettext("Plaintes reçues"),
        w.gettext("Réponses dues"),
        *(w.gettext("À temps, %(year)s", year=year) for year in _years(story)),
        *_said(story, _WHAT_IS_SAID),
    )
    return Table(titles, (*rows, whole), note=why_barred(story), ends_with_whole=True)


def rate_words(w: Wording, known: Bounds | None) -> str:
    """Word a rate in a table, or why it is not there."""
    if known is not None and not known.n:
        return w.gettext("rien à compter")
    if known is None or not known.is_told:
        return w.gettext("non publié : petits nombres")
    return w.rate(known)


def named_quarters(year: Year) -> Iterator[tuple[Period, Known]]:
    """Yield each quarter of a year with what it tells."""
    return zip(year.period.quarters, year.quarters, strict=False)


def _of_quarter(w: Wording, code: str, period: Period, known: Known) -> tuple[str, ...]:
    days = known.days_of(code)
    return (
        w.short_period(period),
        _count(w, known.grid(THEMES).n(code)),
        _count(w, known.grid("due").n(code)),
        rate_words(w, known.share(KEPT, code)),
        _days(w, days, days.median),
        _days(w, days, days.ninth),
    )


def _count(w: Wording, n: int | None) -> str:
    return w.gettext("masqué") if n is None else w.number(n)


def _days(w: Wording, days: Days, value: int | None) -> str:
    if days.n == 0:
        return w.gettext("rien à compter")
    return w.gettext("non publié : petits nombres") if value is None else w.number(value)


def _told(story: Story) -> tuple[Year, ...]:
    """Return the years that a table has a column for: that before only where it is published."""
    before, now = story.compared.before, story.compared.now
    return (before, now) if before.quarters else (now,)


def _said(story: Story, words: str) -> tuple[str, ...]:
    """Return the cell that says how something moved, in a table that compares."""
    return () if story.compared.barred else (story.w.gettext(words),)


def _moved(story: Story, words: str, parting: Sequence[Break]) -> tuple[str, ...]:
    """Return that cell; where breaks of series part the figure it says so instead."""
    return _said(story, _PARTED if parting else words)


def _years(story: Story) -> tuple[str, ...]:
    """Name the years that are told; of a part of them, how many quarters that is."""
    years, now = _told(story), story.compared.now
    if now.is_whole:
        return tuple(str(year.period) for year in years)
    return tuple(
        story.w.gettext("%(year)s (T1 à T%(last)s)", year=year.period, last=now.until)
        if now.until > 1
        else story.w.gettext("%(year)s (T1)", year=year.period)
        for year in years
    )


def _counts(story: Story, table: str, column: str) -> tuple[str, ...]:
    return tuple(story.w.sum(year.cell(table, story.code, column)) for year in _told(story))


def _beside(story: Story, first: str, places: Sequence[tuple[str, str, str]]) -> Table:
    rows = [(name, *_counts(story, table, column)) for name, table, column in places]
    return Table((first, *_years(story)), tuple(rows))

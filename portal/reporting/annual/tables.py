"""The tables of a report: what is published, quarter by quarter and beside the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portal.domain.figures.changes import Movement, Verdict
from portal.domain.figures.published import Bounds
from portal.domain.figures.small_cells import TOTAL
from portal.domain.time.periods import Period
from portal.reporting.annual.content import Table
from portal.reporting.annual.movements import verdicts_of
from portal.reporting.annual.sentences import KEPT, REOPENED, SETTLED, Story
from portal.reporting.annual.wording import Wording
from portal.reporting.annual.year import FINDINGS, LEVELS, Year
from portal.reporting.grids import THEMES
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
OF_VERDICT = {
    Verdict.BETTER: to_translate("amélioré"),
    Verdict.WORSE: to_translate("dégradé"),
    Verdict.WITHIN_CHANCE: to_translate("rien de sûr"),
    Verdict.TOO_FEW: to_translate("pas comparé"),
}


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
            w.gettext(SAID[compared.received(story.code, theme, len(themes))]),
        )
        for theme in ordered
    ]
    whole = (
        w.gettext("Tous les sujets"),
        *_counts(story, THEMES, TOTAL),
        w.gettext(SAID[compared.received(story.code)]),
    )
    columns = (w.gettext("Sujet"), *_years(story), w.gettext("Ce qu’on peut dire"))
    return Table(columns, (*rows, whole), ends_with_whole=True)


def criteria(story: Story) -> Table:
    """Return the indicators of the six criteria that everybody may know."""
    w = story.w
    rows = []
    for code, rate in PUBLISHED_INDICATORS.items():
        indicator = BY_CODE[code]
        target = (
            w.gettext(indicator.target.words) if indicator.target else w.gettext("pas de cible")
        )
        years = (story.compared.before, story.compared.now)
        rows.append(
            (
                f"{code}. {w.gettext(indicator.name)}",
                w.gettext(CRITERION_NAMES[indicator.criterion]),
                *(_rate_in(w, year, rate, story.code) for year in years),
                target,
            )
        )
    return Table(
        (w.gettext("Indicateur"), w.gettext("Critère"), *_years(story), w.gettext("Cible")),
        tuple(rows),
        note=w.gettext(
            "Les autres indicateurs des six critères se lisent à l’interne : publiés à côté, ils"
            " diraient ce qui est masqué ailleurs."
        ),
    )


def by_agency(story: Story) -> Table:
    """Return the answers in time of each agency, and whether they moved beyond chance."""
    w, now, before = story.w, story.compared.now, story.compared.before
    verdicts = verdicts_of(story.compared)
    rows = [
        (
            w.name(code),
            w.sum(now.received(code)),
            w.sum(now.cell("due", code)),
            _rate_in(w, before, KEPT, code),
            rate_words(w, now.rate(KEPT, code)),
            w.gettext(OF_VERDICT[verdicts[code]]),
        )
        for code in sorted(now.agencies, key=lambda code: w.name(code).casefold())
    ]
    whole = (
        w.name(TOTAL),
        w.sum(now.received(TOTAL)),
        w.sum(now.cell("due", TOTAL)),
        _rate_in(w, before, KEPT, TOTAL),
        rate_words(w, now.rate(KEPT, TOTAL)),
        w.gettext(OF_VERDICT[story.compared.rate(KEPT, TOTAL)]),
    )
    titles = (
        w.gettext("Organisme"),
        w.gettext("Plaintes reçues"),
        w.gettext("Réponses dues"),
        *(w.gettext("À temps, %(year)s", year=year) for year in _years(story)),
        w.gettext("Ce qu’on peut dire"),
    )
    return Table(titles, (*rows, whole), ends_with_whole=True)


def rate_words(w: Wording, known: Bounds | None) -> str:
    """Word a rate in a table, or why it is not there."""
    if known is not None and not known.n:
        return w.gettext("rien à compter")
    if known is None or not known.is_told:
        return w.gettext("non publié : petits nombres")
    return w.rate(known)


def _rate_in(w: Wording, year: Year, rate: str, code: str) -> str:
    if not year.quarters:
        return w.gettext("non publié")
    return rate_words(w, year.rate(rate, code))


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


def _years(story: Story) -> tuple[str, str]:
    """Name both years; of a part of them, how many quarters that is."""
    years, now = (story.compared.before, story.compared.now), story.compared.now
    if now.is_whole:
        before, after = (str(year.period) for year in years)
        return before, after
    before, after = (
        story.w.gettext("%(year)s (T1 à T%(last)s)", year=year.period, last=now.until)
        if now.until > 1
        else story.w.gettext("%(year)s (T1)", year=year.period)
        for year in years
    )
    return before, after


def _counts(story: Story, table: str, column: str) -> tuple[str, str]:
    before, now = (
        _sum(story.w, year, table, story.code, column)
        for year in (story.compared.before, story.compared.now)
    )
    return before, now


def _sum(w: Wording, year: Year, table: str, code: str, column: str) -> str:
    return w.sum(year.cell(table, code, column)) if year.quarters else w.gettext("non publié")


def _beside(story: Story, first: str, places: Sequence[tuple[str, str, str]]) -> Table:
    rows = [(name, *_counts(story, table, column)) for name, table, column in places]
    return Table((first, *_years(story)), tuple(rows))

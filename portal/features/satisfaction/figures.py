"""The block on what complainants thought: who answered the survey, and how many favourably.

Of few answers the staff know no more than the public: nobody is to guess who rated how. A year is
what is known of its quarters, so that the difference between them tells nothing either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from portal.agencies.agency import Agency
from portal.complaints.features import Tallies
from portal.domain.actor import PORTAL
from portal.domain.figures.published import Bounds, beside, published, together, total
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import FEWEST, TOTAL
from portal.domain.text import Text
from portal.domain.time.periods import Period
from portal.features.satisfaction.queries import survey_answers
from portal.features.satisfaction.rules import GOOD, RESPONDED, STEPS, Question
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.counts import queries as cube
from portal.reporting.counts.grids import Grid
from portal.reporting.figures import Reading
from portal.reporting.heirs import heirs_of
from portal.reporting.known import Known
from portal.reporting.plots import charts
from portal.reporting.portrait_figures.extremes import with_outlier
from portal.reporting.six_criteria.values import Mean, Values
from portal.reporting.tables.blocks import (
    Block,
    Cell,
    Column,
    InRows,
    Line,
    agency_column,
    hidden,
    ranked_groups,
)
from portal.reporting.tables.rates import bounds_cell, none_of_it, unpublished
from portal.words.catalogue import to_translate

SHORT: dict[Question, str] = {
    Question.SIMPLE: to_translate("Simplicité"),
    Question.TIME: to_translate("Rapidité"),
    Question.HEARD: to_translate("Clarté et écoute"),
    Question.WHOLE: to_translate("Traitement"),
}

RATED = "rated_"
"""Under which name what is known of the response rate is published; a question's has its own."""
Told = tuple[Share, Bounds]
"""A share, and what everybody may know of it."""


class Ratings:
    """The answers of one group of complainants, question by question."""

    def __init__(self, counts: Iterable[tuple[str, int, int]] = ()) -> None:
        self._counts: Counter[tuple[str, int]] = Counter()
        for question, answer, n in counts:
            self._counts[question, answer] += n

    @property
    def responded(self) -> int:
        """How many people answered one question at least."""
        return self._counts[RESPONDED, 0]

    def steps(self, question: Question) -> tuple[int, ...]:
        """Return how many chose each step of the scale, the worst first."""
        return tuple(self._counts[question.value, step] for step in STEPS)

    def favourable(self, question: Question) -> Share:
        """Return how many answered a question favourably, among those who answered it."""
        steps = self.steps(question)
        return Share(sum(steps[GOOD - 1 :]), sum(steps))


@dataclass(frozen=True)
class QuarterOpinions:
    """What complainants of some agencies thought of what these closed in a quarter."""

    by_agency: Mapping[str, Ratings]
    closed: Mapping[str, int]

    def response_rate(self, code: str) -> Told:
        """Return how many of the closed complaints have a rating, and what is known of it."""
        responded, closed = self.by_agency[code].responded, self.closed[code]
        share = Share(responded, max(responded, closed))
        return share, published(share)

    def is_crowd(self, code: str) -> bool:
        """Tell whether so many gave an opinion, and so many did not, that nobody is one of few."""
        responded = self.by_agency[code].responded
        return min(responded, self.closed[code] - responded) >= FEWEST

    def favourable(self, code: str, question: Question) -> Told:
        """Return how many answered favourably, and what is known of it.

        Where nearly everybody answered, all of one mind would tell what each of them said.
        """
        share = self.by_agency[code].favourable(question)
        is_crowd = self.response_rate(code)[1].rest.least >= FEWEST
        return share, published(share, are_ends_told=is_crowd)


@dataclass(frozen=True)
class OpinionCounts:
    """What complainants thought in the quarters of a period; nothing where `closed` is hidden."""

    quarters: tuple[QuarterOpinions, ...]
    closed: Grid

    def response_rate(self, code: str) -> Bounds | None:
        """Return what is known of how many of the closed complaints have a rating."""
        return self._known(code, QuarterOpinions.response_rate)

    def favourable(self, code: str, question: Question) -> Bounds | None:
        """Return what is known of how many answered favourably, where enough gave a rating."""
        rate = self.response_rate(code)
        if rate is None or 0 < rate.least < FEWEST or 0 < rate.n < FEWEST:
            return None
        # How many of a few left a question out moves no sum: they are in none.
        known = self._known(
            code, lambda quarter, agency: quarter.favourable(agency, question), fewest=FEWEST
        )
        return known if known is None or not 0 < known.n < FEWEST else None

    def told(self, code: str) -> list[Ratings]:
        """Return the ratings of an agency in the quarters with enough of them."""
        return [one.by_agency[code] for one in self.quarters if one.is_crowd(code)]

    def rated(self, code: str) -> int:
        """Return how many ratings there are at least."""
        rate = self.response_rate(code)
        return rate.least if rate is not None else 0

    def _known(
        self, code: str, of: Callable[[QuarterOpinions, str], Told], fewest: int = 0
    ) -> Bounds | None:
        if self.closed.n(code) is None:
            return None
        return together(total(self._told(quarter, code, of, fewest)) for quarter in self.quarters)

    def _told(
        self,
        quarter: QuarterOpinions,
        code: str,
        of: Callable[[QuarterOpinions, str], Told],
        fewest: int,
    ) -> list[Told]:
        if code != TOTAL:
            return [of(quarter, code)]
        told = {agency: of(quarter, agency) for agency in quarter.by_agency}
        enough = {agency: one for agency, one in told.items() if one[0].n >= fewest}
        shown = [one for agency, one in enough.items() if self.closed.n(agency) is not None]
        hidden = (one[0] for agency, one in enough.items() if self.closed.n(agency) is None)
        return [*shown, *beside(hidden)]


@dataclass(frozen=True)
class PublishedOpinions:
    """What is published of what complainants thought of what was closed in a quarter."""

    known: Known

    def response_rate(self, code: str) -> Bounds | None:
        """Return what is known of how many of the closed complaints have a rating."""
        return self.known.share(RATED, code)

    def favourable(self, code: str, question: Question) -> Bounds | None:
        """Return what is known of how many answered favourably."""
        return self.known.share(RATED + question.value, code)

    def rated(self, code: str) -> int:
        """Return how many ratings there are at least."""
        rate = self.response_rate(code)
        return rate.least if rate is not None else 0


Opinions = OpinionCounts | PublishedOpinions


def published_opinions(
    tallies: Tallies, closed: Mapping[str, int], shown: frozenset[str]
) -> dict[str, dict[str, Bounds | None]]:
    """Return what everybody may know of the ratings of a quarter, by rate and agency."""
    codes = (*closed, TOTAL)
    hidden = frozenset((code, TOTAL) for code in codes if code not in shown)
    grid = Grid({(code, TOTAL): n for code, n in closed.items()}, hidden)
    counts = OpinionCounts((_quarter(tallies, closed),), grid)
    of_each: dict[str, Callable[[str], Bounds | None]] = {
        RATED: counts.response_rate,
        **{RATED + question.value: partial(_favourable, counts, question) for question in Question},
    }
    return {rate: {code: of(code) for code in codes} for rate, of in of_each.items()}


def _favourable(counts: OpinionCounts, question: Question, code: str) -> Bounds | None:
    return counts.favourable(code, question)


def _quarter(tallies: Tallies, closed: Mapping[str, int]) -> QuarterOpinions:
    rows: dict[str, list[tuple[str, int, int]]] = {code: [] for code in closed}
    for code, question, answer, n in tallies:
        if code in rows:
            rows[code].append((question, answer, n))
    return QuarterOpinions({code: Ratings(told) for code, told in rows.items()}, closed)


def opinions(reading: Reading, only: Agency | None = None) -> Block:
    """What complainants thought, with the response rate beside every figure."""
    known = reading.known
    counts = reading.once(_read_counts) if known is None else PublishedOpinions(known)
    return Block(
        code="satisfaction",
        title=_title(reading, counts, only),
        unit=gettext(
            "Avis donnés après la fermeture, pour les plaintes fermées : %(period)s. "
            "Part des réponses « Plutôt oui » et « Tout à fait ».",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Avec avis"), is_sorted=True, is_n=True),
            Column(gettext("Sans avis")),
            Column(gettext("Taux de réponse"), "%"),
            *(Column(gettext(SHORT[question]), "%") for question in Question),
        ),
        groups=ranked_groups(
            (only,) if only is not None else reading.agencies,
            lambda name, code: _line(reading, name, counts, code),
            lambda code: (-counts.rated(code),),
            size=counts.rated,
            apart=gettext("Moins de 30 avis : affichés, mais pas classés"),
        ),
        definition="satisfaction",
        in_rows=InRows(gettext("Part des plaintes fermées avec avis"), 2),
        note=gettext(
            "De 1 à 4 avis, ou de 1 à 4 plaintes sans avis, ni le public ni l’organisme ne voit le"
            " nombre exact. Seul le fichier signé de qui vérifie les chiffres le contient."
        ),
        is_wide=True,
    )


def mean_opinion(reading: Reading) -> Values:
    """Return what complainants thought on average, of quarters with enough of them alone."""
    if reading.asked.narrowing.chosen or reading.is_public:
        return {}
    counts = reading.once(_read_counts)
    codes = [agency.code for agency in reading.agencies]
    shown = {code: counts.told(code) for code in codes}
    by_agency = {code: _mean(counts, code, told) for code, told in shown.items()}
    every = [ratings for told in shown.values() for ratings in told]
    return {**by_agency, TOTAL: _mean(counts, TOTAL, every)}


def _mean(counts: OpinionCounts, code: str, shown: Sequence[Ratings]) -> Mean | None:
    """Return the mean of all four questions, with as many opinions as it is of."""
    steps = [zip(STEPS, one.steps(question), strict=True) for one in shown for question in Question]
    chosen = [(step, n) for counted in steps for step, n in counted]
    answers, rate = sum(n for _, n in chosen), counts.response_rate(code)
    if not answers:
        return None
    opinions_given = sum(one.responded for one in shown)
    mean = sum(step * n for step, n in chosen) / answers
    said = texts.rate(rate) if rate is not None and rate.is_told else ""
    detail = gettext("taux de réponse : %(rate)s", rate=said) if said else ""
    return Mean(mean * opinions_given, opinions_given, detail)


def _read_counts(reading: Reading) -> OpinionCounts:
    """Read what complainants thought of what was closed in the period of a page."""
    quarters = tuple(_read_quarter(reading, quarter) for quarter in reading.asked.period.quarters)
    return OpinionCounts(quarters, reading.findings)


def _read_quarter(reading: Reading, quarter: Period) -> QuarterOpinions:
    codes, heirs = [agency.code for agency in reading.agencies], heirs_of(reading.asked)
    # As the portal: whoever may see figures need not be one who may see complaints.
    rows = runtime().read(PORTAL, survey_answers, codes, quarter.months, heirs)
    known = runtime().read(PORTAL, cube.closed_by_agency, codes, quarter.months, heirs)
    return _quarter(rows, {code: known.get(code, 0) for code in codes})


def _line(reading: Reading, name: Text, counts: Opinions, code: str) -> Line:
    rate = counts.response_rate(code)
    none = none_of_it(reading)
    shares = (_rate(counts.favourable(code, question), none) for question in Question)
    cells = (
        _how_many(rate),
        _how_many(rate and rate.rest),
        _rate(rate, none),
        *shares,
    )
    is_drawn = rate is not None and rate.is_told
    return Line(
        name, cells, charts.share_bar(*rate.percents, width=110) if rate and is_drawn else None
    )


def _how_many(known: Bounds | None) -> Cell:
    if known is None or (0 < known.n < FEWEST):
        return hidden()
    words = texts.how_many(known)
    return Cell(words, known.least if known.is_exact else words)


def _rate(known: Bounds | None, none: str) -> Cell:
    return unpublished() if known is None else bounds_cell(known, none)


def _title(reading: Reading, counts: Opinions, only: Agency | None) -> str:
    code = only.code if only is not None else TOTAL
    known, rate = counts.favourable(code, Question.WHOLE), counts.response_rate(code)
    if known is None or rate is None or not (known.is_told and rate.is_told):
        return gettext("Trop peu d’avis pour cette période")
    found = gettext(
        "%(share)s des avis disent la plainte bien traitée, pour %(rate)s de réponses",
        share=texts.rate(known),
        rate=texts.rate(rate),
    )
    compared = () if only is not None else reading.agencies
    return with_outlier(found, compared, lambda one: counts.favourable(one, Question.WHOLE))

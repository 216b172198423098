"""The block on what complainants thought: who answered the survey, and how many favourably.

Few answers are hidden from everybody, the staff included: nobody is to guess who rated how.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.agencies.agency import Agency
from portal.domain.actor import PORTAL
from portal.domain.figures.indicators import Share
from portal.domain.figures.small_cells import FEWEST, TOTAL, Place, gives_away
from portal.domain.text import Text
from portal.features.satisfaction.queries import survey_answers
from portal.features.satisfaction.rules import GOOD, RESPONDED, STEPS, Question
from portal.pages.current import gettext, runtime
from portal.reporting import charts, texts
from portal.reporting.blocks import (
    Block,
    Cell,
    Column,
    InRows,
    Line,
    agency_column,
    count_cell,
    hidden,
    nothing,
    ranked_groups,
    share_cell,
)
from portal.reporting.figures import Grid, Reading, heirs_of
from portal.words.catalogue import to_translate

RATED = "rated"
SHORT: dict[Question, str] = {
    Question.SIMPLE: to_translate("Simplicité"),
    Question.TIME: to_translate("Rapidité"),
    Question.HEARD: to_translate("Clarté et écoute"),
    Question.WHOLE: to_translate("Traitement"),
}


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
class OpinionCounts:
    """What complainants of some agencies thought, beside what these agencies closed."""

    by_agency: Mapping[str, Ratings]
    whole: Ratings
    closed: Mapping[str, int]

    @cached_property
    def responses(self) -> Grid:
        """How many of the closed complaints of each agency have a rating."""
        counts: dict[Place, int] = {
            (agency, RATED): ratings.responded for agency, ratings in self.by_agency.items()
        }
        return Grid.of(counts, is_public=True)

    def rated(self, code: str) -> int | None:
        """Return how many complaints have a rating, or None if it is hidden."""
        return self.responses.n(code, RATED)

    def unrated(self, code: str) -> int | None:
        """Return how many have none, hidden with those that have: together they are known."""
        rated = self.rated(code)
        closed = sum(self.closed.values()) if code == TOTAL else self.closed[code]
        return None if rated is None else max(0, closed - rated)

    def response_rate(self, code: str) -> Share | None:
        """Return how many of the closed complaints have a rating, or None if it is hidden."""
        rated, unrated = self.rated(code), self.unrated(code)
        return None if rated is None or unrated is None else Share(rated, rated + unrated)

    def favourable(self, code: str, question: Question) -> Share | None:
        """Return how many answered favourably, or None where that tells of a few people.

        Where all say the same and nearly everybody answered, it tells what each of them said.
        """
        ratings = self.whole if code == TOTAL else self.by_agency[code]
        share, unrated = ratings.favourable(question), self.unrated(code)
        if unrated is None or 0 < share.n < FEWEST or gives_away(share):
            return None
        is_unanimous = share.part in (0, share.n)
        return None if share.n and is_unanimous and unrated < FEWEST else share


def opinions(reading: Reading, only: Agency | None = None) -> Block:
    """What complainants thought, with the response rate beside every figure."""
    counts = _read_counts(reading)
    return Block(
        code="satisfaction",
        title=_title(counts, only),
        unit=gettext(
            "Avis donnés après la fermeture, pour les plaintes fermées : %(period)s. "
            "Part des réponses « Plutôt oui » et « Tout à fait ».",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Avec avis"), is_sorted=True),
            Column(gettext("Sans avis")),
            Column(gettext("Taux de réponse"), "%"),
            *(Column(gettext(SHORT[question]), "%") for question in Question),
        ),
        groups=ranked_groups(
            (only,) if only is not None else reading.agencies,
            lambda name, code: _line(name, counts, code),
            lambda code: (-(counts.rated(code) or 0),),
            size=counts.rated,
            apart=gettext("Moins de 30 avis : affichés, mais pas classés"),
        ),
        definition="satisfaction",
        in_rows=InRows(gettext("Part des plaintes fermées avec avis"), 2),
        note=gettext("Moins de 5 avis ne sont montrés à personne, pas même à l’organisme."),
        is_wide=True,
    )


def _read_counts(reading: Reading) -> OpinionCounts:
    """Read what complainants thought of what was closed in the period of a page."""
    codes, asked = [agency.code for agency in reading.agencies], reading.asked
    # As the portal: whoever may see figures need not be one who may see complaints.
    rows = runtime().read(PORTAL, survey_answers, codes, asked.period.months, heirs_of(asked))
    by_agency: dict[str, list[tuple[str, int, int]]] = {code: [] for code in codes}
    for row in rows:
        by_agency[row.agency].append(row[1:])
    return OpinionCounts(
        by_agency={code: Ratings(answers) for code, answers in by_agency.items()},
        whole=Ratings(row[1:] for row in rows),
        closed={code: sum(reading.by_agency[code].findings.values()) for code in codes},
    )


def _line(name: Text, counts: OpinionCounts, code: str) -> Line:
    rate = counts.response_rate(code)
    shares = (counts.favourable(code, question) for question in Question)
    cells = (
        count_cell(counts.rated(code)),
        count_cell(counts.unrated(code)),
        share_cell(rate),
        *(_share(share) for share in shares),
    )
    is_drawn = rate is not None and rate.percent is not None
    return Line(
        name, cells, charts.share_bar(rate.percent or 0, 110) if is_drawn and rate else None
    )


def _share(share: Share | None) -> Cell:
    """Show a share with how many answered, or that it is hidden, or that nobody did."""
    if share is None:
        return hidden()
    if share.value is None:
        return nothing()
    words = gettext("%(share)s de %(n)s", share=texts.percent(share.value), n=texts.number(share.n))
    return Cell(words, share.percent)


def _title(counts: OpinionCounts, only: Agency | None) -> str:
    code = only.code if only is not None else TOTAL
    share, rate = counts.favourable(code, Question.WHOLE), counts.response_rate(code)
    if share is None or share.value is None or rate is None or rate.value is None:
        return gettext("Trop peu d’avis pour cette période")
    return gettext(
        "%(share)s des avis disent la plainte bien traitée, pour %(rate)s de réponses",
        share=texts.percent(share.value),
        rate=texts.percent(rate.value),
    )

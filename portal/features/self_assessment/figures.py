"""The block of self-assessment: what readers said by each criterion, beside what people rated.

Only draws whose reading is over are told, and of none of them any file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from portal.domain.actor import PORTAL
from portal.domain.figures.small_cells import FEWEST
from portal.domain.text import Text
from portal.features.self_assessment.office_results import median_words
from portal.features.self_assessment.queries import Told, over_in, told_of_each
from portal.features.self_assessment.rules import agreement_of
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.six_criteria.computed import read_indicators
from portal.reporting.six_criteria.indicator import CRITERION_NAMES, Criterion
from portal.reporting.six_criteria.registry import BY_CODE
from portal.reporting.six_criteria.values import words_of
from portal.reporting.tables.blocks import (
    Block,
    Cell,
    Column,
    Group,
    Line,
    agency_column,
    count_cell,
)

_RATED = "P4"


def self_assessment(reading: Reading) -> Block:
    """What colleagues said of closed files that were drawn at random, agency by agency."""
    told, draws = _read(reading)
    rated = read_indicators(reading) if told else {}
    lines = tuple(
        _line(
            Text(agency.name.fr, agency.name.en),
            told[agency.code],
            draws[agency.code],
            words_of(rated.get(agency.code, {}).get(_RATED), BY_CODE[_RATED]),
        )
        for agency in reading.agencies
        if agency.code in told
    )
    return Block(
        code="autoevaluation",
        title=_title(told),
        unit=gettext(
            "Dossiers fermés tirés au sort, %(period)s. Note médiane de 1 à 4 par critère.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Dossiers lus"), is_n=True),
            Column(gettext("Tirages")),
            *(Column(gettext(CRITERION_NAMES[criterion])) for criterion in Criterion),
            Column(gettext("Même note, deux lectures"), "%"),
            Column(gettext("Avis des personnes, de 1 à 5")),
        ),
        groups=(Group(lines),),
        definition="autoevaluation",
        is_wide=True,
        note=gettext(
            "Un tirage compte une fois toute la lecture finie. Aucun dossier n’est montré ici."
        ),
    )


def _read(reading: Reading) -> tuple[Mapping[str, Told], Mapping[str, int]]:
    """Read what was said in the period, of each agency: the portal adds it up for the reader."""
    codes, period = [agency.code for agency in reading.agencies], reading.asked.period
    told: dict[str, Told] = {}
    draws: dict[str, int] = defaultdict(int)
    with runtime().reading(PORTAL) as session:
        over = over_in(session, codes, (period.first_day, period.last_day))
        of_each = told_of_each(session, [drawn.id for _, drawn in over])
        for code, drawn in over:
            said, before = of_each.get(drawn.id, Told([], [])), told.get(code, Told([], []))
            told[code] = Told([*before.first, *said.first], [*before.pairs, *said.pairs])
            draws[code] += 1
    return told, draws


def _line(name: Text, told: Told, draws: int, rated: str) -> Line:
    agreement = agreement_of(told.pairs)
    n = len(told.first)
    medians: Sequence[str] = [median_words(told, criterion) for criterion in Criterion]
    same = texts.percent(agreement.same / agreement.n) if agreement.n else "–"
    is_few = n < FEWEST
    shown = ["–" if is_few else median for median in medians]
    cells = (
        *(count_cell(n), count_cell(draws)),
        *(Cell(words, words) for words in shown),
        *(Cell(words, words) for words in ("–" if is_few else same, rated or "–")),
    )
    return Line(name, cells)


def _title(told: Mapping[str, Told]) -> str:
    files = sum(len(one.first) for one in told.values())
    if not files:
        return gettext("Aucun dossier fermé n’a été relu pour cette période")
    return gettext("%(n)s dossiers fermés relus par des collègues", n=texts.number(files))

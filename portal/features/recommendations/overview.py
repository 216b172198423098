"""The block on recommendations: made, replied to, carried out and verified, and how soon."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import attrgetter

from portal.domain.actor import PORTAL
from portal.domain.succession import Heirs
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import working_days_between
from portal.features.recommendations.figure_queries import (
    StepTaken,
    late_recommendations,
    steps_of_moved,
)
from portal.features.recommendations.figures import Moved, Recommended, first_steps
from portal.features.recommendations.rules import Step
from portal.pages.current import runtime
from portal.pages.texts import gettext
from portal.reporting import naming, texts
from portal.reporting.blocks import Block, Column, Line, count_cell, days_cell, share_cell
from portal.reporting.figures import Asked, Reading, around, heirs_of, place_of, with_old_codes
from portal.reporting.texts import ngettext


def recommended(reading: Reading) -> Block:
    """What became of the recommendations of each agency."""
    each = _read(reading)
    whole = Recommended.together(each.values())
    return Block(
        code="recommandations",
        title=_title(whole),
        unit=gettext(
            "Étapes franchies, %(period)s, et retards d’aujourd’hui. Délais en jours ouvrables.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=naming.agency_column(),
        columns=(
            Column(gettext("Faites"), is_sorted=True),
            Column(gettext("Acceptées")),
            Column(gettext("Refusées avec motif")),
            Column(gettext("Part acceptée"), "%"),
            Column(gettext("Exécutées")),
            Column(gettext("Vérifiées")),
            Column(gettext("En retard")),
            Column(gettext("Délai médian de réponse"), gettext("jours")),
            Column(gettext("Délai médian jusqu’à la vérification"), gettext("jours")),
        ),
        groups=naming.groups(
            reading.agencies,
            lambda one: _line(naming.short_text(one), each[one.code]),
            lambda one: naming.RANKED_FROM,
            lambda one: (-each[one.code].made, -each[one.code].overdue),
            _line(naming.whole_name(), whole),
            "",
        ),
        definition="recommandations",
        is_wide=True,
    )


def _line(name: Text, one: Recommended) -> Line:
    counts = (one.made, one.accepted, one.refused)
    later = (one.done, one.verified, one.overdue)
    return Line(
        name,
        (
            *map(count_cell, counts),
            share_cell(one.acceptance),
            *map(count_cell, later),
            days_cell(one.reply.median),
            days_cell(one.verification.median),
        ),
    )


def _title(whole: Recommended) -> str:
    if not whole.made:
        return gettext("Aucune recommandation faite dans cette période")
    return gettext(
        "%(made)s, %(verified)s",
        made=ngettext("%(num)s recommandation faite", "%(num)s recommandations faites", whole.made),
        verified=ngettext(
            "%(num)s exécution vérifiée", "%(num)s exécutions vérifiées", whole.verified
        ),
    )


def _read(reading: Reading) -> dict[str, Recommended]:
    asked, heirs = reading.asked, heirs_of(reading.asked)
    codes = with_old_codes(reading)
    with runtime().reading(PORTAL) as session:
        steps = steps_of_moved(session, codes, *around(asked))
        late = late_recommendations(session, codes, runtime().now())
    moved: dict[str, list[Moved]] = defaultdict(list)
    for agency, one in _moved(steps, asked, heirs):
        moved[agency].append(one)
    overdue: Counter[str] = Counter()
    for row in late:
        overdue[place_of(row.agency, row.category, heirs)] += row.n
    own = (one.code for one in reading.agencies)
    return {code: Recommended.of(moved[code], overdue[code]) for code in own}


def _moved(steps: list[StepTaken], asked: Asked, heirs: Heirs) -> Iterator[tuple[str, Moved]]:
    """Yield the steps that lie in the period, on the clocks of the agency that has them."""
    months = frozenset(asked.period.months)
    calendar_of = cache(lambda code: runtime().agencies.agency(code).consult().calendar())
    for _, group in groupby(steps, key=attrgetter("recommendation")):
        one = list(group)
        for step, counts in zip(one, first_steps(Step(each.kind) for each in one), strict=True):
            calendar: WorkingCalendar = calendar_of(step.agency)
            if step.at.astimezone(calendar.zone).strftime("%Y-%m") in months:
                days = working_days_between(step.made_at, step.at, calendar)
                place = place_of(step.agency, step.category, heirs)
                yield place, Moved(Step(step.kind), days, counts)

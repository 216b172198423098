"""Invented self-assessment: closed files of the last quarter drawn and read again by colleagues.

In some agencies all is read; in the last of them it has only begun.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from portal.agencies.agency import Agency
from portal.demo.people import holder_of_role
from portal.domain.actor import PORTAL, Actor
from portal.domain.role import Role
from portal.domain.text import Language, Text
from portal.domain.time.periods import Period, last_complete_quarter
from portal.features.self_assessment.actions import draw_files, end_reading, fill_sheet
from portal.features.self_assessment.queries import draw_of, lines_of
from portal.features.self_assessment.rules import Said, Sheet
from portal.reporting.six_criteria.indicator import Criterion
from portal.runtime import Runtime

_SEED, _AGENCIES, _FILES, _BEGUN = 29, 5, 12, 3
_ONE_IN = 5
_MARKS = (2, 3, 3, 3, 4, 4)
_WHY = Text(
    "La date a été tenue, mais une étape a attendu deux semaines.",
    "The date was kept, but one step waited for two weeks.",
)


def read_some_again(runtime: Runtime) -> int:
    """Let heads draw files and colleagues read them; return how many sheets are filled in."""
    random, desk = Random(_SEED), runtime.agencies.intake_desk.code
    agencies = [agency for agency in runtime.agencies if agency.code != desk][:_AGENCIES]
    filled = 0
    for agency in agencies:
        head = holder_of_role(runtime, agency.code, Role.HEAD)
        if head is None:
            continue
        quarter = last_complete_quarter(runtime.now().astimezone(agency.zone).date())
        draw = _drawn(runtime, agency, head, quarter)
        is_last = agency is agencies[-1]
        filled += _read(runtime, agency, draw, random, most=_BEGUN if is_last else 2 * _FILES)
        with runtime.reading(PORTAL) as session:
            drawn = draw_of(session, agency.code, draw)
        if drawn is not None and not (is_last or drawn.is_over):
            with runtime.acting(head) as work:
                end_reading(work, agency.code, draw)
    return filled


def _drawn(runtime: Runtime, agency: Agency, head: Actor, quarter: Period) -> int:
    with runtime.acting(head) as work:
        return draw_files(work, agency.code, quarter, _FILES, agency.zone)


def _read(runtime: Runtime, agency: Agency, draw: int, random: Random, most: int) -> int:
    """Let the head and an officer fill in what each may, a file once."""
    language: Language = agency.settings.agency.languages[0]
    filled = 0
    for reader in _readers(runtime, agency):
        seen: set[int] = set()
        for line in runtime.read(reader, lines_of, draw, reader.user_id):
            if filled < most and line.may_fill and line.rank not in seen:
                with runtime.acting(reader) as work:
                    fill_sheet(work, agency.code, line.id, _sheet(random, language))
                seen.add(line.rank)
                filled += 1
    return filled


def _readers(runtime: Runtime, agency: Agency) -> Iterator[Actor]:
    """Yield who reads files again in an agency."""
    for role in (Role.HEAD, Role.OFFICER):
        reader = holder_of_role(runtime, agency.code, role)
        if reader is not None:
            yield reader


def _sheet(random: Random, language: Language) -> Sheet:
    return {
        criterion: Said(
            random.choice(_MARKS),
            _WHY.in_(language)
            if criterion is Criterion.REACTIVITY and random.random() < 1 / _ONE_IN
            else "",
        )
        for criterion in Criterion
    }

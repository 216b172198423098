"""The block on complaints to which the staff led: by unit, by word and by leaflet."""

from __future__ import annotations

from collections import Counter

from portal.agencies.agency import Agency
from portal.domain.figures.indicators import Figures
from portal.domain.figures.measures import BY_LEAFLET, BY_WORD, ELSEWHERE
from portal.domain.figures.published import Bounds
from portal.domain.figures.shares import Share
from portal.domain.text import Text
from portal.pages.current import gettext
from portal.pages.shown.agency import unit_names
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.portrait_figures.extremes import with_outlier
from portal.reporting.tables.blocks import (
    Block,
    Cell,
    Column,
    Group,
    Line,
    count_cell,
    nothing,
    share_cell,
)
from portal.reporting.texts import ngettext
from portal.words.catalogue import gettext_in, to_translate

_OTHER_AGENCY = to_translate("Un autre organisme")
_OTHER_UNIT = to_translate("Un autre service")
_ALL_UNITS = to_translate("Tous les services")


def referrals(reading: Reading) -> Block:
    """How many complaints the staff of each unit led to, among those that were received."""
    count = reading.whole.referred.part
    return Block(
        code="orientations",
        title=_title(reading, count),
        unit=gettext(
            "Plaintes reçues, %(period)s, selon le service qui a orienté la personne.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=gettext("Service"),
        columns=(
            Column(gettext("De vive voix")),
            Column(gettext("Par le dépliant")),
            Column(gettext("En tout"), is_sorted=True),
            Column(gettext("Plaintes reçues")),
            Column(gettext("Part"), "%"),
        ),
        groups=_groups(reading),
        definition="orientations",
        is_wide=True,
    )


def _title(reading: Reading, count: int) -> str:
    if not count:
        return gettext("Aucune plainte ne vient d’une personne orientée par un employé")
    found = ngettext(
        "%(num)s plainte vient d’une personne orientée par un employé",
        "%(num)s plaintes viennent d’une personne orientée par un employé",
        count,
    )
    return with_outlier(
        found,
        reading.agencies,
        lambda code: Bounds.exact(reading.by_agency[code].referred),
        lambda share: gettext("%(share)s de ses plaintes", share=share),
    )


def _groups(reading: Reading) -> tuple[Group, ...]:
    """Return the units of each agency to which anybody was led, then all agencies together."""
    led = sorted(
        (agency for agency in reading.agencies if reading.by_agency[agency.code].referred.part),
        key=lambda agency: -reading.by_agency[agency.code].referred.part,
    )
    groups = [
        Group(
            _of_agency(agency, reading.by_agency[agency.code]),
            texts.words_of(texts.short_text(agency)),
        )
        for agency in led
    ]
    if len(reading.agencies) > 1:
        groups.append(Group((_whole(texts.whole_name(), reading.whole),), is_whole=True))
    return tuple(groups)


def _of_agency(agency: Agency, figures: Figures) -> tuple[Line, ...]:
    received = figures.referred.n
    by_unit = _by_unit(agency, figures)
    order = sorted(by_unit, key=lambda unit: (-by_unit[unit].total(), unit.fr))
    units = (_line(unit, by_unit[unit], received, nothing()) for unit in order)
    return (*units, _whole(_in_both(_ALL_UNITS), figures))


def _by_unit(agency: Agency, figures: Figures) -> dict[Text, Counter[int]]:
    """Return the ways of each unit; those that the agency no longer has are one."""
    names = {ELSEWHERE: _in_both(_OTHER_AGENCY), **unit_names(agency)}
    by_unit: dict[Text, Counter[int]] = {}
    for code, ways in figures.referrals.items():
        by_unit.setdefault(names.get(code, _in_both(_OTHER_UNIT)), Counter()).update(ways)
    return by_unit


def _whole(name: Text, figures: Figures) -> Line:
    received = figures.referred.n
    ways = sum((Counter(ways) for ways in figures.referrals.values()), Counter[int]())
    return _line(name, ways, received, count_cell(received))


def _line(name: Text, ways: Counter[int], received: int, shown: Cell) -> Line:
    total = ways.total()
    cells = (count_cell(n) for n in (ways[BY_WORD], ways[BY_LEAFLET], total))
    return Line(name, (*cells, shown, share_cell(Share(total, received))))


def _in_both(words: str) -> Text:
    return Text(words, gettext_in("en", words))

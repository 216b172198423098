"""How agencies are named and put in order in blocks of figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from portal.agencies.agency import Agency
from portal.domain.figures.indicators import Figures, Measure
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance, Unit
from portal.pages.current import current_language
from portal.pages.texts import gettext
from portal.reporting.blocks import Group, Line
from portal.reporting.figures import Reading
from portal.words.catalogue import gettext_in, to_translate

RANKED_FROM = 30
ALL = to_translate("Ensemble")


def short_name(agency: Agency) -> str:
    """Return the name that fits in a sentence."""
    return agency.settings.agency.short_name or agency.name.in_(current_language())


def short_text(agency: Agency) -> Text:
    """Return the short name as it stands in tables below the first."""
    short = agency.settings.agency.short_name
    return Text(short, short) if short else agency.name


def both_names(agency: Agency) -> Text:
    """Return the name with the short one behind it, by which other tables call the agency."""
    name, short = agency.name, agency.settings.agency.short_name
    if short is None or short in (name.fr, name.en):
        return name
    return Text(f"{name.fr} ({short})", f"{name.en} ({short})" if name.en else "")


def whole_name() -> Text:
    """Return the name of the row of all agencies together."""
    return Text(ALL, gettext_in("en", ALL))


def promised(agency: Agency) -> Allowance:
    """Return the time in which the agency promises an answer, for ordinary categories."""
    return agency.settings.deadlines.answer.within


def promised_days(agency: Agency) -> int | None:
    """Return the promise in working days, or None if it is counted otherwise."""
    allowance = promised(agency)
    return allowance.amount if allowance.unit is Unit.WORKING_DAYS else None


def groups(
    agencies: Iterable[Agency],
    line: Callable[[Agency], Line],
    size: Callable[[Agency], int | None],
    order: Callable[[Agency], tuple[float, ...]],
    whole: Line | None,
    apart: str,
) -> tuple[Group, ...]:
    """Rank the agencies that have enough complaints; the others stand apart, by name.

    The row of all agencies together ends the table where there are several.
    """
    members = list(agencies)
    ranked = sorted((member for member in members if (size(member) or 0) >= RANKED_FROM), key=order)
    others = sorted((member for member in members if member not in ranked), key=short_name)
    made = [Group(tuple(map(line, ranked)))] if ranked else []
    if others:
        made.append(Group(tuple(map(line, others)), apart if ranked else ""))
    if whole is not None and len(members) > 1:
        made.append(Group((whole,), is_whole=True))
    return tuple(made)


def agency_column() -> str:
    """Return the title of the column of agencies."""
    return gettext("Organisme")


def most_first(
    reading: Reading, measure: Measure, line: Callable[[Text, Figures], Line]
) -> tuple[Group, ...]:
    """Return a row for each agency, those with most of a measure first, then one of all."""
    return groups(
        reading.agencies,
        lambda agency: line(short_text(agency), reading.by_agency[agency.code]),
        lambda agency: RANKED_FROM,
        lambda agency: (-reading.by_agency[agency.code].count(measure),),
        line(whole_name(), reading.whole),
        "",
    )

"""Where a count of an agency leads: to the complaints that it counts, for whoever may open them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from msgspec.structs import replace

from portal.domain.figures.leading import Led
from portal.domain.figures.small_cells import TOTAL
from portal.pages.addresses import BACK
from portal.pages.current import gettext
from portal.pages.office.work_list.counted import OPEN_NOW
from portal.reporting.addresses import in_address
from portal.reporting.figures import Leading, Reading
from portal.reporting.tables.blocks import Cell

_FIELDS: Mapping[str, str] = {
    "theme": "theme",
    "category": "categorie-comptee",
    "channel": "canal-compte",
    "language": "langue",
    "region": "region",
    "nature": "nature",
    "level": "palier",
}
"""What a list may be narrowed to, each with its name in the address."""


def lead(reading: Reading, code: str, led: Led, *, period: str = "", **parts: str) -> str:
    """Return the address of the complaints that a count of an agency counts; "" where none leads.

    It counts what the page is narrowed to, in the period of the page or in another one, and the
    `parts` beside.
    """
    return _address(reading, code, led.value, period or str(reading.asked.period), parts)


def lead_to_open(reading: Reading, code: str, age: int | None = None) -> str:
    """Return the address of what is open in an agency, or of a class of age of it."""
    return _address(reading, code, OPEN_NOW, "", {} if age is None else {"age": str(age)})


def _address(reading: Reading, code: str, what: str, period: str, parts: Mapping[str, str]) -> str:
    agency = _alone(reading) if code == TOTAL else code
    if agency not in reading.leading.agencies:
        return ""
    narrowed = {**reading.asked.narrowing.chosen, **parts}
    said = {"compte": what, "periode": period, "age": narrowed.pop("age", "")}
    said |= {_FIELDS[name]: value for name, value in narrowed.items()}
    here = url_for(request.endpoint or "", **(request.view_args or {}), **in_address(reading.asked))
    query: dict[str, Any] = {name: value for name, value in said.items() if value} | {BACK: here}
    return url_for("office.worklist", agency=agency, **query)


def _alone(reading: Reading) -> str:
    """Return the agency of which the whole page is, if it is of one."""
    return reading.agencies[0].code if len(reading.agencies) == 1 else TOTAL


def led(reading: Reading, cell: Cell, code: str, counts: Led, **parts: str) -> Cell:
    """Return the cell of a count, which leads to what it counts where it counts anything."""
    return leading_to(cell, lead(reading, code, counts, **parts))


def leading_to(cell: Cell, address: str) -> Cell:
    """Return a cell that leads to an address, where there is one and anything is counted."""
    is_counted = isinstance(cell.value, int) and (cell.part or cell.value) > 0
    return replace(cell, lead=address) if address and is_counted else cell


def words_on_leading(reading: Reading) -> str:
    """Say which counts lead to their complaints, or why they do not, to whoever may open them."""
    said = {
        Leading.NOWHERE: "",
        Leading.THERE: gettext(
            "Un nombre souligné mène aux plaintes qu’il compte. Les autres comptent autre chose que"
            " des plaintes une à une, comme des parts, des jours ou des étapes."
        ),
        Leading.NOT_YET: gettext(
            "Les nombres ne mènent pas encore aux plaintes qu’ils comptent : les responsables du"
            " portail doivent d’abord tout recompter (« portal reports rebuild »)."
        ),
        Leading.OTHERWISE: gettext(
            "Ces nombres comptent ensemble ce que plusieurs organismes ont reçu : ils ne mènent pas"
            " aux plaintes. Choisissez les organismes d’alors pour les ouvrir."
        ),
    }
    return said[reading.leading.why]

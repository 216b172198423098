"""What a file of figures holds, whatever its form: what it is, its numbers, and its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from portal.pages.current import current_language, gettext, portal_zone, runtime
from portal.reporting import texts
from portal.reporting.definitions.every import VERSION
from portal.reporting.pages.choices import GEOGRAPHY_NAMES
from portal.reporting.pages.portrait import Portrait
from portal.reporting.tables.blocks import Block, Cell, Column, Group
from portal.words.dates import moment_words

Value = int | str
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Table:
    """A block of the page without its plots: its titles with their units, its rows by group.

    What the page shows as nothing is an empty text; a hidden figure is the word that the page says.
    """

    code: str
    title: str
    unit: str
    columns: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]

    def rows(self) -> Iterator[Row]:
        """Return the rows in the order of the page; the title of a group is a row of its own."""
        for title, rows in self.groups:
            if title:
                yield (title,)
            yield from rows


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole file: its name without ending, its heading, its numbers and its tables."""

    name: str
    language: str
    heading: tuple[Row, ...]
    tables: tuple[Table, ...]


def contents_of(portrait: Portrait) -> Contents:
    """Return what a portrait shows, in the language of the page."""
    period = str(portrait.reading.asked.period).lower()
    return Contents(
        name=gettext("portrait-%(period)s", period=period) + _ending(portrait),
        language=current_language(),
        heading=tuple(_heading(portrait)),
        tables=() if portrait.is_too_few or portrait.nothing else tuple(_tables(portrait)),
    )


def _ending(portrait: Portrait) -> str:
    """Return what tells the files of several pages apart."""
    question = portrait.question
    ending = question.en if current_language() == "en" else question.fr
    return f"-{ending}" if ending else ""


def _tables(portrait: Portrait) -> Iterator[Table]:
    if portrait.kpis:
        yield _numbers(portrait)
    if portrait.findings:
        yield _found(portrait)
    yield from map(_table, portrait.blocks)


def _heading(portrait: Portrait) -> Iterator[Row]:
    reading, asked = portrait.reading, portrait.reading.asked
    names = ", ".join(texts.words_of(agency.name) for agency in reading.agencies)
    yield gettext("Page"), gettext(portrait.question.name), gettext(portrait.question.title)
    yield gettext("Période"), texts.period(asked.period)
    yield gettext("Comparer à"), texts.period(asked.compared)
    yield gettext("Organismes"), names, gettext(GEOGRAPHY_NAMES[asked.geography])
    yield from ((chosen.label, chosen.words) for chosen in portrait.filters if chosen.value)
    if portrait.is_too_few:
        yield (gettext("Trop peu de plaintes pour montrer ces chiffres"),)
    if portrait.nothing:
        yield (portrait.nothing,)
    moment = moment_words(reading.complete_until, portal_zone(), current_language())
    yield gettext("Données à jour"), moment
    version = gettext("version %(number)s", number=VERSION)
    base = runtime().config.base_url
    yield gettext("Définitions"), version, base + url_for("overview.definitions")
    yield gettext("Adresse"), base + portrait.address


def _found(portrait: Portrait) -> Table:
    """Return what each other page found, and where it stands."""
    base = runtime().config.base_url
    rows = tuple((one.page, one.words, base + one.address) for one in portrait.findings)
    columns = (gettext("Page"), gettext("Constat"), gettext("Adresse"))
    return Table("constats", "", "", columns, (("", rows),))


def _numbers(portrait: Portrait) -> Table:
    rows: tuple[Row, ...] = tuple((kpi.measure, kpi.value, kpi.detail) for kpi in portrait.kpis)
    columns = (gettext("Mesure"), gettext("Valeur"), gettext("Précision"))
    return Table("chiffres", "", "", columns, (("", rows),))


def _table(block: Block) -> Table:
    titles = (title for column in block.columns for title in _titles(column))
    groups = tuple((group.title, _rows(block, group)) for group in block.groups)
    unit = " ".join((block.unit, *_marks(block)))
    return Table(block.code, block.title, unit, (block.first, *titles), groups)


def _titles(column: Column) -> Iterator[str]:
    yield f"{column.title} ({column.unit})" if column.unit else column.title
    if column.has_part:
        yield gettext("%(measure)s, nombre", measure=column.title)


def _marks(block: Block) -> Iterator[str]:
    """Return with what some figures have to be read, a sentence each."""
    yield from (f"{mark.words}." for mark in block.marks)
    for group in block.groups:
        for line in group.lines:
            for column, cell in zip(block.columns, line.cells, strict=True):
                name = texts.words_of(line.name)
                for mark in cell.marks:
                    words = {"name": name, "measure": column.title, "mark": mark.words}
                    yield gettext("%(name)s, « %(measure)s » : %(mark)s.", **words)


def _rows(block: Block, group: Group) -> tuple[Row, ...]:
    return tuple(
        (
            texts.words_of(line.name),
            *(
                value
                for column, cell in zip(block.columns, line.cells, strict=True)
                for value in _values(column, cell)
            ),
        )
        for line in group.lines
    )


def _values(column: Column, cell: Cell) -> Iterator[Value]:
    yield "" if cell.value is None else cell.value
    if column.has_part:
        yield "" if cell.part is None else cell.part

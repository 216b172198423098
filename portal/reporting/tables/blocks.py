"""A block of figures: a finding as its heading, its unit and period, its table, its plot.

Most tables have a row for each agency. The page and the export are made from the same blocks, so
that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from flask import current_app
from markupsafe import Markup
from msgspec import Struct, field, structs

from portal.agencies.agency import Agency
from portal.agencies.settings.matching import folded
from portal.domain.figures.indicators import Figures
from portal.domain.figures.measures import Measure
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.plots import charts
from portal.reporting.tables.lazy_lines import Lazily

NOTHING = "–"
RANKED_FROM = 30
_NARROW = 14
_ON_PHONE = 2
SHOWN = "figures"
"""Under which name an application keeps the figures of its features."""


class Mark(Struct, frozen=True):
    """What a figure has to be read with, and where more of it is told."""

    words: str
    address: str


class Cell(Struct, frozen=True):
    """One cell: its words on the page and its value in an export.

    A share may stand with its `part`, and with `marks` where something made it look better. Where
    its words alone do not say why they are so few, a `reason` is read out with them. A count may
    `lead` to the complaints that it counts.
    """

    words: str
    value: int | str | None = None
    is_strong: bool = False
    part: int | None = None
    marks: tuple[Mark, ...] = ()
    reason: str = ""
    lead: str = ""

    @property
    def is_long(self) -> bool:
        """Tell whether its words take more than one line of a narrow column."""
        return len(self.words) > _NARROW


class Column(Struct, frozen=True):
    """A column of a table; `unit` is added to the title where words do not carry it.

    The one that says among how many others are shares or delays `is_n`.
    It may have a `definition` of its own; one that `has_part` has cells with parts. One that
    `is_first_read` is seen on a narrow screen too.
    """

    title: str
    unit: str = ""
    is_sorted: bool = False
    is_n: bool = False
    definition: str = ""
    has_part: bool = False
    is_first_read: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, with the plot that stands in it, and a bar for how many it is about.

    It may have a `definition` of its own, or a `link` to what stands behind it. A narrow screen
    shows the `short` name alone where the name ends with it.
    """

    name: Text
    cells: tuple[Cell, ...]
    plot: Markup | None = None
    definition: str = ""
    link: str = ""
    weight: Markup | None = None
    short: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, under a title where there are several groups.

    Those of one that `is_ranked` stand from one end to the other; the row of all together
    `is_whole`.
    """

    lines: Sequence[Line]
    title: str = ""
    is_whole: bool = False
    is_ranked: bool = False


class InRows(Struct, frozen=True):
    """Where the plots in the rows stand: before which column, under which title and axis."""

    title: str
    before: int
    axis: Markup | None = None


class Block(Struct, frozen=True):
    """A finding with what it rests on, shown by the `figure` of this code.

    It `has_two_ends` where the last of its rank matters too; it `stays_open` if every row does.
    The `breaks` of a series are told under its plot, by the numbers that stand in it; under its
    table where it has no plot.
    """

    code: str
    title: str
    unit: str
    first: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    definition: str
    in_rows: InRows | None = None
    chart: Markup | None = None
    key: Sequence[tuple[Markup, str]] = field(default=())
    note: str = ""
    is_wide: bool = False
    has_two_ends: bool = False
    stays_open: bool = False
    marks: tuple[Mark, ...] = ()
    breaks: tuple[str, ...] = ()
    figure: str = ""

    @property
    def width(self) -> int:
        """How many columns the table has, plots included."""
        return 1 + len(self.columns) + (self.in_rows is not None)

    @property
    def on_phone(self) -> frozenset[int]:
        """Which columns a narrow screen shows at once: what the table is sorted by, and a second.

        That is the one to read first, else how many it is about, else the first that is left.
        """

        def rank(n: int) -> tuple[bool, bool, bool, int]:
            column = self.columns[n]
            return not column.is_sorted, not column.is_first_read, not column.is_n, n

        wanted = sorted(range(len(self.columns)), key=rank)
        return frozenset(wanted[:_ON_PHONE])

    @property
    def off_phone(self) -> list[str]:
        """What a narrow screen shows only if it is asked to: these columns, and the plots."""
        columns = enumerate(self.columns)
        plots = [self.in_rows.title] if self.in_rows else []
        return [column.title for n, column in columns if n not in self.on_phone] + plots

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was counted: each of its cells is nothing, or none."""
        return not any(
            cell.value for group in self.groups for line in group.lines for cell in line.cells
        )


def count_cell(n: int | None) -> Cell:
    """Show a count, or that it is hidden."""
    return hidden() if n is None else Cell(texts.number(n), n)


def days_cell(days: int | None, *, is_strong: bool = False) -> Cell:
    """Show working days, or that there are none to show."""
    return nothing() if days is None else Cell(texts.number(days), days, is_strong)


def share_cell(share: Share | None, *, is_strong: bool = False) -> Cell:
    """Show a share in whole percent, or that it is hidden."""
    if share is None:
        return hidden()
    if share.value is None:
        return nothing()
    return Cell(texts.share(share), share.percent, is_strong)


def nothing() -> Cell:
    """Show that there is no figure."""
    return Cell(NOTHING)


def hidden() -> Cell:
    """Show that a figure is kept from the public, and why: seen, read out and in a file."""
    reason = gettext("petits nombres")
    words = gettext("masqué")
    return Cell(words, gettext("%(hidden)s : %(why)s", hidden=words, why=reason), reason=reason)


def agency_column() -> str:
    """Return the title of the column of agencies."""
    return gettext("Organisme")


def ranked_groups(
    agencies: Collection[Agency],
    line: Callable[[Text, str], Line],
    order: Callable[[str], tuple[float, ...]],
    size: Callable[[str], int | None] | None = None,
    apart: str = "",
    name: Callable[[Agency], Text] = texts.short_text,
) -> tuple[Group, ...]:
    """Rank the agencies that have enough by their `size`; the others stand `apart`, by name.

    A name is the one that the page shows, in its language; it also parts those of one rank.

    A row is made of a name and the code of its agency, or TOTAL: the row of all agencies together
    ends the table where there are several.
    """

    def shown_name(agency: Agency) -> str:
        return folded(texts.words_of(name(agency)))

    ranked = sorted(
        (agency for agency in agencies if size is None or (size(agency.code) or 0) >= RANKED_FROM),
        key=lambda agency: (order(agency.code), shown_name(agency)),
    )
    largest = max(((size(one.code) or 0) for one in ranked), default=0) if size else 0

    def weighed(agency: Agency) -> Line:
        made, n = line(name(agency), agency.code), size(agency.code) if size else None
        return replace(made, weight=charts.weight(n, largest)) if n else made

    def unranked(agency: Agency) -> Line:
        return line(name(agency), agency.code)

    known = {agency.code for agency in ranked}
    others = sorted((agency for agency in agencies if agency.code not in known), key=shown_name)
    groups = [
        Group(Lazily(weighed, ranked), is_ranked=True),
        Group(Lazily(unranked, others), apart if ranked else ""),
    ]
    if len(agencies) > 1:
        groups.append(Group((line(texts.whole_name(), TOTAL),), is_whole=True))
    return tuple(group for group in groups if group.lines)


def most_first(
    reading: Reading, measure: Measure, line: Callable[[Text, Figures], Line]
) -> tuple[Group, ...]:
    """Return a row for each agency, those with most of a measure first, then one of all."""
    return ranked_groups(
        reading.agencies,
        lambda name, code: line(name, reading.figures(code)),
        lambda code: (-reading.figures(code).count(measure),),
    )


def most_first_with_share(
    reading: Reading, measure: Measure, kept: Callable[[Figures], Share]
) -> tuple[Group, ...]:
    """Return rows as `most_first` does: how many, the share that was kept, and among how many."""

    def line(name: Text, figures: Figures) -> Line:
        share = kept(figures)
        return Line(
            name, (count_cell(figures.count(measure)), share_cell(share), count_cell(share.n))
        )

    return most_first(reading, measure, line)


class Figure(Struct, frozen=True):
    """A block of the portrait, under its code.

    `public` is how everybody sees it: of all agencies, or of one. Without it nobody does. One that
    does not `narrow` counts all complaints of its agencies, and does not stand where only some are.
    """

    code: str
    block: Callable[[Reading], Block]
    public: Callable[[Reading, Agency | None], Block] | None = None
    narrows: bool = False

    def shown(self, reading: Reading) -> Block:
        """Return its block, as those who oversee see it."""
        return structs.replace(self.block(reading), figure=self.code)

    def shown_to_all(self, reading: Reading, only: Agency | None) -> Block | None:
        """Return its block, of all agencies or of one, as everybody sees it, if they do."""
        if self.public is None:
            return None
        return structs.replace(self.public(reading, only), figure=self.code)


def in_order(own: Iterable[Figure], order: tuple[str, ...]) -> list[Figure]:
    """Return the figures of `own` and of the features that `order` names, in that order."""
    known = {figure.code: figure for figure in (*own, *current_app.extensions[SHOWN])}
    return [known[code] for code in order if code in known]

"""What a report is made of, as it is kept and signed: texts, tables and pictures, in each language.

The page and the sheet of paper are made from this alone, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from portal.domain.text import Language


class Part(StrEnum):
    """On which page of a report a section stands."""

    TEXT = "text"
    FIGURES = "figures"
    AGENCIES = "agencies"


class Quote(Struct, frozen=True):
    """What somebody wrote: paragraph by paragraph, by whose function, in which language."""

    paragraphs: tuple[str, ...]
    function: str
    language: str


class Table(Struct, frozen=True):
    """A table: what its columns hold, and its rows, of which the first cell is the name.

    The last row is the whole where `ends_with_whole`.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    ends_with_whole: bool = False


class Picture(Struct, frozen=True):
    """A plot as SVG, and in words what it shows."""

    drawn: str
    alt: str


class Section(Struct, frozen=True):
    """A part of a report under its own title."""

    code: str
    title: str
    part: Part
    paragraphs: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    """What is said one after another, each by itself."""
    quote: Quote | None = None
    picture: Picture | None = None
    table: Table | None = None


class Edition(Struct, frozen=True):
    """A report in one language. `lead` are its three most important sentences."""

    language: str
    title: str
    of_whom: str
    covers: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]

    def part(self, part: Part) -> tuple[Section, ...]:
        """Return the sections of one of its pages."""
        return tuple(section for section in self.sections if section.part is part)


class Content(Struct, frozen=True):
    """A report of a year, of an agency or of all, in both languages."""

    year: int
    agency: str
    """Empty where it is of all together."""
    until: int
    editions: Mapping[Language, Edition]

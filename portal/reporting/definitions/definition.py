"""The shape of a definition: what has to be known of a measure to read it rightly."""

from __future__ import annotations

from msgspec import Struct


class Definition(Struct, frozen=True):
    """One measure: its anchor, its name, and what has to be known to read it rightly.

    It is of complaints alone, or of everything that came, whatever it turned out to be.
    """

    anchor: str
    name: str
    counted: str
    among: str
    month: str
    of_complaints: bool = True

"""What is printed: letters, and leaflets with their QR codes, as PDF.

Typst sets them, tagged so that screen readers read them (PDF/UA-1).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
_LEAFLETS_KEPT = 64
QUIET_MODULES = 4
"""White around a QR code, without which cameras do not find it."""


class Block(Struct, frozen=True):
    """A paragraph of a letter, or a title above the next ones."""

    text: str
    is_title: bool = False


class PrintedLetter(Struct, frozen=True):
    """A letter on paper: who writes from where, to whom, when, and what; in large print or not."""

    language: str
    paper: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    date: str
    reference: str
    subject: str
    blocks: tuple[Block, ...]
    is_large: bool = False


def pdf_of(letters: Sequence[PrintedLetter]) -> bytes:
    """Return one document with each letter on pages of its own; there is at least one."""
    return _printed("letter.typ", letters=to_builtins(letters))


class Passage(Struct, frozen=True):
    """Something that a leaflet says: what it is, and the words."""

    title: str
    words: str


class Leaflet(Struct, frozen=True):
    """What people read who want to complain; `code` is a drawing of the address, `alt` its words.

    `ways` are how to complain, `steps` what happens next, `rights` what protects, `recourses`
    where else to turn.
    """

    language: str
    paper: str
    agency: str
    service: str
    title: str
    lead: str
    address: str
    code: str
    alt: str
    scan: str
    call: str
    ways_title: str
    ways: tuple[Passage, ...]
    useful: str
    steps_title: str
    steps: tuple[Passage, ...]
    rights_title: str
    rights: tuple[Passage, ...]
    recourses_title: str
    recourses: tuple[Passage, ...]
    colophon: str


@lru_cache(maxsize=_LEAFLETS_KEPT)
def leaflet_pdf(leaflet: Leaflet) -> bytes:
    """Return the leaflet on two pages: the outside of the folded sheet, then its inside."""
    return _printed("leaflet.typ", leaflet=to_builtins(leaflet))


class PrintedReport(Struct, frozen=True):
    """An annual report on paper; `report` is what it holds, in one language.

    `made` is the day that its file names: the same report made twice is the same bytes.
    """

    paper: str
    publisher: str
    lead_title: str
    footer: str
    colophon: tuple[str, ...]
    made: tuple[int, int, int]
    report: Mapping[str, Any]


def report_pdf(printed: PrintedReport) -> bytes:
    """Return a report as tagged PDF, the same bytes whenever the same one is printed."""
    told = to_builtins(printed)
    day = datetime(*printed.made, 12, tzinfo=UTC)
    return _printed("report.typ", day, report={**told.pop("report"), **told})


def _printed(template: str, made_at: datetime | None = None, **inputs: object) -> bytes:
    import typst

    written = {name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()}
    document = typst.compile(
        HERE / template,
        font_paths=[FONTS],
        sys_inputs=written,
        pdf_standards="ua-1",
        timestamp=made_at and int(made_at.timestamp()),
    )
    return bytes(document)


def qr_svg(address: str) -> str:
    """Return the QR code of an address as SVG, which keeps its shape at any size.

    A quarter of it may be creased or soiled: paper goes from hand to hand.
    """
    import segno

    drawn = BytesIO()
    segno.make_qr(address, error="q").save(
        drawn,
        kind="svg",
        border=QUIET_MODULES,
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        light="#fff",
    )
    return drawn.getvalue().decode().strip()

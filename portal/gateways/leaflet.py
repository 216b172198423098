"""A leaflet as PDF: one sheet, folded once, set by Typst and tagged; the QR codes on it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import segno
import typst

_HERE = Path(__file__).parent
_TEMPLATE, FONTS = _HERE / "leaflet.typ", _HERE / "fonts"
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a leaflet says: what it is, and the words."""

    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Leaflet:
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
    ways: tuple[Said, ...]
    useful: str
    steps_title: str
    steps: tuple[Said, ...]
    rights_title: str
    rights: tuple[Said, ...]
    recourses_title: str
    recourses: tuple[Said, ...]
    colophon: str


@lru_cache(maxsize=_KEPT)
def leaflet_pdf(leaflet: Leaflet) -> bytes:
    """Return the leaflet on two pages: the outside of the folded sheet, then its inside."""
    inputs = json.dumps(asdict(leaflet), ensure_ascii=False)
    return bytes(
        typst.compile(
            _TEMPLATE,
            font_paths=[FONTS],
            sys_inputs={"leaflet": inputs},
            pdf_standards="ua-1",
        )
    )


QUIET_MODULES = 4
"""White around the code, without which cameras do not find it."""


def qr_svg(address: str) -> str:
    """Return the QR code of an address as SVG, which keeps its shape at any size.

    A quarter of it may be creased or soiled: paper goes from hand to hand.
    """
    drawn = BytesIO()
    code = segno.make_qr(address, error="q")
    code.save(
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

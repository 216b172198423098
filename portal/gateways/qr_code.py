"""QR codes, as drawings: what a telephone's camera reads in place of an address."""

from __future__ import annotations

from io import BytesIO

import segno

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

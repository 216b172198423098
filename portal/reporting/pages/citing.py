"""How a figure is cited: what it found, whose it is, of which period, and where it stands."""

from __future__ import annotations

from html import escape

from msgspec import Struct

from portal.pages.current import current_language, gettext, portal_settings, portal_zone, runtime
from portal.reporting import texts
from portal.reporting.definitions.every import VERSION
from portal.reporting.figures import Reading
from portal.reporting.tables.blocks import Block
from portal.words.dates import day_words

_FRAME = '<iframe src="{address}" title="{title}" width="100%" height="640"></iframe>'


class Source(Struct, frozen=True):
    """The address of one figure, its citation, and what frames it on another site where it may."""

    address: str
    citation: str
    frame: str = ""

    @classmethod
    def of(
        cls, block: Block, reading: Reading, path: str, *, may_be_framed: bool = False
    ) -> Source:
        """Return the source of a block that stands alone at `path`."""
        address = runtime().config.base_url + path
        day = reading.complete_until.astimezone(portal_zone()).date()
        citation = gettext(
            "%(portal)s, « %(finding)s », %(period)s."
            " Définitions, version %(version)s. Données du %(day)s. %(address)s",
            portal=texts.words_of(portal_settings().name.text),
            finding=block.title,
            period=texts.period(reading.asked.period),
            version=VERSION,
            day=day_words(day, current_language()),
            address=address,
        )
        frame = _FRAME.format(address=escape(address), title=escape(block.title))
        return cls(address, citation, frame if may_be_framed else "")

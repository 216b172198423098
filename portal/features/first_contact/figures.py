"""The block on first contacts: in time, and how many their complainants confirm or deny.

It is for the staff: three shares of the same contacts would tell the public of a few people what
each of them said.
"""

from __future__ import annotations

from portal.domain.text import Text
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.counts.grids import Grid, cells_of_noted_contacts
from portal.reporting.figures import Reading
from portal.reporting.plots import charts
from portal.reporting.tables.blocks import (
    Block,
    Column,
    InRows,
    Line,
    agency_column,
    count_cell,
    ranked_groups,
    share_cell,
)
from portal.reporting.tables.rates import CONTACT_CONFIRMED, CONTACT_KEPT, rate_cell, rate_in


def contacts(reading: Reading) -> Block:
    """How many first contacts came in time, with what their complainants say of them beside."""
    noted = reading.grid(cells_of_noted_contacts)
    return Block(
        code="contacts",
        title=_title(reading),
        unit=gettext(
            "Premiers contacts dus, %(period)s. Un contact démenti n’est pas à temps."
            " La personne n’est pas tenue de répondre : sans réponse, il n’est pas confirmé."
            " Ne peut être confirmé, ni compté comme noté, un contact fait avant que son moyen"
            " soit demandé.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("À temps"), "%"),
            Column(gettext("Dus")),
            Column(gettext("Notés avec leur moyen"), is_sorted=True),
            Column(gettext("Confirmés"), "%"),
            Column(gettext("Démentis"), "%"),
            Column(gettext("Sans réponse"), "%"),
        ),
        groups=ranked_groups(
            reading.agencies,
            lambda name, code: _line(reading, noted, name, code),
            lambda code: (-(noted.n(code) or 0),),
        ),
        definition="contact",
        in_rows=InRows(gettext("Part des contacts notés qui sont confirmés"), 2),
        is_wide=True,
    )


def _line(reading: Reading, noted: Grid, name: Text, code: str) -> Line:
    figures = reading.figures(code)
    cells = (
        rate_cell(reading, CONTACT_KEPT, code),
        count_cell(reading.contacts_due.n(code)),
        count_cell(noted.n(code)),
        rate_cell(reading, CONTACT_CONFIRMED, code, is_strong=True),
        share_cell(figures.contact_denied),
        share_cell(figures.contact_unconfirmed),
    )
    known = rate_in(reading, CONTACT_CONFIRMED, code)
    is_drawn = known is not None and known.is_told
    return Line(name, cells, charts.share_bar(*known.percents) if known and is_drawn else None)


def _title(reading: Reading) -> str:
    known = rate_in(reading, CONTACT_CONFIRMED)
    if known is None or not known.is_told:
        return gettext("Aucun contact noté à montrer pour cette période")
    return gettext(
        "%(share)s des contacts notés sont confirmés par la personne", share=texts.rate(known)
    )

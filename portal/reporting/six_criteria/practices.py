"""The scorecard of the practices: for each, what the settings say and what the figures say.

It gives no mark: whoever reads it is one click from what it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from flask import url_for

from portal.agencies.agency import Agency
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.six_criteria.computed import read_indicators, told_of
from portal.reporting.six_criteria.registry import BY_CODE
from portal.reporting.six_criteria.values import Value, words_of
from portal.reporting.tables.blocks import NOTHING, Block, Cell, Column, Group, Line
from portal.words.catalogue import gettext_in, to_translate

Told = Mapping[str, Value | None]


class Practice(NamedTuple):
    """One practice: its name, what agencies set up for it, and what is measured of it."""

    name: str
    settings: str
    follows: Callable[[Agency], bool]
    indicators: tuple[str, ...]
    page: str


PRACTICES = (
    Practice(
        to_translate("1. Tout le personnel connaît le service"),
        to_translate("Mots de l’organisme à son personnel, pour orienter une personne"),
        lambda agency: agency.settings.staff_page is not None,
        (),
        "overview.subjects",
    ),
    Practice(
        to_translate("2. Le service est indépendant"),
        to_translate("Chemin jusqu’à la plus haute autorité"),
        lambda agency: agency.settings.escalation[-1].top_authority,
        ("S3",),
        "overview.recourses",
    ),
    Practice(
        to_translate("3. Le service peut intervenir"),
        to_translate("Date pour répondre à une recommandation"),
        lambda agency: agency.configured.promise("recommendation_reply", "") is not None,
        ("L4",),
        "overview.recommendations",
    ),
    Practice(
        to_translate("4. La prise en charge est facile"),
        to_translate("Moyen sans écran, comme le téléphone ou la poste"),
        lambda agency: any(
            (
                agency.settings.channels.phone,
                agency.settings.channels.post,
                agency.settings.channels.counter,
            )
        ),
        ("S1", "A1", "L2"),
        "overview.criteria",
    ),
    Practice(
        to_translate("5. Une plainte se traite par courriel"),
        to_translate("Adresse de courriel publiée"),
        lambda agency: agency.settings.channels.email is not None,
        ("F1",),
        "overview.criteria",
    ),
    Practice(
        to_translate("6. Le service a un nom commun"),
        to_translate("Autres noms qui mènent à l’organisme"),
        lambda agency: bool(agency.settings.agency.aliases),
        ("A2",),
        "overview.criteria",
    ),
    Practice(
        to_translate("7. La plainte est traitée au plus vite"),
        to_translate("Délais publiés"),
        lambda agency: agency.settings.deadlines.answer.within is not None,
        ("R2", "R3", "R4"),
        "overview.compare",
    ),
)
"""The seven practices that are known of the study, in its order."""


def practices(reading: Reading) -> Block:
    """What the agencies of the page do of each practice, and what comes of it."""
    told = reading.once(read_indicators)[TOTAL]
    return Block(
        code="pratiques",
        title=gettext("Les sept pratiques, ce qui en est réglé et ce qui en est mesuré"),
        unit=gettext(
            "Réglages d’aujourd’hui, et chiffres : %(period)s. Aucune note n’est donnée.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=gettext("Pratique"),
        columns=(
            Column(gettext("Ce que disent les réglages")),
            Column(gettext("Ce qui est mesuré")),
        ),
        groups=(Group(tuple(_line(practice, reading, told) for practice in PRACTICES)),),
        definition="six-criteres",
        is_wide=True,
    )


def _line(practice: Practice, reading: Reading, told: Told) -> Line:
    name = Text(practice.name, gettext_in("en", practice.name))
    figures = "; ".join(filter(None, (_said(code, told.get(code)) for code in practice.indicators)))
    if not practice.indicators:
        figures = _referred(reading)
    cells = (Cell(_followed(practice, reading)), Cell(figures or NOTHING))
    address = url_for(practice.page, periode=str(reading.asked.period))
    return Line(name, tuple(Cell(cell.words, cell.words) for cell in cells), link=address)


def _followed(practice: Practice, reading: Reading) -> str:
    n = sum(practice.follows(agency) for agency in reading.agencies)
    return gettext(
        "%(setting)s : %(n)s sur %(all)s",
        setting=gettext(practice.settings),
        n=texts.number(n),
        all=texts.number(len(reading.agencies)),
    )


def _referred(reading: Reading) -> str:
    led = reading.whole.referred
    if not led.n:
        return ""
    return gettext(
        "%(share)s des plaintes viennent par le personnel (%(n)s reçues)",
        share=texts.share(led),
        n=texts.number(led.n),
    )


def _said(code: str, value: Value | None) -> str:
    indicator = BY_CODE[code]
    words, n = words_of(value, indicator), told_of(value)
    if not words:
        return ""
    said = gettext("%(name)s : %(words)s", name=gettext(indicator.name), words=words)
    return f"{said} ({n})" if n else said

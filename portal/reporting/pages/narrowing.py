"""To which complaints the portrait is narrowed: what is asked, and what can be chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from msgspec import Struct
from msgspec.structs import replace

from portal.agencies.agency import Agency
from portal.domain.actor import PORTAL
from portal.domain.complaint import Channel
from portal.domain.figures.breaks import lineage
from portal.domain.figures.cells import UNKNOWN
from portal.domain.figures.size_groups import Size
from portal.domain.figures.small_cells import is_small
from portal.finder.territory.regions import REGIONS
from portal.pages.current import gettext, runtime
from portal.pages.office.wording import CHANNELS
from portal.pages.office.work_list.counted import LANGUAGES, NATURES
from portal.releases.queries_breaks import breaks_of
from portal.reporting import texts
from portal.reporting.addresses import AGENCY, FIELDS, SIZE, in_address
from portal.reporting.alike import SIZES
from portal.reporting.asked import Asked
from portal.reporting.counts.narrowed import TOGETHER, Narrowing
from portal.reporting.figures import Reading
from portal.reporting.live_figures import received_in_all

Choices = Sequence[tuple[str, str]]


class Filter(Struct, frozen=True):
    """Something to which the page can be narrowed: its name in the address, and its choices."""

    name: str
    label: str
    every: str
    choices: Choices
    value: str = ""

    @property
    def offered(self) -> list[tuple[str, str]]:
        """What its list offers: everything first."""
        return [("", self.every), *self.choices]

    @property
    def is_offered(self) -> bool:
        """Tell whether there is more than one thing to choose."""
        return len(self.choices) > 1

    @property
    def words(self) -> str:
        """What the page is narrowed to."""
        return dict(self.choices).get(self.value, "")

    @property
    def said(self) -> str:
        """What the page is narrowed to, with the name of it."""
        return gettext("%(name)s : %(value)s", name=self.label, value=self.words)


class Chosen(Struct, frozen=True):
    """Something to which a page is narrowed, and where the page without it stands."""

    words: str
    address: str


def narrowed(asked: Asked, args: Mapping[str, str], seen: Sequence[Agency]) -> Asked:
    """Return what is asked of the complaints that the address names, of agencies that are seen.

    What cannot be chosen narrows nothing.
    """
    codes = {agency.code for agency in seen}
    agency = args.get(AGENCY, "") if args.get(AGENCY) in codes else ""
    size = args.get(SIZE, "") if args.get(SIZE) in tuple(Size) else ""
    asked = replace(asked, agency=agency, size=size)
    typed = {part: args[name] for part, name in FIELDS.items() if args.get(name)}
    if not typed:
        # What is offered is read for the filters alone.
        return replace(asked, narrowing=Narrowing())
    offered = {offer.name: dict(offer.choices) for offer in filters(asked, seen)}
    chosen = {part: value for part, value in typed.items() if value in offered[FIELDS[part]]}
    return replace(asked, narrowing=Narrowing(**chosen))


def filters(asked: Asked, seen: Sequence[Agency]) -> list[Filter]:
    """Return what the page can be narrowed to; categories are those of the one agency shown."""
    value, chosen = asked.narrowing, asked.agency
    agencies = sorted(((a.code, texts.words_of(a.name)) for a in seen), key=lambda pair: pair[1])
    themes = [(t.code, texts.words_of(t.name.text)) for t in runtime().agencies.portal.themes]
    alone = chosen or (seen[0].code if len(seen) == 1 else "")
    categories = _categories([agency for agency in seen if agency.code == alone])
    channels = [(code, gettext(CHANNELS[code])) for code in CHANNELS if code != Channel.SERVICE]
    languages = [(code, gettext(words)) for code, words in LANGUAGES.items()]
    natures = [(code, gettext(words)) for code, words in NATURES.items()]
    sizes = [(size.value, gettext(SIZES[size])) for size in Size]
    regions = [*REGIONS.items(), (UNKNOWN, gettext("Inconnue"))]
    return [
        Filter(AGENCY, gettext("Organisme"), gettext("Tous"), agencies, chosen),
        Filter(
            SIZE, gettext("Taille"), gettext("Toutes"), sizes if len(seen) > 1 else [], asked.size
        ),
        Filter("theme", gettext("Sujet"), gettext("Tous"), themes, value.theme),
        Filter("categorie", gettext("Catégorie"), gettext("Toutes"), categories, value.category),
        Filter("canal", gettext("Canal"), gettext("Tous"), channels, value.channel),
        Filter("langue", gettext("Langue"), gettext("Toutes"), languages, value.language),
        Filter("region", gettext("Région"), gettext("Toutes"), regions, value.region),
        Filter("nature", gettext("Nature"), gettext("Plaintes"), natures, value.nature),
    ]


def chosen(filters: Iterable[Filter], asked: Asked, endpoint: str) -> list[Chosen]:
    """Return to what a page is narrowed, each with where the page without it stands.

    Without its agency it has no category either: these are of one agency.
    """
    shown = in_address(asked)
    left_out = {AGENCY: (AGENCY, FIELDS["category"])}
    return [
        Chosen(one.said, url_for(endpoint, **_without(shown, left_out.get(one.name, (one.name,)))))
        for one in filters
        if one.value
    ]


def nothing_left(reading: Reading, filters: Iterable[Filter]) -> str:
    """Say that nothing of the period is what was chosen, with what that is; nothing where some is.

    Complaints whose region nobody knows are of no region: how many these are is said as well.
    """
    chosen = ", ".join(one.said for one in filters if one.value)
    if not chosen or not reading.is_empty:
        return ""
    if not reading.agencies:
        return gettext(
            "Aucun organisme ne correspond à ce qui est choisi (%(chosen)s).", chosen=chosen
        )
    told = gettext(
        "Rien de cette période ne correspond à ce qui est choisi (%(chosen)s).", chosen=chosen
    )
    return " ".join(filter(None, (told, _of_no_region(reading))))


def _of_no_region(reading: Reading) -> str:
    """Say of how many complaints the region is unknown, unless these are few or nobody's choice."""
    asked = reading.asked.narrowing
    if asked.region in ("", UNKNOWN) or asked.nature:
        return ""
    n = received_in_all(reading, replace(asked, region=""))
    unknown = received_in_all(reading, replace(asked, region=UNKNOWN))
    is_hidden = reading.is_public and any(map(is_small, (n, unknown, n - unknown)))
    if not unknown or is_hidden:
        return ""
    return texts.ngettext(
        "La région de la seule plainte reçue est inconnue.",
        "La région est inconnue pour %(unknown)s des %(num)s plaintes reçues.",
        n,
        unknown=texts.number(unknown),
    )


def _without(shown: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name not in names}


def _categories(agencies: Iterable[Agency]) -> Choices:
    """Return what is offered of an agency, and what was split or merged, all of it together."""
    return [choice for agency in agencies for choice in (*_offered(agency), *_together(agency))]


def _offered(agency: Agency) -> list[tuple[str, str]]:
    categories = agency.consult().categories()
    return [(category.code, texts.words_of(category.name)) for category in categories]


def _together(agency: Agency) -> list[tuple[str, str]]:
    """Return each lineage of categories, then whatever is offered no more."""
    breaks = runtime().read(PORTAL, breaks_of, [agency.code])
    named = sorted(frozenset().union(*(one.categories for one in breaks if one.has_lineage)))
    families = {lineage(breaks, agency.code, code) for code in named}
    names = {code: texts.words_of(one.name) for code, one in agency.subjects().items()}
    offered = {code for code, _ in _offered(agency)}
    joined = [
        (TOGETHER.join(family), " + ".join(names.get(code, code) for code in family))
        for family in sorted(families)
    ]
    return [*joined, *((code, name) for code, name in names.items() if code not in offered)]

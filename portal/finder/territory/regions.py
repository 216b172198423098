"""The administrative region in which something happened, as far as the words say it."""

from __future__ import annotations

from collections.abc import Iterable

from portal.finder.territory.hearing import places_in

OF_COUNTRY = "CA"
"""How the jurisdiction of an agency begins whose country has these regions."""

REGIONS = {
    "01": "Bas-Saint-Laurent",
    "02": "Saguenay–Lac-Saint-Jean",
    "03": "Capitale-Nationale",
    "04": "Mauricie",
    "05": "Estrie",
    "06": "Montréal",
    "07": "Outaouais",
    "08": "Abitibi-Témiscamingue",
    "09": "Côte-Nord",
    "10": "Nord-du-Québec",
    "11": "Gaspésie–Îles-de-la-Madeleine",
    "12": "Chaudière-Appalaches",
    "13": "Laval",
    "14": "Lanaudière",
    "15": "Laurentides",
    "16": "Montérégie",
    "17": "Centre-du-Québec",
}
"""The names of the regions, which are the same in both languages, by their numbers."""


def region_heard(texts: Iterable[str], language: str) -> str | None:
    """Return the region of the places in the first of the texts that names any.

    None where no text names a place, or where the places are not surely in one region.
    """
    for text in texts:
        places = places_in(text, language) if text else []
        if places:
            regions = {place.region for place in places}
            region = regions.pop() if len(regions) == 1 else ""
            return region or None
    return None

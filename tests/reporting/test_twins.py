"""No rate is better for a trick without a mark on it: two agencies live the same complaints."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.reporting.figures import (
    VIEW,
    block,
    count,
    publish_anew,
    signed_in,
    title,
    whole,
    words,
)
from tests.reporting.twins import CONTACT, HONEST, TRICKS, Shown, cells, live_twins, page_of

FEW, MANY = 160, 1000
MORE, LESS = 1, -1
PARKS, WATER = ["Régie des parcs", "RDP"], ["Service des eaux"]
BETTER = {
    ("delais", "Médiane"): LESS,
    ("delais", "9 sur 10"): LESS,
    ("delais", "Dans le délai"): MORE,
    ("dates", "Dans le délai"): MORE,
    ("dates", "Sans prolongation ni arrêt"): MORE,
    ("dates", "Premier contact à temps"): MORE,
    ("conclusions", "Réglées au premier contact"): MORE,
    ("conclusions", "Reprises"): LESS,
    ("langage", "Sans remarque"): MORE,
    ("transferts", "Première date tenue"): MORE,
    ("parties", "Dans le délai"): MORE,
    ("dernieres", "Médiane, première"): LESS,
    ("dernieres", "Médiane, dernière"): LESS,
    ("dernieres", "À temps"): MORE,
    ("contacts", "À temps"): MORE,
    ("semblables", "Dans le délai"): MORE,
}
"""Which way a rate looks better."""
READ_OTHERWISE = {
    # What all agencies together would have reached with these subjects.
    ("semblables", "Attendu"),
    # What was found, what was given and how a person is led to a complaint are no merit by number.
    ("conclusions", "Avec mesure corrective"),
    ("orientations", "Part des plaintes reçues"),
    ("satisfaction", "Taux de réponse"),
    ("envois", "Dans les 2 jours"),
    # What people say of contacts is itself what marks are made of.
    ("contacts", "Confirmés"),
    ("contacts", "Démentis"),
    ("contacts", "Sans réponse"),
    # How many withdrew and at whose word is a means itself; what is not known is no merit.
    ("retraits", "*"),
    ("qualite", "*"),
    # A difference of two rates that have their marks.
    ("evolution", "*"),
    ("embellir", "*"),
}


def rates(page: str, names: list[str]) -> dict[tuple[str, str], Shown]:
    found: dict[tuple[str, str], Shown] = {}
    for name in names:
        found |= cells(page, name)
    return found


def better(honest: Shown, tricked: Shown, way: int) -> bool:
    """Tell whether the trickster's rate looks better, beyond a point of rounding."""
    if honest.value is None or tricked.value is None:
        return False
    return way * (tricked.value - honest.value) > 1


def flattered(page: str) -> list[tuple[str, str]]:
    """Return the rates of the trickster that are better and bear no mark."""
    honest, tricked = rates(page, PARKS), rates(page, WATER)
    unknown = {
        place
        for place, cell in tricked.items()
        if cell.is_share and place not in BETTER and place not in READ_OTHERWISE
        if (place[0], "*") not in READ_OTHERWISE
    }
    assert unknown == set(), "say in BETTER which way these rates look better"
    assert {("delais", "Médiane"), ("dates", "Dans le délai")} <= set(tricked)
    return [
        place
        for place, way in BETTER.items()
        if place in tricked and place in honest
        if better(honest[place], tricked[place], way) and not tricked[place].is_marked
    ]


def play(app: Flask, runtime: Runtime, trick: str, n: int) -> list[tuple[str, str]]:
    live_twins(runtime, trick, n)
    page = whole(signed_in(app, runtime), f"{VIEW}?periode=2026-T3")
    return flattered(page)


@pytest.mark.parametrize("trick", TRICKS)
def test_no_rate_is_better_for_a_trick_without_a_mark(app: Flask, runtime: Runtime, trick: str):
    assert play(app, runtime, trick, FEW) == []


@pytest.mark.slow
@pytest.mark.parametrize("trick", TRICKS)
def test_no_rate_is_better_among_a_thousand_either(app: Flask, runtime: Runtime, trick: str):
    assert play(app, runtime, trick, MANY) == []


def test_who_plays_no_trick_bears_no_mark(app: Flask, runtime: Runtime):
    live_twins(runtime, "extensions", MANY)
    page = whole(signed_in(app, runtime), f"{VIEW}?periode=2026-T3")
    honest = rates(page, PARKS)
    assert [place for place, cell in honest.items() if cell.is_marked] == []


def test_a_mark_leads_to_the_page_of_means_whose_heading_names_the_outlier(
    app: Flask, runtime: Runtime
):
    live_twins(runtime, "extensions", FEW)
    client = signed_in(app, runtime)
    page = whole(client, f"{VIEW}?periode=2026-T3")
    [address] = set(re.findall(r'class="c-mark" href="([^"]+)"', page))
    means = page_of(client, address.replace("&amp;", "&"))
    assert "prolongé dans" in title(means, "embellir")
    assert "<strong>" in block(means, "embellir")
    assert "Régie des parcs" not in title(means, "embellir")


def test_marks_stand_on_the_numbers_of_one_agency_and_on_its_trend_too(
    app: Flask, runtime: Runtime
):
    live_twins(runtime, "a second answer", FEW)
    client = signed_in(app, runtime)
    page = whole(client, f"{VIEW}?periode=2026-T3&organisme=water")
    numbers = page[page.index('<dl class="c-kpi">') : page.index("</dl>")]
    assert numbers.count("répondu plus d’une fois") == 2
    assert "répondu plus d’une fois" in words(block(page, "tendance"))


def test_a_file_says_the_marks_and_parts_shares_from_numbers(app: Flask, runtime: Runtime):
    live_twins(runtime, "extensions", FEW)
    client = signed_in(app, runtime)
    written = words(client.get("/fr/portrait/exports?periode=2026-T3").text)
    assert re.search(r"« Dans le délai » : prolongé dans \d+ % des cas\.", written)
    assert "Prolongations (%);Prolongations, nombre" in written.replace('"', "")


def test_the_honest_twin_is_the_same_as_the_other_where_nobody_plays_a_trick(
    app: Flask, runtime: Runtime
):
    live_twins(runtime, "writing down later", FEW)
    assert HONEST == "parks"
    page = whole(signed_in(app, runtime), f"{VIEW}?periode=2026-T3")
    tricked = rates(page, WATER)
    honest = rates(page, PARKS)
    for place in (("delais", "Médiane"), ("dates", "Dans le délai")):
        assert honest[place].value == tricked[place].value


PUBLISHED = (CONTACT, "extensions", "pauses", "a second answer", "closing and reopening")
"""The tricks whose means everybody sees: the number of which each is a share is published too."""


@pytest.mark.parametrize("trick", PUBLISHED)
def test_the_public_sees_the_marks_of_what_is_published(
    client: FlaskClient, runtime: Runtime, trick: str
):
    live_twins(runtime, trick, FEW)
    publish_anew(runtime)
    assert flattered(whole(client, "/fr/statistiques?periode=2026-T3")) == []
    own = whole(client, "/fr/statistiques/water?periode=2026-T3")
    assert 'class="c-mark" href="/fr/statistiques/ce-qui-peut-embellir?periode=2026-T3"' in own


def test_a_few_are_no_mark_and_a_band_on_the_page_of_means(client: FlaskClient, runtime: Runtime):
    kept = ("2026-08", "answer_due_kept", 0)
    count(
        runtime,
        *(("parks", *kept, 400), ("water", *kept, 60)),
        ("water", "2026-08", "due_put_off", 0, 4),
    )
    page = whole(client, "/fr/statistiques?periode=2026-T3")
    assert "c-mark" not in page
    assert rates(page, WATER)["embellir", "Prolongations"].words == "10 % ou moins"

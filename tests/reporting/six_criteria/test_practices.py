"""The scorecard of the practices: settings beside figures, one click from what they rest on."""

from __future__ import annotations

import re
from html import unescape

from flask import Flask

from portal.runtime import Runtime
from tests.reporting.figures import block, count, rows, signed_in

PAGE = "/fr/portrait/les-six-criteres?periode=2026-T3&comparer=an"
ENGLISH = "/en/overview/the-six-criteria?periode=2026-T3&comparer=an"


def test_each_practice_says_what_is_set_and_what_is_measured(app: Flask, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "received", 0, 20))
    count(runtime, ("parks", "2026-08", "referred_trails", 0, 5))
    count(runtime, ("parks", "2026-08", "answer_due_kept", 0, 9))
    count(runtime, ("parks", "2026-08", "answer_due_missed", 0, 1))
    client = signed_in(app, runtime)
    table = {row[0]: row[1:] for row in rows(client.get(PAGE).text, "pratiques")}
    assert [name[:2] for name in table] == [f"{n}." for n in range(1, 8)]
    n = len(runtime.agencies.in_force.agencies)
    independent = table["2. Le service est indépendant"]
    assert independent[0] == f"Chemin jusqu’à la plus haute autorité : {n} sur {n}"
    known = table["1. Tout le personnel connaît le service"]
    assert known[1] == "25 % des plaintes viennent par le personnel (20 reçues)"
    soon = table["7. La plainte est traitée au plus vite"]
    # 20 of 20 had their number in time, 9 of 10 their answer.
    assert soon[1] == "Accusé de réception à temps : 100 % (20); Réponse à temps : 90 % (10)"


def test_what_stands_behind_a_practice_is_one_click_away(app: Flask, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "received", 0, 20))
    client = signed_in(app, runtime)
    for page in (PAGE, ENGLISH):
        shown = block(client.get(page).text, "pratiques")
        links = [
            unescape(link) for link in re.findall(r'<th scope="row">\s*<a href="([^"]+)"', shown)
        ]
        assert len(links) == 7
        assert {client.get(link).status_code for link in links} == {200}

"""Three agencies are complained to at once: one filing, one number, and a date for each at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from portal.runtime import Runtime
from tests.complaints.cases import history_holds
from tests.features.joint_answers.third_agency import put_air_in_force
from tests.journeys.browser import Browser
from tests.journeys.steps import followed, office, to, work
from tests.support import FixedClock, RecordingMailer, add_user

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
WORDS = {
    "fr": "sentier fermé, facture d’eau fausse, odeur de fumée",
    "en": "trail closed, wrong water bill, smell of smoke",
}
FIND = {"fr": "Trouver", "en": "Find the agency"}
COMPLAIN = {"fr": "Porter plainte : Régie des parcs", "en": "File a complaint : Parks board"}
GO_ON = {"fr": "Continuer", "en": "Continue"}
SEND = {"fr": "Envoyer ma plainte", "en": "Send my complaint"}
NEEDED = {"fr": "Écrivez ce qui concerne cet organisme", "en": "Enter what concerns this agency"}
PAGE = {"fr": "autres-organismes", "en": "other-agencies"}
NAMES = {"fr": ("Service des eaux", "Bureau de l’air"), "en": ("Water board", "Office of air")}
STATE = {"fr": "Reçue Au plus tard le {}", "en": "Received No later than {}"}
DAYS = {
    "fr": ("8 décembre 2026", "15 décembre 2026"),
    "en": ("8 December 2026", "15 December 2026"),
}
OWN = {"fr": "22 décembre 2026", "en": "22 December 2026"}
ABOUT = "Leur conduite fuit sous la piste."
STORY = "Le sentier du lac est fermé et la fumée y entre."
WAYS = {
    "fr": ("Révision par la Régie", "Régie des parcs, Service des eaux, Bureau de l’air"),
    "en": ("Review by the Board", "Parks board, Water board, Office of air"),
}
STOPS = {
    "fr": "Une plainte n’arrête pas ces délais, ni celui pour contester une décision.",
    "en": "A complaint does not stop these time limits, or the one to contest a decision.",
}
OFFICE = {"fr": "/fr/gestion/{}/plaintes/{}", "en": "/en/office/{}/complaints/{}"}


@BOTH
def test_three_agencies_are_complained_to_at_once_and_each_has_its_date_from_then_on(
    app: Flask,
    runtime: Runtime,
    agency_files: Path,
    clock: FixedClock,
    mailbox: RecordingMailer,
    language: str,
):
    app.config["WTF_CSRF_ENABLED"] = True
    put_air_in_force(runtime, agency_files)
    add_user(runtime, "paul@eaux.example", agency="water")
    add_user(runtime, "ida@air.example", agency="air")
    citizen = to_the_others(app, language)
    citizen.corrected(GO_ON[language], **{"autre-sujet-water": ABOUT})
    assert NEEDED[language] in citizen.text
    assert ABOUT in citizen.page.text
    citizen.send(GO_ON[language], **{"autre-lecture-air": ["story", "contact"]})
    for day in (OWN[language], *DAYS[language]):
        assert day in citizen.text
    citizen.send(SEND[language])
    number = re.search(r"20\d\d-\d{6}", citizen.text)[0]
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", citizen.text)[0]
    lines = [
        f"{name} {STATE[language].format(day)}"
        for name, day in zip(NAMES[language], DAYS[language], strict=True)
    ]
    assert [line in citizen.text for line in lines] == [True, True]

    assert_each_way_once(citizen.text, language)

    page = followed(app, language, number, code)
    assert [line in page.text for line in lines] == [True, True]
    assert_each_way_once(page.text, language)
    work(runtime, clock)
    [letter] = to(mailbox, "m.gagnon@exemple.org")
    assert_each_way_once(" ".join(letter.replace("\N{NO-BREAK SPACE}", " ").split()), language)
    for told in (OWN[language].rpartition(" ")[0], *NAMES[language], *DAYS[language]):
        assert told in letter.replace("\N{NO-BREAK SPACE}", " ")

    water = office(app, "paul@eaux.example").open(OFFICE[language].format("water", f"{number}-B"))
    assert ABOUT in water.text
    air = office(app, "ida@air.example").open(OFFICE[language].format("air", f"{number}-C"))
    assert STORY in air.text
    for kept, theirs in ((STORY, water), ("m.gagnon@exemple.org", water), (ABOUT, air)):
        assert kept not in theirs.text
    assert "Gagnon" not in water.text
    assert history_holds(runtime)


def assert_each_way_once(told: str, language: str) -> None:
    """The agency’s own review stands under its name, the ombudsman once under all three."""
    told, ways = told.casefold(), [way.casefold() for way in WAYS[language]]
    assert [told.count(way) for way in ways] == [1] * len(ways)
    assert told.index(ways[1]) > told.index(ways[0])
    assert told.count(STOPS[language].casefold()) == 1


def to_the_others(app: Flask, language: str) -> Browser:
    """Tick two agencies beside the parks, and go as far as the page that asks about them."""
    citizen = Browser(app).open(f"/{language}/").send(FIND[language], mots=WORDS[language])
    citizen.send(COMPLAIN[language], aussi=["water", "air"])
    citizen.send(GO_ON[language], recit=STORY)
    if "q-place" in citizen.page.text:
        citizen.send(GO_ON[language], **{"q-place": "Sentier du lac"})
    reply = {"qui": "self", "nom": "Michel Gagnon", "moyen": "email", "langue": language}
    citizen.send(GO_ON[language], courriel="m.gagnon@exemple.org", **reply)
    assert citizen.path.endswith(PAGE[language])
    return citizen

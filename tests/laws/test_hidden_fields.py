"""Hidden fields stay hidden: whatever a form hid is not shown as words to read, if it comes back.

A field is known by its name alone, so every name that a template hides is accounted for here.
"""

from __future__ import annotations

import re
from pathlib import Path

import portal
from portal.pages.own_fields import is_left_out, was_hidden

# Codes, ranks and choices: one word of a few letters, which nothing shows as a text.
BRIEF = {"a", "absence", "categorie", "change", "choice", "choice_code", "commun-", "depliant"}
BRIEF |= {
    "event",
    "faire",
    "held",
    "kind",
    "language_shown",
    "objet",
    "organisme",
    "pause",
    "person",
}
BRIEF |= {"plainte", "recherche", "request", "retirer", "tells", "voie", "vue"}
# Which agencies a page showed, each with its category.
BRIEF |= {"categorie-", "nomme", "propose"}
# The words of a search are asked for by their address; the person of a demonstration has a name
# to sign in with, that is an address.
BRIEF |= {"q", "email"}
_PREVIEWS = re.compile(r'extends "office/(letter_)?preview\.html"')
_HIDDEN = re.compile(r'hidden\(\s*"([^"]+)"')
_TYPED = re.compile(r'(?:textarea|input|date)\(\s*"([^"]+)"')


def templates() -> list[str]:
    """Return the text of every template."""
    return [path.read_text("utf-8") for path in Path(portal.__path__[0]).rglob("*.html")]


def test_every_field_that_a_form_hides_is_known_as_hidden():
    forms = [text for text in templates() if not _PREVIEWS.search(text)]
    names = {name for text in forms for name in _HIDDEN.findall(text)}
    assert len(names) > len(BRIEF)
    unknown = {name for name in names if not (was_hidden(name, ()) or is_left_out(name))}
    assert unknown == BRIEF


def test_no_field_that_people_write_in_has_the_name_of_a_hidden_one():
    written = {name for text in templates() for name in _TYPED.findall(text)}
    assert {"raison", "recit", "message"} <= written
    assert {name for name in written if was_hidden(name, ())} == set()

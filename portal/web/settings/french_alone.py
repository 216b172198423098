"""What an agency says in French alone, each with the page on which its English is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from portal.agencies.files.places import Place
from portal.agencies.files.tree import read_tree
from portal.agencies.settings.translation import french_alone
from portal.web.settings.compared import section_name
from portal.web.settings.state import SettingsState

# The form of some words: its page, and what the page's address takes from the thing they belong
# to. Words that have no form are written in the text.
FORMS: dict[tuple[str, ...], tuple[str, dict[str, str]]] = {
    ("categories", "name"): (".category", {"code": "code"}),
    ("categories", "description"): (".category", {"code": "code"}),
    ("deadlines", "acknowledge", "basis"): (".deadlines", {}),
    ("deadlines", "first_contact", "basis"): (".deadlines", {}),
    ("deadlines", "answer", "basis"): (".deadlines", {}),
    ("escalation", "title"): (".level", {"post": "to"}),
}


@dataclass(frozen=True, slots=True)
class FrenchAlone:
    """Words without English: in which part of the settings, what they say, where to add it.

    `line` is the line of the text, for words that have no form.
    """

    section: str
    french: str
    address: str
    line: int | None


def words_in_french_alone(state: SettingsState) -> list[FrenchAlone]:
    """Return the words without English of the draft, or of what is in force."""
    code = state.agency.code
    node, _ = read_tree(state.text, f"{code}.yaml")
    if node is None:
        return []
    root = Place(f"{code}.yaml", node)
    return [_described(root, words, code) for words in french_alone(root)]


def _described(root: Place, words: Place, agency: str) -> FrenchAlone:
    section, french = section_name(str(words.steps[0])), str(words.at("fr").value)
    names = tuple(step for step in words.steps if isinstance(step, str))
    if names not in FORMS:
        address = url_for(".edit", agency=agency, _anchor="text")
        return FrenchAlone(section, french, address, words.node.line)
    page, taken = FORMS[names]
    owner = root.at(*words.steps[:-1])
    parts: dict[str, Any] = {part: str(owner.at(key).value) for part, key in taken.items()}
    return FrenchAlone(section, french, url_for(page, agency=agency, **parts), None)

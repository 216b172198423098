"""What an agency says in French alone, each with the page on which its English is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from portal.agencies.files.places import Place
from portal.agencies.files.tree import read_tree
from portal.agencies.settings.translation import french_alone
from portal.pages.settings.compared import section_name
from portal.pages.settings.state import SettingsState

# The form of some words: its page, and what the page's address takes, each from the list whose
# entry the words belong to and by the key of that entry. Words that have no form are written in
# the text.
_CATEGORY = (".category", {"code": ("categories", "code")})
_QUESTION = (
    ".question",
    {"code": ("categories", "code"), "question": ("questions", "code")},
)
_RECOURSE = (".recourse", {"code": ("recourses", "code")})
_NOTICE = (".notice", {"code": ("notices", "code")})
FORMS: dict[tuple[str, ...], tuple[str, dict[str, tuple[str, str]]]] = {
    ("agency", "name"): (".public_page", {}),
    ("agency", "service"): (".public_page", {}),
    ("agency", "mandate"): (".public_page", {}),
    ("agency", "not_handled"): (".public_page", {}),
    ("units", "name"): (".unit", {"code": ("units", "code")}),
    ("categories", "name"): _CATEGORY,
    ("categories", "description"): _CATEGORY,
    ("categories", "questions", "label"): _QUESTION,
    ("categories", "questions", "hint"): _QUESTION,
    ("categories", "questions", "pattern_hint"): _QUESTION,
    ("categories", "questions", "choices", "label"): _QUESTION,
    ("deadlines", "acknowledge", "basis"): (".deadlines", {}),
    ("deadlines", "first_contact", "basis"): (".deadlines", {}),
    ("deadlines", "answer", "basis"): (".deadlines", {}),
    ("deadlines", "reprisal", "basis"): (".deadlines", {}),
    ("deadlines", "closing", "basis"): (".deadlines", {}),
    ("deadlines", "answer", "pauses", "name"): (".pause", {"code": ("pauses", "code")}),
    ("reopening", "basis"): (".reopening", {}),
    ("categories", "deadlines", "answer", "basis"): _CATEGORY,
    ("escalation", "title"): (".level", {"post": ("escalation", "to")}),
    ("recourses", "body"): _RECOURSE,
    ("recourses", "how"): _RECOURSE,
    ("recourses", "deadline"): _RECOURSE,
    ("notices", "title"): _NOTICE,
    ("notices", "text"): _NOTICE,
    ("criteria", "name"): (".criterion", {"code": ("criteria", "code")}),
    ("channels", "post"): (".channels", {}),
    ("channels", "counter"): (".channels", {}),
    ("channels", "hours"): (".channels", {}),
    ("staff_page", "text"): (".staff_page", {}),
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
    parts: dict[str, Any] = {
        part: str(_entry(root, words, listed).at(key).value)
        for part, (listed, key) in taken.items()
    }
    return FrenchAlone(section, french, url_for(page, agency=agency, **parts), None)


def _entry(root: Place, words: Place, listed: str) -> Place:
    """Return the entry of the list `listed` to which some words belong."""
    return root.at(*words.steps[: words.steps.index(listed) + 2])

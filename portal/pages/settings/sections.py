"""The parts of an agency's settings as its pages name them, each as its form declares it.

The first page leads to every form, with what stands there now. Two versions are compared part by
part. Words in French alone lead to the form on which their English is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for

from portal.agencies.files.places import Place
from portal.agencies.files.tree import read_tree
from portal.agencies.settings.checks import french_alone
from portal.agencies.settings.comparison import Became, Change, changes, word_changes
from portal.agencies.settings.schema import AgencyFile
from portal.pages.current import gettext
from portal.pages.features import added
from portal.pages.settings.drafting.forms import GROUPS, Entry, SectionForm, SettingsForm
from portal.pages.settings.drafting.lists import ItemForm
from portal.pages.settings.drafting.state import SettingsState
from portal.pages.settings.forms.calendar import CALENDAR
from portal.pages.settings.forms.categories import CATEGORIES
from portal.pages.settings.forms.channels import CHANNELS
from portal.pages.settings.forms.criteria import CRITERIA
from portal.pages.settings.forms.deadlines import DEADLINES, REOPENING
from portal.pages.settings.forms.jargon import JARGON
from portal.pages.settings.forms.letters import LETTERS
from portal.pages.settings.forms.levels import LEVELS
from portal.pages.settings.forms.notices import NOTICES
from portal.pages.settings.forms.pauses import PAUSES
from portal.pages.settings.forms.public_page import PUBLIC_PAGE
from portal.pages.settings.forms.questions import QUESTIONS
from portal.pages.settings.forms.recourses import RECOURSES
from portal.pages.settings.forms.units import UNITS

KERNEL_FORMS: tuple[SettingsForm, ...] = (
    PUBLIC_PAGE,
    CHANNELS,
    NOTICES,
    RECOURSES,
    DEADLINES,
    PAUSES,
    LEVELS,
    REOPENING,
    CALENDAR,
    CATEGORIES,
    QUESTIONS,
    UNITS,
    CRITERIA,
    LETTERS,
    JARGON,
)
"""The forms of the kernel, in the order of the first page."""


def every_form() -> tuple[SettingsForm, ...]:
    """Return the forms of the kernel and those that features add."""
    return (*KERNEL_FORMS, *added(SectionForm))


# The first page.


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A page of settings as the first page leads to it: its address, its name, what it says now."""

    address: str
    name: str
    now: str


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Pages that belong together, under their heading."""

    name: str
    entries: list[ShownEntry]


def contents(state: SettingsState) -> list[ShownGroup]:
    """Return every form of the settings, with what the draft says, or what is in force."""
    listed = [(form, form.entry) for form in every_form() if form.entry]
    listed.sort(key=lambda entry: entry[1].rank)
    return [
        ShownGroup(
            gettext(group),
            [_entry(form, entry, state) for form, entry in listed if entry.group == group],
        )
        for group in GROUPS
    ]


def _entry(form: SettingsForm, entry: Entry, state: SettingsState) -> ShownEntry:
    view = form.listing.name if isinstance(form, ItemForm) else form.name
    address = url_for(f".{view}", agency=state.agency.code)
    return ShownEntry(address, gettext(entry.name), entry.now(state.settings))


# Two versions beside each other.


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """One value that differs: where it stands, and its words with what became of each."""

    place: str
    parts: list[tuple[Became, str]]


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """What differs in one part of the settings."""

    name: str
    values: list[ComparedValue]


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ComparedSection]:
    """Return what differs between two releases, part by part, in the order of a file."""
    order = list(AgencyFile.model_fields)
    found = sorted(changes(before, after), key=lambda change: _rank(order, change.path[0]))
    return [
        ComparedSection(_section_name(name), [_value(change) for change in some])
        for name, some in groupby(found, key=lambda change: change.path[0])
    ]


def _rank(order: list[str], section: str) -> int:
    return order.index(section) if section in order else len(order)


def _section_name(section: str) -> str:
    """Return what a part of the settings is called, or its key if it has no name."""
    names = (form.names[section] for form in every_form() if section in form.names)
    name = next(names, None)
    return gettext(name) if name else section


def _value(change: Change) -> ComparedValue:
    parts = word_changes(change.before or "", change.after or "")
    return ComparedValue(" › ".join(change.path[1:]), parts)


# Words in French alone.


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
    forms = {words: form for form in every_form() for words in form.words()}
    return [_described(root, words, forms, code) for words in french_alone(root)]


def _described(
    root: Place, words: Place, forms: Mapping[tuple[str, ...], SettingsForm], agency: str
) -> FrenchAlone:
    section, french = _section_name(str(words.steps[0])), str(words.at("fr").value)
    form = forms.get(tuple(step for step in words.steps if isinstance(step, str)))
    if form is None:
        address = url_for(".edit", agency=agency, _anchor="text")
        return FrenchAlone(section, french, address, words.node.line)
    parts: dict[str, Any] = dict(_address_parts(root, words, form))
    return FrenchAlone(section, french, url_for(f".{form.name}", agency=agency, **parts), None)


def _address_parts(root: Place, words: Place, form: SettingsForm) -> Iterable[tuple[str, str]]:
    """Yield what the address of a form names: the codes of the lists in which some words stand."""
    if not isinstance(form, ItemForm):
        return
    steps = words.steps
    for rank, step in enumerate(form.section):
        is_last = rank == len(form.section) - 1
        named = form.part if is_last else form.section[rank + 1].strip("<>")
        if is_last or form.section[rank + 1].startswith("<"):
            entry = root.at(*steps[: steps.index(step) + 2])
            yield named, str(entry.at(form.key if is_last else "code").value)

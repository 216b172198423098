"""The forms of an agency's settings: each writes one part of the draft and shows its effect."""

from __future__ import annotations

from portal.pages.current import gettext
from portal.pages.features import added
from portal.pages.settings.drafting.forms import SectionForm, SettingsForm
from portal.pages.settings.drafting.lists import ItemForm
from portal.pages.settings.forms.calendar import CALENDAR
from portal.pages.settings.forms.citizens_read import CHANNELS, PUBLIC_PAGE
from portal.pages.settings.forms.deadlines import DEADLINES, PAUSES, REOPENING
from portal.pages.settings.forms.letters import JARGON, LETTERS
from portal.pages.settings.forms.levels import LEVELS
from portal.pages.settings.forms.notices import NOTICES
from portal.pages.settings.forms.questions import QUESTIONS
from portal.pages.settings.forms.recourses import RECOURSES
from portal.pages.settings.forms.territory import TERRITORY
from portal.pages.settings.forms.who_handles import CATEGORIES, CRITERIA, UNITS

KERNEL_FORMS: tuple[SettingsForm, ...] = (
    PUBLIC_PAGE,
    CHANNELS,
    TERRITORY,
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
    return (*KERNEL_FORMS, *added(SectionForm), *added(ItemForm))


def section_name(section: str) -> str:
    """Return what a part of the settings is called, or its key if it has no name."""
    for form in every_form():
        if section in form.part_names():
            return gettext(form.part_names()[section])
    return section

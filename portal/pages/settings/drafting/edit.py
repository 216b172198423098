"""A form of settings while somebody works on it, and how what it says is written in the draft."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

from portal.agencies.agency import Agency
from portal.agencies.files.editing import with_changes, with_values, without
from portal.agencies.files.tree import says
from portal.agencies.settings.schema import AgencySettings
from portal.pages.forms import Problems
from portal.pages.settings.drafting.beside import merged, typed_by_both
from portal.pages.settings.drafting.fields import Field, Form
from portal.pages.settings.drafting.state import NEW, Outcome, SettingsState, checked_text

Place = Mapping[str, str]
"""What the address of a page names, besides the agency."""


class EditedForm(Protocol):
    """What is worked on: a `SettingsForm` of `forms.py`, which says what each of these is."""

    @property
    def section(self) -> tuple[str, ...]:
        """What leads to what it is about in the file."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """What it asks for."""

    @property
    def rules(self) -> Callable[[Edit, Problems], None]:
        """What has to hold besides the fields themselves."""

    @property
    def writes(self) -> Callable[[Edit, Mapping[str, Any]], Mapping[str, Any]]:
        """What may change what the fields write."""

    def current(self, settings: AgencySettings, place: Place) -> Any:
        """Return what settings say of it."""

    def filled(self, current: Any) -> Form:
        """Return the form that this fills."""

    def values(self, form: Form, before: Any) -> Mapping[str, Any]:
        """Return what the fields write."""

    def code(self, edit: Edit) -> str:
        """Return the code under which it stands."""

    def text(self, edit: Edit) -> str:
        """Return the text of the draft with what a sound form says."""

    def page(self, edit: Edit) -> str:
        """Return its page."""


@dataclass(frozen=True)
class Edit:
    """A form while somebody works on it: what was typed, what the settings say, what came of it."""

    of: EditedForm
    state: SettingsState
    place: Place
    form: Form
    outcome: Outcome = dataclasses.field(default_factory=Outcome)

    @property
    def settings(self) -> AgencySettings:
        """What the draft says, else what is in force."""
        return self.state.settings

    @cached_property
    def before(self) -> Any:
        """What the settings say of it, or None where they say nothing."""
        return self.of.current(self.settings, self.place)

    @property
    def is_new(self) -> bool:
        """Tell whether it is a thing that is not there yet."""
        return NEW in self.place.values()

    @cached_property
    def code(self) -> str:
        """Its code; a new thing gets one from its French name."""
        return self.of.code(self)

    @cached_property
    def filled(self) -> Form:
        """What was in the form before anybody typed."""
        return self.of.filled(self.before)

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """What the form writes in the settings."""
        return self.of.writes(self, self.of.values(self.form, self.before))

    @cached_property
    def problems(self) -> Problems:
        """What there is to correct, in the order of the page."""
        problems = Problems([name for field in self.of.fields for name in field.ids(self.form)])
        self.of.rules(self, problems)
        for field in self.of.fields:
            field.check(self.form, problems, self.settings.agency.languages[0])
            field.check_change(self.form, self.filled, problems)
        return problems

    @property
    def text(self) -> str:
        """The text of the draft with what the form says; it must be sound."""
        return self.of.text(self)

    @property
    def is_untouched(self) -> bool:
        """Tell whether the form says what the settings say already."""
        return self.before is not None and self.form == self.filled

    @cached_property
    def is_sound(self) -> bool:
        """Tell whether what stands in the form can be written: as it was, or without a mistake."""
        return not self.outcome.problems and (self.is_untouched or not self.problems)

    @cached_property
    def drafted(self) -> Agency | None:
        """The agency as it would be under this form; None where it cannot be written."""
        if not self.is_sound:
            return None
        if self.is_untouched:
            return self.state.drafted
        settings = checked_text(self.state, self.text).settings
        return replace(self.state.agency, settings=settings) if settings is not None else None

    def page(self, state: SettingsState, outcome: Outcome) -> str:
        """Return the page of the form with what came of sending it.

        Where somebody else was faster, it shows what they kept in each input that was left alone,
        and beside each that was typed in what they typed there.
        """
        edit = replace(self, state=state, outcome=outcome)
        if not outcome.is_moved:
            return self.of.page(edit)
        of = [(field, inside(self.before, field.at)) for field in self.of.fields]
        both = replace(outcome, problems=typed_by_both(of, self.form, edit.filled))
        return self.of.page(replace(edit, form=merged(self.form, edit.filled), outcome=both))


def changed_keys(edit: Edit) -> str:
    """Write what differs in a group: what was left as it was may be what is true unsaid."""
    before = replace(edit, form=edit.filled).values
    return with_changes(edit.state.text, edit.of.section[0], before, edit.values)


def whole_section(edit: Edit) -> str:
    """Write a group as a whole, once anything in it is otherwise; nothing to say, no group."""
    text, section = edit.state.text, edit.of.section[0]
    if edit.form == edit.filled:
        return text
    if any(value is not None for value in edit.values.values()):
        return with_values(text, section, edit.values)
    return without(text, section) if says(text, section) else text


def inside(current: Any, at: tuple[str, ...]) -> Any:
    """Return the group of what settings say that keys lead to, or None."""
    for key in at:
        current = getattr(current, key, None)
    return current
